"""Amounts in Norwegian kroner: the printed text, and its exact value in kroner.

    find_amounts("rundt 18,6 mill. kroner i 2023")    18 600 000, about, of 2023
    read_amounts("499,90 kr").unread                  an amount with øre has no whole number

Pure functions of the text that raise nothing and run in linear time. All arithmetic is in integers
and fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import groupby
from typing import NamedTuple

import regex

from pipeline.norwegian import amount_context, amount_parts
from pipeline.norwegian.numerals import Quantity, is_number_word, read_digits, read_words
from pipeline.norwegian.sentences import sentence_at, sentences
from pipeline.norwegian.vocabulary import Openings, pattern, tagged, vocabulary
from pipeline.seams.vocabularies import AmountChange, Qualifier

LARGEST = 2**63 - 1  # the maximum of an int64 column
LONGEST_LIST = 12  # amounts that share one unit: «5, 6 og 7 mill. kroner»
LONGEST_IN_WORDS = 16

MINOR = "beløpet er oppgitt med øre"
UNCLEAR_NUMBER = "tallet i beløpet kan ikke leses sikkert"
UNCLEAR_SIGN = "det er uklart om beløpet er negativt"
UNCLEAR_UNIT = "det er uklart hvilket tall kronebeløpet hører til"
TOO_LARGE = "beløpet er for stort"
UNCLEAR_WHICH = "det er uklart hvilket beløp det vises til"


class AmountMention(NamedTuple):
    """One amount. `text` is `text[start:end]` of the input, number and unit as printed.

    amount_nok is in whole kroner. qualifier is `exact`, `about`, `under`, `over` or `upto`; change
    is `level` (an allocation or total), `increase` or `decrease`; annual means paid each year.
    years is the EDTF string of the years from its sentence (`2024`, `{2024,2025}`, `2024/2028`,
    `2025/..`), or None. sentence is the span of its sentence. counted is False for a part of
    another amount or for what was said before; part_of is then the start of the whole, None if it
    is a repetition. inferred: the sum is another's («Tilsvarende beløp er bevilget i 2025»).
    """

    start: int
    end: int
    text: str
    amount_nok: int
    qualifier: Qualifier
    change: AmountChange
    annual: bool
    years: str | None
    sentence: tuple[int, int]
    counted: bool = True
    part_of: int | None = None
    inferred: bool = False


class UnreadAmount(NamedTuple):
    """An amount without an exact value in whole kroner, and why (in Norwegian)."""

    start: int
    end: int
    text: str
    reason: str


class Amounts(NamedTuple):
    """The amounts of one text: those that were read and those that could not be."""

    read: list[AmountMention]
    unread: list[UnreadAmount]


def find_amounts(text: str) -> list[AmountMention]:
    """Every amount in Norwegian kroner in `text`, in order.

    A range or list with one unit («mellom 4,5 og 6 mrd. kroner») gives an amount for each number.
    Other currencies, and counts of other things, are not amounts.
    """
    return read_amounts(text).read


def read_amounts(text: str) -> Amounts:
    """Every amount in `text`, also those that cannot be read exactly, in order."""
    figures = _figures(text)
    if not figures:
        return Amounts([], [])
    read: list[AmountMention] = []
    unread: list[UnreadAmount] = []
    limits = sentences(text)
    named = _with_the_same(text, limits, figures)
    by_sentence = groupby(named, key=lambda figure: sentence_at(limits, figure.start))
    for number, group in by_sentence:
        for figure, circumstances in _with_circumstances(text, limits[number], list(group)):
            start, end = figure.start, figure.end
            if isinstance(figure.value, str):
                unread.append(UnreadAmount(start, end, text[start:end], figure.value))
            else:
                printed = text[start:end]
                mention = AmountMention(
                    start, end, printed, figure.value, *circumstances, limits[number]
                )
                if figure.same_as is not None:
                    same = next(other for other in read if other.start == figure.same_as)
                    mention = mention._replace(qualifier=same.qualifier, inferred=True)
                read.append(mention)
    return Amounts(_counted(text, read), unread)


def _counted(text: str, read: Sequence[AmountMention]) -> list[AmountMention]:
    """The amounts with what they count as."""
    sums = [
        amount_parts.Sum(m.start, m.end, m.amount_nok, m.change, m.years, m.sentence) for m in read
    ]
    counted = amount_parts.counted(text, sums)
    return [
        mention._replace(
            counted=said.counted,
            part_of=None if said.whole is None else read[said.whole].start,
            years=_years_of_parts(read, counted, index) or mention.years,
        )
        for index, (mention, said) in enumerate(zip(read, counted, strict=True))
    ]


def _years_of_parts(
    read: Sequence[AmountMention], counted: Sequence[amount_parts.Counted], index: int
) -> str | None:
    """The years of the parts before a total: «3 mill. i 2023 og 4 mill. i 2024, i alt 7 mill.»."""
    parts = [m.years for m, said in zip(read[:index], counted, strict=False) if said.whole == index]
    if not parts or parts[-1] != read[index].years or len(set(parts)) == 1:
        return None
    named = [years for years in parts if years is not None and years.isdigit()]
    return f"{{{','.join(sorted(set(named)))}}}" if len(named) == len(parts) else None


# «Tilsvarende beløp» ----------------------------------------------------------------------------

THE_SAME = r"(?i)(?<!\p{L})«SAME»\s«SUM_NOUN»(?!\s(?:på|«PER»))"
GRANTED = r"(?i)(?<!\p{L})(?:«FUND»|«GRANT»|«BE»)"


def _with_the_same(
    text: str, limits: Sequence[tuple[int, int]], figures: Sequence[_Figure]
) -> Sequence[_Figure]:
    """The figures and those that name an earlier one: «Tilsvarende beløp er bevilget i 2025».

    The earlier one is the only amount before it in its sentence or in the sentence before; of
    several, it is unclear which.
    """
    named: list[_Figure] = []
    for match in pattern(THE_SAME).finditer(text, figures[0].end):
        number = sentence_at(limits, match.start())
        first, last = limits[number]
        if pattern(GRANTED).search(text, first, last) is None:
            continue
        earlier = [f for f in figures if first <= f.start < match.start()]
        if not earlier and number:
            first, last = limits[number - 1]
            earlier = [f for f in figures if first <= f.start < last]
        if not earlier:
            continue
        only = earlier[0].value if len(earlier) == 1 else UNCLEAR_WHICH
        same_as = None if isinstance(only, str) else earlier[0].start
        named.append(_Figure(*match.span(), only, -1 - len(named), same_as))
    return sorted([*figures, *named]) if named else figures


def amount_spans(text: str) -> list[tuple[int, int]]:
    """The spans of the amounts in Norwegian kroner in `text`, also of those that cannot be read."""
    return [(figure.start, figure.end) for figure in _figures(text)]


class _Figure(NamedTuple):
    """A printed amount: whole kroner, or the reason for none. Figures of a `block` share a unit."""

    start: int
    end: int
    value: int | str
    block: int
    same_as: int | None = None  # the start of the figure whose value it has


def _with_circumstances(
    text: str, sentence: tuple[int, int], figures: Sequence[_Figure]
) -> Iterator[tuple[_Figure, amount_context.Circumstances]]:
    blocks = [list(block) for _, block in groupby(figures, key=lambda figure: figure.block)]
    spans = [[(figure.start, figure.end) for figure in block] for block in blocks]
    said = amount_context.circumstances(text, sentence, spans)
    for block, circumstances in zip(blocks, said, strict=True):
        yield from zip(block, circumstances, strict=True)


# Printed amounts --------------------------------------------------------------------------------

PRICES = (",-", ",–", ",—")
LETTERS = regex.compile(r"\p{L}+")
TOKEN = regex.compile(
    r"(?P<number>[0-9]{1,3}(?:\s{1,2}[0-9]{3}(?![0-9]))++(?:[.,][0-9]++)*+"
    r"|[0-9]++(?:[.,:/'’][0-9]++)*+)"
    r"|(?P<word>\p{L}++)|(?P<mark>[^\s\p{L}0-9])"
)
YEAR = regex.compile(r"(?:19|20)[0-9]{2}")
MINUS = frozenset("-−")
DASHES = frozenset("-‐‑‒–—−")
PARTS_OF_NUMBERS = frozenset(".,'’/×*^%‰½⅓⅔¼¾$€£¥±°")
OPENING = frozenset('(«[“"')
BETWEEN = ("mellom", "mellem")
OURS = ("after", "either", "minor")


def _figures(text: str) -> list[_Figure]:
    if _openings().positions(text) or any(map(text.__contains__, ("NOK", *PRICES))):
        return _Reader(text).figures
    return []


@cache
def _openings() -> Openings:
    """The words for kroner; «nok» is one only in capitals."""
    kroner = (word for word, currency in _currencies().items() if currency.use in OURS)
    return Openings((word for word in kroner if not word.endswith("nok")), LETTERS)


class _Element(NamedTuple):
    """A number with its magnitude, without the currency: tokens `first` to `last`.

    `apart`: its year follows it, as in «5 mill. i 2024 og 6 mill. kroner i 2025».
    """

    first: int
    last: int
    start: int
    end: int
    quantity: Quantity | str
    apart: bool = False


class _Reader:
    """Reads the figures of one text from its numbers, words and marks, from left to right.

        amount   = suffixed | prefixed | price
        suffixed = elements [«norske»] currency [«og» number «øre»]
        prefixed = [minus] currency [«.»] [minus] element [dash element]
        price    = number «,-»
        elements = {element joint} element;  joint = «og» | «eller» | «til» | «,» | dash
        element  = [minus] (digits [magnitude] | words)

    `figures` has the results; no token belongs to two figures.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.negative = "minus" in text.lower()  # somewhere
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        for match in TOKEN.finditer(text):
            self.kinds.append(match.lastgroup or "")
            start, end = match.span()
            self.starts.append(start)
            self.ends.append(end)
            self.words.append(match[0])
        self.size = len(self.words)
        self.figures: list[_Figure] = []
        self.floor = 0  # the first token that is not yet in a figure
        self.block = 0
        self._read()

    # Tokens

    def word(self, at: int) -> str:
        """The word at token `at` in lower case, "" if it is not a word."""
        return self.words[at].lower() if 0 <= at < self.size and self.kinds[at] == "word" else ""

    def mark(self, at: int) -> str:
        return self.words[at] if 0 <= at < self.size and self.kinds[at] == "mark" else ""

    def number(self, at: int) -> str:
        return self.words[at] if 0 <= at < self.size and self.kinds[at] == "number" else ""

    def tight(self, at: int) -> bool:
        """Whether there is no space before token `at`."""
        return 0 < at < self.size and self.ends[at - 1] == self.starts[at]

    # Amounts

    def _read(self) -> None:
        currencies = _currencies()
        for at, word in enumerate(self.words):
            if at < self.floor:
                continue
            currency = currencies.get(word.lower())
            if currency is not None:
                self._currency(at, currency)
            elif word == "," and self.mark(at + 1) in DASHES:
                self._price(at)

    def _currency(self, at: int, currency: _Currency) -> None:
        if currency.use in ("ours", "foreign") or self.words[at] in ("nok", "Nok"):
            return
        if currency.use == "minor":
            self._only_minor(at)
            return
        before = at - 1
        meaning = _currencies().get(self.word(before))
        if meaning is not None and meaning.use == "foreign":
            self.floor = max(at, self._minor_after(at) or at) + 1
            return
        if meaning is not None and meaning.use == "ours":
            before -= 1
        if self.tight(at) and self.tight(at - 1) and self.mark(at - 1) in DASHES:
            # «6 mrd. 2010-kroner» are kroner, «en 200-kroner» and «(2010-kroner)» are no amount
            if not YEAR.fullmatch(self.number(at - 2)):
                return
            before = at - 3
            if not self._element(before):
                return
        elements = self._elements(before, currency.power)
        if elements and self._suffixed(at, elements, currency):
            return
        self._prefixed(at, currency)

    def _suffixed(self, at: int, elements: list[_Element], currency: _Currency) -> bool:
        """Read `elements` followed by the currency at `at`; False if it precedes its number."""
        last = elements[-1]
        minor = self._minor_after(at)
        if minor is not None:
            self._add([(elements[0].start, self.ends[minor], MINOR)], minor)
            return True
        following = at + 1
        if self.number(following) and not self._has_unit(following):
            plain = last.first == last.last and self.words[last.last].isalnum()
            whole_sentence = self.mark(following + 1) == "."
            if currency.use == "either" and plain:
                if self._is_large(following):
                    return False  # «under punkt 3 kr 500 000»
                self._add([(last.start, self.ends[following], UNCLEAR_UNIT)], following)
                return True
            if plain and len(self.words[following]) <= 2 and not whole_sentence:
                self._add([(last.start, self.ends[following], MINOR)], following)
                return True
        values = _values(elements, currency.power)
        end = at
        if self.mark(at + 1) == "." and self.tight(at + 1) and self._goes_on(at + 2):
            end = at + 1 if self.words[at].lower() == "kr" else at
        if self.mark(at + 1) == "," and self._is_dash_tail(at + 1):
            end = at + 2
        spans = [(element.start, element.end) for element in elements]
        spans[-1] = (last.start, self.ends[end])
        self._add(
            [(*span, value) for span, value in zip(spans, values, strict=True)],
            end,
            apart=[element.apart for element in elements],
        )
        return True

    def _prefixed(self, at: int, currency: _Currency) -> None:
        first = at + 1
        if self.mark(first) in (".", ":") and self.tight(first):
            first += 1
        start, sign, reason = self.starts[at], 1, ""
        if self._signed(at):
            start, sign = self.starts[at - 1], -1
        if self.mark(first) in DASHES and self.tight(first + 1):
            sign, reason = -sign, "" if self.mark(first) in MINUS else UNCLEAR_SIGN
            first += 1
        if not self.number(first) or (self.tight(at) and self.kinds[at - 1] != "mark" and sign > 0):
            return
        element = self._right_element(first)
        bare = element.last == first and not self._is_large(first)
        tail = self._is_dash_tail(element.last + 1) and self.tight(element.last + 1)
        if currency.use == "after" and ((bare and not tail) or self._counted(at)):
            return  # «kroner 500 000», but not «i kroner 2024» or «10 mill. kroner 30 barn»
        last = element.last + 2 if tail else element.last
        elements = [element]
        other = self._range_end(last + 1, element) if not tail else None
        if other is not None:
            elements.append(other)
            last = other.last
        values: Sequence[int | str] = _values(elements, currency.power)
        if reason or self._attached_word(last):
            values = [reason or UNCLEAR_NUMBER] * len(elements)
        if sign < 0:
            values = [value if isinstance(value, str) else -value for value in values]
        while _currencies().get(self.word(last + 1), NO_CURRENCY).use in ("after", "either"):
            if self.number(last + 2):
                break  # «kr 500 kr 600»
            last += 1
        spans = [(piece.start, piece.end) for piece in elements]
        spans[0] = (start, spans[0][1])
        spans[-1] = (spans[-1][0], self.ends[last])
        self._add([(*span, value) for span, value in zip(spans, values, strict=True)], last)

    def _price(self, comma: int) -> None:
        """Read «500 000,-» without a currency; «,-» is used for kroner only."""
        at = comma - 1
        if at < self.floor or not self._is_dash_tail(comma) or not self.tight(comma):
            return
        if self.tight(comma + 2) and self.kinds[comma + 2] != "mark":
            return
        if not self.number(at) or YEAR.fullmatch(self.words[at]) or len(self.words[at]) < 3:
            return
        if _currencies().get(self.word(comma + 2)) is not None:
            return
        element = self._element(at)
        if element:
            value = _values(element[-1:], 0)[0]
            self._add([(element[-1].start, self.ends[comma + 1], value)], comma + 1)

    def _only_minor(self, at: int) -> None:
        """Read «50 øre»; not a number in words, because «øre» also means ear."""
        if self.number(at - 1) and at - 1 >= self.floor:
            self._add([(self.starts[at - 1], self.ends[at], MINOR)], at)

    def _add(
        self, figures: Sequence[tuple[int, int, int | str]], last: int, apart: Sequence[bool] = ()
    ) -> None:
        self.block += 1
        self.floor = last + 1
        reasons = [value for _, _, value in figures if isinstance(value, str)]
        for index, (start, end, value) in enumerate(figures):
            self.figures.append(_Figure(start, end, reasons[0] if reasons else value, self.block))
            if apart and apart[index]:
                self.block += 1

    # Elements, from right to left

    def _elements(self, at: int, power: int) -> list[_Element]:
        """The elements that end at token `at` and share the unit after it: «4,5 og 6 mrd.»."""
        elements = self._element(at)
        if not elements or self._is_heading_unit(elements[0]):
            return []
        joined_by_word = False
        while len(elements) < LONGEST_LIST:
            joint = self._before_qualifier(elements[0])
            word, mark = self.word(joint), self.mark(joint)
            if word in _joints():
                before = joint - 1
                if word != "til" and self.mark(before) == ",":
                    before -= 1
            elif mark == "," and self.number(joint - 1):
                if not joined_by_word:
                    if not self._is_no_quantity(joint - 1):  # «12, 5 mill. kroner»
                        elements[0] = elements[0]._replace(quantity=UNCLEAR_NUMBER)
                    break
                before = joint - 1
            elif mark in DASHES:
                before = joint - 1
            else:
                break
            past = self._past_year(before)
            earlier = self._element(past) if past >= self.floor else []
            if not earlier or not self._can_join(
                earlier[-1], elements[0], word or mark, past != before
            ):
                break
            if past != before:
                earlier[-1] = earlier[-1]._replace(apart=True)
            elif self._may_mean_more(earlier[-1], elements[0], word):
                elements[0] = elements[0]._replace(quantity=UNCLEAR_NUMBER)
            joined_by_word = joined_by_word or word in _joints()
            elements = earlier + elements
        return elements

    def _can_join(self, left: _Element, right: _Element, joint: str, skipped: bool) -> bool:
        """Whether the number before a joint belongs to the amounts after it.

        «i 2024 og 5 mill. kroner» and «tiltak 5 og 6 mill. kroner» name something else; «5 mill. i
        2024 og 6 mill. kroner i 2025» (where a year was skipped) needs its own magnitude.
        """
        if left.last != left.first or self.kinds[left.first] == "word":
            return True
        if skipped or isinstance(left.quantity, str):
            return False
        if not self._is_no_quantity(left.first):
            return True
        before = self.word(left.first - 1)
        if before in BETWEEN:
            return True
        ranges = joint == "til" or joint in DASHES
        plain = right.first == right.last and not YEAR.fullmatch(self.words[right.first])
        no_year = before not in ("i", "for", *tagged("within"), *_naming_words())
        return ranges and plain and no_year  # «2000–3000 kroner»

    def _may_mean_more(self, left: _Element, right: _Element, joint: str) -> bool:
        """Whether two numbers may mean one sum, or the first may be in thousands.

        «3 millioner og 200 000 kroner» is one sum or two; «500–700 000 kroner» begins at 500 or at
        500 000.
        """
        if isinstance(left.quantity, str) or isinstance(right.quantity, str):
            return False
        if right.quantity.scale == 1 and 0 < left.quantity.value < 1000:
            return left.quantity.value * 1000 < right.quantity.value
        between = self.word(left.first - 1) in BETWEEN
        return joint == "og" and left.quantity.scale > right.quantity.value and not between

    def _is_no_quantity(self, at: int) -> bool:
        """Whether the number at `at` is a year or a number in a name: «tiltak 5», «kap. 621»."""
        if YEAR.fullmatch(self.words[at]):
            return True
        before = at - 1
        if self.mark(before) == "." and self.tight(before):
            before -= 1
        return self.word(before) in _naming_words() or self.mark(before) == "§"

    def _past_year(self, at: int) -> int:
        """The token before «i 2024» that ends at `at`, else `at`."""
        if YEAR.fullmatch(self.number(at)) and self.word(at - 1) in ("i", "for"):
            return at - 2
        return at

    def _before_qualifier(self, element: _Element) -> int:
        """The token before `element` and a qualifier: «fra om lag 5 til om lag 6 mill. kroner»."""
        at = element.first - 1
        start = amount_context.qualifier_start(self.text, 0, element.start)
        while at >= self.floor and self.starts[at] >= start:
            at -= 1
        return at if at >= self.floor else -1

    def _element(self, at: int) -> list[_Element]:
        """The element that ends at token `at`; two of them for «mellom to og tre millioner»."""
        last = at
        if self.mark(at) and self.tight(at) and self._is_dash_tail(at - 1):
            at -= 2
        first = at
        powers: list[int] = []
        while first >= self.floor and len(powers) < 3:
            here = first - 1 if self.mark(first) == "." and self.tight(first) else first
            power = _magnitudes().get(self.word(here))
            if (
                power is None
                or here < self.floor
                or (self.word(here) == "k" and not self.tight(here))
            ):
                break
            powers.insert(0, power)
            first = here - 1
        if first >= self.floor and self.kinds[first] == "number":
            return [self._digits(first, last, powers)]
        return self._words(at)

    def _digits(self, first: int, last: int, powers: Sequence[int]) -> _Element:
        start, sign = self.starts[first], 1
        reason = self._unclear(first)
        larger = self._larger_before(first, powers)
        if larger is not None:
            return self._digits_of_two(larger, first, last, powers)
        if self._signed(first):
            start, sign = self.starts[first - 1], -1
        elif self._minus_before(start):
            sign = -1
            start = self.starts[first - 1] if self.word(first - 1) == "minus" else start
        elif not reason and self._dash_attached(first):
            reason = UNCLEAR_SIGN
        number = read_digits(self.words[first], scaled=bool(powers))
        if number is None or list(powers) != sorted(set(powers)):
            reason = reason or UNCLEAR_NUMBER
        quantity = Quantity((number or Fraction()) * sign, 10 ** sum(powers))
        if start < self.starts[first]:
            first -= 1
        return _Element(first, last, start, self.ends[last], reason or quantity)

    def _minus_before(self, start: int) -> bool:
        """Whether «minus» is before the number at the offset `start` or before its qualifier."""
        if not self.negative:
            return False
        qualified = amount_context.qualifier_start(self.text, 0, start)
        return self.text[:qualified].rstrip()[-6:].lower().strip() == "minus"

    def _larger_before(self, first: int, powers: Sequence[int]) -> int | None:
        """The first token of the larger part of a sum of two magnitudes: «1 mrd. 250 mill.»."""
        before = first - 1
        if self.mark(before) == "." and self.tight(before):
            before -= 1
        power = _magnitudes().get(self.word(before))
        if power is None or power <= sum(powers) or self.word(before) == "k":
            return None
        return before - 1 if before - 1 >= self.floor and self.number(before - 1) else None

    def _digits_of_two(self, larger: int, first: int, last: int, powers: Sequence[int]) -> _Element:
        """«1 mrd. 250 mill.»: whole numbers, the second smaller than the first one's unit."""
        magnitude = larger + 1
        scale, above = 10 ** sum(powers), 10 ** _magnitudes()[self.word(magnitude)]
        left, right = read_digits(self.words[larger]), read_digits(self.words[first])
        quantity: Quantity | str = UNCLEAR_NUMBER
        whole = left is not None and left.denominator == 1 and not self._unclear(larger)
        if whole and left is not None and right is not None and 0 < right * scale < above:
            quantity = Quantity(left * above / scale + right, scale)
        sign = self._signed(larger) or self._minus_before(self.starts[larger])
        if sign:
            quantity = UNCLEAR_SIGN
        return _Element(larger, last, self.starts[larger], self.ends[last], quantity)

    def _words(self, at: int) -> list[_Element]:
        words: list[str] = []
        first = at + 1
        while first > self.floor and len(words) < LONGEST_IN_WORDS:
            here = first - 1
            if self.mark(here) == "." and self.tight(here):
                here -= 1
            word = SPELLED.get(self.word(here), self.word(here)) if here >= self.floor else ""
            if not (word == "og" and words) and not (word and is_number_word(word)):
                break
            words.insert(0, word)
            first = here
        led_by_og = bool(words) and words[0] == "og"
        while words and words[0] == "og":
            del words[0]
            first += 1
        if not words:
            return []
        before = self.word(first - 1)
        number_before = self.number(first - 2 if led_by_og else first - 1)
        if number_before and not YEAR.fullmatch(number_before):
            return [self._spelled(first, at, UNCLEAR_NUMBER)]
        if before in tagged("vague") or not any(is_number_word(word) for word in words):
            return []
        quantity = None if before in BETWEEN else read_words(words)
        if quantity is not None:
            return [self._spelled(first, at, quantity)]
        if self.mark(first - 1) in PARTS_OF_NUMBERS and first > self.floor:
            begin = first - 2 if self.number(first - 2) and self.tight(first - 1) else first - 1
            return [self._spelled(begin, at, UNCLEAR_NUMBER)]
        return self._two_in_words(first, at, words)

    def _two_in_words(self, first: int, last: int, words: Sequence[str]) -> list[_Element]:
        """«to og tre millioner» is two numbers if exactly one «og» can separate them."""
        splits = [
            (index, left, right)
            for index, word in enumerate(words)
            if word == "og"
            and (left := read_words(words[:index])) is not None
            and (right := read_words(words[index + 1 :])) is not None
        ]
        if len(splits) != 1:
            quantity = read_words(words)
            if quantity is not None:
                return [self._spelled(first, last, quantity)]
            if all(word in _magnitudes() for word in words):
                return []  # «millioner kroner» has no number
            return [self._spelled(first, last, UNCLEAR_NUMBER)]
        index, left, right = splits[0]
        middle = first
        seen = 0
        while seen < index:
            seen += self.kinds[middle] == "word"
            middle += 1
        return [
            self._spelled(first, middle - 1, left),
            self._spelled(middle + 1, last, right),
        ]

    def _spelled(self, first: int, last: int, quantity: Quantity | str) -> _Element:
        return _Element(first, last, self.starts[first], self.ends[last], quantity)

    # The neighbours of a number

    def _signed(self, at: int) -> bool:
        """Whether a minus is right before token `at`: after a space or an opening mark."""
        if self.mark(at - 1) not in MINUS or at - 1 < self.floor or not self.tight(at):
            return False
        if self.tight(at - 1):
            return self.mark(at - 2) in OPENING
        return not self._ends_quantity(at - 2)

    def _dash_attached(self, at: int) -> bool:
        """Whether a dash that is neither a range nor a minus is attached to token `at`."""
        return self.mark(at - 1) in DASHES and self.tight(at) and not self._ends_quantity(at - 2)

    def _ends_quantity(self, at: int) -> bool:
        if self.mark(at) == ".":
            at -= 1
        return (
            bool(self.number(at))
            or self.word(at) in _magnitudes()
            or is_number_word(self.word(at) or "-")
        )

    def _unclear(self, at: int) -> str:
        """Why the number at `at` may be only a part of what is printed; "" if it is whole."""
        before = at - 1
        if before < 0:
            return ""
        mark, word = self.mark(before), self.word(before)
        if self.tight(at):
            spelled = _currencies().get(word, NO_CURRENCY).use
            if word and spelled not in ("either", "after"):
                return UNCLEAR_NUMBER
            if mark in PARTS_OF_NUMBERS and not (mark == "." and self._after_word(before)):
                return UNCLEAR_NUMBER
            return ""
        if mark in PARTS_OF_NUMBERS and mark not in (".", ","):
            return UNCLEAR_NUMBER
        if self.number(before) and before >= self.floor:
            return "" if YEAR.fullmatch(self.words[before]) else UNCLEAR_NUMBER
        if word == "x" or (word in _magnitudes() and before >= self.floor):
            return UNCLEAR_NUMBER  # «2 x 10 mill. kroner», «3 millioner 200 tusen kroner»
        grouped = any(character.isspace() for character in self.words[at])
        return UNCLEAR_NUMBER if grouped and self._is_no_quantity(at) else ""

    def _after_word(self, at: int) -> bool:
        return self.tight(at) and bool(self.word(at - 1))

    def _is_heading_unit(self, element: _Element) -> bool:
        """«tall i 1 000 kroner», «i hele tusen kroner»: the unit of a table, not an amount."""
        before = element.first - 1
        if self.word(before) in tagged("whole"):
            before -= 1
        quantity = element.quantity
        return (
            self.word(before) == "i"
            and isinstance(quantity, Quantity)
            and quantity.value in (1000, 1_000_000)
        )

    def _has_unit(self, at: int) -> bool:
        """Whether a currency follows the number at `at`."""
        at += 1
        for _ in range(4):
            if _currencies().get(self.word(at), NO_CURRENCY).use in ("after", "either"):
                return True
            if self.word(at) not in _magnitudes() and self.mark(at) != ".":
                return False
            at += 1
        return False

    def _is_large(self, at: int) -> bool:
        """Whether the number at `at` has groups of three, decimals or a magnitude."""
        return not self.words[at].isdigit() or self.word(at + 1) in _magnitudes()

    def _counted(self, at: int) -> bool:
        """Whether a number or magnitude precedes the currency at `at`."""
        return self._ends_quantity(at - 1)

    def _goes_on(self, at: int) -> bool:
        """Whether token `at` continues a sentence: then the stop before it ends an abbreviation."""
        return at < self.size and (self.words[at][0].islower() or bool(self.number(at)))

    def _is_dash_tail(self, comma: int) -> bool:
        return self.mark(comma) == "," and self.mark(comma + 1) in DASHES and self.tight(comma + 1)

    def _minor_after(self, at: int) -> int | None:
        """The token «øre» in «… kroner og 23 øre», if it follows the currency at `at`."""
        here = at + 1
        numbers = 0
        for _ in range(8):
            if self.number(here) or is_number_word(self.word(here) or "-"):
                numbers += 1
            elif self.word(here) != "og" and self.mark(here) not in (",", "-"):
                break
            here += 1
        return here if numbers and self.word(here) in ("øre", "öre") else None

    # Elements, from left to right (after a currency)

    def _right_element(self, at: int) -> _Element:
        last = at
        powers: list[int] = []
        while len(powers) < 2:
            power = _magnitudes().get(self.word(last + 1))
            if power is None or (self.word(last + 1) == "k" and not self.tight(last + 1)):
                break
            powers.append(power)
            last += 1
            if self.mark(last + 1) == "." and self.tight(last + 1) and self.word(last) in SHORT:
                last += 1
        number = read_digits(self.words[at], scaled=bool(powers))
        quantity: Quantity | str = UNCLEAR_NUMBER
        if number is not None and powers == sorted(set(powers)):
            quantity = Quantity(number, 10 ** sum(powers))
        return _Element(at, last, self.starts[at], self.ends[last], quantity)

    def _range_end(self, at: int, first: _Element) -> _Element | None:
        """The second number of «kr 5–6 mill.», «mellom kr 100 000 og 200 000»; larger than it."""
        word, mark = self.word(at), self.mark(at)
        dash = mark in DASHES
        if not (dash or word == "til" or (word == "og" and self._between(first))):
            return None
        if not self.number(at + 1) or (dash and self.tight(at) != self.tight(at + 1)):
            return None
        second = self._right_element(at + 1)
        if isinstance(second.quantity, str) or isinstance(first.quantity, str):
            return None
        large = self._is_large(at + 1) or (dash and self.tight(at))
        return second if large and second.quantity.value > first.quantity.number else None

    def _between(self, first: _Element) -> bool:
        return any(self.word(first.first - back) == "mellom" for back in (2, 3))

    def _attached_word(self, at: int) -> bool:
        """Whether a word that is not a currency is attached to token `at`: «kr 5M»."""
        return (
            self.tight(at + 1)
            and bool(self.word(at + 1))
            and _currencies().get(self.word(at + 1)) is None
        )


