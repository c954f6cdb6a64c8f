"""Dates in Norwegian text, bokmål and nynorsk: their spans, meanings and roles.

The grammar is in `date_grammar`, the rules for roles are in `date_roles`. A year that is not
printed is inferred here: from the nearest date in the same sentence, else in the sentence before,
else from the as-of date: the latest possible one for past events, the next one for what is
announced. Time runs forward in a text («startet i november 2024 og ble avsluttet i februar» is
February 2025) unless its words go back («etter et møte i mars»). If the year cannot be inferred,
or the date recurs each year, the text is not a mention. References, web addresses and e-mail
addresses are not read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import regex

from pipeline.norwegian import date_roles as roles
from pipeline.norwegian.amounts import amount_spans
from pipeline.norwegian.date_grammar import JOIN, Draft, drafts_of
from pipeline.norwegian.edtf import Point
from pipeline.norwegian.references import read_references
from pipeline.norwegian.sentences import sentence_at, sentences
from pipeline.norwegian.vocabulary import Match, pattern
from pipeline.seams.vocabularies import Bound, Precision, Role

Span = tuple[int, int]

ANNOUNCING = frozenset({roles.PLANNED, roles.PRESENT_TENSE})
AMBIGUOUS = Point("", None, None, "day")  # two years are as likely


class DateMention(NamedTuple):
    """A date in a text: `text` is the text at `start` … `end`, without «innen», «i» or «fra».

    `edtf`, `first` and `last` are as in `Point`, None for a date that cannot exist. `inferred`:
    the year was taken from the context; `lender` is then the start of the date that lent it, None
    if none did. `evidence`: the words that decided `role`. `bound`: whether it is the latest or the
    earliest day («innen», «tidligst»). `sentence`: the span of the sentence in which it begins.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    first: date | None
    last: date | None
    precision: Precision
    role: Role
    inferred: bool
    evidence: str
    sentence: Span
    bound: Bound
    lender: int | None


def find_dates(
    text: str,
    *,
    as_of: date | None = None,
    references: Iterable[Span] | None = None,
    amounts: Iterable[Span] | None = None,
) -> list[DateMention]:
    """Read every date of a paragraph, in order; pure, raises nothing, linear in its length.

    `as_of` is the report's «now»: without it, «i år» and days whose year is not in the context are
    not read. `references` and `amounts` are known spans in this text, computed if not given:
    nothing inside a reference is a date, and a year next to an amount is a budget year.
    """
    drafts = drafts_of(text)
    if not drafts:
        return []
    if references is None:
        references = read_references(text).spans
    masked = _Spans([*references, *(match.span() for match in _addresses(text))])
    drafts = [draft for draft in drafts if not masked.touch(draft.start, draft.end)]
    if not drafts:
        return []
    return _mentions(text, drafts, as_of, amounts)


# --- from drafts to mentions ---------------------------------------------------------------------


def _mentions(
    text: str, drafts: list[Draft], as_of: date | None, amounts: Iterable[Span] | None
) -> list[DateMention]:
    sentence_spans = sentences(text)
    reader = roles.Reader(
        text, sentence_spans, amount_spans(text) if amounts is None else amounts, as_of
    )
    known = [_known(draft, as_of) for draft in drafts]
    context = _Context(text, sentence_spans, drafts, known)
    mentions = []
    for index, draft in enumerate(drafts):
        point = known[index]
        inferred = draft.year is None or draft.lent
        lender = None
        if point is None and draft.year is None and draft.offset is None:
            point, lending = _infer(context, index, draft, reader, as_of)
            # a day that no year has (31. juni) is impossible, not inferred
            inferred = point is not None and point.edtf is not None
            if lending is not None:
                lender = drafts[lending].start
            if point is not None:
                context.add_inferred(index, point, lends=lending is not None)
        if point is None:
            continue
        role = reader.role(draft.start, draft.end, point, draft.document)
        mentions.append(
            DateMention(
                draft.start,
                draft.end,
                text[draft.start : draft.end],
                point.edtf,
                point.first,
                point.last,
                point.precision,
                role.role,
                inferred,
                role.evidence,
                sentence_spans[context.sentence[index]],
                reader.bound(draft.start, point.edtf),
                lender,
            )
        )
    return mentions


def _known(draft: Draft, as_of: date | None) -> Point | None:
    """The draft's meaning where the year is printed or counts from the as-of date."""
    if draft.year is not None:
        return _in_year(draft, draft.year)
    if draft.offset is not None and as_of is not None:
        return _in_year(draft, as_of.year + draft.offset)
    return None


