"""The grammar of dates in Norwegian text, bokmål and nynorsk, one function for each production.

Words in capitals are vocabularies (`vocab/*.csv`):

    mention            = part | turn | year_end | holiday | iso | numeric | days_of_month
                       | days_across_months | single_day | month_before_day | weekday | week
                       | month | season | fraction | half_of | years | relative | serial | year
    part               = PART (season | year_end | holiday | fraction | half_of | month | years
                       | year | "året")
    turn               = "årsskiftet" YYYY [dash YYYY] | "månedsskiftet" MONTH dash MONTH [year]
    holiday            = HOLIDAY year
    year_end           = ("årsslutt" | "årets slutt" | "årets utgang") [year]
    iso                = YYYY s M s D | YYYY "-W" N | YYYY "-" MM    s: "-", "." or "/", the same
    numeric            = D s M s Y | D/M-YYYY | D. [M. [YYYY]] dash D.M.YYYY | M.YYYY [dash M.YYYY]
                       | TIME (D.M.YY | D/M-YY | D/M [YYYY] | D.M.)   TIME: «den», «innen», «frist»
    days_of_month      = D. dash D. MONTH [year]
    days_across_months = D. MONTH [year] dash D. MONTH [year]
    single_day         = {D. ("," | "og")} D. MONTH [year]
    month_before_day   = MONTH D. year
    weekday            = ORDINAL (WEEKDAY | "uke") "i" MONTH year
    week               = "uke" N year
    month              = MONTH [dash MONTH] [year] | MONTH year dash MONTH year
                       | MONTH "/" MONTH YYYY "/" YYYY
    season             = SEASON [dash SEASON] [year] | SEASON year dash SEASON year
                       | WINTER YYYY "/" YYYY
    fraction           = ORDINAL [dash ORDINAL] ("kvartal" | "halvår" | "tertial") [year]
                       | ("Q" | "K" | "H" | "T") N year
    half_of            = ORDINAL "halvdel av" YYYY
    years              = YYYY dash (YYYY | YY)
    relative           = RELATIVE_YEAR | "i fjor" SEASON   «i år», «neste år»
    serial             = N ("/" | ":" | "-") YYYY | YYYY ":" N   in a document's name
    year               = YYYY                              unless its neighbours make it a count
    [year]             = ["i" | "av"] YYYY | "'YY" | "-YY" | RELATIVE_YEAR
                         D may be a word: «første mai 2025»

A date that shares its month or year with the next («24. og 25. mai 2025», «mai og juni 2025») is a
separate mention, inferred. A number printed with separators is read whole or not at all, so that no
part of a case number, a version or a telephone number becomes a year.

A production takes the text and an offset and returns what it parsed there, or None. Its results are
drafts: the year may still be open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from functools import cache
from itertools import chain
from typing import NamedTuple

import regex

from pipeline.norwegian import edtf as points
from pipeline.norwegian.edtf import Point
from pipeline.norwegian.months import month_number
from pipeline.norwegian.vocabulary import (
    LETTER,
    Match,
    Openings,
    Pattern,
    any_of,
    capturing,
    pattern,
    tagged,
    vocabulary,
)

Build = Callable[[int], Point | None]  # a year → the meaning of the words in that year


class Draft(NamedTuple):
    """A mention whose year may still be open.

    `year` is the printed year, `lent` if it is printed with the next date («24. og 25. mai 2025»);
    `offset` counts from the as-of year («i fjor»: -1). With neither, the year must be inferred from
    the context, or from the as-of date if `alone`.
    """

    start: int
    end: int
    build: Build
    year: int | None = None
    offset: int | None = None
    alone: bool = True
    lent: bool = False
    document: str = ""  # the name of the document that the year belongs to


class Parsed(NamedTuple):
    """What a production parsed, up to `end`; without drafts, the text is known not to be a date."""

    end: int
    drafts: tuple[Draft, ...] = ()


Production = Callable[[str, int], Parsed | None]


def drafts_of(text: str) -> list[Draft]:
    """One pass over the offsets where a date can begin; the first production that matches wins.

    A number that no production matches is skipped as a whole, with everything joined to it.
    """
    drafts: list[Draft] = []
    anchor = _anchor()
    at = 0
    for start in _openings().positions(text):
        if start < at:
            continue
        opening = anchor.match(text, start)
        if opening is None:
            continue
        for production in PRODUCTIONS[opening.lastgroup]:
            parsed = production(text, start)
            if parsed is not None:
                drafts.extend(parsed.drafts)
                at = max(parsed.end, start + 1)
                break
        else:
            number = NUMBER.match(text, start)
            at = start + 1 if number is None else number.end()
    return drafts


@cache
def _first_words() -> dict[str, Sequence[str]]:
    """The words that a date can begin with, by the group of productions to try."""
    return {
        "holiday": tagged("holiday"),
        "part": tagged("part"),
        "relative": tagged("relative_year"),
        "ordinal": tagged("ordinal"),
        "season": tagged("season"),
        "month": tagged("month"),
        "week": tagged("week"),
        "turn": (*tagged("turn_of_years"), *tagged("turn_of_months")),
        "year_end": tagged("year_end"),
    }


@cache
def _openings() -> Openings:
    return Openings(chain("HKQT", *_first_words().values()), DIGIT_OR_LETTERS)


@cache
def _anchor() -> re.Pattern[str]:
    """The pattern of a date's beginning; the group's name selects the productions to try."""
    counted = (*tagged("month"), *tagged("week"), *(row["word"] for row in vocabulary("weekdays")))
    next_word = any_of((*tagged("joint"), *counted, "kv", "halv", "tertial"))
    after = {"ordinal": rf"(?=\s{{0,3}}(?:[,/–—-]|{next_word}))"}  # «første gang» is no date
    groups = "|".join(
        rf"(?P<{name}>{any_of(first)})(?!{LETTER}){after.get(name, '')}"
        for name, first in _first_words().items()
    )
    return re.compile(
        r"(?<!\w)(?:(?P<joined>\d{4}(?=\s{0,3}[-–—./:]\s{0,3}[\dWw]))|(?P<four>\d{4}(?!\d))"
        rf"|(?P<counted>\d{{1,2}}(?!\d)(?=\.?,?\s{{0,3}}{LETTER}|\.,\s))"
        r"|(?P<few>\d{1,2}(?!\d))|(?P<many>\d++)"
        rf"|(?P<code>[HKQT][1-4](?![^\W_]))|(?i:{groups}))"
    )


# --- pieces of patterns --------------------------------------------------------------------------

PIECE = regex.compile(r"«(?P<name>\p{Lu}+)»")
DIGIT_OR_LETTERS = re.compile(r"\b(?:\d|[^\W\d_]+)")
NUMBER = regex.compile(r"\d++(?:[.,:/–-]\d++)*+")
JOIN = r",?\s?(?:«JOINT»|til|,)\s|,\s|\s?/\s?"
DASH = r"\s{0,3}[-–—]\s{0,3}"
STROKE = r"\s{0,3}[-–—/]\s{0,3}"
LONG_YEAR = r"[12]\d{3}(?!\d)"
SHORT_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
TWO_FIGURES = r"\d\d(?![\d\p{L}]|[.,:/–-]\d)"
WORD_END = r"(?![\p{L}\p{N}])"
# not «17. mai-komiteen», not «1. mars hvert år»
FREE_END = (
    r"(?![\p{L}\p{N}]|-[\p{L}\p{N}]"
    r"|\s{1,3}(?:«EACH»|«YEARLY»|påfølgende|påfølgjande|samme|same)(?!\p{L}))"
)


@cache
def _numbers(name: str, key: str, value: str) -> dict[str, int]:
    return {row[key].casefold(): int(row[value]) for row in vocabulary(name)}


def _word(name: str, value: str, text: str, key: str = "word") -> int:
    """The number of a word in a vocabulary; white space is folded."""
    return _numbers(name, key, value)[" ".join(text.casefold().split())]


@cache
def _pattern(source: str) -> Pattern:
    """Compile a production; «NAME» stands for a piece of this grammar or a tag of the lexicon."""
    return pattern(_whole(source))


@cache
def _capturing(source: str) -> regex.Pattern[str]:
    """Compile a production of which every repetition of a group is asked for."""
    return capturing(_whole(source))


def _whole(source: str) -> str:
    pieces = _pieces()
    return "(?i)" + PIECE.sub(lambda match: pieces.get(match["name"], match[0]), source)


@cache
def _pieces() -> dict[str, str]:
    ordinals, relative = any_of(tagged("ordinal")), any_of(tagged("relative_year"))
    days = {row["word"]: row["form"] for row in vocabulary("weekdays")}
    return {
        "MONTH": rf"{any_of(tagged('month'))}{WORD_END}",
        "SEASON": rf"{any_of(tagged('season'))}{WORD_END}",
        "ORDINAL": rf"(?:[1-9]\.|{ordinals})",
        "DAYNUMBER": rf"(?:\d{{1,2}}\.?|{ordinals}(?=\s))",
        "WEEKDAY": rf"{any_of(day for day in days if days[day] == 'name')}{WORD_END}",
        "DAYNAME": rf"(?:{any_of(days)},?\s{{1,3}})?",
        "RELATIVE": relative,
        "YEAR": (
            rf"(?:(?:\s{{1,3}}(?:i|av))?\s{{1,3}}(?P<year>{SHORT_YEAR})(?!-?\p{{L}})"
            rf"|\s{{1,3}}(?:[’'‘´`]|[-–](?=\d\d\b)(?!\d\d\.\s?\p{{L}}))(?P<short>{TWO_FIGURES})"
            rf"|\s{{1,3}}(?P<relative>{relative})(?!\p{{L}}))"
        ),
        "NEXT": rf"(?:\s?[/–-]\s?(?P<next>{SHORT_YEAR}|{TWO_FIGURES})(?!\.\s?\p{{L}}))",
        "LONG": LONG_YEAR,
        "SHORT": SHORT_YEAR,
        "DASH": DASH,
        "STROKE": STROKE,
        "FREE": FREE_END,
    }


def _when(match: Match) -> tuple[int | None, int | None]:
    """The printed year, and the offset of a relative one."""
    groups = match.re.groupindex
    if "short" in groups and match["short"] is not None:
        return _century(int(match["short"])), None
    if "year" in groups and match["year"] is not None:
        return int(match["year"]), None
    if "relative" in groups and match["relative"] is not None:
        return None, _word("relative_years", "offset", match["relative"], "words")
    return None, None


def _draft(match: Match, build: Build, *, alone: bool = True) -> Parsed | None:
    """One draft for the whole match; None if the words after its year make it a count."""
    year, offset = _when(match)
    if year is not None and _counts(match.string, match.end()):
        return None
    return Parsed(match.end(), (Draft(*match.span(), build, year, offset, alone),))


# --- productions ---------------------------------------------------------------------------------


def part(text: str, at: int) -> Parsed | None:
    """`part` = PART (season | year_end | fraction | half_of | month | years | year | "året")

    `før` and `etter` only before a season, a holiday or a year's end: «før 1. juli» is a deadline,
    and «ikke før høsten 2027» is that autumn.
    """
    match = _pattern(r"(?P<part>«PART»)\s{1,3}").match(text, at)
    if match is None:
        return None
    which = _part_of(match["part"])
    if which == points.before and _pattern(NOT_BEFORE).match(text, at) is not None:
        return None
    inner: Sequence[Production] = (season, year_end, holiday)
    if which not in {points.before, points.after}:
        inner = (season, year_end, fraction, half_of, month, years, this_year, relative, year)
    opening = _anchor().match(text, match.end())
    opened = (fraction, this_year) if opening is None else PRODUCTIONS[opening.lastgroup]
    for production in filter(opened.__contains__, inner):
        whole = production(text, match.end())
        if whole is not None and len(whole.drafts) == 1:
            break
    else:
        return None
    (draft,) = whole.drafts

    def build(number: int) -> Point | None:
        point = draft.build(number)
        return None if point is None else which(point)

    return Parsed(whole.end, (draft._replace(start=at, build=build),))


def _part_of(words: str) -> Callable[[Point], Point]:
    return _parts()[" ".join(words.casefold().split())]


@cache
def _parts() -> dict[str, Callable[[Point], Point]]:
    meaning = {
        "start": points.start_of,
        "middle": points.middle_of,
        "end": points.end_of,
        "close": points.close_of,
        "before": points.before,
        "after": points.after,
    }
    return {row["words"]: meaning[row["part"]] for row in vocabulary("parts")}


def this_year(text: str, at: int) -> Parsed | None:
    """«året» after a part word: the year of the context."""
    match = _pattern(r"året«FREE»").match(text, at)
    return None if match is None else _draft(match, points.year)


def turn(text: str, at: int) -> Parsed | None:
    """`turn` = "årsskiftet" year [("/"|"–") year] | "månedsskiftet" MONTH "/" MONTH year

    A single year does not say which end of it is meant: bounded by both.
    """
    match = _pattern(
        r"«TURN_OF_YEARS»\s{1,3}(?P<year>«SHORT»)(?:«STROKE»(?P<next>«SHORT»|\d\d(?!\d)))?+(?!-?\p{L})"
    ).match(text, at)
    if match is not None:
        first = int(match["year"])
        if match["next"] is None:
            return _draft(match, _either_turn)
        if int(match["next"]) % 100 != (first + 1) % 100:
            return Parsed(match.end())
        return _draft(match, points.turn_of_years)
    match = _pattern(
        r"«TURN_OF_MONTHS»\s{1,3}(?P<month>«MONTH»)\.?+«STROKE»(?P<month2>«MONTH»)\.?+«YEAR»?+"
    ).match(text, at)
    if match is None:
        return None
    earlier, later = (month_number(match[name]) for name in ("month", "month2"))
    if later != earlier % 12 + 1:
        return Parsed(match.end())
    return _draft(match, lambda year: points.turn_of_months(year, later))


def _either_turn(year: int) -> Point | None:
    span = points.interval(points.day(year - 1, 12, 31), points.day(year + 1, 1, 1))
    return None if span is None else span._replace(precision="part")


def holiday(text: str, at: int) -> Parsed | None:
    """`holiday` = HOLIDAY year"""
    match = _pattern(r"(?P<words>«HOLIDAY»)«YEAR»").match(text, at)
    if match is None:
        return None
    of = {row["words"]: row["days"] for row in vocabulary("holidays")}
    days = of[" ".join(match["words"].casefold().split())]
    return _draft(match, lambda year: points.holiday(year, days))


def year_end(text: str, at: int) -> Parsed | None:
    """`year_end` = ("årsslutt" | "årets slutt" | "årets utgang") [year]"""
    match = _pattern(r"«YEAR_END»«FREE»«YEAR»?+").match(text, at)
    return None if match is None else _draft(match, lambda year: points.end_of(points.year(year)))


def iso(text: str, at: int) -> Parsed | None:
    """`iso` = YYYY s M s D | YYYY "-W" N | YYYY "-" MM, with the same s: "-", "." or "/"."""
    match = _pattern(
        r"(?P<year>«LONG»)(?P<s>[-./])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})"
        r"(?!\d|[-./:,]\d)"
    ).match(text, at)
    if match is not None:
        return _numbered(text, match, int(match["month"]), int(match["day"]))
    match = _pattern(r"(?P<year>«SHORT»)-W(?P<week>\d\d)(?!\d|-\d)").match(text, at)
    if match is not None:
        which = int(match["week"])
        return _draft(match, lambda year: points.week(year, which))
    match = _pattern(r"(?P<year>«SHORT»)-(?P<month>0[1-9]|1[0-2])(?!\d|[-./:,]\d)").match(text, at)
    if match is None:
        return None
    number = int(match["month"])
    if int(match["year"]) % 100 < number or not _may_be_date(text, at):
        return Parsed(match.end())  # «2010-11» may be two years
    return _draft(match, lambda year: points.month(year, number))


def numeric(text: str, at: int) -> Parsed | None:
    """`numeric` = D s M s Y | D/M-YYYY | D. [M. [YYYY]] dash D.M.YYYY | M.YYYY [dash M.YYYY]

    «1.10.25» needs a word before it, and a day without a year a word of time: «2/3» may be a
    fraction, and «1.10.25» the section of a heading.
    """
    productions = (_numeric_range, _numeric_day, _numeric_month, _numeric_short)
    return next((parsed for parse in productions if (parsed := parse(text, at))), None)


def _numeric_day(text: str, at: int) -> Parsed | None:
    match = _pattern(
        r"(?:(?P<day>\d{1,2})(?:\.\s{0,3}(?P<month>\d{1,2})\.\s{0,3}"
        r"|(?P<s>[-/])(?P<month>\d{1,2})(?P=s)|/(?P<month>\d{1,2})-)(?P<year>«LONG»)"
        r"|(?P<day>\d\d)(?P<s>[-./])(?P<month>\d\d)(?P=s)(?P<short>\d\d))(?!\d|[-./:,]\d)"
    ).match(text, at)
    if match is None:
        return None
    return _numbered(text, match, int(match["month"]), int(match["day"]))


def _numeric_short(text: str, at: int) -> Parsed | None:
    match = _pattern(
        r"(?P<day>\d{1,2})(?:\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<short>\d\d)(?!\d))?+"
        r"|/(?P<month>\d{1,2})(?:-(?P<short>\d\d)|\s(?P<year>«SHORT»))?+)"
        r"(?![\d\p{L}]|\s?[-./:,]\s?\d|\s(?:\d|av\s|del(?:er|ar)?\b))"
    ).match(text, at)
    if match is None:
        return None
    stroke = "/" in match[0]
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    if not (year or match["short"]):
        before = DAY_BEFORE if stroke else TIME_BEFORE
        if _pattern(before).match(text, at) is None:
            return None
    elif not stroke and AFTER_WORD.match(text, at) is None:
        return None
    if year or match["short"]:
        return _numbered(text, match, month, day)
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not _may_be_date(text, at):
        return Parsed(match.end())
    return Parsed(match.end(), (Draft(*match.span(), _on(month, day)),))


def _numbered(text: str, match: Match, month: int, number: int) -> Parsed:
    if not 1 <= month <= 12 or not 1 <= number <= 31 or not _may_be_date(text, match.start()):
        return Parsed(match.end())
    year = int(match["year"]) if match["year"] is not None else _century(int(match["short"]))
    return Parsed(
        match.end(), (Draft(*match.span(), lambda year: points.day(year, month, number), year),)
    )


def _century(short: int) -> int:
    """The year of a two-digit number: 1969 to 2068, as in POSIX."""
    return short + (2000 if short < 69 else 1900)


def _numeric_range(text: str, at: int) -> Parsed | None:
    match = _pattern(
        r"(?P<day>\d{1,2})\.(?:\s{0,3}(?P<month>\d{1,2})\.(?:\s{0,3}(?P<year>«LONG»))?)?+«DASH»"
        r"«DAYNAME»(?P<day2>\d{1,2})\.\s{0,3}(?P<month2>\d{1,2})\.\s{0,3}(?P<year2>«LONG»)(?!\d|[-./:,]\d)"
    ).match(text, at)
    if match is None:
        return None
    end_month, end_day = int(match["month2"]), int(match["day2"])
    month, number = int(match["month"] or end_month), int(match["day"])
    if not (1 <= month <= 12 and 1 <= end_month <= 12 and 1 <= number <= 31 and end_day <= 31):
        return Parsed(match.end())
    end_year = int(match["year2"])
    start_year = int(match["year"] or end_year - ((month, number) > (end_month, end_day)))
    span = points.interval(
        points.day(start_year, month, number), points.day(end_year, end_month, end_day)
    )
    return Parsed(match.end(), (Draft(*match.span(), lambda _: span, end_year),))


def _numeric_month(text: str, at: int) -> Parsed | None:
    match = _pattern(
        r"(?P<month>0?[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)(?!\d|[.:,/]\d)"
        r"(?:«DASH»(?P<month2>0?[1-9]|1[0-2])\.(?P<year2>(?:19|20)\d\d)(?!\d|[-.:,/]\d))?+"
        r"(?![-–]\d)"
    ).match(text, at)
    if match is None:
        return None
    if not _may_be_date(text, at):
        return Parsed(match.end())
    number, year = int(match["month"]), int(match["year"])
    if match["month2"] is None:
        return _draft(match, lambda year: points.month(year, number))
    span = points.interval(
        points.month(year, number), points.month(int(match["year2"]), int(match["month2"]))
    )
    return Parsed(match.end(), (Draft(*match.span(), lambda _: span, year),))


def days_of_month(text: str, at: int) -> Parsed | None:
    """`days_of_month` = D. dash D. MONTH [year]"""
    match = _pattern(
        r"(?P<day>\d{1,2})\.?«DASH»«DAYNAME»(?P<last>\d{1,2})(?P<stop>\.?)\s{0,3}(?P<month>«MONTH»)"
        r"(?:\.?,?«YEAR»)?+"
    ).match(text, at)
    if match is None:
        return None
    if _when(match) == (None, None) and not match["stop"]:
        return None
    month, first, last = month_number(match["month"]), int(match["day"]), match["last"]

    def build(year: int) -> Point | None:
        return points.interval(points.day(year, month, first), points.day(year, month, int(last)))

    return _draft(match, build)


def days_across_months(text: str, at: int) -> Parsed | None:
    """`days_across_months` = D. MONTH [year] dash D. MONTH [year]"""
    match = _pattern(
        r"(?P<day>\d{1,2})\.\s{0,3}(?P<month>«MONTH»)\.?(?:\s{1,3}(?P<year1>«SHORT»))?+«DASH»«DAYNAME»"
        r"(?P<last>\d{1,2})\.\s{0,3}(?P<month2>«MONTH»)(?:\.?,?«YEAR»)?+"
    ).match(text, at)
    if match is None:
        return None
    month, month2 = (month_number(match[name]) for name in ("month", "month2"))
    first, last = int(match["day"]), int(match["last"])

    def build(year: int) -> Point | None:
        before = year - ((month, first) > (month2, last))
        start = int(match["year1"]) if match["year1"] is not None else before
        return points.interval(points.day(start, month, first), points.day(year, month2, last))

    return _draft(match, build)


def single_day(text: str, at: int) -> Parsed | None:
    """`single_day` = {D. ("," | "og")} D. MONTH [year]; each D. is a mention

    Without a year the day needs its full stop and the month a lower-case letter.
    """
    match = _capturing(
        r"(?:(?P<more>\d{1,2}\.)(?:,|\s{1,3}(?:«JOINT»|til))\s{1,3}){0,6}+"
        r"(?P<day>«DAYNUMBER»)\s{0,3}(?P<month>«MONTH»)"
        r"(?:\.?,?(?:«YEAR»|\s{1,3}(?P<year>«LONG»)(?!-?\p{L})))?+"
    ).match(text, at)
    if match is None:
        return None
    month, (year, offset) = month_number(match["month"]), _when(match)
    number = _day_number(match["day"])
    if number < 1:
        return None
    if year is None and offset is None:
        bare = match["day"].isdecimal()
        free = _pattern(r"«FREE»(?!\s{1,3}[’']?\d\d(?!\d))").match(text, match.end()) is not None
        if bare or not free or not match["month"].islower():
            return None
    before = [
        Draft(*span, _on(month, _day_number(more)), year, offset, lent=True)
        for more, span in zip(match.captures("more"), match.spans("more"), strict=True)
    ]
    whole = Draft(match.start("day"), match.end(), _on(month, number), year, offset)
    return Parsed(match.end(), (*before, whole))


def _on(month: int, number: int) -> Build:
    return lambda year: points.day(year, month, number)


def _day_number(text: str) -> int:
    digits = text.rstrip(".")
    return int(digits) if digits.isdecimal() else _word("ordinals", "number", digits)


def month_before_day(text: str, at: int) -> Parsed | None:
    """`month_before_day` = MONTH D. year: «februar 14. 2010», «April 14, 2015»"""
    match = _pattern(
        r"(?P<month>«MONTH»)\.?\s{1,3}(?P<day>\d{1,2})[.,]{0,2}\s{1,3}(?P<year>«LONG»)(?!-?\p{L})"
    ).match(text, at)
    if match is None:
        return None
    return _draft(match, _on(month_number(match["month"]), int(match["day"])))


def weekday(text: str, at: int) -> Parsed | None:
    """`weekday` = ORDINAL (WEEKDAY | "uke") "i" MONTH year

    For weeks, the whole weeks of the month are counted. Without a year it is a habit and not a
    date. A count from another date («andre uke etter 15. oktober 2014») is not read.
    """
    counted = _pattern(r"«ORDINAL»\s{1,3}(?:«WEEKDAY»|«WEEK»)\s{1,3}(?:etter|før)\s{1,3}").match(
        text, at
    )
    if counted is not None:
        return Parsed(_after_date(text, counted.end()))
    match = _pattern(
        r"(?P<which>«ORDINAL»)\s{1,3}(?:(?P<weekday>«WEEKDAY»)|«WEEK»)\s{1,3}"
        r"i\s{1,3}(?P<month>«MONTH»)\.?«YEAR»?+"
    ).match(text, at)
    if match is None:
        return None
    which, month = _ordinal(match["which"]), month_number(match["month"])
    if which is None or _when(match) == (None, None):
        return Parsed(match.end())
    if match["weekday"] is None:
        return _draft(match, lambda year: points.week_of_month(year, month, which))
    number = _word("weekdays", "weekday", match["weekday"])
    return _draft(match, lambda year: points.weekday_of_month(year, month, number, which))


def _after_date(text: str, at: int) -> int:
    """The end of the date that begins at `at`; `at` if there is none."""
    opening = _anchor().match(text, at)
    productions = () if opening is None else PRODUCTIONS[opening.lastgroup]
    results = (production(text, at) for production in productions)
    return next((result.end for result in results if result is not None), at)


def week(text: str, at: int) -> Parsed | None:
    """`week` = "uke" N year, by ISO 8601; a week without a year is not read."""
    match = _pattern(r"«WEEK»\s{1,3}(?P<week>\d{1,2})(?!\d),?«YEAR»").match(text, at)
    if match is None:
        return None
    number = int(match["week"])
    return _draft(match, lambda year: points.week(year, number))


def month(text: str, at: int) -> Parsed | None:
    """`month` = MONTH [dash MONTH] [year] | MONTH year dash MONTH year

    A dash between months may be a stroke: «mai/juni 2025». Without a year a month needs a
    preposition of time or another month joined to it, and may not be abbreviated.
    """
    match = _pattern(
        r"(?P<month>«MONTH»)(?:\s{1,3}(?:måned|månad)(?!\p{L}))?+\.?"
        r"(?:(?:\s{1,3}(?P<year1>«SHORT»))?«STROKE»(?P<month2>«MONTH»)\.?)?+«YEAR»«NEXT»?+"
    ).match(text, at)
    if match is None:
        return _bare_month(text, at)
    first = month_number(match["month"])
    if match["next"] is not None:
        second = 0 if match["month2"] is None else month_number(match["month2"])
        return _across_years(match, points.month, first, second)
    if match["month2"] is None:
        if match["month"].casefold() == "jul" and text[match.end("month")] != ".":
            return None  # Christmas, not July
        return _draft(match, lambda year: points.month(year, first))
    last = month_number(match["month2"])
    if match["year1"] is not None:
        start = points.month(int(match["year1"]), first)
        return _draft(match, lambda year: points.interval(start, points.month(year, last)))
    return _draft(match, _months(first, last))


def _across_years(
    match: Match, build: Callable[[int, int], Point], first: int, second: int
) -> Parsed | None:
    """«desember/januar 2024/2025»; two years with one month, or out of step, have no meaning."""
    year, following = int(match["year"]), int(match["next"])
    if not second or match["year1"] is not None or following % 100 != (year + 1) % 100:
        return Parsed(match.end())
    return _draft(match, lambda year: points.interval(build(year, first), build(year + 1, second)))


def _bare_month(text: str, at: int) -> Parsed | None:
    match = _pattern(
        r"(?P<month>«MONTH»)(?:«STROKE»(?P<month2>«MONTH»))?+«FREE»(?!\.?\s?\d)"
    ).match(text, at)
    if match is None or not match["month"].islower():
        return None
    names = [match[name].casefold() for name in ("month", "month2") if match[name] is not None]
    if any(name in _short_months() for name in names):
        return None
    if not (_after_time(text, at) or _joined_months(text, match)):
        return None
    numbers = [month_number(name) for name in names]
    if len(numbers) == 2:
        return _draft(match, _months(*numbers))
    return _draft(match, lambda year: points.month(year, numbers[0]))


def _months(first: int, last: int) -> Build:
    def build(year: int) -> Point | None:
        return points.interval(points.month(year - (first > last), first), points.month(year, last))

    return build


@cache
def _short_months() -> frozenset[str]:
    """The abbreviations, which are read only next to a day or a year."""
    return frozenset(row["word"] for row in vocabulary("months") if row["form"] == "short")


def _joined_months(text: str, match: Match) -> bool:
    after = _pattern(r"(?:,|\s{1,3}(?:«JOINT»|til))\s{1,3}«MONTH»")
    before = _pattern(r"(?<=(?<!\p{L})«MONTH»(?:,|\s{1,3}(?:«JOINT»|til))\s{1,3})")
    return (
        after.match(text, match.end()) is not None or before.match(text, match.start()) is not None
    )


def season(text: str, at: int) -> Parsed | None:
    """`season` = SEASON [dash SEASON] [year] | SEASON year dash SEASON year | WINTER year "/" year

    Without a year, only the definite form («høsten»), and only if the context has a year.
    """
    match = _pattern(
        r"(?P<season>«SEASON»)\s{1,3}(?P<year>«SHORT»)\s?[/–-]\s?(?P<next>«SHORT»|\d\d(?!\d))"
    ).match(text, at)
    if match is not None:
        if _suffix(match["season"]) != points.WINTER or (
            int(match["next"]) % 100 != (int(match["year"]) + 1) % 100
        ):
            return Parsed(match.end())
        return _draft(match, points.winter_of)
    match = _pattern(
        r"(?P<season>«SEASON»)(?:(?:\s{1,3}(?P<year1>«SHORT»))?«STROKE»(?P<season2>«SEASON»))?+«YEAR»"
        r"«NEXT»?+"
    ).match(text, at)
    if match is None:
        return _bare_season(text, at)
    first = _suffix(match["season"])
    if match["next"] is not None and match["season2"] is not None:
        return _across_years(match, _season, first, _suffix(match["season2"]))
    if match["season2"] is None:
        return _draft(match, lambda year: _season(year, first))
    last = _suffix(match["season2"])

    def build(year: int) -> Point | None:
        start = int(match["year1"] or year - (first % 20 > last % 20 and last != points.WINTER))
        return points.interval(_season(start, first), _season(year, last))

    return _draft(match, build)


def _bare_season(text: str, at: int) -> Parsed | None:
    match = _pattern(r"(?P<season>«SEASON»)«FREE»(?!\s{1,3}[’']?\d)").match(text, at)
    if match is None or not match["season"].endswith("en"):
        return None
    code = _suffix(match["season"])
    joined = _pattern(r"(?:,|\s{1,3}(?:«JOINT»|til))\s{1,3}«SEASON»").match(text, match.end())
    if code < points.SPRING or (joined is None and not _after_time(text, at)):
        return None
    return _draft(match, lambda year: _season(year, code), alone=False)


def _suffix(word: str) -> int:
    return _word("seasons", "suffix", word)


def _season(year: int, suffix: int) -> Point:
    """A season by its EDTF code; a holiday by the month it falls in."""
    return points.season(year, suffix) if suffix >= points.SPRING else points.month(year, suffix)


def fraction(text: str, at: int) -> Parsed | None:
    """`fraction` = ORDINAL [dash ORDINAL] ("kvartal" | "halvår" | "tertial") [year] | code year

    A code is «Q3», «K3», «H1» or «T2». «siste kvartal» without a year is ambiguous and not read. An
    ordinal that shares noun and year with the next is a separate mention.
    """
    match = _pattern(r"(?P<code>[QKHT])(?P<which>[1-4])(?:«YEAR»|[/-](?P<year>«SHORT»))").match(
        text, at
    )
    if match is not None:
        build, of = FRACTIONS[match["code"].casefold()]
        which = _ordinal(match["which"], of)
        return None if which is None else _draft(match, _from_to(build, which, None))
    match = _capturing(
        r"(?:(?P<more>«ORDINAL»)(?:,|\s{1,3}«JOINT»)\s{1,3}){0,3}+"
        r"(?P<which>«ORDINAL»)(?:«STROKE»(?P<last>«ORDINAL»))?+\s{0,3}"
        r"(?:(?P<noun>kvartal|halvår|tertial)(?:et)?(?!\p{L})|(?P<noun>kv)\.)«YEAR»?+"
    ).match(text, at)
    if match is None:
        return None
    words = (*match.captures("more"), match["which"])
    if _when(match) == (None, None) and (
        words[-1].casefold() == "siste" or GENERAL.match(text, match.end()) is not None
    ):
        return Parsed(match.end())
    build, of = FRACTIONS[match["noun"].casefold()]
    numbers = [_ordinal(word, of) for word in words]
    last = None if match["last"] is None else _ordinal(match["last"], of)
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or (last is None and match["last"] is not None):
        return Parsed(match.end())
    whole = _draft(match, _from_to(build, known[-1], last))
    if whole is None:
        return None
    (draft,) = whole.drafts
    before = [
        draft._replace(start=span[0], end=span[1], build=_from_to(build, number, None), lent=True)
        for span, number in zip(match.spans("more"), known, strict=False)
    ]
    return Parsed(whole.end, (*before, draft._replace(start=match.start("which"))))


def half_of(text: str, at: int) -> Parsed | None:
    """`half_of` = ORDINAL "halvdel av" year"""
    match = _pattern(
        r"(?P<which>«ORDINAL»)\s{1,3}halvdel(?:en)?\s{1,3}av\s{1,3}(?P<year>«SHORT»)"
        r"(?!-?\p{L}|\s?[-–/]\s?\d)"
    ).match(text, at)
    if match is None:
        return None
    which = _ordinal(match["which"], of=2)
    return None if which is None else _draft(match, lambda year: points.half(year, which))


def _from_to(build: Callable[[int, int], Point], first: int, last: int | None) -> Build:
    def of_year(year: int) -> Point | None:
        start = build(year, first)
        return start if last is None else points.interval(start, build(year, last))

    return of_year


def _ordinal(text: str, of: int | None = None) -> int | None:
    """The number of an ordinal, `of` or -1 for «siste»; None if there are fewer than that."""
    word = text.rstrip(".").casefold()
    number = int(word) if word.isdecimal() else _word("ordinals", "number", word)
    if of is None:
        return number
    number = of if number == -1 else number
    return number if 1 <= number <= of else None


def years(text: str, at: int) -> Parsed | None:
    """`years` = YYYY dash (YYYY|YY)

    Two digits after a stroke must be the next year («2024/25»): «2024/12» is a case number.
    """
    match = _pattern(
        r"(?P<year>«SHORT»)\s{0,3}(?P<dash>[-–—/])\s{0,3}(?P<last>«SHORT»|\d\d(?!\d))"
        r"(?!\p{L})(?!\s?[.,:/–-]\d)"
    ).match(text, at)
    if match is None:
        return None
    first, last = int(match["year"]), int(match["last"])
    if last < 100:
        last += first - first % 100
        if match["dash"] == "/" and last != first + 1:
            return Parsed(match.end())
    if last <= first or not _may_be_date(text, at):
        return Parsed(match.end())
    return _draft(match, lambda year: points.interval(points.year(year), points.year(last)))


def relative(text: str, at: int) -> Parsed | None:
    """`relative` = RELATIVE_YEAR | "i fjor" SEASON"""
    match = _pattern(r"(?P<relative>i\s{1,3}fjor)\s{1,3}(?P<season>«SEASON»)«FREE»").match(text, at)
    if match is not None:
        code = _suffix(match["season"])
        return _draft(match, lambda year: _season(year, code))
    match = _pattern(r"(?P<relative>«RELATIVE»)(?!\p{L}|\s?\d|-\p{L})").match(text, at)
    return None if match is None else _draft(match, points.year)


def serial(text: str, at: int) -> Parsed | None:
    """`serial` = N ("/"|":"|"-") YYYY | YYYY ":" N, after the name of a document

    The mention is the year, which is part of the document's name.
    """
    match = _pattern(
        r"(?:\d{1,4}[/:-](?P<year>«SHORT»)|(?P<year>«SHORT»)[/:-]\d{1,3})(?![\p{L}\d]|[-.:,/]\d)"
    ).match(text, at)
    if match is None:
        return None
    named = _pattern(NUMBERED).match(text, at)
    if named is None:
        return None
    draft = Draft(*match.span("year"), points.year, int(match["year"]), document=named["name"])
    return Parsed(match.end(), (draft,))


def year(text: str, at: int) -> Parsed | None:
    """`year` = YYYY, unless its neighbours make it a count

    It is a year after a preposition of time, the name of a document or budget, another year or an
    opening bracket; otherwise only if it is not followed by a noun that it could count.
    """
    match = _pattern(
        r"(?P<year>1[89]\d\d|20\d\d)(?![\p{L}\d]|[.,:/–-]\d|-(?:kr|pris|tal|år|nivå|[WQKHT]\d))"
    ).match(text, at)
    if match is None:
        return None
    said = _said_before(text, at)
    if "number" in said or _is_glued(text, at) or _is_counted(text, at, match.end()):
        return Parsed(match.end())
    if not _after_year_word(text, at, said) and (
        NUMBER_BEFORE.match(text, at) is not None
        or pattern(FOLLOWED).match(text, match.end()) is None
    ):
        return Parsed(match.end())
    return _draft(match, points.year) or Parsed(match.end())


# --- the neighbours of a number ------------------------------------------------------------------

FRACTIONS: dict[str, tuple[Callable[[int, int], Point], int]] = {
    **dict.fromkeys(("kvartal", "kv", "q", "k"), (points.quarter, 4)),
    **dict.fromkeys(("halvår", "h"), (points.half, 2)),
    **dict.fromkeys(("tertial", "t"), (points.tertial, 3)),
}
GENERAL = regex.compile(r"\s{1,3}(?:(?:etter|av|i)\s|\d)", regex.IGNORECASE)
REACH = 32  # characters: more than the longest words of these tags
ENDS = frozenset(("", *".,;:)»"))
NO_YEAR = ("numbered", "numbered_large", "quantity")
AFTER_WORD = regex.compile(r"(?<=\p{L}\s{1,3})")
NUMBER_BEFORE = regex.compile(r"(?<=\d\s{1,3})")
GLUED = regex.compile(r"(?<=[\p{L}\p{N}][-–/.:,=#@&+]|[#@=&/])")


def _may_be_date(text: str, at: int) -> bool:
    """False for a number in a longer code, and after «§», «kap.», «versjon» or «over»."""
    return not _is_glued(text, at) and "number" not in _said_before(text, at)


def _is_glued(text: str, at: int) -> bool:
    """Whether the number is joined to the characters before it: «A-2024», «#12»."""
    return not text[at - 1 : at].isspace() and GLUED.match(text, at) is not None


