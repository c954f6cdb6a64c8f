"""The first reading against the second: two text engines, two ways to read the overview."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.letters import (
    count_letters,
    letters_of,
    same_letters,
    small_letters,
    words_of,
)
from pipeline.norwegian.numbering import ItemNumber, cell_number, is_letter, number_cell
from pipeline.seams.ids import RowId, Scope, page_scope, scope_of, source_of, status_id
from pipeline.seams.readings import TableRow
from pipeline.seams.tables import Measure
from pipeline.seams.words import COVERED
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    NOT_COMPARABLE,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"  # one may stand before all numbers: «T12»
SHOWN = 6  # words that a message names


@rule
def engines_disagree(tables: ReportTables) -> Iterator[Compared]:
    """Count letters and digits on each page; order, spaces and punctuation may differ.

    Words that extract kept out may be read by the second engine or not.
    """
    second = {text.page: text.text for text in tables.readings.texts}
    unread = tables.readings.pages_unread("pdfium")
    for page in tables.texts:
        text = page.text.replace(COVERED, "")
        if page.number in unread:
            left = Side("pymupdf", f"{count_letters(text)} tegn", page.number, None)
            right = Side("pdfium", None, page.number, None)
            yield Compared(page_scope(page.number), None, left, right, NOT_COMPARABLE)
            continue
        other = " ".join(second.get(page.number, "").split())
        scope = page_scope(page.number)
        if same_letters(text, other, page.kept):
            letters = f"{count_letters(text)} tegn"
            left = Side("pymupdf", letters, page.number, None)
            right = Side("pdfium", letters, page.number, None)
            yield Compared(scope, None, left, right, AGREE)
            continue
        only_here, only_there = _only_in(text, other), _only_in(other, text)
        yield Compared(
            scope,
            None,
            Side("pymupdf", only_here, page.number, None),
            Side("pdfium", only_there, page.number, None),
            DIFFER,
            f"De to lesemotorene er uenige om teksten på s. {page.number}: den ene leser "
            f"«{only_here}», den andre «{only_there}».",
        )


def _only_in(text: str, other: str) -> str:
    """The first few words that the other reading does not have."""
    letters = letters_of(other)
    only = [word for word in text.split(" ") if letters_of(word) not in letters]
    return " ".join(only[:SHOWN]) + (" …" if len(only) > SHOWN else "")


@rule
def overview_readings_differ(tables: ReportTables) -> Iterator[Compared]:
    """Find each row of the overview, cell by cell, among the rows of the second reading.

    The second method follows ruling lines. Where none are drawn it finds no table, or fragments of
    one, and nothing can be compared; nor can a row of which it saw only the first page, nor those
    of a page that it could not read, or of one with text that was kept out, if they differ.
    """
    statuses = {s.id: s.status_printed for s in tables.statuses if s.source == "overview"}
    printed = {scope_of(m.id): m.printed for m in tables.ministries if m.source == "overview"}
    unsure = {scope_of(row.id) for row in tables.unread if source_of(row.id) == "overview"}
    dark = tables.readings.pages_unread("pdfplumber")
    listed = [measure for measure in tables.measures if measure.overview_page is not None]
    mixed = {page.number for page in tables.texts if page.kinds_kept}
    rows = [row for row in tables.readings.rows if sum(map(bool, row.texts())) >= 3]
    whole = [row.texts()[0] for row in tables.readings.rows if len(row.texts()) == 1]
    by_number = _by_number(rows)
    values = {measure.scope: _values(measure, printed, statuses) for measure in listed}
    second = {
        measure.scope: _same_row(measure, values[measure.scope], by_number) for measure in listed
    }
    works = sum(row is not None for row in second.values()) > 0.5 * len(listed)
    for measure in listed:
        first = values[measure.scope]
        left = Side(
            "words", " | ".join(value or "" for value in first), measure.overview_page,
            measure.ref,
        )  # fmt: skip
        row = second[measure.scope]
        cells = [" ".join(cell.split()) for cell in row.texts()] if row else []
        same = cells == first or _same_cells(first, cells)
        page = measure.overview_page or 0
        unseen = row is None and (
            any(_is_in_one_cell(measure, text) for text in whole)
            or not _is_in_a_cell(measure, rows)
        )
        unclear = unseen or not works or measure.scope in unsure or None in first or page in dark
        unclear = unclear or (not same and (page in mixed or page + 1 in dark))
        unclear = unclear or (row is not None and _is_of_other_table(first, cells))
        if unclear or (row is not None and not same and _cut_short(first, cells)):
            right = Side("pdfplumber", None, None, None)
            yield Compared(measure.scope, measure.item_id, left, right, NOT_COMPARABLE)
            continue
        value = " | ".join(cells) if row else None
        right = Side("pdfplumber", value, row.page if row else None, None)
        if same:
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        message = (
            f"{capital(name_of(measure))} i oversikten (s. {measure.overview_page}) leses ulikt "
            f"på de to måtene: «{left.value}» og «{value or 'ingen rad'}»."
        )
        yield Compared(measure.scope, measure.item_id, left, right, DIFFER, message)


def _is_in_one_cell(measure: Measure, text: str) -> bool:
    """Whether a text, which no upright line parts, begins with a row's number and has its title,
    line by line among the words of the other cells.
    """
    number, words = letters_of(measure.number_printed or ""), words_of(text)
    return letters_of(text).startswith(number) and not Counter(
        words_of(measure.overview_title or "")
    ) - Counter(words)


def _is_in_a_cell(measure: Measure, rows: Sequence[TableRow]) -> bool:
    """Whether a row's title stands in some cell: else the second method did not see the row."""
    title = letters_of(measure.overview_title or "")
    return any(title in letters_of(cell) for row in rows for cell in row.texts())


