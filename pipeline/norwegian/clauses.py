"""The clauses of a text, and what each tells of work: its phase.

    text     = sentence …                              (sentences.py)
    sentence = clause {(, ; : «og» «men» «som» «når» «at» …) clause}
    clause   = {word} finite {word} [participle | infinitive] {word}

A clause has one finite verb; what has none belongs to the clause before. «Rapporten ble levert» is
done, «er ikke levert» undone, «leveres i 2026» announced (phases.py). Whose work it is, and what it
means for an item, is for the caller to judge.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.norwegian.dates import find_dates
from pipeline.norwegian.numerals import read_digits, read_words
from pipeline.norwegian.phases import Phase, Telling, Tense, phase_of_state, phase_of_verb
from pipeline.norwegian.sentences import sentences
from pipeline.norwegian.verbs import Verb, particles, verb_forms, verbs_at, words_with
from pipeline.norwegian.vocabulary import vocabulary

Span = tuple[int, int]
Kind = Literal["main", "relative", "condition", "content", "cause"]

TOKEN = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})++(?!\d)|\w++(?:[-–./]\w++)*+|[,;:()]")
MARKS = frozenset(",;:()")
QUOTED = re.compile(r"«[^«»]{60,}»|[“”\"][^“”\"]{60,}[“”\"]")  # a stretch of text, not a name
PARTICIPLE = re.compile(r"\w{2,}(?:er|t|d|k|g|l|r|p)t|\w+dd|\w{4,}et")  # of an unknown verb
YEAR = 4  # digits
CENTURIES = ("19", "20")  # how a number begins that is a year
RECENT = 3  # years: an item says little of what was done longer ago
LONGER = "İ"  # the only letter that is longer in lower case
TO_COME: frozenset[Phase | None] = frozenset(("to-begin", "considered", "ongoing", "announced"))
OPENERS: Mapping[str, Kind] = {
    "joint": "main",
    "relative": "relative",
    "content": "content",
    "cause": "cause",
    "condition": "condition",
}
TELLING = frozenset((  # the kinds of clause_words.csv that Clause.marks can have
    "negation", "no_negation", "ahead", "still", "lasting", "recurring", "other", "among",
    "separate", "parliament", "hedge", "contrast", "part", "lack", "beginning", "deadline",
    "condition", "until", "another", "so_far", "the_rest", "earlier", "lately", "meanwhile",
    "whole", "such",
))  # fmt: skip


class Clause(NamedTuple):
    """A clause, its place in the text, and what it tells.

    `core`: the words outside prepositional phrases; those of the clause before where the subject
    is left out or a pronoun. `subject`: its nouns, likewise. `marks`: the TELLING kinds that it has
    words of, `later` if it names a date after the as-of date or waits for a condition, `quoted` in
    a long quotation, `bygone` if its finite verb is in the past («ble forsinket», not «er
    forsinket»), `edition` if it is about that of one year («Budsjettet for 2026 …»),
    `question` if its subject is a clause («Om den utvides, er ikke avklart»).
    """

    start: int
    end: int
    sentence: Span
    kind: Kind
    phase: Phase | None
    verbs: tuple[Verb, ...]
    words: tuple[str, ...]
    core: tuple[str, ...]
    subject: tuple[str, ...]
    marks: frozenset[str]


class _Head(NamedTuple):
    """The verb of a clause: its tense, what it can be, and where; no verbs if it is unknown."""

    tense: Tense
    verbs: tuple[Verb, ...]
    at: int


def clauses(
    text: str,
    as_of: date | None,
    later: Sequence[Span] | None = None,
    within: Sequence[Span] | None = None,
) -> list[Clause]:
    """Read the clauses of a text in order. Pure, raises nothing.

    `later` are the spans of its dates after the as-of date, `within` those of its sentences; both
    are computed if not given.
    """
    if later is None:
        later = later_dates(text, as_of)
    if within is None:
        within = sentences(text)
    lowered = text.replace(LONGER, "i").lower()
    quoted = [match.span() for match in QUOTED.finditer(text)]
    found: list[Clause] = []
    core: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    for sentence in within:
        matches = list(TOKEN.finditer(lowered, *sentence))
        tokens = [match[0] for match in matches]
        pieces = list(_pieces(tokens))
        auxiliary = ""
        for number, (kind, first, last) in enumerate(pieces):
            start, end = matches[first].start(), matches[last - 1].end()
            words = _words(tokens[first:last])
            finite = _finite(words)
            marks = {*_marks(words), *_times(words, finite)}
            waits = number + 1 < len(pieces) and pieces[number + 1][0] == "condition"
            if waits or (later and any(start <= at and to <= end for at, to in later)):
                marks.add("later")
            if quoted and any(at <= start < to for at, to in quoted):
                marks.add("quoted")
            phase, verbs = _phase(words, finite, marks, auxiliary)
            if "the_rest" in marks and phase in TO_COME:
                phase = "remains"  # «De øvrige starter i 2026»
            content = _content(words)
            named = _core(words, content)
            before = found[-1] if found and found[-1].sentence == sentence else None
            if kind == "content" and before:
                found[-1] = before._replace(core=before.core + named)
            # «Om den utvides, er ikke avklart»: the clause before is the subject
            asked = before if tokens[first] == "," and kind == "main" else None
            asked = asked if asked and asked.kind == "content" else None
            if asked:
                marks.add("question")
            clause = Clause(
                start,
                end,
                sentence,
                kind,
                phase,
                verbs,
                tuple(words),
                named or (asked.core if asked else core),
                _subject(words, content, finite) or (asked.subject if asked else subject),
                frozenset(marks),
            )
            found.append(clause)
            if kind == "main":
                core, subject = clause.core, clause.subject
            if finite is not None and words[finite] in _auxiliaries():
                auxiliary = words[finite]  # the next clause may leave it out
    return found


def is_of_the_past(clause: Clause, now: int) -> bool:
    """Whether it tells of a time before the item's, in the year `now`.

    All its years are long gone, or it is about a plan that has ended («i planen for 2017–2020»).
    """
    years = _years(clause)
    if years and max(years) < now - RECENT:
        return True
    return any(
        before in words_of_kind("of_year") and "–" in word and int(last) < now
        for before, word in pairwise(clause.words)
        if _is_year(last := _last_year(word))
    )


def is_of_the_future(clause: Clause, now: int) -> bool:
    """Whether all its years are after the year `now`."""
    return min(_years(clause), default=now) > now


def acts(clause: Clause) -> bool:
    """Whether its subject does or will do something: an active verb in the present or the future.

    «Senteret gir råd», «Senteret skal gi råd», not «Senteret skal åpnes» or «Senteret ga råd».
    """
    if clause.phase not in ("ongoing", "announced", "kept") or not clause.verbs:
        return False
    passive = words_with("passive"), words_of_kinds("non_finite", "become")
    return all(words.isdisjoint(clause.words) for words in passive)


def aims(clause: Clause) -> tuple[Verb, ...]:
    """The verbs of its infinitives: «å videreføre», «å gjøre kjent»."""
    marks = words_of_kind("infinitive_mark")
    return tuple(
        verb
        for index, word in enumerate(clause.words[1:], 1)
        if clause.words[index - 1] in marks
        for verb in _verbs_at(clause.words, index, "infinitive")
    )


def later_dates(text: str, as_of: date | None) -> list[Span]:
    """The spans of the dates in a text that end after the as-of date."""
    if as_of is None:
        return []
    return [
        (mention.start, mention.end)
        for mention in find_dates(text, as_of=as_of)
        if mention.last is not None and mention.last > as_of
    ]


# --- from a sentence to its clauses --------------------------------------------------------------

Piece = tuple[Kind, int, int]  # a kind of clause, and the tokens from the first up to the last


def _words(tokens: Sequence[str]) -> Sequence[str]:
    if MARKS.isdisjoint(tokens):
        return tokens
    return [token for token in tokens if token not in MARKS]


def _pieces(tokens: Sequence[str]) -> Iterator[Piece]:
    """The clauses of a sentence; a stretch without a finite verb belongs to the one before."""
    kind: Kind = "main"
    first, last = 0, 0
    for next_kind, start, end in _stretches(tokens):
        if first == last:
            kind, first = next_kind, start
        elif next_kind != "main" and words_of_kind("joint").issuperset(tokens[first:last]):
            kind = next_kind  # «…, men at det fortsatt er forskjeller»
        elif _begins_clause(tokens[first:last], next_kind, tokens[start:end]):
            yield from _halves(tokens, (kind, first, last))
            kind, first = next_kind, start
        last = end
    if first < last:
        yield from _halves(tokens, (kind, first, last))


def _stretches(tokens: Sequence[str]) -> Iterator[Piece]:
    """The stretches between marks, conjunctions and subordinators."""
    kind: Kind = "main"
    first, after = 0, 0
    openers = _openers()
    for index in [at for at, token in enumerate(tokens) if token in openers]:
        if index < after:
            continue
        opens, size = _opens(tokens, index)
        if opens is None and index == 0 and _is_question(tokens):
            opens = "content"
        if opens is None:
            continue
        after = index + size  # the «at» of «etter at» opens no clause
        if first < index:
            yield kind, first, index
        # «Som fagmyndighet driver …» is no relative clause
        kind = "main" if index == 0 and opens == "relative" else opens
        first = index
    if first < len(tokens):
        yield kind, first, len(tokens)


def _is_question(tokens: Sequence[str]) -> bool:
    """«Om anlegget skal bygges, avgjør kommunestyret»: a clause, and its verb after the comma."""
    if tokens[0] not in words_of_kind("whether") or "," not in tokens:
        return False
    comma = tokens.index(",")
    before, after = list(tokens[1:comma]), list(tokens[comma + 1 : comma + 2])
    return _finite(before) is not None and _finite(after) == 0


def _opens(tokens: Sequence[str], index: int) -> tuple[Kind | None, int]:
    """The kind of clause that may begin at a token, and the words that say so."""
    if tokens[index] in MARKS:
        return "main", 1
    size, kinds = _phrase_at(tokens, index, _phrases())
    return _opened_by(kinds), size


@cache
def _opened_by(kinds: frozenset[str]) -> Kind | None:
    """The kind of clause that a phrase of these kinds opens."""
    return next((kind for mark, kind in OPENERS.items() if mark in kinds), None)


@cache
def _openers() -> frozenset[str]:
    """The marks and the first words of what may open a clause."""
    phrases = words_of_kinds(*OPENERS, "whether")
    return frozenset(phrase.split()[0] for phrase in phrases) | frozenset(",;:")


def _begins_clause(piece: Sequence[str], kind: Kind, stretch: Sequence[str]) -> bool:
    """Whether a stretch is a clause of its own, after a piece."""
    if stretch[0] in words_of_kind("contrast"):
        return True
    words = _words(stretch)
    index = _finite(words)
    if index is None:
        return False
    if kind == "relative" and words[index] not in _unclear_finite():
        return True
    before = _words(piece)
    if words[index] in _unclear_finite():
        # after «og» and a noun it is a participle: «og utøvere tilpasset næringen»
        opened = stretch[0] in MARKS or words[0] in words_of_kind("joint")
        direct = index == (1 if words[0] in words_of_kind("joint") else 0)
        if opened and not direct and index > 1:
            return False
        if direct and words[index] in words_with("participle") and _auxiliary(before):
            return False  # «er levert, montert og tatt i bruk»
    return kind == "relative" or _finite(before) is not None


def _halves(tokens: Sequence[str], piece: Piece) -> Iterator[Piece]:
    """A relative or conditional clause, and the main clause that follows without a comma."""
    kind, first, last = piece
    if kind in ("relative", "condition"):
        finite = [at for at in range(first, last) if tokens[at] in _auxiliaries()]
        if finite and (len(finite) > 1 or _finite(tokens[first:last]) != finite[0] - first):
            yield kind, first, finite[-1]
            yield "main", finite[-1], last
            return
    yield piece


# --- from a clause to its phase ------------------------------------------------------------------


def _phase(
    words: Sequence[str], finite: int | None, marks: set[str], auxiliary: str
) -> tuple[Phase | None, tuple[Verb, ...]]:
    """The phase that a clause tells and the verb that tells it; no verb for a state."""
    if finite is None:
        if not auxiliary or words_with("participle").isdisjoint(words):
            return None, ()
        words, finite = [auxiliary, *words], 0  # «er utformet, men ikke vedtatt»
    head = _head(words, finite)
    negated = _is_negated(words, marks, head, finite) and not _advises(head)
    remains = bool(head.verbs) and head.verbs[0].kind == "remain"  # «gjenstår ikke noe arbeid»
    if negated and not remains and ("lack" in marks or _mentions_begin(words, marks)):
        return "not-begun", head.verbs
    if not head.verbs and not negated and {"beginning", "later"} <= marks:
        return "to-begin", ()  # «Byggestart er satt til 2026»
    planned = bool(head.verbs) and head.verbs[0].kind == "plan"
    telling = Telling(
        tense=head.tense,
        negated=negated,
        ahead=not marks.isdisjoint(("ahead", "later")),
        soon="ahead" in marks or ("still" in marks and head.tense == "future"),
        part="part" in marks,
        now="still" in marks,
        begins=planned
        and (_mentions_begin(words, marks) or _mentions(words, "commission", "participle")),
        upkeep=planned and _mentions(words, "aftermath", "infinitive"),
        deadline="deadline" in marks,
    )
    if "later" in marks and _expects(words, head):
        return "announced", head.verbs
    alone = not head.verbs or head.tense == "past-modal" or "copula" in head.verbs[0].classes
    state = _state(words, _states() if alone else _lasting_states())
    if state is not None:
        return phase_of_state(state, telling), ()
    if {"contrast", "lasting"} <= marks and _just_is(head) and not telling.negated:
        return "remains", head.verbs  # «men aggregatet går fortsatt på diesel»
    if not head.verbs:
        if telling.part and not negated and not words_of_kind("been").isdisjoint(words):
            return "part", ()  # «har vært i 31 av 44 anlegg»
        lasting = words[finite] in words_of_kind("be") and "lasting" in marks
        lasting = lasting and words_of_kind("measure").isdisjoint(words)
        becomes = telling.now and words[finite] in words_of_kind("become") and not negated
        if becomes and any(map(PARTICIPLE.fullmatch, words[finite + 1 :])):
            return "ongoing", ()  # «blir nå validert»
        return _of_unknown(telling, lasting=lasting), ()
    verb = head.verbs[0]
    if planned and (_refrains(words) or (negated and _has_more(words))):
        return None, head.verbs  # «Det er ikke planlagt videre arbeid»
    if not telling.ahead and _tells_nothing(verb, head.tense):
        return None, head.verbs
    if "shift" in verb.classes and "later" in marks and _is_to_a_year(words):
        return "not-begun", head.verbs  # «Arbeidet er flyttet til 2026»
    phase = phase_of_verb(verb.kind, telling)
    if phase == "ongoing" and "momentary" in verb.classes:
        return "announced", head.verbs  # «Arbeidet tas opp igjen i 2026»
    # «Alle deler av tiltaket er fulgt opp»
    return "closed" if phase == "acted" and "whole" in marks else phase, head.verbs


def _advises(head: _Head) -> bool:
    """Whether a result says something, be it no: «anbefaler ikke fritak»."""
    return any(verb.kind == "exist" and "show" in verb.classes for verb in head.verbs[:1])


def _has_more(words: Sequence[str]) -> bool:
    return not words_of_kind("more").isdisjoint(words)


def _is_to_a_year(words: Sequence[str]) -> bool:
    return any(before in words_of_kind("to") and _is_year(word) for before, word in pairwise(words))


def _just_is(head: _Head) -> bool:
    return head.tense == "present" and (not head.verbs or head.verbs[0].kind == "none")


def _refrains(words: Sequence[str]) -> bool:
    """«har vedtatt å ikke bygge»"""
    marks, negations = words_of_kind("infinitive_mark"), words_of_kind("negation")
    return any(
        (word in marks and after in negations) or (word in negations and after in marks)
        for word, after in pairwise(words)
    )


def _tells_nothing(verb: Verb, tense: Tense) -> bool:
    """An effect («vil styrke kvaliteten») or a habit («kommer ofte»), where no time is ahead."""
    if "momentary" in verb.classes:
        return tense == "present" or verb.kind == "plan"
    return "open" in verb.classes and tense != "past"


def _of_unknown(telling: Telling, *, lasting: bool) -> Phase | None:
    """A verb that verbs.csv does not have is an act, where it is in the past.

    `lasting`: «er fortsatt avhengige av det gamle systemet», not «er fortsatt høyere enn målet».
    """
    if telling.tense == "past":
        if telling.negated:
            return "undone"
        return "part" if telling.part else "acted"
    return "undone" if lasting and telling.tense == "present" and not telling.negated else None


def _finite(words: Sequence[str]) -> int | None:
    """The index of the finite verb: an auxiliary or a clear form, else one that may be either."""
    clear, unclear, before_nouns = _clear_finite(), _unclear_finite(), _before_nouns()
    either = None
    for index, word in enumerate(words):
        if word in clear and not (index and words[index - 1] in words_of_kind("all")):
            return index  # not the noun of «alle deler»
        if either is None and word in unclear:
            attributive = index and words[index - 1] in before_nouns
            either = None if attributive else index
    return either


def _times(words: Sequence[str], finite: int | None) -> Iterator[str]:
    """The marks of its time: `bygone`, `edition`, and `so_far` for «siden 2022»."""
    if finite is not None and words[finite] in words_of_kinds("be_past", "become_past"):
        yield "bygone"
    if words_of_kinds("since", "of_year").isdisjoint(words):
        return
    period = words_of_kind("period")
    for index, word in enumerate(words[: finite or 0]):
        if word in period and words[index - 2] in words_of_kind("of_year"):
            yield "edition"  # «Tallene for andre kvartal»
    for index, (before, word) in enumerate(pairwise(words), 1):
        if before in words_of_kind("since") and _is_year(word):
            yield "so_far"
        if before in words_of_kind("of_year") and 1 < index < (finite or 0) and _is_year(word):
            yield "edition"


def _years(clause: Clause) -> list[int]:
    dated = [word for word in clause.words if word.startswith(CENTURIES)]
    return [int(last) for word in dated if _is_year(last := _last_year(word))]


def _last_year(word: str) -> str:
    """«2016», the «2010» of «2005–2010», the «1990» of «1990-tallet»."""
    return word.removesuffix("-tallet").removesuffix("-talet").rpartition("–")[2]


def _is_year(word: str) -> bool:
    return len(word) == YEAR and word.isdigit()


def _auxiliary(words: Sequence[str]) -> str:
    """The auxiliary of a clause, which the next may leave out."""
    index = _finite(words)
    return words[index] if index is not None and words[index] in _auxiliaries() else ""


def _head(words: Sequence[str], finite: int) -> _Head:
    """Tense and verb of a clause with its finite verb at `finite`."""
    word = words[finite]
    if word not in _auxiliaries():
        return _lexical(words, finite)
    tense = _modals().get(word)
    if tense is not None:
        verbs, at = _main(words, finite + 1, "infinitive")
        if word in words_of_kind("must") and _is_to_be_done(words, verbs, at):
            tense = "future"
        if word in words_of_kind("had_to") and verbs and verbs[0].kind in ("wait", "delay"):
            tense = "past"  # «måtte avlyses»: it was
        return _Head(tense, verbs, at)
    verbs, at = _main(words, finite + 1, "participle")
    planned = bool(verbs) and verbs[0].kind == "plan"
    if word in words_of_kinds("be_past", "become_past"):
        return _Head("past-modal" if planned else "past", verbs, at)
    if word in words_of_kind("have") and not verbs:
        acted = any(
            PARTICIPLE.fullmatch(near)
            for near in words[finite + 1 : finite + 3]
            if near not in words_of_kind("non_finite") and near not in words_of_kind("still")
        )
        return _Head("past" if acted else "present", verbs, at)
    if word in words_of_kind("become"):
        return _Head("present", verbs, at)
    return _Head("past" if verbs else "present", verbs, at)


def _is_to_be_done(words: Sequence[str], verbs: Sequence[Verb], at: int) -> bool:
    """«må kvalitetssikres», «må bli godkjent»: not what must be more of, and no effect."""
    passive = at < len(words) and words[at] in words_with("passive", "participle")
    return passive and any(
        verb.kind in ("work", "deliver", "finish") and "open" not in verb.classes for verb in verbs
    )


def _lexical(words: Sequence[str], finite: int) -> _Head:
    """The head of a clause whose finite verb is not an auxiliary."""
    forms: tuple[tuple[Tense, str], ...] = (
        ("present", "present"), ("present", "passive"), ("past", "past"),
    )  # fmt: skip
    for tense, form in forms:
        verbs = _verbs_at(words, finite, form)
        if verbs:
            planned = tense == "past" and verbs[0].kind == "plan"
            return _Head("past-modal" if planned else tense, verbs, finite)
    return _Head("present", (), finite)


def _main(words: Sequence[str], first: int, form: str) -> tuple[tuple[Verb, ...], int]:
    """The main verb from `first` on, in this form or as a participle or passive; its index."""
    forms, stops, before_nouns = verb_forms(), words_of_kind("infinitive_mark"), _before_nouns()
    for index in range(first, len(words)):
        if words[index] in stops:
            break
        if words[index] not in forms or words[index - 1] in before_nouns:
            continue
        if words[index] in words_of_kind("staff") and _has_participle(words, index + 1):
            continue  # «har tilsette ved 22 mottak fått opplæringa»
        for name in (form, "participle", "passive"):
            verbs = _verbs_at(words, index, name)
            if verbs:
                return verbs, index
    return (), len(words)


def _has_participle(words: Sequence[str], first: int) -> bool:
    return not words_with("participle").isdisjoint(words[first:])


def _verbs_at(words: Sequence[str], index: int, form: str) -> tuple[Verb, ...]:
    return verbs_at(words, index, form, _attached(), _between())


def _is_negated(words: Sequence[str], marks: set[str], head: _Head, finite: int) -> bool:
    """Whether a negation bears on the verb: after an auxiliary it stands before the main verb."""
    if "negation" not in marks or "no_negation" in marks or "until" in marks:
        return False
    if head.at == finite:
        return True
    return any("negation" in _kinds_at(words, index) for index in range(min(head.at, len(words))))


def _expects(words: Sequence[str], head: _Head) -> bool:
    """«… er lyst ut, med forventet kontrakt i 2026»: a planned thing beside what is told."""
    return any(
        verb.kind == "plan"
        for index in range(head.at + 1, len(words))
        for verb in verb_forms().get(words[index], {}).get("participle", ())
        if not verb.particle
    )


def _mentions(words: Sequence[str], kind: str, *forms: str) -> bool:
    """Whether a clause has a verb of this class in one of these forms."""
    return any(
        verb.kind == kind
        for index, word in enumerate(words)
        if word in verb_forms()
        for form in forms
        for verb in _verbs_at(words, index, form)
    )


def _mentions_begin(words: Sequence[str], marks: set[str]) -> bool:
    """Whether a clause speaks of a beginning: «oppstart», «å starte», «igangsatt»."""
    return "beginning" in marks or _mentions(words, "begin", "infinitive", "participle", "passive")


def _is_part(words: Sequence[str]) -> bool:
    """«tre av (de) ni», «70 prosent av», «Tre er …», «de to siste»: less than all, and not none."""
    if len(words) > 1 and words[1] in _auxiliaries() and number_of(words[0]):
        return True
    parting = words_of_kinds("of", "percent", "rest", "against", "first")
    if parting.isdisjoint(words):
        return False
    against, first = words_of_kind("against"), words_of_kind("first")
    for index in [at for at, word in enumerate(words) if word in parting]:
        word = words[index]
        if word in first:
            beside = (*words[index + 1 : index + 2], *words[max(index - 1, 0) : index])
            if any((number_of(near) or 0) > 1 and not _is_year(near) for near in beside):
                return True  # «de første 50 lovene»
            continue
        if word in against:
            if _is_planned_number(words[index + 1 : index + 3]):
                return True
            continue
        before = number_of(words[index - 1]) if index else None
        if before is None or (index > 1 and words[index - 2] in words_of_kind("by")):
            continue  # «økt med 15 prosent»
        if word in words_of_kind("of"):
            after = next(filter(None, map(number_of, words[index + 1 : index + 4])), 0)
            some = before > 1 and not after and not _is_year(words[index - 1])
            if before < after or some:
                return True  # «ti av kommunene»
        elif before and (before < 100 or word in words_of_kind("rest")):
            return True
    return False


def _is_planned_number(words: Sequence[str]) -> bool:
    """«planlagte 41», «41 planlagte», after «mot»."""
    return any(map(number_of, words)) and any(
        verb.kind == "plan"
        for word in words
        for verb in verb_forms().get(word, {}).get("participle", ())
    )


@cache
def number_of(word: str) -> int | None:
    """The whole number that a word in lower case says, in digits or letters."""
    if word[0].isdigit():
        digits = read_digits(word)
        return None if digits is None else int(digits)
    words = read_words([word])
    return None if words is None else int(words.value)


class _Content(NamedTuple):
    """Where the words with content stand outside prepositional phrases, and the nouns of these."""

    words: list[int]
    nouns: list[int]


def _content(words: Sequence[str]) -> _Content:
    auxiliaries, empty = _auxiliaries(), _no_content()
    verbs, verbs_only = verb_forms(), _verbs_only()
    prepositions, articles = words_of_kind("preposition"), words_of_kind("article")
    content = _Content([], [])
    inside = governed = False
    for index, word in enumerate(words):
        if word in auxiliaries or (word in verbs and not governed):
            inside = False
        elif word in prepositions:
            inside = True
        elif word in articles and not governed:
            inside = False  # «gjennomførte i fjor en kartlegging»
        if inside:
            inside = not _is_year(word)
        elif word not in empty:
            content.words.append(index)
            if word not in verbs_only:
                content.nouns.append(index)
        governed = word in prepositions or word in articles
    return content


def _core(words: Sequence[str], content: _Content) -> tuple[str, ...]:
    """The words with content; none if no noun is among them."""
    if all(words[index].isdigit() for index in content.nouns):
        return ()
    return tuple([words[index] for index in content.words])


def _subject(words: Sequence[str], content: _Content, finite: int | None) -> tuple[str, ...]:
    """The nouns of the subject; none if it is left out or a pronoun.

    It stands before the finite verb, or is the first noun after it: «I mai ble rapporten levert».
    """
    if finite is None:
        return ()
    before = tuple([words[index] for index in content.nouns if index < finite])
    front = words[:finite]
    joint, pronouns = words_of_kind("joint"), words_of_kind("pronoun")
    if before or joint.issuperset(front) or not pronouns.isdisjoint(front):
        return before
    return tuple([words[index] for index in content.nouns[:1]])


# --- the vocabularies ----------------------------------------------------------------------------


def is_verb(word: str) -> bool:
    """Whether a word in lower case is a form of a verb; «arbeidet» is taken for the noun."""
    return word in _verbs_only()


def is_finite(words: Sequence[str]) -> bool:
    """Whether the first of these words can be the finite verb of a clause."""
    return _finite(words[:1]) == 0


@cache
def _verbs_only() -> frozenset[str]:
    return frozenset(verb_forms()) - words_of_kind("generic")


@cache
def words_of_kind(kind: str) -> frozenset[str]:
    """The words and phrases of a kind of clause_words.csv."""
    return frozenset(row["words"] for row in vocabulary("clause_words") if row["kind"] == kind)


@cache
def words_of_kinds(*kinds: str) -> frozenset[str]:
    """The words and phrases of any of these kinds."""
    return frozenset().union(*map(words_of_kind, kinds))


Phrase = tuple[tuple[str, ...], frozenset[str]]  # its words after the first one, and its kinds
Phrases = Mapping[str, Mapping[str, Sequence[Phrase]]]


@cache
def _phrases() -> Phrases:
    """The phrases of clause_words.csv by their first and second words, the longest first."""
    return _indexed(vocabulary("clause_words"))


@cache
def _telling_phrases() -> Phrases:
    """The phrases that mark what a clause tells; the others only hold it together."""
    return _indexed(row for row in vocabulary("clause_words") if row["kind"] in TELLING)


def _indexed(rows: Iterable[Mapping[str, str]]) -> Phrases:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        kinds[row["words"]].add(row["kind"])
    phrases: dict[str, dict[str, list[Phrase]]] = defaultdict(lambda: defaultdict(list))
    for words in sorted(kinds, key=len, reverse=True):
        first, *rest = words.split()
        phrases[first][rest[0] if rest else ""].append((tuple(rest), frozenset(kinds[words])))
    return {first: dict(following) for first, following in phrases.items()}


def _phrase_at(words: Sequence[str], index: int, phrases: Phrases) -> tuple[int, frozenset[str]]:
    """The length of the longest of the phrases at `index`, and its kinds."""
    following = phrases.get(words[index])
    if following is None:
        return 1, frozenset()
    second = words[index + 1] if index + 1 < len(words) else ""
    for rest, kinds in following.get(second, ()):
        if len(rest) < 2 or tuple(words[index + 1 : index + 1 + len(rest)]) == rest:
            return 1 + len(rest), kinds
    return 1, following[""][0][1] if "" in following else frozenset()


def _kinds_at(words: Sequence[str], index: int) -> frozenset[str]:
    return _phrase_at(words, index, _phrases())[1]


def _marks(words: Sequence[str]) -> Iterator[str]:
    """The telling kinds that a clause has words of, and `part` for a partition."""
    phrases = _telling_phrases()
    after = 0
    for index, word in enumerate(words):
        if word in phrases and index >= after:
            size, kinds = _phrase_at(words, index, phrases)
            after = index + size if kinds else after
            yield from kinds
    if _is_part(words):
        yield "part"
    if _is_the_last(words):
        yield "the_rest"


def _is_the_last(words: Sequence[str]) -> bool:
    """«for de to siste er det …», not «har de to siste årene …»."""
    last = words_of_kind("last")
    return not last.isdisjoint(words) and any(
        words[index] in last and number_of(words[index - 1]) and words[index + 1] in _auxiliaries()
        for index in range(2, len(words) - 1)
    )


State = tuple[tuple[str, ...], str]  # the words after the first one, and what they tell
States = Mapping[str, Mapping[str, Sequence[State]]]


@cache
def _states() -> States:
    """The states of states.csv, by their first and second words; «*» is a word by its ending."""
    states: dict[str, dict[str, list[State]]] = defaultdict(lambda: defaultdict(list))
    for row in vocabulary("states"):
        first, *rest = row["words"].split()
        second = rest[0] if rest else ""
        states[first]["*" if second[:1] == "*" else second].append((tuple(rest), row["phase"]))
    return {first: dict(following) for first, following in states.items()}


@cache
def _lasting_states() -> States:
    """The states that hold whatever verb they stand with: «har kommet halvveis»."""
    lasting = ("remains", "wait", "part", "closed")
    return {
        first: {
            second: [state for state in states if state[1] in lasting]
            for second, states in following.items()
        }
        for first, following in _states().items()
    }


def _state(words: Sequence[str], states: States) -> str | None:
    """The first state that a clause tells of."""
    if states.keys().isdisjoint(words):
        return None
    for index, word in enumerate(words):
        if word not in states:
            continue
        following = states[word]
        for second in (*words[index + 1 : index + 2], "*", ""):
            for rest, state in following.get(second, ()):
                there = words[index + 1 : index + 1 + len(rest)]
                if len(there) == len(rest) and all(map(_matches, rest, there)):
                    return state
    return None


def _matches(piece: str, word: str) -> bool:
    return word.endswith(piece[1:]) if piece[0] == "*" else word == piece


@cache
def _auxiliaries() -> frozenset[str]:
    return words_of_kinds(
        "future", "modal", "past_modal", "have", "be", "be_past", "become", "become_past"
    )


@cache
def _modals() -> Mapping[str, Tense]:
    """The auxiliaries with an infinitive, and the tense that they give it."""
    tenses: Mapping[str, Tense] = {"past_modal": "past-modal", "modal": "modal", "future": "future"}
    return {word: tense for kind, tense in tenses.items() for word in words_of_kind(kind)}


@cache
def _no_content() -> frozenset[str]:
    """Words that say nothing of what a clause is about."""
    words = words_of_kinds(
        "negation",
        "joint",
        "relative",
        "condition",
        "content",
        "cause",
        "preposition",
        "pronoun",
        "still",
        "adverb",
    )
    months = frozenset(row["word"] for row in vocabulary("months"))
    adverbs = particles() - words_of_kind("generic")
    return words | months | adverbs | _auxiliaries()


@cache
def _attached() -> frozenset[str]:
    """The particles that follow their verb at once: «se på», «vedtok å bygge»."""
    return words_of_kinds("preposition", "infinitive_mark")


@cache
def _between() -> frozenset[str]:
    """What may stand between a verb and its particle: «tok ikkje til», «inngår nå i»."""
    return words_of_kinds("negation", "still")


@cache
def _before_nouns() -> frozenset[str]:
    """What stands before a noun and its participle, not before a finite verb."""
    return words_of_kinds("preposition", "article")


@cache
def _clear_finite() -> frozenset[str]:
    """Auxiliaries, and finite forms that are neither a participle nor an infinitive."""
    finite = words_with("present", "past", "passive") - words_with("participle", "infinitive")
    return finite | _auxiliaries()


@cache
def _unclear_finite() -> frozenset[str]:
    return words_with("present", "past") - _clear_finite()