def _after_time(text: str, at: int) -> bool:
    """Whether a preposition of time is right before the offset."""
    return "time" in _said_before(text, at)


def _after_year_word(text: str, at: int, said: Set[str]) -> bool:
    if not said.isdisjoint({"time", "year"}):
        return True
    return any(_pattern(before).match(text, at) is not None for before in (YEAR_BEFORE, YEARLY))


def _said_before(text: str, at: int) -> set[str]:
    """What the one to three words before a number make of it: `time`, `year` or `number`."""
    before = text[max(0, at - REACH) : at].casefold().split()[-3:]
    sides = _sides()
    said = (sides.get(" ".join(before[-count:]).lstrip('(«["')) for count in (1, 2, 3))
    return {side for side in said if side is not None}


def _counts(text: str, end: int) -> bool:
    """Whether the next words make the number a count or a sum: «2024 kroner», «2000 deltakere»."""
    return _goes_on(text, end) and _pattern(COUNTED_AFTER).match(text, end) is not None


def _goes_on(text: str, end: int) -> bool:
    """Whether something follows that a number might count: not a stop, a comma or a bracket."""
    return text[end : end + 1] not in ENDS


def _is_counted(text: str, start: int, end: int) -> bool:
    """Whether it counts: «2014 i 2024», «antallet var 1987», «mellom 1900 og 2000 personer»."""
    if _goes_on(text, end):
        many = _pattern(COUNTED_MANY).match(text, end) is not None
        if many and _pattern(IN_BEFORE).match(text, start) is None:
            return True
        if _pattern(COUNTED_IN_YEAR).match(text, end) is not None:
            return True
    return _pattern(COUNT_BEFORE).match(text, start) is not None