def _by_number(rows: Sequence[TableRow]) -> Mapping[str, list[TableRow]]:
    """The rows by the numbers, with letters, that their cells begin with («29», «29a»)."""
    by_number: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        for number in {number for cell in row.texts() for number in _numbers(cell)}:
            by_number[number].append(row)
    return by_number


def _numbers(cell: str) -> Iterator[str]:
    """The numbers that a cell may begin with: «29 a» is 29 or 29a."""
    words = cell.split()
    whole = number_cell(" ".join(words))  # «Vedtak nr. 97 (2025–2026)»
    if whole is not None:
        yield ItemNumber.of(whole).name
    match = cell_number(words[0]) if words else None
    if match is None:
        return
    number = ItemNumber.of(match)
    yield number.name
    if not number.letter and words[1:] and is_letter(words[1]):
        yield number._replace(letter=words[1][0].lower()).name


def _values(
    measure: Measure, ministries: Mapping[Scope, str], statuses: Mapping[RowId, str | None]
) -> list[str | None]:
    """Number, title, ministries and status of a row, as the first reading has them."""
    return [
        measure.number_printed.replace(" ", ""),
        measure.overview_title,
        ministries.get(measure.scope),
        statuses.get(status_id(measure.scope, "overview")),
    ]


def _same_row(
    measure: Measure, values: Sequence[str | None], rows: Mapping[str, list[TableRow]]
) -> TableRow | None:
    """The row of the second reading with the measure's number, the nearest to its page.

    One with the same cells comes first: a measure and a decision may share a number.
    """
    name = measure.number_printed.replace(" ", "").lstrip(CAPITALS)
    candidates = rows.get(name, [])
    if len(candidates) == 1:
        return candidates[0]
    return min(
        candidates,
        key=lambda row: (
            not _same_cells(values, row.texts()), abs(row.page - (measure.overview_page or 0))
        ),
        default=None,
    )  # fmt: skip


def _cut_short(first: Sequence[str | None], cells: Sequence[str]) -> bool:
    """Whether the second reading has only the start of each cell: its row ends with the page."""
    whole = [small_letters(value or "") for value in first]
    whole.append(whole[0] + whole[1])  # the number inside the title's cell
    parts = [small_letters(cell) for cell in cells]
    return all(any(value.startswith(part) for value in whole) for part in parts if part)


def _without_session(cell: str) -> str:
    """«97» of «97 (2025–2026)», as a decision's number is printed; else the cell."""
    match = number_cell(cell)
    number = ItemNumber.of(match) if match else None
    return number.printed if number is not None and number.session else cell


def _is_of_other_table(first: Sequence[str | None], cells: Sequence[str]) -> bool:
    """Whether a row has too few cells for a number, a title, ministries and a status, as a heading
    in a frame: «4 | Styrke innsatsen | Gjennomført».
    """
    number = small_letters(first[0] or "")
    has_number = any(small_letters(_without_session(cell)) == number for cell in cells)
    return len(cells) < len(first) - (not has_number)


def _same_cells(first: Sequence[str | None], cells: Sequence[str]) -> bool:
    """Whether number, title, ministries and status fill a cell each (the first two perhaps one)."""
    number, *others = (small_letters(value or "") for value in first)
    filled = Counter(small_letters(_without_session(cell)) for cell in cells)
    apart = Counter([number, *others])
    together = Counter([number + others[0], *others[1:]])
    return not (apart - filled) or not (together - filled)
