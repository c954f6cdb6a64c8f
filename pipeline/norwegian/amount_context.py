"""The context of the amounts in a sentence: exact or not, change or level, annual, which years.

Everything is decided by the words next to an amount, in windows of bounded length (even if a
pattern can match only there: the engine looks ahead to the end of its input). An amount is given
as its span; amounts that share a unit («5 og 6 mill. kroner») are one block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec
import regex

from pipeline.norwegian.vocabulary import (
    Match,
    Pattern,
    any_of,
    capturing,
    pattern,
    tagged,
    vocabulary,
)
from pipeline.seams.vocabularies import AmountChange, Qualifier

Span = tuple[int, int]

REACH = 240  # characters on either side in which a word can refer to an amount
FEW_WORDS = 10
NEXT_TO = 3  # characters: at most a space in between


class Circumstances(NamedTuple):
    """The context of one amount, as in the table `amounts`."""

    qualifier: Qualifier
    change: AmountChange
    annual: bool
    years: str | None


def circumstances(
    text: str, sentence: Span, blocks: Sequence[Sequence[Span]]
) -> list[list[Circumstances]]:
    """The context of each amount of each block in the sentence at `sentence`, blocks in order."""
    ends = [sentence[0], *(block[-1][1] for block in blocks)]
    starts = [*(block[0][0] for block in blocks[1:]), sentence[1]]
    changes = _changes(text, sentence, blocks)
    years = _years(text, sentence, [(block[0][0], block[-1][1]) for block in blocks])
    by_block: list[list[Circumstances]] = []
    for number, block in enumerate(blocks):
        qualifier: Qualifier = "exact"
        annual = _is_annual(text, ends[number], block[0][0], block[-1][1], starts[number])
        apart = _one_year_each(text, sentence, block, years[number])
        row: list[Circumstances] = []
        for index, span in enumerate(block):
            floor = ends[number] if index == 0 else block[index - 1][1]
            match = _qualifier(text, floor, span[0])
            if match is not None:
                qualifier = _qualifiers()[" ".join(match["words"].lower().split())]
            year = apart[index] if apart else _edtf(years[number])
            row.append(Circumstances(qualifier, changes[number], annual, year))
        by_block.append(row)
    return by_block


# Qualifier --------------------------------------------------------------------------------------

QUALIFIER = (
    r"(?i)(?<![\p{L}\d])(?P<words>«ABOUT»|«UNDER»|«OVER»|«UPTO»)\s*+"
    r"(?:(?:«WHOLE»|totalt|samlet|samla|til\s+sammen|til\s+saman)\s+)?\Z"
)


def qualifier_start(text: str, floor: int, start: int) -> int:
    """The start of the qualifier of an amount at `start`; `start` if it has none."""
    match = _qualifier(text, floor, start)
    return start if match is None else match.start()


def _qualifier(text: str, floor: int, start: int) -> Match | None:
    return pattern(QUALIFIER).search(text, max(floor, start - 48), start)


@cache
def _qualifiers() -> dict[str, Qualifier]:
    qualifiers: tuple[Qualifier, ...] = ("about", "under", "over", "upto")
    return {words: qualifier for qualifier in qualifiers for words in tagged(qualifier)}


# Change -----------------------------------------------------------------------------------------

STRIP = (
    r"(?i)(?<![\p{L}\d])(?:(?:«WHOLE»|totalt|samlet|samla|til\s+sammen|til\s+saman|tilsammen|i\s+alt|"
    r"henholdsvis|høvesvis|bare|berre|kun|også|«YEARLY»|«ARTICLE»\s+sum\s+på)\s*)+\Z"
)
LAST_WORD = regex.compile(r"(?P<word>[\p{L}.]+)\s*+\Z")
WORD = regex.compile(r"[\p{L}-]+")
INHERITING = (
    r"(?i)(?:[\s(,:]|«AND»|«FROM»|«YEAR_NOUN»|«MORE»|«YEARLY»|«ABOUT»|(?:19|20)\d\d\b[–-]?|(?:med|så"
    r"|deretter|videre|vidare|både|i|for|til|budsjettet|henholdsvis|høvesvis)\b)*+\Z"
)
ALSO_BY = regex.compile(r"(?:\bog|,)\s+med\s+\Z")
FINITE = r"(?i)\b(?:«VERB»|fikk|fekk|får|gir|ga|gav|mottok|mottar|bidrar|bidro|deltar)\b"
STATING = frozenset(("på", "tilsvarende", "tilsvarande", "utgjør", "utgjorde", "utgjer", "lik"))


def _changes(text: str, sentence: Span, blocks: Sequence[Sequence[Span]]) -> list[AmountChange]:
    """level, increase or decrease for each block, by the word before it and what that joins.

    «styrket med …» and «økning på …» are changes, «økt til …» is a level. An amount that follows a
    change without a new verb is the same change: «styrket med 5 mill. kroner i 2024 og 6 mill.
    kroner i 2025», «økt med 300 mill. kroner (150 mill. kroner i 2024 …)».
    """
    changes: list[AmountChange] = []
    previous = sentence[0]
    for block in blocks:
        start, end = block[0][0], block[-1][1]
        floor = max(sentence[0], start - REACH)
        change = _change_before(text, floor, start)
        between = text[max(previous, floor) : start]
        if (
            change is None
            and changes
            and previous >= floor
            and pattern(INHERITING).fullmatch(between)
        ):
            change = changes[-1]
        elif change == "level" and changes and previous >= floor:
            # «styrket med 5 mill. kroner til barnehus og med 3 mill. kroner til krisesentre»
            joined = ALSO_BY.search(between) is not None
            change = changes[-1] if joined and pattern(FINITE).search(between) is None else change
        after = _change_mark("after").match(text, end, end + 40)
        if after is not None and change in (None, "level"):
            change = _marks("after")[" ".join(after["words"].lower().split())]
        changes.append(change or "level")
        previous = end
    return changes


def _change_before(text: str, floor: int, start: int) -> AmountChange | None:
    """The change that the words before `start` express; None if none of them joins the amount."""
    position = qualifier_start(text, floor, start)
    marked: AmountChange | None = None
    for _ in range(4):
        mark = _change_mark("before").search(text, max(floor, position - 40), position)
        strip = pattern(STRIP).search(text, max(floor, position - 40), position)
        if mark is not None:
            marked, position = _marks("before")[mark["words"].lower()], mark.start()
        elif strip is not None:
            position = strip.start()
        else:
            qualified = qualifier_start(text, floor, position)
            if qualified == position:
                break
            position = qualified
    joint = LAST_WORD.search(text, max(floor, position - 40), position)
    word = joint["word"].lower() if joint is not None else ""
    before = joint.start() if joint is not None else position
    if word == "med":
        return _by_verb(text, floor, before, marked)
    if word in STATING or word in tagged("be"):
        return _by_noun(text, floor, before) or marked or "level"
    if word in ("til", "mellom", *tagged("from")):
        return marked or "level"
    cue = _cue(word)
    if cue is not None and cue.role in ("verb", "noun"):
        return cue.change if cue.change != "level" else marked or "level"
    return marked


def _by_verb(text: str, floor: int, end: int, marked: AmountChange | None) -> AmountChange:
    """The nearest verb or noun of the vocabulary before «med»: «styrket i 2024 med».

    «opp» and «ned» count only with a verb that takes a direction («trappet … opp med»), not with
    any verb («fulgt opp med»).
    """
    words = list(_backwards(text, floor, end))
    for index, word in enumerate(words):
        cue = _cue(word)
        if cue is None or cue.role == "directed" or (cue.role == "noun" and cue.change == "level"):
            continue
        if cue.role == "particle" and not any(
            (verb := _cue(earlier)) is not None and verb.role == "directed"
            for earlier in words[index + 1 : index + 5]
        ):
            continue
        return cue.change if cue.change != "level" else marked or "level"
    return marked or "level"


def _by_noun(text: str, floor: int, end: int) -> AmountChange | None:
    """The nearest noun of the vocabulary before «på»: «økningen har vært på».

    A noun of allocation counts only at the start of a phrase («en bevilgning på»); otherwise it may
    belong to the change («økningen i bevilgningen på»).
    """
    words = list(_backwards(text, floor, end))[:FEW_WORDS]
    for index, word in enumerate(words):
        cue = _cue(word)
        if cue is None or cue.role != "noun":
            continue
        if cue.change != "level":
            return cue.change
        if index + 1 == len(words) or words[index + 1] in _before_phrases():
            return "level"
    return None


def _backwards(text: str, floor: int, end: int) -> Iterator[str]:
    return reversed([match[0].lower() for match in WORD.finditer(text, floor, end)])


@cache
def _before_phrases() -> frozenset[str]:
    """The words after which a noun begins a phrase: «en bevilgning», «ble bevilgning»."""
    return frozenset((*tagged("article"), *tagged("verb"), "gjennom"))


class _Cue(NamedTuple):
    role: str
    change: AmountChange


def _cue(word: str) -> _Cue | None:
    match = _cue_pattern().fullmatch(word)
    if match is None:
        return None
    return _cues()[int((match.lastgroup or "w0")[1:])]


@cache
def _cues() -> list[_Cue]:
    rows = [(row["role"], row["change"]) for row in vocabulary("amounts_changes")]
    return msgspec.convert(rows, list[_Cue])


@cache
def _cue_pattern() -> Pattern:
    rows = vocabulary("amounts_changes")
    # nouns first: «økning» is a noun with the stem of a verb
    order = sorted(range(len(rows)), key=lambda number: rows[number]["role"] != "noun")
    return regex.compile("|".join(f"(?P<w{n}>{rows[n]['pattern']})" for n in order))


@cache
def _marks(side: str) -> dict[str, AmountChange]:
    rows = vocabulary("amounts_change_marks")
    marks = {row["words"]: row["change"] for row in rows if row["place"] == side}
    return msgspec.convert(marks, dict[str, AmountChange])


@cache
def _change_mark(side: str) -> Pattern:
    words = any_of(_marks(side))
    if side == "before":
        return regex.compile(rf"(?<!\p{{L}})(?P<words>{words})\s+\Z", flags=regex.IGNORECASE)
    return regex.compile(rf"\s+(?P<words>{words})(?!\p{{L}})", flags=regex.IGNORECASE)


# Annual -----------------------------------------------------------------------------------------

EACH_YEAR = r"(?:«PER»|«EACH»)\s+(?:budsjett)?år|i\s+året|om\s+året|på\s+årsbasis|p\.a\."
ANNUAL_AFTER = (
    r"(?i)\s?/\s?år(?!\p{L})"
    r"|(?:\s+(?!(?:til|av|for|på|«ARTICLE»|den|det|sin|og)\s+årl)[\p{L}\d-]+){0,5}?"
    r"\s+(?:«YEARLY»(?=\s*+(?:[^\s\p{L}]|\Z|(?:til|for|«FROM»|i|over|fram|frem|ut|på|og|som|av|"
    rf"gjennom|«SINCE»|framover|fremover)\b))|(?:{EACH_YEAR})(?!\p{{L}}))"
)
ANNUAL = r"(?:«YEARLY»|«ANNUAL»)"
ANNUAL_DIRECT = rf"(?i)(?<!\p{{L}})(?:{ANNUAL}|{EACH_YEAR})\s+(?:(?:på|med|«MORE»)\s+)?\Z"
ANNUAL_MONEY = (
    rf"(?i)(?<!\p{{L}}){ANNUAL}\s+(?:[\p{{L}}-]+\s+){{0,2}}?"
    r"[\p{L}-]*(?:tilskudd|tilskot|bevilgning|løyving|støtte|stønad|ramme|beløp|midl|finansiering|"
    r"kostnad|utgift|budsjett|overføring|økning|auke|bidrag)\p{L}*(?:\s+[\p{L}-]+){0,7}\s*\Z"
)
ANNUAL_ADVERB = (
    rf"(?i)(?<!\p{{L}})(?:{EACH_YEAR}"
    r"|«YEARLY»(?=\s+(?:«FROM»|«VERB»|«FUND»|over|av|på|i|gjennom|bevilges|tildeles|tildelt|utbetalt|gitt|gis)\b))"
)


def _is_annual(text: str, floor: int, start: int, end: int, ceiling: int) -> bool:
    """Whether the amount is paid each year: «10 mill. kroner årlig», «et årlig tilskudd på …».

    «den årlige konferansen» is not a payment.
    """
    after = pattern(ANNUAL_AFTER).match(text, end, min(ceiling, end + REACH))
    if after is not None:
        return True
    floor = max(floor, start - REACH)
    start = qualifier_start(text, floor, start)
    return any(
        pattern(annual).search(text, floor, start) is not None
        for annual in (ANNUAL_DIRECT, ANNUAL_ADVERB, ANNUAL_MONEY)
    )


# Years ------------------------------------------------------------------------------------------


class _Years(NamedTuple):
    """The years in a phrase: kind is `single`, `all`, `one`, `interval`, `from` or `until`."""

    start: int
    kind: str
    years: tuple[str, ...]


YEAR = r"(?<![\d.,/-])(?:19|20)\d\d(?!\d)(?!-\p{L})"
YEARS = (
    rf"(?P<year>{YEAR})(?:\s?[-‐‑–—/]\s?(?P<to>(?:\d\d)?\d\d)(?!\d)"
    rf"|,?\s(?:«THROUGH»|til(?:\smed)?)\s(?P<to>{YEAR})"
    rf"|(?:,\s(?P<more>{YEAR})){{0,8}},?\s(?P<joint>«JOINT»)\s(?:(?:i|for|«FROM»)\s)?(?P<more>{YEAR}))?"
)
ADJUNCT = (
    r"(?:(?:både|henholdsvis|høvesvis|hhv\.|«WHOLE»|(?:«EACH»\sav\s)?«YEAR_NOUN»|«PERIOD»"
    r"|«BUDGET»(?:\sfor)?)\s){0,3}\(?"
)
PHRASE = (
    r"(?i)(?<!\p{L})(?:"
    r"(?:(?P<from>(?P<onwards>«ONWARDS»)|«FROM»|«SINCE»)|(?P<until>«THROUGH»|fram\stil|frem\stil|ut)"
    rf"|i|for|gjennom|innenfor|innanfor|i\sløpet\sav|over)\s{ADJUNCT}{YEARS}"
    rf"|(?:(?P<between>mellom)|«BUDGET»(?:\s\(RNB\))?(?:\s(?:for|i))?)\s{YEARS}"
    r"|(?P<year>(?<!\d)(?:19|20)\d\d)-«BUDGET»"
    r")"
)
YEARS_AFTER = rf"\s?(?:over\s[\p{{L}}\d]+\sår\s)?\(\s?{YEARS}\s?\)"
BEFORE_COLON = rf"(?<![\p{{L}}\d])(?:i\s|for\s)?{YEARS}\s?:\s*\Z"
OF_MONEY = (
    r"(?!(?:\s[\p{L}-]+){0,2}\s(?:bevilg|løyv|fordel|utbetal|tildel|avsatt|avsett|avset|satt|sett|"
    r"gjeld|gis|brukes|brukt))"
)
CLAUSE = (
    r";|,\s(?:og|men)(?!\p{L})|(?<!\p{L})«WHILE»"
    r"|(?<!\p{L})(?:som|der|hvor|kor|når|då|da|fordi|ettersom|at|slik)(?!\p{L})" + OF_MONEY
)
RELATIVE = regex.compile(
    r"(?:,\s(?:som|der|hvor|kor|da|då|når)(?!\p{L})" + OF_MONEY + r"[^,]{1,80}"
    r"|(?<!\p{L})(?:som|hvor|kor)" + OF_MONEY + r"\s(?:[\p{L}-]+\s){1,4})\Z"
)
COMPARISON = r"(?i)\s?\(\s?(?:«ABOUT»\s)?(?:mot|«FROM»|«COMPARED»)(?!\p{L})"
COMPARED = r"(?<!\p{L})(?:enn|«COMPARED»)\s\Z"
NEXT_CLAUSE = r"(?:(?<!\p{L})(?:«AND»|men|«WHILE»)|[,;:])\s*+\Z"
DATED = r"(?i)(?<!\p{L})(?:«DOCUMENT»|«PLAN»|«SOURCE»|«FIGURES»)\s\Z"  # by «fra», as in date_roles
CHANGE_OF = regex.compile(
    r"(?:økning|auke|auking|vekst|styrking|reduksjon|nedgang|kutt)\p{L}*\s(?:på|med)\s\Z"
)
BEFORE_FROM = (
    r"(?i)(?:[,;:(–-]|(?<!\p{L})(?:«VERB»|det|også|og|virkning|verknad|derfor|difor|så))\s*+\Z"
)
PARENTHESIS = regex.compile(r"\([^()]*+\)")
OPENING = regex.compile(r"\s?\(")
QUOTED = regex.compile(r"«[^«»]*+»")
RESPECTIVELY = regex.compile(r"(?<!\p{L})(?:henholdsvis|høvesvis|hhv|respektive)(?!\p{L})")


def _years(text: str, sentence: Span, blocks: Sequence[Span]) -> list[_Years | None]:
    """The years each block belongs to, by the phrases of its sentence.

    Nearest first: the phrase after the amount («10 mill. kroner i 2024»), the one before it («I
    2024 ble det bevilget …»), a later one in the sentence; for a sum with its parts in parentheses,
    the years of the parts; else the years of the neighbouring amount. Phrases in quotation marks,
    in other parentheses and in relative clauses are about something else.
    """
    phrases = _phrases(text, sentence, blocks)
    starts = [phrase.start for phrase in phrases]
    given: list[_Years | None] = []
    trailing: list[bool] = []
    left = phrases[: bisect_left(starts, blocks[0][0])]
    for number, (_, end) in enumerate(blocks):
        last = number + 1 == len(blocks)
        ceiling = sentence[1] if last else blocks[number + 1][0]
        right = phrases[bisect_left(starts, end) : bisect_left(starts, ceiling)]
        following = next(
            (index for index, phrase in enumerate(right) if _opens_clause(text, end, phrase.start)),
            len(right),
        )
        near = _near(text, end, ceiling, right if last else right[:following])
        given.append(near or (left[-1] if left else None))
        trailing.append(near is not None)
        left = right[following:]
    return _completed(text, blocks, given, trailing)


def _opens_clause(text: str, floor: int, start: int) -> bool:
    """Whether a phrase at `start` opens the clause of the next amount: «…, og i 2025»."""
    return pattern(NEXT_CLAUSE).search(text, max(floor, start - 12), start) is not None


def _near(text: str, end: int, ceiling: int, phrases: Sequence[_Years]) -> _Years | None:
    """The first phrase after an amount in the same clause."""
    if not phrases:
        return None
    clause = pattern(CLAUSE).search(text, end, min(ceiling, end + 2 * REACH))
    return phrases[0] if clause is None or phrases[0].start <= clause.start() else None


def _completed(
    text: str,
    blocks: Sequence[Span],
    given: Sequence[_Years | None],
    trailing: Sequence[bool],
) -> list[_Years | None]:
    """Years for the blocks that have none: those of a sum's parts, else a neighbour's.

    The next amount's years apply to this one if they follow it («10 mill. kroner til drift og 5
    mill. kroner til utstyr i 2024»), but not if they open its clause («…, og i 2024 …»).
    """
    completed = list(given)
    follows = list(trailing)
    for number in range(len(blocks)):
        if completed[number] is None:
            completed[number] = _of_parts(text, blocks, given, number)
        if completed[number] is None and number:
            completed[number] = completed[number - 1]
    for number in range(len(blocks) - 2, -1, -1):
        between = text[blocks[number][1] : blocks[number + 1][0]]
        if completed[number] is None and follows[number + 1] and "(" not in between:
            completed[number] = completed[number + 1]
            follows[number] = True
    return completed


def _of_parts(
    text: str, blocks: Sequence[Span], given: Sequence[_Years | None], number: int
) -> _Years | None:
    """The years of the parts of a sum: «300 mill. kroner (150 … i 2024 og 150 … i 2025)»."""
    end = blocks[number][1]
    if OPENING.match(text, end, end + NEXT_TO) is None or is_comparison(text, end):
        return None
    close = text.find(")", end, end + 2 * REACH)
    after = bisect_left(blocks, (close,))
    inside = given[number + 1 : after]
    if not inside or any(years is None or years.kind != "single" for years in inside):
        return None
    named = sorted({year for years in inside if years is not None for year in years.years})
    return _Years(end, "all" if len(named) > 1 else "single", tuple(named))


def is_comparison(text: str, end: int) -> bool:
    """Whether the brackets after an amount compare: «(mot 10 mill. kroner i 2023)»."""
    return pattern(COMPARISON).match(text, end, end + 48) is not None


def _phrases(text: str, sentence: Span, blocks: Sequence[Span]) -> list[_Years]:
    """The phrases of the sentence that can give an amount's years, in order."""
    start, stop = sentence
    by_start: dict[int, _Years] = {}
    parentheses = [match.span() for match in PARENTHESIS.finditer(text, start, stop)]
    quoted = [match.span() for match in QUOTED.finditer(text, start, stop)]
    for match in capturing(PHRASE).finditer(text, start, stop):
        at = match.start()
        outside = _is_aside(parentheses, at, blocks) or _holds_no_amount(
            _around(quoted, at), blocks
        )
        before = text[max(start, at - 100) : at]
        if (
            outside
            or pattern(COMPARED).search(before)
            or (at < blocks[0][0] and RELATIVE.search(before))
        ):
            continue
        if match["from"] is None or _is_time(text, start, match, blocks):
            by_start[at] = _read_years(match)
    for first, end in blocks:
        for adjacent in (
            capturing(YEARS_AFTER).match(text, end, min(stop, end + 80)),
            capturing(BEFORE_COLON).search(text, max(start, first - 24), first),
        ):
            if adjacent is not None:
                by_start[adjacent.start()] = _read_years(adjacent)
    return [by_start[at] for at in sorted(by_start)]


