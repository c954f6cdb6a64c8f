"""The role of a date, from the words around it: event, planned, budget, period or document.

The first rule that applies decides:

    document   the year of a document's name or citation: in a quoted title, after the name of a
               document («evalueringen fra 2021», «tildelingsbrevet for 2025»), in brackets after a
               plan («handlingsplan … (2025–2028)») or an author, of a law («lov 19. juni 2009»)
    period     a range of years, or a date after the word «perioden»
    budget     a year in a budget («statsbudsjettet 2022»), next to an amount unless it is another
               verb's («opprettet i 2016 med …»), or with words of granting («bevilget», «avsatt»,
               «tilskuddet ble styrket») in its clause
    planned    after a deadline word («innen», «frist», «ut 2025») or what sets a time («utsatt
               fra 2025 til 2027»); or if the tense cue that governs it announces («skal»,
               «planlagt», «skulle ha åpnet»)
    event      if that cue is in a past tense («ble», «vedtok», «er lansert»)

A cue governs if it is the nearest before the date in its clause, else the first after it. A
participle takes the tense of the verb before it («skal være levert», «er levert»).

Without a tense cue, and in the present tense, the as-of date decides: later dates are planned. So
it does for a past tense with a date more than a quarter later, unless the verb's own time is the
date («ble lansert 10. mars 2026», but not «vedtok å starte i 2026» or «ble utsatt til 2026»).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

import regex

from pipeline.norwegian.edtf import Point
from pipeline.norwegian.sentences import STOPS, sentence_at
from pipeline.norwegian.vocabulary import (
    LETTER,
    Match,
    Openings,
    any_of,
    pattern,
    tagged,
    vocabulary,
)
from pipeline.seams import vocabularies

EVENT: vocabularies.Role = "event"
PLANNED: vocabularies.Role = "planned"
BUDGET: vocabularies.Role = "budget"
PERIOD: vocabularies.Role = "period"
DOCUMENT: vocabularies.Role = "document"
PRESENT_TENSE = "present"
UNSURE = "unsure"  # of the past or of what is to come: «ble utsatt til mars»
REACH = 160  # characters before a date in which a document's name is looked for
QUARTER = timedelta(days=92)

Span = tuple[int, int]


class Role(NamedTuple):
    """`evidence` has the words that decided, or «as of …» if the dates did."""

    role: vocabularies.Role
    evidence: str


class Cue(NamedTuple):
    """A word that indicates tense or money; `group` joins its tags: `past_grant`."""

    start: int
    end: int
    group: str

    def is_a(self, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self.group.split("_"))

    @property
    def announces(self) -> bool:
        return self.is_a(ANNOUNCING)


class Reader:
    """Reads the roles of the dates in one text; each sentence's cues are looked up once."""

    def __init__(
        self, text: str, sentence_spans: Sequence[Span], amounts: Iterable[Span], as_of: date | None
    ) -> None:
        self.text, self.sentence_spans, self.as_of = text, sentence_spans, as_of
        self.amounts = sorted((span[0], span[1]) for span in amounts)
        self._all_cues: dict[int, list[Cue]] = {}
        self._cues: dict[tuple[int, frozenset[str]], list[Cue]] = {}
        self._clauses: dict[int, list[int]] = {}
        self._deadlines: dict[int, Match | None] = {}
        self._clause = (-1, (0, 0))  # the last offset looked up, and its clause
        self.last: tuple[int, Role] | None = None  # the end of the last date, and its role

    def role(self, start: int, end: int, point: Point, document: str = "") -> Role:
        """The role of the date at `start` … `end`; `document` is the document's name, if known."""
        rules = (
            _document, _period, _budget, _joined, _deadline, _appointed, _compared, _by_tense,
        )  # fmt: skip
        decided = Role(DOCUMENT, document) if document else None
        for rule in rules:
            decided = decided or rule(self, start, end, point)
        role = decided or self._by_date(point)
        self.last = (end, role)
        return role

    def tense(self, start: int, end: int) -> str:
        """PLANNED, EVENT, PRESENT_TENSE, UNSURE or "", from the words alone, without the year."""
        deadline = self.deadline_before(start)
        if deadline is not None and self._was_met(deadline, start, end):
            return EVENT
        if deadline is not None:
            over = pattern(WAS).search(self.text, deadline.end("word"), start) is not None
            return EVENT if over else PLANNED
        if self.is_since(start):
            return EVENT
        cue = self.governing(start, end)
        if cue is None:
            to = pattern(TO_TIME).match(self.text, start) is not None
            if not to and self._has_verb(told_forms(), start, end):
                return EVENT
            return PRESENT_TENSE if self._has_verb(present_forms(), start, end) else ""
        if "ongoing" in cue.group:
            return ""
        if cue.is_a(PRESENT):
            return PRESENT_TENSE
        if cue.is_a(ANNOUNCED) and self.is_own_time(cue, start):
            return EVENT
        if cue.announces:
            return "" if self._is_of_the_past(cue) else PLANNED
        return EVENT if pattern(TO_TIME).match(self.text, start) is None else UNSURE

    def _was_met(self, deadline: Match, start: int, end: int) -> bool:
        """«Innen utgangen av april hadde 211 kommuner svart.»"""
        cue = self.governing(start, end)
        if cue is None or pattern(IS_DEADLINE).fullmatch(deadline["word"]) is not None:
            return False
        return cue.start > start and cue.is_a(PAST)

    def _has_verb(self, forms: frozenset[str], start: int, end: int) -> bool:
        """Whether the clause of a date has one of these forms, where no cue tells the tense.

        «Direktoratet kartla det i mai», «Ordningen avvikles i mai»
        """
        low, high = self.clause(start)
        fronted = low == start or pattern(ADVERBIAL).match(self.text, low) is not None
        words = ["", *self._words_between(max(low, start - REACH), start)]
        if fronted:
            words += ["", *self._words_between(end, min(high, end + REACH))]
        return any(
            word in forms and before not in _before_nouns() for before, word in pairwise(words)
        )

    def _words_between(self, low: int, high: int) -> list[str]:
        return [match[0].casefold() for match in WORD.finditer(self.text, low, high)]

    def _is_of_the_past(self, cue: Cue) -> bool:
        """Whether the cue tells a plan of the past: «skulle», «var ventet»."""
        before = self._before(cue)
        was = (
            before is not None
            and before.group == "auxiliary"
            and cue.group == "planned"
            and pattern(JOINED_VERB).search(self.text, before.end, cue.start) is None
        )
        return was or self.text[cue.start : cue.end].casefold() in tagged("future_in_past")

    def is_only_deadline(self, start: int, end: int) -> bool:
        """Whether a deadline word alone announces: «sendt på høring i mai med frist 1. august»."""
        if self.deadline_before(start) is None:
            return False
        cue = self.governing(start, end)
        words = "" if cue is None else self.text[cue.start : cue.end]
        return cue is None or cue.is_a(PAST) or bool(pattern(IS_DEADLINE).fullmatch(words))

    def deadline_before(self, start: int) -> Match | None:
        """The deadline word before the date; «ut» is none after «sendt», «lyst» or «gitt»."""
        if start not in self._deadlines:
            self._deadlines[start] = self._deadline_before(start)
        return self._deadlines[start]

    def _deadline_before(self, start: int) -> Match | None:
        if not _deadline_openings().positions(self.text, start - REACH, start):
            return None
        before = pattern(DEADLINE_BEFORE).match(self.text, start)
        if before is None or before["word"].casefold() != "ut":
            return before
        low, _ = self.clause(start)
        sent = pattern(SENT_OUT).search(self.text, low, before.end("word"))
        return None if sent is not None else before

    def earliest_before(self, start: int) -> Match | None:
        """The word before the date that makes it the earliest time."""
        low = max(self.clause(start)[0], start - REACH)
        if not _earliest_openings().positions(self.text, low, start):
            return None
        return pattern(EARLIEST).search(self.text, low, start)

    def bound(self, start: int, edtf: str | None) -> vocabularies.Bound:
        """Whether the date is the latest or the earliest time: «innen 2026», «tidligst i 2027»."""
        if self.deadline_before(start) is not None or (edtf or "").startswith("../"):
            return "latest"
        if (edtf or "").endswith("/.."):
            return "earliest"
        return "earliest" if self.earliest_before(start) else "exact"

    def recurs(self, start: int, end: int) -> bool:
        """Whether the clause tells what happens each year, and not of one time."""
        low, high = self.clause(start)
        low, high = max(low, start - REACH), min(high, end + REACH)
        return pattern(RECURRING).search(self.text, low, high) is not None

    def is_since(self, start: int) -> bool:
        """Whether the date begins or is the time of a state: «siden mars», «per mai»."""
        return pattern(STATUS_BEFORE).match(self.text, start) is not None

    def goes_back(self, start: int, end: int) -> bool:
        """Whether the words between two dates go back in time: «etter et møte i mars»."""
        return pattern(BACK).search(self.text, start, end) is not None

    def begins_after_the_end(self, earlier: Span, later: int) -> bool:
        """Whether the words of the later date tell a beginning, and those of the earlier an end.

        «Loven ble vedtatt i juni. Den ble sendt på høring i mars.» may go back in time.
        """
        low, high = self.clause(later)
        began = pattern(OPENING).search(self.text, max(low, earlier[1]), high) is not None
        low, high = self.clause(earlier[0])
        return began and pattern(CLOSING).search(self.text, low, min(high, later)) is not None

    def is_own_time(self, cue: Cue, start: int) -> bool:
        """Whether the date is that of the verb's act: «varslet i 2023», «ble åpnet 3. mai».

        It does not after «til» or «fra», nor with an infinitive, a preposition or another noun of
        action before it: «varslet til 2026», «vedtok å starte i 2026», «avtale om oppstart i 2026».
        """
        if cue.start > start or pattern(FROM_TO).search(self.text, cue.start, start):
            return True
        if cue.is_a(ANNOUNCED):
            return pattern(AT_ONCE).fullmatch(self.text, cue.end, start) is not None
        if cue.group == "auxiliary" and self._has_only(cue, start):
            return False
        recipient = pattern(RECIPIENT).search(self.text, cue.start, start)
        low = cue.end if recipient is None else recipient.end()
        return pattern(OTHERS_TIME).search(self.text[low:start]) is None

    def is_condition(self, cue: Cue, start: int) -> bool:
        """Whether the clause tells what must come first: «når rapporten er levert, …»."""
        low, _ = self.clause(start)
        return pattern(SUBORDINATE).search(self.text, low, min(cue.start, start)) is not None

    def _has_only(self, cue: Cue, start: int) -> bool:
        """«har finansiering i 2027»: the auxiliary has no participle before the date."""
        have = self.text[cue.start : cue.end].casefold() in tagged("have")
        return have and self.first(PARTICIPLE | GRANT | FUND, cue.end, start) is None

    def in_document(self, start: int, end: int, point: Point) -> bool:
        """Whether the date is part of a document's name, which says nothing about other dates."""
        return _document(self, start, end, point) is not None

    def governing(self, start: int, end: int) -> Cue | None:
        """The tense cue that governs the date.

        A cue after the date does so only if the clause begins with its adverbials («I 2025 vil …»)
        or continues after a comma («…, vil …»): elsewhere a verb has come before. A passive that no
        vocabulary has governs after a verb in the past: «ble innført i 2022 og avvikles i 2027».
        """
        near = self.nearest(TENSES, start, end)
        if near is None:
            return None
        if near.start > start:
            low = self.clause(start)[0]
            fronted = low == start or pattern(ADVERBIAL).match(self.text, low) is not None
            return near if fronted or pattern(COMMA_BEFORE).match(self.text, near.start) else None
        after = pattern(NEXT_VERB).search(self.text, near.end, start)
        if near.is_a(PAST) and after is not None:
            return Cue(*after.span("verb"), "present")
        if near.is_a(PARTICIPLE):
            return self._before_participle(near)
        if not self._infinitive(near):
            return near
        # «skal ferdigstilles»: a passive in -s or -st is an infinitive after a modal verb
        before = self._before(near)
        return before if before is not None and before.announces else near

    def _before(self, cue: Cue) -> Cue | None:
        """The tense cue before `cue` in its clause."""
        before = self.nearest(TENSES, cue.start, cue.end)
        return before if before is not None and before.start < cue.start else None

    def _before_participle(self, near: Cue) -> Cue | None:
        """The verb that says the participle's tense («skal være levert»); itself if there is none.

        After «og» it may be a preterite («skal evalueres og startet i 2024»): a past tense anyhow,
        if nothing announces. A participle of a noun («en revidert plan») has no tense.
        """
        chain, before = near, self._before(near)
        while before is not None and before.is_a(PARTICIPLE):
            chain, before = before, self._before(before)
        if before is not None:
            return before
        noun = pattern(OF_NOUN).match(self.text, chain.start) is not None
        return None if noun else chain

    def _infinitive(self, cue: Cue) -> bool:
        return cue.is_a(PRESENT) and self.text[cue.end - 1] in "st"

    def nearest(self, kinds: frozenset[str], start: int, end: int) -> Cue | None:
        """The nearest cue before the date in its clause, else the first one after it."""
        low, high = self.clause(start)
        cues = self._cues_of(kinds, start)
        at = bisect_left(cues, (start,))
        if at > 0 and cues[at - 1].start >= low:
            return cues[at - 1]
        return self.first(kinds, end, high)

    def first(self, kinds: frozenset[str], low: int, high: int) -> Cue | None:
        """The first cue between two offsets of one sentence."""
        cues = self._cues_of(kinds, low)
        at = bisect_left(cues, (low,))
        return cues[at] if at < len(cues) and cues[at].end <= high else None

    def cues_between(self, kinds: frozenset[str], low: int, high: int) -> list[Cue]:
        """The cues between two offsets of one sentence, in order."""
        return [cue for cue in self._cues_of(kinds, low) if low <= cue.start and cue.end <= high]

    def _cues_of(self, kinds: frozenset[str], offset: int) -> list[Cue]:
        """The cues of these kinds in the sentence that holds `offset`, in order."""
        number = sentence_at(self.sentence_spans, offset)
        if number not in self._all_cues:
            self._all_cues[number] = list(_cues(self.text, *self.sentence_spans[number]))
        key = (number, kinds)
        if key not in self._cues:
            of = _groups(kinds)
            self._cues[key] = [cue for cue in self._all_cues[number] if cue.group in of]
        return self._cues[key]

    def clause(self, offset: int) -> Span:
        """The clause that holds `offset`: its sentence up to «;», «:», «, og», «, men» …"""
        if offset == self._clause[0]:
            return self._clause[1]
        number = sentence_at(self.sentence_spans, offset)
        if number not in self._clauses:
            start, end = self.sentence_spans[number]
            breaks = pattern(CLAUSE_BREAK).finditer(self.text, start, end)
            self._clauses[number] = [start, *(match.end() for match in breaks), end]
        bounds = self._clauses[number]
        at = max(1, min(bisect_right(bounds, offset), len(bounds) - 1))
        self._clause = (offset, (bounds[at - 1], bounds[at]))
        return self._clause[1]

    def amount_near(self, offset: int) -> Span | None:
        """The last amount before `offset` in its clause, else the first one after it."""
        low, high = self.clause(offset)
        at = bisect_left(self.amounts, (offset,))
        if at > 0 and self.amounts[at - 1][0] >= low:
            return self.amounts[at - 1]
        return self.amounts[at] if at < len(self.amounts) and self.amounts[at][0] < high else None

    def words(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())

    def _by_date(self, point: Point) -> Role:
        if self.as_of is None:
            return Role(EVENT, "")
        later = (point.first or point.last or self.as_of) > self.as_of
        return Role(PLANNED if later else EVENT, f"as of {self.as_of.isoformat()}")