def _values(elements: Sequence[_Element], power: int) -> list[int | str]:
    """Whole kroner for each element, or the reason for none.

    The last element's magnitude applies to those before it without one, unless they are written
    out: «fra 500 000 til 1 million kroner».
    """
    values: list[int | str] = []
    last = elements[-1].quantity
    for element in elements:
        quantity = element.quantity
        if isinstance(quantity, str) or isinstance(last, str):
            values.append(quantity if isinstance(quantity, str) else str(last))
            continue
        shares = quantity.scale == 1 and (
            abs(quantity.number) < 1000 or abs(quantity.number) <= abs(last.number)
        )
        scale = last.scale if shares else quantity.scale
        values.append(_whole(quantity.number * scale * 10**power))
    return values


def _whole(value: Fraction) -> int | str:
    if value.denominator != 1:
        return MINOR
    return int(value) if abs(value) <= LARGEST else TOO_LARGE


# Vocabulary -------------------------------------------------------------------------------------


class _Currency(NamedTuple):
    use: str
    power: int


NO_CURRENCY = _Currency("", 0)
SPELLED = {"mill": "million", "mio": "million", "mrd": "milliard"}
SHORT = frozenset(("mill", "mio", "mrd", "bill"))


@cache
def _currencies() -> dict[str, _Currency]:
    """Currencies and the words next to them; also «millionerkroner», printed without its space."""
    currencies = {
        row["word"]: _Currency(row["use"], int(row["power"]))
        for row in vocabulary("amounts_currencies")
    }
    for row in vocabulary("magnitudes"):
        if row["use"] == "word" and row["power"] != "3":
            currencies[row["word"] + "kroner"] = _Currency("after", int(row["power"]))
    return currencies


@cache
def _magnitudes() -> dict[str, int]:
    rows = vocabulary("magnitudes")
    return {"hundre": 2} | {row["word"]: int(row["power"]) for row in rows}


@cache
def _joints() -> frozenset[str]:
    return frozenset((*tagged("joint"), "til"))


@cache
def _naming_words() -> frozenset[str]:
    return frozenset(
        word.casefold().removesuffix(".")
        for tag in ("numbered", "numbered_small")
        for word in tagged(tag)
    )