def _around(spans: Sequence[Span], position: int) -> Span | None:
    """The span that holds `position`; `spans` are in order."""
    before = bisect_left(spans, (position + 1,)) - 1
    return spans[before] if before >= 0 and position < spans[before][1] else None


def _holds_no_amount(span: Span | None, blocks: Sequence[Span]) -> bool:
    if span is None:
        return False
    at = bisect_left(blocks, span)
    return not (at < len(blocks) and blocks[at][0] < span[1])


def _is_aside(parentheses: Sequence[Span], position: int, blocks: Sequence[Span]) -> bool:
    """Whether `position` is in parentheses that neither hold nor directly follow an amount."""
    span = _around(parentheses, position)
    if not _holds_no_amount(span, blocks) or span is None:
        return False
    before = bisect_left(blocks, (span[0],)) - 1
    return before < 0 or span[0] - blocks[before][1] >= NEXT_TO


def _is_time(text: str, start: int, phrase: Match, blocks: Sequence[Span]) -> bool:
    """Whether «fra 2024» is a time, as in «Fra 2024 …».

    It is not in «rapporten fra 2024» or «en økning på 2 mill. kroner fra 2024».
    """
    if phrase["onwards"] is not None:
        return True
    position = phrase.start()
    before = bisect_left(blocks, (position,)) - 1
    if before < 0:
        words = text[max(start, position - 24) : position]
        return not words.strip() or pattern(BEFORE_FROM).search(words) is not None
    first, end = blocks[before]
    if position - end < NEXT_TO and CHANGE_OF.search(text, max(start, first - 40), first):
        return False
    return pattern(DATED).search(text, max(end, position - 40), position) is None


