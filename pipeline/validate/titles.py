"""What the title of an item asks for, and whether a clause of its narrative speaks of that.

title  = [words] infinitive {«og» infinitive} objects preposition …
«Etablere en struktur på direktoratsnivå»: asks to establish, and the object is a structure
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise, product, starmap

from pipeline.norwegian.clauses import (
    PARTICIPLE,
    Clause,
    is_verb,
    number_of,
    words_of_kind,
    words_of_kinds,
)
from pipeline.norwegian.stems import same_stem
from pipeline.norwegian.verbs import Verb, infinitives_at, verb_forms, words_with
from pipeline.norwegian.vocabulary import vocabulary

ITEM = 2  # the clause speaks of the item's work
TOPIC = 1  # it has a word of the title
NEAR = 3  # words from the first infinitive within which its fellows stand
SHORT = 3  # letters: shorter words name no object
SHORT_VERB = 7  # letters: «registrere» has a noun to know it by, not «sikre»
LONG = 4  # letters: shorter words name no topic
BEGINS = frozenset(("begin", "commission"))  # what such a verb asks for goes on after it
ENDS = frozenset(("deliver", "finish", "commission"))  # what such a verb asks for can be over


class Title:
    """A title: its verbs, what they are done to, and the words that tell its topic."""

    def __init__(self, title: str) -> None:
        words = [
            word for word in (part.strip(".,;:()«»–-").lower() for part in title.split()) if word
        ]
        self.empty = not words
        self.verbs: list[Verb] = []
        self.acts: list[Sequence[Verb]] = []  # the verbs that each thing to be done can be
        self.nouns_of_verbs: list[str] = []
        after = self._read_verbs(words)
        self.objects = _objects(words[after:])
        self._words = words
        self.number = next(filter(None, map(number_of, words[after : after + NEAR])), None)
        plain = words_of_kinds("plain", "pronoun", "preposition")
        self.topics = [word for word in words if word not in plain and len(word) >= LONG]
        self._title = title
        self._names = {verb.name for verb in self.verbs}
        classes = {name for verb in self.verbs for name in verb.classes}
        self.is_study = "study" in classes
        self.is_of_what_there_is = "existing" in classes
        self.asks_to_set_up = "commission" in classes
        act = max(self.verbs, key=lambda verb: len(verb.particle), default=None)
        self.asks_to_begin = len(self.acts) == 1 and act is not None and act.kind in BEGINS
        self.asks_to_begin &= "appoint" not in classes
        self.asks_for_more = "open" in classes
        self.asks_to_give = "grant" in classes
        self.asks_for_a_rule = "rule" in classes
        self.founds = "founding" in classes
        self.has_an_end = self.empty or any(
            (verb.kind in ENDS and "open" not in verb.classes) or "perform" in verb.classes
            for verb in self.verbs
        )

    def _read_verbs(self, words: list[str]) -> int:
        """Read the infinitives; the index after the first ones."""
        there = [at for at, word in enumerate(words) if word in words_with("infinitive")]
        first = next(iter(there), 0)
        after = first
        for at in there:
            if at > first and words[at - 1] not in words_of_kind("joint"):
                continue
            fitting = infinitives_at(words, at, words_of_kind("preposition"))
            self.verbs += fitting
            if _subordinate().isdisjoint(words[first:at]):
                self.acts.append(fitting)
            after = at + 1 if at < first + NEAR else after
            if fitting[0].kind not in ("none", "act") or len(words[at]) > SHORT_VERB:
                self.nouns_of_verbs.append(words[at])
        if not self.verbs and words:
            self.nouns_of_verbs.append(words[0])
            return max(after, 1)
        return after

    @cached_property
    def _purposes(self) -> frozenset[str]:
        """The prepositions after its objects."""
        return frozenset(preposition for preposition, _ in _complements(self._words, self.objects))

    @cached_property
    def _members(self) -> list[str]:
        return _members(self._title)

    @cached_property
    def _everyone(self) -> str | None:
        """Those that it asks for all of."""
        everything = words_of_kind("all")
        return next((noun for word, noun in pairwise(self._words) if word in everything), None)

    def closeness(self, clause: Clause, *, asked: bool) -> int:
        """ITEM, TOPIC or 0: how far a clause speaks of the item's work.

        `asked`: its verb is what the title asks for.
        """
        if self.empty or speaks_of_the_work(clause):
            return ITEM
        nouns = [word for word in clause.core if not is_verb(word)]
        if _share_stem(nouns, self.objects) or self._names_the_act(nouns):
            return ITEM
        if not words_of_kind("version").isdisjoint(nouns) and _share_stem(
            clause.words, self.objects
        ):
            return ITEM  # «Den engelske utgaven av portalen»
        if self.is_study and not words_of_kind("result").isdisjoint(nouns):
            return ITEM  # «Rapporten ble levert»
        if self.asks_for_a_rule and _is_made_law(clause, nouns):
            return ITEM  # «Endringene trådte i kraft», «Stortinget vedtok lovendringen»
        if clause.phase and not clause.verbs and self._names_the_act(clause.words):
            return ITEM  # «Loven er nå under evaluering»
        stands_in = not words_of_kind("stand_in").isdisjoint(nouns)
        if stands_in and not clause.verbs and clause.phase in ("done", "closed"):
            return ITEM  # «Ordningen er i bruk»
        if asked:
            named = not self.objects or _share_stem(clause.words, self.objects)
            # «Fafo har kartlagt det», «Ordningen ble innført»
            return ITEM if named or stands_in or self._is_study_of_no_other(clause) else TOPIC
        return TOPIC if _share_stem(clause.words, self.topics) else 0

    def _is_study_of_no_other(self, clause: Clause) -> bool:
        """Whether it is a study, and no other than its subject stands in the clause."""
        if not any("study" in verb.classes for verb in clause.verbs):
            return False
        nouns = {word for word in clause.core if not (is_verb(word) or word.isdigit())}
        return nouns <= set(clause.subject)

    def is_named_by(self, clause: Clause) -> bool:
        """Whether a clause is about what the title asks for, or its act."""
        nouns = [word for word in clause.core if not is_verb(word)]
        return _share_stem(nouns, self.objects) or self._names_the_act(nouns)

    def leaves_some(self, done: Iterable[Clause]) -> bool:
        """Whether some of what the title lists is in what is done, and some is not."""
        words = [word for clause in done for word in clause.words]
        told = [_share_stem(words, [member]) for member in self._members]
        return any(told) and not all(told)

    def asks_for(self, clause: Clause) -> bool:
        """Whether the title asks for what the clause's verb does.

        «Styrke» asks for what «øke» does, «vurdere» for what «utrede» does.
        """
        if not self.verbs and not clause.verbs:  # both unknown: «Omplassere», «omplasserte»
            acts = [word for word in clause.words if PARTICIPLE.fullmatch(word)]
            return _share_stem(acts, self.nouns_of_verbs)
        return any(
            verb.name in self._names
            or (verb.kind == "begin" and self.asks_to_begin)
            or ("open" in verb.classes and self.asks_for_more)
            or ("study" in verb.classes and self.is_study)
            or ("grant" in verb.classes and self.asks_to_give)
            for verb in clause.verbs
        )

    def asks_to_consider(self, clause: Clause) -> bool:
        """Whether what somebody considers now is what is to be considered: that is the work."""
        named = any(verb.name in self._names for verb in clause.verbs)
        return named and words_of_kind("future").isdisjoint(clause.words)

    def is_met_by(self, clause: Clause) -> bool:
        """Whether the title asks for no more than a clause of the item tells as done."""
        if self.empty or self.asks_for(clause) or self._gets_more(clause):
            return True
        if self.is_had_by_all(clause) and not self.asks_for_more:
            return True
        if self.is_study:
            ends = words_of_kinds("result", "generic")
            return self._names_the_act(clause.core) or not ends.isdisjoint(clause.core)
        return clause.phase == "closed" or self.has_an_end

    def _gets_more(self, clause: Clause) -> bool:
        """«Det ble opprettet 500 nye studieplasser», where the title asks for more of them."""
        return self.asks_for_more and any(
            word in words_of_kind("more") and _share_stem([noun], self.objects)
            for word, noun in pairwise(clause.core)
        )

    def is_less(self, clause: Clause) -> bool:
        """Whether a clause tells of fewer than the title: «Ni vassdrag …» of «15 vassdrag»."""
        others = words_of_kinds("rest", "last")
        if self.number is None or not others.isdisjoint(clause.words):
            return False
        return any(
            (number_of(word) or self.number) < self.number and _share_stem([after], self.objects)
            for word, after in pairwise(clause.words)
        )

    def names(self, word: str) -> bool:
        """Whether a word of a narrative stands in the title, in some form."""
        return _share_stem([word.strip(".,;:()«»").lower()], self.topics)

    def is_counted_in(self, clause: Clause) -> bool:
        """Whether a clause counts what the title does not: «34 tilsyn», of how many is not said."""
        if self.number is not None or not words_of_kind("all").isdisjoint(clause.words):
            return False
        return any(_share_stem([noun], self.objects) for _, noun in _counts(clause.words))

    def is_measured_in(self, clause: Clause) -> bool:
        """Whether a clause counts what its verb is done to: «har undersøkt 40 elver»."""
        months = _months()
        return any(
            is_verb(before) and noun not in months and len(noun) > SHORT
            for before, noun in _counts(clause.words)
        )

    def is_some_of_all(self, clause: Clause) -> bool:
        """Whether it counts those that the title asks for all of: «Elleve fylkeskommuner …».

        «De elleve fylkeskommunene», «alle elleve» may be all.
        """
        if self._everyone is None or not words_of_kind("all").isdisjoint(clause.words):
            return False
        whole = words_of_kinds("article", "pronoun")
        return any(
            before not in whole and _share_stem([noun], [self._everyone])
            for before, noun in _counts(clause.words)
        )

    def is_of_another(self, clause: Clause) -> bool:
        """Whether it speaks of something of the same kind for another purpose.

        «en rådgiver for tegnspråk», where the title asks for «en rådgiver for samisk»
        """
        return bool(self._purposes) and any(
            preposition in self._purposes and not _share_stem([word], self.topics)
            for preposition, word in _complements(clause.words, self.objects)
        )

    def is_countered_by(self, clause: Clause) -> bool:
        """Whether less is made of what the title asks for more of: «Bemanningen ble redusert»."""
        if not (self.asks_for_more and clause.verbs and "open" in clause.verbs[0].classes):
            return False
        less = any("less" in verb.classes for verb in self.verbs)
        return ("less" in clause.verbs[0].classes) != less and _share_stem(
            clause.subject, self.objects
        )

    def is_beside(self, clause: Clause) -> bool:
        """Whether it tells of something new that is neither asked for nor a step on the way.

        «åpnet en utstilling om villaks», where the title asks for a centre
        """
        articles, plain = words_of_kind("article"), words_of_kinds("plain", "article")
        nouns = [
            next((word for word in clause.words[index + 1 :] if word not in plain), "")
            for index, word in enumerate(clause.words)
            if word in articles
        ]
        return bool(nouns) and not any(
            noun in words_of_kind("step")
            or noun.endswith(tuple(words_of_kind("step")))
            or _share_stem([noun], self.objects)
            or self._names_the_act([noun])
            for noun in nouns
        )

    def is_for_others(self, clause: Clause) -> bool:
        """Whether both are for something, and for different things: «ladere for biler»."""
        return not self._purposes.isdisjoint(self._scopes(clause))

    def leaves_an_act(self, done: Iterable[Clause]) -> bool:
        """Whether the last of the acts that the title asks for is in none of what is done.

        «Revidere og gjøre kjent», where nothing but a revision is done. A result of another name
        may be of the last act, but that of a study leads to no more than the study.
        """
        if len(self.acts) < 2 or self.acts[0][0].kind == "aftermath":
            return False  # «Videreføre og styrke» is one act
        if all("open" in verbs[0].classes for verbs in self.acts):
            return False  # so is «Styrke og videreutvikle»
        *before, last = self.acts
        earlier = {verb.name for verbs in before for verb in verbs}
        names = {verb.name for verb in last}
        ends = last[0].kind in ENDS and "open" not in last[0].classes
        ends &= not any("study" in verb.classes for verbs in before for verb in verbs)
        return not any(
            clause.phase == "closed"
            or not _past_names(clause.words).isdisjoint(names)
            or any(
                ("force" in verb.classes and "rule" in last[0].classes)
                or (ends and verb.kind in ENDS and verb.name not in earlier)
                for verb in clause.verbs
            )
            for clause in done
            if not self._is_of_an_earlier_act(clause)
        )

    def _is_of_an_earlier_act(self, clause: Clause) -> bool:
        """«Restaureringen er avsluttet», where the title asks to restore and to open."""
        nouns = [word for word in clause.core if not is_verb(word)]
        return _share_stem(nouns, self.nouns_of_verbs[: len(self.acts) - 1])

    def is_scoped_in(self, clause: Clause) -> bool:
        """Whether it is for something that the title does not name: «innført for småvilt»."""
        return any(self._scopes(clause))

    def _scopes(self, clause: Clause) -> Iterator[str]:
        """The prepositions that a clause has before a word that the title does not name."""
        for before, word in pairwise(clause.words):
            known = word.isdigit() or len(word) < LONG or self.names(word)
            if before in words_of_kind("purpose") and not known:
                yield before

    def asks_to_stop(self, clause: Clause) -> bool:
        """Whether it is what the title asks for that is stopped or prolonged, and it has been."""
        if not clause.verbs or clause.verbs[0].kind not in ("wait", "delay"):
            return False
        if not self.asks_for(clause):
            return False
        ahead = words_of_kinds("future", "modal", "negation")
        done = not words_with("past", "participle").isdisjoint(clause.words)
        return done and ahead.isdisjoint(clause.words)

    def is_in_place_by(self, clause: Clause) -> bool:
        """Whether what is to be set up acts: «Ombudet begynte i mai», «Senteret tok imot ti»."""
        begins = any(verb.kind == "begin" for verb in clause.verbs[:1])
        acts = begins or clause.phase == "acted"
        return self.founds and acts and self.is_at_work(clause)

    def is_performed(self, clause: Clause) -> bool:
        """Whether a clause tells that the act was done: «Kartleggingen er gjort»."""
        performs = any("perform" in verb.classes for verb in clause.verbs)
        return performs and self._names_the_act(clause.core)

    def is_shown_by(self, clause: Clause) -> bool:
        """Whether a clause tells what a study shows: «Evalueringen viser at ordningen virker»."""
        if not self.is_study or not any("show" in verb.classes for verb in clause.verbs):
            return False
        reports = words_of_kind("result")
        return not reports.isdisjoint(clause.subject) or self._names_the_act(clause.subject)

    def is_had_by_all(self, clause: Clause) -> bool:
        """Whether all have what the title asks for: «Alle sykehusene har i dag et tilbud»."""
        if clause.phase or clause.verbs or words_of_kind("have").isdisjoint(clause.words):
            return False
        everything = not words_of_kind("all").isdisjoint(clause.words)
        return (
            everything and "negation" not in clause.marks and _share_stem(clause.core, self.objects)
        )

    def reaches_all(self, clause: Clause) -> bool:
        """Whether all that the title names have got something: «Alle skolene fikk utstyr»."""
        everything = not words_of_kind("all").isdisjoint(clause.words)
        return everything and self.has_an_end and _share_stem(clause.subject, self.topics)

    def is_at_work(self, clause: Clause) -> bool:
        """Whether what the title asks to set up is the subject: «Senteret begynte i mai»."""
        return _share_stem(clause.subject, self.objects)

    def _names_the_act(self, words: Iterable[str]) -> bool:
        """Whether a word is the noun of a verb of the title: «evalueringen» for «evaluere»."""
        return _share_stem([word for word in words if not is_verb(word)], self.nouns_of_verbs)


def speaks_of_the_work(clause: Clause) -> bool:
    """Whether a clause is about «tiltaket», «arbeidet» or the like, or «alle deler av tiltaket»."""
    words = clause.words if "whole" in clause.marks else clause.core
    return not words_of_kind("generic").isdisjoint(words)


@cache
def _subordinate() -> frozenset[str]:
    """What opens a means or a purpose: «gjennom å», «for å», «som»."""
    return words_of_kinds("infinitive_mark", "relative")


@cache
def _months() -> frozenset[str]:
    return frozenset(row["word"] for row in vocabulary("months"))


def _past_names(words: Iterable[str]) -> frozenset[str]:
    """The verbs that words can be the past or the participle of: «har kartlagt … og vurdert …»."""
    return frozenset(
        verb.name
        for word in words
        for form, verbs in verb_forms().get(word, {}).items()
        if form in ("past", "participle")
        for verb in verbs
    )


def _is_made_law(clause: Clause, nouns: Iterable[str]) -> bool:
    """Whether a clause tells that a law is made or comes into force."""
    classes = clause.verbs[0].classes if clause.verbs else ()
    if "force" not in classes and "rule" not in classes:
        return False
    laws = tuple(words_of_kind("law"))
    return any(noun.endswith(laws) for noun in nouns)


def _objects(words: list[str]) -> list[str]:
    """What the verbs are done to: the words up to a preposition or «som», or after it."""
    objects: list[str] = []
    plain = words_of_kinds("plain", "pronoun")
    for word in words:
        if word in words_of_kind("preposition") or word in words_of_kind("relative"):
            if objects:
                break
        elif word not in plain and len(word) >= SHORT:
            objects.append(word)
    return objects


def _counts(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words before and after each number."""
    for index, word in enumerate(words[:-1]):
        if number_of(word):
            yield words[index - 1] if index else "", words[index + 1]