# --- the rules -----------------------------------------------------------------------------------


def _document(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    text = reader.text
    low = max(reader.sentence_spans[sentence_at(reader.sentence_spans, start)][0], start - REACH)
    if (title := _quoted_title(text, start, end, low)) is not None:
        return Role(DOCUMENT, title)
    compound = pattern(COMPOUND).match(text, end) if text[end : end + 1] == "-" else None
    if compound is not None:
        return Role(DOCUMENT, text[start : compound.end()])
    if point.precision == "day":
        law = pattern(LAW_BEFORE).match(text, start)
        return None if law is None else Role(DOCUMENT, law["name"])
    if point.precision not in {"year", "interval", "month"}:
        return None
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] in {")", ":", ","}
    if bracketed and point.precision == "year":
        return Role(DOCUMENT, reader.words(start - 1, end + 1))
    if point.precision == "interval":
        return _of_noun(reader, start, low, bracketed) if _is_of_years(point) else None
    named = pattern(NAMED_BEFORE).match(text, start)
    if named is not None and named.end("name") == start - 1 and not DIGIT.search(text, start, end):
        return None  # «ga ut en rapport i fjor», not «Evalueringen 2021»
    return None if named is None else Role(DOCUMENT, reader.words(*named.span("name")))


def _of_noun(reader: Reader, start: int, low: int, bracketed: bool) -> Role | None:
    """A range of years belongs to the nearest noun before it: a plan's name, a period, a budget.

    Outside brackets, no verb may come between them.
    """
    nouns: list[Match] = list(pattern(NOUNS).finditer(reader.text, low, start))
    if not nouns:
        return None
    near = nouns[-1]
    if not bracketed and pattern(VERB).search(reader.text, near.end(), start) is not None:
        return None
    kinds = {"period": PERIOD, "programme": PERIOD, "budget": BUDGET}
    return Role(kinds.get(near.lastgroup or "", DOCUMENT), near[0])