def _in_year(draft: Draft, year: int) -> Point | None:
    return draft.build(year) if date.min.year < year < date.max.year else None


class _Context:
    """The dates with a known year, by sentence: the source of years that are not printed."""

    def __init__(
        self,
        text: str,
        sentence_spans: Sequence[Span],
        drafts: list[Draft],
        known: list[Point | None],
    ) -> None:
        self.text, self.drafts, self.known = text, drafts, known
        self.sentence = [sentence_at(sentence_spans, draft.start) for draft in drafts]
        self.inferred: tuple[int, Point] | None = None  # the last one whose year was inferred
        self.dated = [
            index
            for index, (draft, point) in enumerate(zip(drafts, known, strict=True))
            if point is not None
            and point.first is not None
            and point.last is not None
            and point.first.year == point.last.year
            and not draft.document
        ]

    def add_inferred(self, index: int, point: Point, *, lends: bool) -> None:
        """Keep the meaning of a draft without a year; it lends its own if it `lends`."""
        self.inferred = (index, point)
        if lends and point.first is not None:
            self.known[index] = point
            insort(self.dated, index)

    def neighbours(self, index: int) -> list[int]:
        """The dated drafts that may lend their year, the best first."""
        at = bisect_left(self.dated, index)
        left = self.dated[at - 1] if at > 0 else None
        right = self.dated[at] if at < len(self.dated) else None
        here = self.sentence[index]
        near = []
        if right is not None and self.sentence[right] == here:
            near.append(right)
        if left is not None and self.sentence[left] == here:
            near.append(left)
        near.sort(key=lambda other: self._distance(index, other))
        if not near and left is not None and self.sentence[left] == here - 1:
            near.append(left)
        return near

    def joined(self, index: int, other: int) -> bool:
        """Whether only «og», «eller» or a comma is between the two."""
        first, second = sorted((index, other))
        end, start = self.drafts[first].end, self.drafts[second].start
        return start - end < 16 and pattern(JOIN).fullmatch(self.text, end, start) is not None

    def _distance(self, index: int, other: int) -> int:
        first, second = sorted((index, other))
        return self.drafts[second].start - self.drafts[first].end


def _infer(
    context: _Context, index: int, draft: Draft, reader: roles.Reader, as_of: date | None
) -> tuple[Point | None, int | None]:
    """The meaning of a draft without a year, None if it cannot be inferred, and who lent it."""
    tense = reader.tense(draft.start, draft.end)
    if tense != roles.EVENT and reader.recurs(draft.start, draft.end):
        return _never(draft), None
    for other in context.neighbours(index):
        point = _lent(context, index, other, tense, reader, as_of)
        if point is AMBIGUOUS:
            return _never(draft), None
        if point is not None:
            return point, other
    never = _never(draft)
    if never is not None or as_of is None or not draft.alone:
        return never, None
    if context.inferred is not None:
        other, earlier = context.inferred
        if context.sentence[other] == context.sentence[index] and earlier.first is not None:
            return _from_on(earlier.first, draft), None
    return _by_as_of(draft, as_of, tense), None


def _by_as_of(draft: Draft, as_of: date, tense: str) -> Point | None:
    point = _in_year(draft, as_of.year)
    if point is None or point.first is None or point.last is None:
        return _leap_year(draft, as_of, tense)
    if tense in ANNOUNCING and point.last < as_of.replace(day=1):
        return _in_year(draft, as_of.year + 1)
    if tense == roles.EVENT and point.first > as_of:
        return _in_year(draft, as_of.year - 1)
    return None if tense == roles.UNSURE and point.last < as_of.replace(day=1) else point


def _lent(
    context: _Context, index: int, other: int, tense: str, reader: roles.Reader, as_of: date | None
) -> Point | None:
    """The draft `index` by the dated draft `other`; None if that does not fit, or AMBIGUOUS."""
    draft, lending, lender = context.drafts[index], context.drafts[other], context.known[other]
    if lender is None or lender.first is None or lender.last is None:
        return None
    if reader.in_document(lending.start, lending.end, lender):
        return None
    point = _in_year(draft, lender.first.year)
    if point is None or point.first is None or point.last is None:
        return point
    if as_of is not None and reader.is_since(draft.start):
        # «312 saker i 2024, og per mai er 140 registrert»: the latest May, or that of 2024
        return point if point == _by_as_of(draft, as_of, tense) else AMBIGUOUS
    if index < other and reader.goes_back(draft.end, lending.start):
        back = _from_on(lender.first, draft)
        if not _is_to_come(back, tense, as_of):
            return back
    if context.joined(index, other) or index < other:
        if tense in ANNOUNCING and index < other and not context.joined(index, other):
            return None if point.first > lender.first else point
        before = _told_before(draft, lender) if index < other else _from_on(lender.first, draft)
        return None if _is_late(before, tense, as_of) else before
    if tense not in ANNOUNCING:
        return _told_after(context, index, other, tense, reader, as_of)
    # an announced date comes after a past one before it
    if as_of is None:
        return _from_on(lender.first, draft)
    lending_tense = reader.tense(lending.start, lending.end)
    if lending_tense == roles.EVENT or (lending_tense == "" and tense == roles.PLANNED):
        passed = point.last < as_of.replace(day=1)
        if passed and not reader.is_only_deadline(draft.start, draft.end):
            return None
    return _from_on(lender.first, draft)