NOT_BEFORE = r"(?<=(?<!\p{L})«NOT»(?:\s[\p{L}-]{1,20}){0,3}\s{1,3})"
DAY_BEFORE = (
    r"(?<=(?<!\p{L})(?:den|«WITHIN»|«EARLIEST»"
    r"|«DEADLINE»(?:\s(?:for|på|til)\s[\p{L}-]{1,30}){0,2}(?:\s(?:«BE»|«SET»|til|den|på)){0,3}:?)\s{1,3})"
)
TIME_BEFORE = rf"{DAY_BEFORE}|(?<=(?<!\p{{L}})(?:til|«FROM»|«PER»|før|etter|mellom|på)\s{{1,3}})"
IN_BEFORE = r"(?<=(?<!\p{L})(?:i|«WITHIN»)\s{1,3})"
COUNTED_MANY = r"\s{1,3}«NOUN_OF_MANY»"
COUNTED_IN_YEAR = (
    r"\s{1,3}(?:i|per)\s{1,3}(?:1[89]|20)\d\d(?!\d)|\s{1,3}(?:«RELATIVE_YEAR»|året\s(?:før|etter))"
    r"|\s{1,3}(?:«JOINT»|til)\s{1,3}\d{4}(?:\s{1,3}(?:«COUNTED»|«COUNTED_LARGE»))"
)
COUNT_BEFORE = r"(?<=(?<!\p{L})«COUNT»(?:\s[^.;:]{0,80})?\s(?:«BE»|på|«AMOUNTS_TO»)\s{1,3})"
YEAR_BEFORE = (
    r"(?<=(?<!\d)[12]\d{3}(?:,|\s{1,3}(?:«JOINT»|til))\s{1,3}|[(«/]\s?"
    r"|(?<!\p{L})«NR»\s{1,3}\d{1,3},?\s{1,3})"
)
COUNTED_AFTER = r"\s{0,3}(?:%|°)|\s{1,3}(?:«COUNTED»|«COUNTED_LARGE»)"
# what can follow a year that no preposition announces: no noun that it might count
FOLLOWED = r"(?!\s{0,3}[\p{Ll}\d])(?<!,\s{1,3}\d{4}(?=\s\p{Lu}))|\s{1,3}«FOLLOWS»"
# the name of a document, plan, budget or period right before a year or a number
TO_NUMBER = r"\s{1,3}(?:«NR»\s?)?(?:\p{Lu}{1,3}-?)?"
NUMBERED = rf"(?<=(?<!\p{{L}})(?P<name>«DOCUMENT»){TO_NUMBER})"
YEARLY = rf"(?<=(?<!\p{{L}})(?P<name>«DOCUMENT»|«PLAN»|«BUDGET»|«PERIOD»){TO_NUMBER})"


@cache
def _sides() -> dict[str, str]:
    """The words before a number that classify it."""
    sides = {"time": ("time",), "year": ("year",), "number": NO_YEAR}
    return {word.casefold(): side for side in sides for tag in sides[side] for word in tagged(tag)}


PRODUCTIONS: dict[str | None, tuple[Production, ...]] = {
    "joined": (iso, years, serial, year),
    "four": (year,),
    "counted": (days_across_months, single_day, fraction, half_of, weekday),
    "few": (numeric, days_of_month, fraction, serial),
    "many": (serial,),
    "code": (fraction,),
    "part": (part,),
    "relative": (relative,),
    "ordinal": (fraction, half_of, weekday, single_day),
    "month": (month_before_day, month),
    "season": (month, season),  # «jul.» is a month too
    "week": (week,),
    "holiday": (holiday,),
    "turn": (turn,),
    "year_end": (year_end,),
}
