"""What the title of an item asks for, and whether a clause of its narrative speaks of that.

title  = [words] infinitive {«og» infinitive} objects preposition …
«Etablere en struktur på direktoratsnivå»: asks to establish, and the object is a structure
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from pipeline.norwegian.verbs import Verb, infinitives_at, words_with

ITEM = 2  # the clause speaks of the item's work
TOPIC = 1  # it has a word of the title
NEAR = 3  # words from the first infinitive within which its fellows stand
SHORT = 3  # letters: shorter words name no object
LONG = 4  # letters: shorter words name no topic
ENDS = frozenset(("deliver", "finish", "commission"))  # what such a verb asks for can be over


class Title:
    """A title: its verbs, what they are done to, and the words that tell its topic."""

    def __init__(self, title: str) -> None:
        words = [
            word for word in (part.strip(".,;:()«»–-").lower() for part in title.split()) if word
        ]
        self.empty = not words
        self.verbs: list[Verb] = []
        self.nouns_of_verbs: list[str] = []
        after = self._read_verbs(words)
        self.objects = _objects(words[after:])
        self.number = next(filter(None, map(number_of, words[after : after + NEAR])), None)
        plain = words_of_kinds("plain", "pronoun", "preposition")
        self.topics = [word for word in words if word not in plain and len(word) >= LONG]
        self._names = {verb.name for verb in self.verbs}
        classes = {name for verb in self.verbs for name in verb.classes}
        self.is_study = "study" in classes
        self.asks_to_set_up = "commission" in classes
        self.asks_for_more = "open" in classes
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
            after = at + 1 if at < first + NEAR else after
            if fitting[0].kind not in ("none", "act"):
                self.nouns_of_verbs.append(words[at])
        if not self.verbs and words:
            self.nouns_of_verbs.append(words[0])
            return max(after, 1)
        return after

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
        into_force = bool(clause.verbs) and "force" in clause.verbs[0].classes
        if into_force and self.asks_for_a_rule and not words_of_kind("law").isdisjoint(nouns):
            return ITEM  # «Endringene trådte i kraft»
        if clause.phase and not clause.verbs and self._names_the_act(clause.words):
            return ITEM  # «Loven er nå under evaluering»
        if asked:
            specific = any("study" in verb.classes for verb in clause.verbs) or (
                not words_of_kind("stand_in").isdisjoint(nouns)  # «Ordningen ble innført»
            )
            named = not self.objects or _share_stem(clause.words, self.objects)
            return ITEM if specific or named else TOPIC
        return TOPIC if _share_stem(clause.words, self.topics) else 0

    def asks_for(self, clause: Clause) -> bool:
        """Whether the title asks for what the clause's verb does.

        «Styrke» asks for what «øke» does, «vurdere» for what «utrede» does.
        """
        if not self.verbs and not clause.verbs:  # both unknown: «Omplassere», «omplasserte»
            acts = [word for word in clause.words if PARTICIPLE.fullmatch(word)]
            return _share_stem(acts, self.nouns_of_verbs)
        return any(
            verb.name in self._names
            or ("open" in verb.classes and self.asks_for_more)
            or ("study" in verb.classes and self.is_study)
            for verb in clause.verbs
        )

    def is_met_by(self, clause: Clause) -> bool:
        """Whether the title asks for no more than a clause of the item tells as done."""
        if self.empty or self.asks_for(clause):
            return True
        if self.is_study:
            ends = words_of_kinds("result", "generic")
            return self._names_the_act(clause.core) or not ends.isdisjoint(clause.core)
        return clause.phase == "closed" or self.has_an_end

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
        return self.number is None and any(
            number_of(word) and _share_stem([after], self.objects)
            for word, after in pairwise(clause.words)
        )

    def asks_to_stop(self, clause: Clause) -> bool:
        """Whether it is what the title asks for that is stopped or prolonged, and it has been."""
        if not clause.verbs or clause.verbs[0].kind not in ("wait", "delay"):
            return False
        if not self.asks_for(clause):
            return False
        ahead = words_of_kinds("future", "modal", "negation")
        done = not words_with("past", "participle").isdisjoint(clause.words)
        return done and ahead.isdisjoint(clause.words)

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
    """Whether a clause is about «tiltaket», «arbeidet» or the like."""
    return not words_of_kind("generic").isdisjoint(clause.core)


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


def _share_stem(words: Iterable[str], others: Sequence[str]) -> bool:
    return any(starmap(same_stem, product(words, others)))