def _told_after(
    context: _Context, index: int, other: int, tense: str, reader: roles.Reader, as_of: date | None
) -> Point | None:
    """What is told after a dated event: later than it, unless the words go back in time."""
    draft, lending, lender = context.drafts[index], context.drafts[other], context.known[other]
    if lender is None or lender.first is None or lender.last is None:
        return None
    same = _in_year(draft, lender.first.year)
    forward = _from_on(lender.first, draft)
    if same is None or forward is None or same.first is None or forward.first is None:
        return same
    if reader.goes_back(lending.end, draft.start):
        return _told_before(draft, lender)
    if _is_late(lender, tense, as_of) and _is_late(same, tense, as_of):
        return None  # a past tense is about the past
    if forward == same:
        return None if _is_late(same, tense, as_of) else same
    if as_of is not None and forward.first > as_of:
        return same if tense == roles.EVENT else AMBIGUOUS
    return AMBIGUOUS if reader.begins_after_the_end(lending[:2], draft.start) else forward


def _is_late(point: Point | None, tense: str, as_of: date | None) -> bool:
    """Whether a past tense would tell of the future."""
    if point is None or point.first is None or as_of is None:
        return False
    return tense == roles.EVENT and point.first - as_of > roles.QUARTER


def _is_to_come(point: Point | None, tense: str, as_of: date | None) -> bool:
    """Whether what is told as past would lie after the as-of date."""
    if point is None or point.first is None or as_of is None:
        return False
    return tense == roles.EVENT and point.first > as_of


def _told_before(draft: Draft, lender: Point) -> Point | None:
    """The draft's last date that does not come after the lender's."""
    if lender.first is None or lender.last is None:
        return None
    point = _in_year(draft, lender.first.year)
    if point is not None and point.first is not None and point.first > lender.last:
        return _in_year(draft, lender.first.year - 1)
    return point


def _from_on(earlier: date, draft: Draft) -> Point | None:
    """The draft's first date from `earlier` on: «sendt 15. desember med frist 15. mars»."""
    point = _in_year(draft, earlier.year)
    if point is not None and point.last is not None and point.last < earlier:
        return _in_year(draft, earlier.year + 1)
    return point


def _leap_year(draft: Draft, as_of: date, tense: str) -> Point | None:
    """«29. februar» in the nearest leap year."""
    step = 1 if tense == roles.PLANNED else -1
    points_of_years = (_in_year(draft, as_of.year + step * ahead) for ahead in range(1, 9))
    return next((point for point in points_of_years if point is not None and point.edtf), None)


def _never(draft: Draft) -> Point | None:
    """The impossible date, if no year has it; 2024 is a leap year and has every day."""
    point = _in_year(draft, 2024)
    return point if point is not None and point.edtf is None else None


# --- what is no running text ----------------------------------------------------------------------


class _Spans:
    """Spans to skip, merged and in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        at = bisect_right(self.starts, end - 1) - 1
        return at >= 0 and self.ends[at] > start


DOMAINS = ("no", "com", "org", "net", "eu")
ADDRESS = regex.compile(
    r"(?<![\p{L}\d])(?:https?://|www\.)\S{1,2000}+"
    r"|(?<![\p{L}\d.@-])[\w.+-]{1,64}+@[\w.-]{1,255}+"
    rf"|(?<![\p{{L}}\d.-])(?:[\p{{L}}\d-]{{1,63}}\.){{1,4}}(?:{'|'.join(DOMAINS)})/\S{{0,2000}}+"
)
IN_ADDRESSES = ("@", "www.", "://", *(f".{domain}/" for domain in DOMAINS))


def _addresses(text: str) -> Iterator[Match]:
    if any(map(text.__contains__, IN_ADDRESSES)):
        yield from ADDRESS.finditer(text)