def _read_years(match: regex.Match[str]) -> _Years:
    groups = match.groupdict()
    first = groups["year"]
    start = match.start()
    if groups.get("to") is not None:
        last = groups["to"]
        last = first[:2] + last if len(last) == 2 else last
        return _Years(start, "interval" if first < last else "single", (first, last))
    more = match.captures("more") if groups.get("more") else []
    if groups.get("between") is not None and len(more) == 1:
        return _Years(start, "interval", (first, *more))
    if more:
        named = tuple(sorted({first, *more}))
        return _Years(start, "one" if groups["joint"] == "eller" else "all", named)
    if groups.get("from") is not None:
        return _Years(start, "from", (first,))
    return _Years(start, "until" if groups.get("until") is not None else "single", (first,))


def _edtf(years: _Years | None) -> str | None:
    if years is None:
        return None
    first, last = years.years[0], years.years[-1]
    several = ",".join(years.years)
    forms = {
        "single": first,
        "all": f"{{{several}}}",
        "one": f"[{several}]",
        "interval": f"{first}/{last}",
        "from": f"{first}/..",
        "until": f"../{first}",
    }
    return forms[years.kind] if len(years.years) > 1 or years.kind not in ("all", "one") else first


def _one_year_each(
    text: str, sentence: Span, block: Sequence[Span], years: _Years | None
) -> tuple[str, ...]:
    """The year of each amount in «henholdsvis 5 og 6 mill. kroner i 2024 og 2025»; else none."""
    if years is None or years.kind != "all" or not 1 < len(block) == len(years.years):
        return ()
    end = max(block[0][0], years.start)
    window = max(sentence[0], end - REACH)
    return years.years if RESPECTIVELY.search(text, window, end) else ()