def _members(title: str) -> list[str]:
    """What a title lists after a preposition: «i sørsamisk, lulesamisk og kvensk»."""
    for match in _list().finditer(title.lower()):
        members = [word for word in match.group(1, 3) if word] + match[2].strip(", ").split(", ")
        if all(len(word) > LONG and not is_verb(word) for word in members if word):
            return [word for word in members if word]
    return []


@cache
def _list() -> re.Pattern[str]:
    prepositions = "|".join(sorted(words_of_kind("preposition")))
    joint = "|".join(sorted(words_of_kind("joint")))
    return re.compile(
        rf"\b(?:{prepositions}) ([^\W\d]+)((?:, [^\W\d]+)*),? (?:{joint}) ([^\W\d]+)\b"
    )


def _complements(words: Sequence[str], objects: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The preposition after an object and the first word of what it is for: «for», «samisk»."""
    plain = words_of_kinds("plain", "pronoun", "article")
    for index, word in enumerate(words[:-2]):
        if words[index + 1] not in words_of_kind("purpose") or not _share_stem([word], objects):
            continue
        noun = next((after for after in words[index + 2 :] if after not in plain), "")
        if len(noun) >= SHORT and not noun.isdigit():
            yield words[index + 1], noun


def _share_stem(words: Iterable[str], others: Sequence[str]) -> bool:
    return any(starmap(same_stem, product(words, others)))