def _is_of_years(point: Point) -> bool:
    return point.edtf is not None and YEARS.fullmatch(point.edtf) is not None


def _quoted_title(text: str, start: int, end: int, low: int) -> str | None:
    """The quotation that the date ends; a quoted sentence is not a title."""
    opened = text.rfind("«", low, start)
    if opened < 0 or text.find("»", opened, start) >= 0:
        return None
    closed = text.find("»", end, end + REACH)
    if closed < 0 or text.find("«", end, closed) >= 0 or text[closed - 1] in STOPS:
        return None
    return text[opened : closed + 1]


def _period(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    before = pattern(PERIOD_BEFORE).match(reader.text, start)
    before = before or pattern(BETWEEN_YEARS).match(reader.text, start)
    if before is not None:
        return Role(PERIOD, before["name"])
    if _is_of_years(point) and reader.amount_near(start) is None:
        return Role(PERIOD, reader.words(start, end))
    return None


def _budget(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    if point.precision not in {"year", "interval"}:
        return None
    text = reader.text
    if pattern(FIGURES_BEFORE).match(text, start) is not None:
        return None
    named = pattern(BUDGET_BEFORE).match(text, start)
    if named is not None:
        return Role(BUDGET, named["name"])
    if point.edtf is None or WHOLE_YEARS.fullmatch(point.edtf) is None:
        return None
    low, high = reader.clause(start)
    if reader.first(CALL, low, high) is not None:
        return None
    amount = reader.amount_near(start)
    lasts = pattern(STATUS_BEFORE).match(text, start) is not None  # «siden 2017 og koster …»
    if amount is not None and lasts and amount[0] > start:
        return None
    if amount is not None and not _verb_takes(reader, amount, start, end):
        return Role(BUDGET, reader.words(*amount))
    fund = reader.nearest(FUND, start, end)
    if fund is not None and not _verb_between(reader, fund.end, start):
        return Role(BUDGET, reader.words(fund.start, fund.end))
    money, grant = reader.first(MONEY, low, high), reader.first(GRANT, low, high)
    if money is not None and grant is not None:
        words = (reader.words(cue.start, cue.end) for cue in sorted((money, grant)))
        return Role(BUDGET, " … ".join(words))
    return _budget_continued(reader, start, low, high)


def _budget_continued(reader: Reader, start: int, low: int, high: int) -> Role | None:
    """«Satsingen er videreført i 2025.» after a sentence of budget years."""
    if reader.last is None or reader.last[1].role != BUDGET:
        return None
    number = sentence_at(reader.sentence_spans, start)
    if sentence_at(reader.sentence_spans, reader.last[0] - 1) != number - 1:
        return None
    carried = reader.first(CONTINUED, low, high)
    return None if carried is None else Role(BUDGET, reader.words(carried.start, carried.end))


def _joined(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    """«i 2024 og 2025»: the second is a budget year if the first is."""
    if reader.last is None or reader.last[1].role != BUDGET or point.precision != "year":
        return None
    between = reader.text[reader.last[0] : start]
    return reader.last[1] if len(between) < 12 and pattern(AND_IN).fullmatch(between) else None


def _deadline(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    before = reader.deadline_before(start) or reader.earliest_before(start)
    if before is None:
        return None
    over = reader.as_of is not None and (point.last or date.max) < reader.as_of
    if over and pattern(IS_DEADLINE).fullmatch(before["word"]) is None:
        # «ble levert innen 1. april» has happened, «fristen var 1. april» stays a deadline
        cue = reader.governing(start, end)
        told = cue is not None and cue.is_a(PAST)
        if cue and told and reader.is_own_time(cue, before.start("word")):
            return None
    return Role(PLANNED, before["word"])


def _appointed(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    before = pattern(APPOINTED).match(reader.text, start)
    return None if before is None else Role(PLANNED, before["word"])


def _compared(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    before = pattern(COMPARED_WITH).match(reader.text, start)
    over = reader.as_of is not None and (point.last or date.max) < reader.as_of
    return Role(EVENT, before["word"]) if over and before is not None else None


def _by_tense(reader: Reader, start: int, end: int, point: Point) -> Role | None:
    cue = reader.governing(start, end)
    if cue is None:
        return None
    words = reader.words(cue.start, cue.end)
    first, last = point.first or date.min, point.last or date.max
    as_of = reader.as_of
    if cue.announces:
        if cue.is_a(ANNOUNCED) and as_of and last < as_of and reader.is_own_time(cue, start):
            return Role(EVENT, words)
        # «Fra 2024 skal mistenkte avhøres …»: in force since then
        since = "modal" in cue.group and pattern(SINCE_BEFORE).match(reader.text, start) is not None
        return Role(EVENT if since and as_of and last < as_of else PLANNED, words)
    if cue.is_a(PAST):
        if as_of is None or first <= as_of:
            return Role(EVENT, words)
        told = first - as_of <= QUARTER or reader.is_own_time(cue, start)
        return Role(EVENT, words) if told and not reader.is_condition(cue, start) else None
    if as_of is None:
        return None
    if "present" in cue.group:
        return Role(PLANNED if last >= as_of else EVENT, words)
    return Role(EVENT, words) if first <= as_of else None


def _verb_takes(reader: Reader, amount: Span, start: int, end: int) -> bool:
    """Whether a verb not of granting has the year: «opprettet i 2016 med 10 mill. kroner»."""
    if amount[0] < start:
        return _verb_between(reader, amount[1], start)
    low, _ = reader.clause(start)
    before = [cue for cue in reader.cues_between(FULL_VERBS, low, amount[0]) if not cue.is_a(GRANT)]
    grants = reader.first(FUND | GRANT, low, amount[0]) is not None
    return bool(before) and not grants


def _verb_between(reader: Reader, money: int, year: int) -> bool:
    """Whether a full verb separates money from the year after it, which is then the verb's."""
    return money < year and reader.first(FULL_VERBS, money, year) is not None


# --- the words -----------------------------------------------------------------------------------

ANNOUNCING = frozenset({"planned", "modal"})
PRESENT = frozenset({"present", "ongoing"})
PARTICIPLE = frozenset({"participle"})
ANNOUNCED = frozenset({"announced"})
PAST = frozenset({"auxiliary", "past", "participle"})
TENSES = ANNOUNCING | PRESENT | PAST
FULL_VERBS = frozenset({"past", "present", "participle"})
CALL, FUND, MONEY, GRANT, CONTINUED = map(
    frozenset, (["call"], ["fund"], ["money"], ["grant"], ["continued"])
)

LEARNED = ("erer", "erar")  # endings of presents that no noun has
WORD = regex.compile(r"[\p{L}-]+")
DIGIT = re.compile(r"\d")
YEARS = regex.compile(r"\d{4}/\d{4}")
WHOLE_YEARS = regex.compile(r"\d{4}(?:/\d{4})?")
CLAUSE_BREAK = (
    r"(?i)[;:]|,\s(?:«AND»|men|så)\s|,?\s«WHILE»\s|\sog\s(?=(?:i|«FROM»)\s\d{4}(?!\d))"
    r"|\s(?=etter\sat\s)"
)
DEADLINE_BEFORE = (
    r"(?i)(?<=(?<!\p{L})(?:(?P<word>ut)\s{1,3}|(?P<word>«WITHIN»|«DEADLINE»)"
    r"(?:\s(?:for|på|til)\s[\p{L}-]{1,30}){0,2}:?\s{1,3}(?:(?:«BE»|«SET»|til|den|i)\s{1,3}){0,3}))"
)
JOINED_VERB = r"(?i),|(?<!\p{L})«JOINT»"
TO_TIME = r"(?i)(?<=(?<!\p{L})til\s(?:den\s)?)"
WAS = r"(?i)(?<!\p{L})var(?!\p{L})"
IS_DEADLINE = r"(?i)«DEADLINE»"
EARLIEST = (
    r"(?i)(?<!\p{L})(?P<word>«EARLIEST»|«NOT»(?:\s[\p{L}-]{1,20}){0,3}\sfør)"
    r"(?:\s[\p{L}-]{1,30}){0,4}\s(?:(?:i|den|på|«FROM»)\s)?\Z"
)
SENT_OUT = r"(?i)(?<!\p{L})«OUT»(?:\s[^\s,;:]{1,40}){0,6}\s(?=ut\Z)|(?<!\p{L})«OUT»\sut\Z"
RECURRING = (
    r"(?i)(?<!\p{L})(?:«EACH»\s(?:år|«TIME_SPAN»|«WEEK»|«SEASON»|«MONTH»)"
    r"|«YEARLY»|«ANNUAL»)(?!\p{L})"
)
BACK = r"(?i)(?<!\p{L})«BACK»"
OPENING = r"(?i)(?<!\p{L})«OPENING»"
CLOSING = r"(?i)(?<!\p{L})«CLOSING»"
SUBORDINATE = r"(?i)(?<!\p{L})«WHEN»"
AT_ONCE = r"(?i)\s(?:(?!«ACTION»)\p{L}{2,30}\s)?(?:(?:i|den|på)\s)?"
OTHERS_TIME = (
    r"(?i)(?<!\p{L})(?:å|at|som|om|for|til|«ACTION»)(?!\p{L})"
    r"|(?<!\p{L})(?:«FROM»|ut|«WITHIN»|mot|gjennom|over)\s(?:den\s)?\Z"
)
# «utsatt fra 2025 til 2027», «oppstarten var satt til høsten 2024»: a plan, whatever came of it
APPOINTED = (
    r"(?i)(?<=(?<!\p{L})(?:(?P<word>«MOVED»)(?:\s«FROM»(?:\s[\p{L}\d.]{1,12}){1,3})?\stil"
    r"|(?P<word>«MOVED»)\s«FROM»|(?P<word>«SET»)\stil)\s(?:den\s)?)"
)
COMPARED_WITH = r"(?i)(?<=(?<!\p{L})(?P<word>«COMPARED»)\s(?:i\s)?)"
FROM_TO = r"(?i)(?<!\p{L})«LASTED»\s«FROM»\s(?:[\p{L}\d.]{1,12}\s){1,3}til\s(?:den\s)?\Z"
RECIPIENT = r"(?i)(?<!\p{L})«SENT»\s(?:[\p{L}-]{1,30}\s){0,2}(?:til|for)\s(?!(?:i|den)\s|\Z)"
NEXT_VERB = r"(?<!\p{L})(?:«AND»|men)\s(?P<verb>\p{Ll}{2,30}[ea]st?)(?!\p{L})"
OF_NOUN = r"(?i)(?<=(?<!\p{L})(?:«ARTICLE»|den|de|dei|denne|«THESE»|ny|nye|nytt)\s)"
ADVERBIAL = (
    r"(?i)\s?(?:(?:men|og|så)\s)?(?:(?:det|de|dei|dette|vi)\s)?(?:i|«FROM»|på|ved|til|«WITHIN»|før|etter|«SINCE»|«PER»|som"
    r"|for|med|gjennom|under|mot|ut|allerede|allereie|først|når|da|då|også|dersom|hvis)(?!\p{L})"
)
COMMA_BEFORE = r"(?<=,\s)"
STATUS_BEFORE = r"(?i)(?<=(?<!\p{L})(?:«PER»|«SINCE»)\s)"
SINCE_BEFORE = r"(?i)(?<=(?<!\p{L})(?:«FROM»|«SINCE»|«ONWARDS»)\s)"
LASTS = r"(?<!\p{L})(?P<name>«LASTS»)(?:\s[\p{L}-]{1,20}){0,4},?\s«FROM»\s"
BETWEEN_YEARS = (
    r"(?i)(?<=(?<!\p{L})(?P<name>mellom)\s)\d{4}\sog\s\d{4}(?!\d)"
    r"|(?<=(?<!\p{L})(?P<name>mellom)\s\d{4}\sog\s)\d{4}(?!\d)"
    rf"|(?<={LASTS})\d{{4}}\stil\s\d{{4}}(?!\d)|(?<={LASTS}\d{{4}}\stil\s)\d{{4}}(?!\d)"
)
PERIOD_BEFORE = (
    r"(?i)(?<=(?<!\p{L})(?P<name>«PERIOD»)\s{1,3}\(?(?:«BE»\s)?(?:«FROM»\s)?"
    r"(?:(?:[\d\p{L}.]{1,12}\s){1,3}(?:til|og)\s)?)"
)
AND_IN = r",?\s«JOINT»\s(?:(?:i|for|«FROM»)\s)?"
LAW_BEFORE = (
    r"(?i)(?<=(?<!\p{L})(?:(?P<name>\p{L}{0,30}(?:«LAW»|resolusjon|brev|rundskriv|notat))"
    r"\s(?:av|datert|«FROM»|den)?\s?"
    r"|(?P<name>\p{L}{0,30}(?:loven|lova|forskrifta|forskriften|brevet|rundskrivet|notatet))"
    r"\s(?:av|datert|«FROM»)\s(?:den\s)?))"
)
NO_VERB = r"(?!(?:«VERB»|som|der)\s)"
VERB = r"(?i)(?<!\p{L})(?:«VERB»|som|der)(?!\p{L})"
# the nouns that a range of years can belong to, each as its kind
NOUNS = (
    r"(?i)(?<!\p{L})(?:(?P<document>«DOCUMENT»)|(?P<plan>«PLAN»)|(?P<programme>«PROGRAMME»)"
    r"|(?P<period>«PERIOD»)|(?P<budget>«BUDGET»))"
)
# A document's name right before a year, or linked to it by «fra», «for» or a number. The text
# between name and «fra» may be long («analyse av kostnadene av vold fra 2022») but has no verb or
# comma; plans and other texts must be right before it.
NAMED_BEFORE = (
    r"(?i)(?<=(?<!\p{L})(?:(?P<name>«DOCUMENT»)"
    r"(?:\s(?:(?:til\s\p{Lu}[\p{L}-]{1,40}\s)?(?:for|av)\s|«NR»\s\d{1,3}[\s,]{1,2}|)"
    rf"|(?:\s{NO_VERB}[\p{{L}}\d«»’'-]{{1,40}}){{0,12}}?\s«FROM»\s)\(?"
    r"|(?P<name>«PLAN»|«SOURCE»)\s«FROM»\s))"
)
FIGURES_BEFORE = r"(?i)(?<=(?<!\p{L})«FIGURES»\s«FROM»\s)"
COMPOUND = r"(?i)-(?:«DOCUMENT»|«PLAN»)"  # «2021-evalueringen»
# «statsbudsjettet 2022», «revidert nasjonalbudsjett for 2024», «midlene for 2025»
BUDGET_BEFORE = (
    r"(?i)(?<=(?<!\p{L})(?P<name>«BUDGET»|(?:«FUND»|«MONEY»)(?=\sfor\s))"
    r"(?:\s\(\p{Lu}{2,5}\))?\s{1,3}(?:(?:for|i|av)\s)?)"
)
CUES = TENSES | ANNOUNCED | CALL | FUND | MONEY | GRANT | CONTINUED


def _cues(text: str, start: int, end: int) -> Iterator[Cue]:
    """The cues of a sentence in order, without overlaps."""
    cue, free = _cue_pattern(), start
    for at in _cue_openings().positions(text, start, end):
        match = cue.match(text, at, end) if at >= free else None
        if match is not None:
            yield Cue(*match.span(), match.lastgroup or "")
            free = match.end()


@cache
def _deadline_openings() -> Openings:
    return Openings(("ut", *tagged("within"), *tagged("deadline")))


@cache
def _earliest_openings() -> Openings:
    return Openings((*tagged("earliest"), *tagged("not")))


@cache
def _cue_openings() -> Openings:
    return Openings(chain.from_iterable(_cue_groups().values()))


@cache
def _cue_pattern() -> re.Pattern[str]:
    alternatives = (f"(?P<{group}>{any_of(words)})" for group, words in _cue_groups().items())
    return re.compile(rf"(?i)(?<!{LETTER})(?:{'|'.join(alternatives)})(?!{LETTER})")


@cache
def _cue_groups() -> Mapping[str, Sequence[str]]:
    """The words of each combination of kinds: `past_grant`."""
    groups: dict[str, list[str]] = {}
    for row in vocabulary("lexicon"):
        kinds = row["tags"].split()
        if CUES.issuperset(kinds):
            groups.setdefault("_".join(kinds), []).append(row["words"])
    return groups


@cache
def told_forms() -> frozenset[str]:
    """The past forms and participles of verbs.csv that can be no other form and are no cue.

    Without those of plans and delays, but for the past of a delay: «ventet i mai», «er utsatt i
    mai», not «utsatte det i mai».
    """
    forms: dict[bool, set[str]] = {True: set(), False: set(tagged("planned"))}
    for row in vocabulary("verbs"):
        kind = row["classes"].split()[0]
        forms[kind != "plan"].update(row["past"].split())
        forms[kind not in ("plan", "wait", "delay")].update(row["participle"].split())
        for form in ("infinitive", "present", "passive"):
            forms[False].update(row[form].split())
    return frozenset(forms[True] - forms[False])


@cache
def present_forms() -> frozenset[str]:
    """The presents of verbs.csv that are no nouns: «avvikles», «evaluerer», but not «møter»."""
    forms, others = set(), {*tagged("planned"), *tagged("ongoing")}
    for row in vocabulary("verbs"):
        for form in ("past", "participle"):
            others.update(row[form].split())
        if row["classes"].split()[0] != "none":
            forms.update(row["passive"].split())
            forms.update(word for word in row["present"].split() if word.endswith(LEARNED))
    return frozenset(forms - others)


@cache
def _before_nouns() -> frozenset[str]:
    """What stands before a noun or its participle, not before a finite verb."""
    kinds = ("preposition", "article", "all")
    return frozenset(row["words"] for row in vocabulary("clause_words") if row["kind"] in kinds)


@cache
def _groups(kinds: frozenset[str]) -> frozenset[str]:
    """The groups that contain one of these kinds."""
    return frozenset(group for group in _cue_groups() if not kinds.isdisjoint(group.split("_")))
