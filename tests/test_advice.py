"""The way out: for each reason why something is unread, a report has it, and its advice mends it.

The advice is followed as it is printed: a word or a date in the register, a better file, or the key
that the gate prints, accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import reportlab
import yaml

from pipeline.extract.__main__ import extract
from pipeline.gate import Missing, message, missing
from pipeline.glossary.reasons import reasons
from pipeline.parse.__main__ import parse
from pipeline.reread.__main__ import reread
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.ids import ReportId
from pipeline.seams.register import read_register
from pipeline.seams.tables import Measure, Report, Status, Unread
from pipeline.segment.__main__ import segment
from pipeline.validate.alone import require_contract
from pipeline.validate.tables import Folders, ReportTables
from tests.factory.changes import a_letter, scanned

platypus = pytest.importorskip("reportlab.platypus")
styles = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()

Change = Callable[[Any], None]  # of the open PDF
TITLES = (
    "Styrke barnehusene",
    "Innføre varsling til foreldre",
    "Kartlegge omfanget av digital vold",
    "Utvide åpningstiden for chat",
    "Vurdere aldersgrenser på nett",
)
MINISTRIES = ("JD", "BFD", "KD, BFD", "BFD", "DFD")
STATUSES = ("Gjennomført", "Under arbeid", "Ikke startet", "Under arbeid", "Gjennomført")
TEXT = "Arbeidet er i gang, og en gruppe ser på saken. Den møtes tre ganger."


def paragraph(text: str, style: str = "BodyText") -> Any:
    return platypus.Paragraph(text, styles[style])


@dataclass(frozen=True)
class Document:
    """A small report; each field is what one reason wants otherwise."""

    month: str = "Per juni 2026"
    numbers: Sequence[str] = ("1", "2", "3", "4", "5")
    titles: Sequence[str] = TITLES
    ministries: Sequence[str] = MINISTRIES
    statuses: Sequence[str] = STATUSES
    labels: tuple[str, str] = ("Ansvarlig departement:", "Status:")
    text: str = TEXT
    heads: Sequence[str] = ("Nr.", "Tiltak", "Ansvarlig departement", "Status")
    rows: Sequence[Sequence[str]] | None = None
    first: Sequence[Sequence[str]] = ()  # an overview before the measures
    each_on_a_page: bool = False
    of_pages: str = ""
    change: Change | None = None

    def parts(self) -> Iterator[Any]:
        items = list(zip(self.numbers, self.titles, self.ministries, self.statuses, strict=True))
        yield paragraph("Statusrapport for handlingsplanen", "Title")
        yield paragraph(self.month)
        yield from self.overview(self.first)
        yield platypus.PageBreak()
        yield paragraph("1 Forebygging", "Heading1")
        yield paragraph("Dette kapitlet handler om forebygging.")
        for number, title, ministries, status in items:
            yield paragraph(f"{number} {title}".strip(), "Heading3")
            yield paragraph(f"{self.labels[0]} {ministries}" if ministries else "")
            yield paragraph(f"{self.labels[1]} {status}" if status else "")
            yield paragraph(self.text)
            if self.each_on_a_page:
                yield platypus.PageBreak()
        yield from self.overview(items if self.rows is None else self.rows)

    def overview(self, rows: Sequence[Sequence[str]]) -> Iterator[Any]:
        if rows:
            yield platypus.PageBreak()
            yield paragraph("Oversikt over tiltakene", "Heading1")
            yield platypus.Table(
                [[paragraph(cell) for cell in row] for row in (self.heads, *rows)],
                style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
                colWidths=(40, 220, 140, 100),
            )

    def write(self, path: Path) -> None:
        def page_number(canvas: Any, _: Any) -> None:
            canvas.drawCentredString(297, 30, f"{canvas.getPageNumber()}{self.of_pages}")

        platypus.SimpleDocTemplate(str(path)).build(
            list(self.parts()), onFirstPage=page_number, onLaterPages=page_number
        )
        if self.change is not None:
            with pymupdf.open("pdf", path.read_bytes()) as document:
                self.change(document)
                document.save(path)


class Office:
    """Somebody who reads one report, and follows what the gate says."""

    def __init__(self, folder: Path, document: Document) -> None:
        self.folder, self.register = folder, folder / "reports.yaml"
        self.entry: dict[str, Any] = {"plan": "Planen"}
        self.pdf = folder / "2026.pdf"
        document.write(self.pdf)

    def read(self) -> list[Missing]:
        """What keeps the gate shut."""
        content = {"reports": {"2026": self.entry}}
        self.register.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        registered = read_register(self.register)
        terms = registered[ReportId("2026")].terms
        folders = Folders(*(self.folder / stage for stage in Folders._fields))
        extract(self.pdf, folders.extract, terms)
        segment(folders.extract, folders.segment, terms)
        reread(self.pdf, folders.extract, folders.segment, folders.reread)
        plan = self.entry["plan"]
        parse("2026", plan, folders.extract, folders.segment, folders.parse, terms)
        self.tables = ReportTables("2026", folders)
        require_contract(self.tables, self.pdf)
        for record in (Unread, Measure):
            rows = self.tables.rows(record)
            write_records(self.folder / record.table / "2026.parquet", record, rows)
        return list(missing(registered, self.folder, self.register))

    def accept(self, gaps: Sequence[Missing]) -> None:
        self.entry["accepted"] = [{"unread": gap.key, "reason": "sett på"} for gap in gaps]

    def statuses(self, source: str = "overview") -> list[str | None]:
        return [row.status for row in self.tables.rows(Status) if row.source == source]


def changed(values: Sequence[str], value: str) -> list[str]:
    """The values with the second one otherwise."""
    return [values[0], value, *values[2:]]


def a_box_over(words: str) -> Change:
    def draw(document: Any) -> None:
        (page, box) = next((page, box) for page in document for box in page.search_for(words))
        page.draw_rect(box, fill=(0, 0, 0), color=(0, 0, 0))

    return draw


def a_link(address: str, on_words: bool) -> Change:
    def insert(document: Any) -> None:
        page = document[1]
        box = page.search_for(TITLES[0])[0] if on_words else pymupdf.Rect(400, 700, 450, 712)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": address})

    return insert


def partly_a_picture(document: Any) -> None:
    """Lines of another report, pasted on a page."""
    page = document[3]
    with pymupdf.open() as other:
        source = other.new_page()
        for line in range(8):
            source.insert_text((20, 20 + 14 * line), PROSE[5:70])
        pixels = source.get_pixmap(dpi=100, clip=(0, 0, 400, 140))
    page.insert_image(pymupdf.Rect(72, 400, 472, 540), pixmap=pixels)


def cut_short(document: Any) -> None:
    """The content of a page, as far as its middle."""
    page = document[3]
    page.clean_contents()
    (content,) = page.get_contents()
    stream = document.xref_stream(content)
    document.update_stream(content, stream[: len(stream) // 2] + b" ((( <<< ]] Tj")


def without_letters(document: Any) -> None:
    """Lines in a font that does not say which letters it has."""
    page, vera = document[3], Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    font = page.insert_font(fontname="Vera", fontfile=str(vera))
    for line in range(3):
        page.insert_text((72, 500 + 14 * line), "Gruppen skal se på saken.", fontname="Vera")
    document.xref_set_key(font, "ToUnicode", "null")


def uneven_columns(document: Any) -> None:
    page = document.new_page(2, width=595, height=842)
    for line in range(20):
        left = f"venstre {line} med mange ord i linjen som her og litt til"
        page.insert_text((60, 120 + 14 * line), left, fontsize=10)
        right = "en smalere spalte med tekst i seg her"
        page.insert_text((330, 120 + 14 * line), right, fontsize=9)


def in_overview(change: Callable[[Any, int], None]) -> Change:
    """The change at the second page of the overview."""

    def apply(document: Any) -> None:
        pages = [page.number for page in document if "i hele landet" in page.get_text()]
        change(document, pages[1])

    return apply


SMALL = Document()
ROWS = list(zip(SMALL.numbers, TITLES, MINISTRIES, STATUSES, strict=True))
TWO = [(row[0], 3 * row[1], *row[2:]) for row in ROWS[2:4]]
TWO_IN_ONE = ["<br/>".join(cells) for cells in zip(*TWO, strict=True)]
PAGES = Document(each_on_a_page=True)
MANY = range(90)
LONG = Document(
    numbers=[str(n + 1) for n in MANY],
    titles=[TITLES[n % 5] for n in MANY],
    ministries=["JD" for _ in MANY],
    statuses=["Under arbeid" for _ in MANY],
    rows=[(str(n + 1), f"{TITLES[n % 5]} i hele landet", "JD", "Under arbeid") for n in MANY],
    text="Det går bra.",
)
PROSE = (
    "<br/>Arbeidet med dette er godt i gang, og departementet har satt ned en gruppe som skal se "
    "på saken og levere en rapport til våren. Den møtes tre ganger, og mange er med i hele landet."
)
OTHER_HEADS = ("Nr.", "Hva", "Hvem", "Hvor langt")
OLD = Document(ministries=["BLD"] * 5)

# What a reason is seen in. Accepting what is so in the report mends all of it.
SEEN_IN = {
    "unknown-status": replace(SMALL, statuses=changed(STATUSES, "Satt på vent")),
    "no-status": replace(SMALL, statuses=changed(STATUSES, "")),
    "unknown-ministry": replace(SMALL, ministries=changed(MINISTRIES, "KLP")),
    "ministry-not-valid": OLD,
    "list-broken-off": replace(SMALL, ministries=changed(MINISTRIES, "JD, BFD og")),
    "no-ministries": replace(SMALL, ministries=changed(MINISTRIES, "")),
    "no-title": replace(SMALL, titles=changed(TITLES, "")),
    "no-as-of": replace(SMALL, month="Regjeringen"),
    "no-overview": replace(SMALL, heads=OTHER_HEADS),
    "row-without-number": replace(SMALL, rows=[*ROWS, ("", "", "", "Under arbeid")]),
    "row-not-paired": replace(SMALL, rows=[*ROWS[:2], TWO_IN_ONE, ROWS[4]]),
    "row-cut": replace(LONG, change=in_overview(scanned)),
    "page-in-overview": replace(LONG, change=in_overview(a_letter)),
    "ministries-not-placed": replace(SMALL, text="Det går bra.<br/><br/>HOD"),
    "status-not-placed": replace(SMALL, numbers=["1", "2", "", "4", "5"], rows=ROWS),
    "amount-not-exact": replace(SMALL, text="Det kostet kr 500,50 i 2024, og kr 500,50 i 2025."),
    "link-without-words": replace(SMALL, change=a_link("https://dsb.no", on_words=False)),
    "link-without-address": replace(SMALL, change=a_link("", on_words=True)),
    "link-too-long": replace(SMALL, change=a_link(f"https://dsb.no/{'a' * 9000}", on_words=True)),
    "page-is-picture": replace(PAGES, change=lambda document: scanned(document, 3)),
    "page-partly-picture": replace(PAGES, change=partly_a_picture),
    "page-missing": replace(PAGES, change=lambda document: document.delete_page(3)),
    "page-missing-at-end": replace(
        PAGES, of_pages=" av 8", change=lambda document: document.delete_page(7)
    ),
    "page-doubled": replace(PAGES, change=lambda document: document.fullcopy_page(3, 4)),
    "page-out-of-order": replace(PAGES, change=lambda document: document.move_page(3, 5)),
    "page-in-columns": replace(SMALL, change=uneven_columns),
    "page-put-in": replace(PAGES, change=lambda document: a_letter(document, 3)),
    "page-damaged": replace(PAGES, change=cut_short),
    "page-illegible": replace(PAGES, change=without_letters),
    "covered": replace(SMALL, change=a_box_over("gruppe")),
    "prose-status": replace(SMALL, statuses=[PROSE] * 5, rows=ROWS),
    "repeated-otherwise": replace(SMALL, first=[(*row[:3], "Ikke startet") for row in ROWS]),
    "row-outside-overview": replace(SMALL, text="12 Styrke tilbudet JD Under arbeid"),
    "numbers-differ": replace(SMALL, numbers=["1.1", "1.2", "1.3", "1.4", "1.5"], rows=ROWS),
}
STATED = {  # what the advice tells to write in the register
    "unknown-status": {"statuses": {"Satt på vent": "Satt på vent"}},
    "ministry-not-valid": {"as_of": "2015-06-30"},
    "no-as-of": {"as_of": "2026-06-30"},
    "page-in-columns": {"pages": {"3": "one-column"}},
    "no-overview": {"columns": {"Hva": "title", "Hvem": "ministries", "Hvor langt": "status"}},
}
NEW_FILE = [reason for reason in SEEN_IN if reason.startswith("page-") and "in-" not in reason]


@pytest.fixture
def office(tmp_path: Path) -> Callable[[Document], Office]:
    return lambda document: Office(tmp_path, document)


def test_a_report_in_which_nothing_is_wrong(office: Callable[[Document], Office]) -> None:
    assert office(SMALL).read() == []


def test_every_reason_is_seen() -> None:
    assert set(SEEN_IN) == set(reasons())


@pytest.mark.parametrize("reason", SEEN_IN)
def test_what_is_so_in_the_report_can_be_accepted(
    office: Callable[[Document], Office], reason: str
) -> None:
    """The gate prints the key and the lines to write; they hold for these words alone."""
    ours = office(SEEN_IN[reason])
    gaps = ours.read()
    assert reason in {gap.reason for gap in gaps}
    assert f"  - unread: '{gaps[0].key}'" in message(gaps)
    assert len({gap.key for gap in gaps}) == len(gaps)
    ours.accept(gaps)
    assert ours.read() == []


@pytest.mark.parametrize("reason", STATED)
def test_what_the_register_states_is_obeyed(
    office: Callable[[Document], Office], reason: str
) -> None:
    ours = office(SEEN_IN[reason])
    gaps = ours.read()
    assert reason in {gap.reason for gap in gaps}
    assert all(f"«{field}:" in gap.advice for gap in gaps for field in STATED[reason])
    ours.entry |= STATED[reason]
    assert ours.read() == []


@pytest.mark.parametrize("reason", NEW_FILE)
def test_a_better_file_mends_it(office: Callable[[Document], Office], reason: str) -> None:
    ours = office(SEEN_IN[reason])
    (advice,) = {gap.advice for gap in ours.read() if gap.reason == reason}
    assert "filen" in advice
    replace(SEEN_IN[reason], change=None).write(ours.pdf)
    assert ours.read() == []


# --- what the register states -------------------------------------------------------------------

LETTERS = ("A", "B", "C", "B", "A")
MEANINGS = {"A": "Gjennomført", "B": "Under arbeid", "C": "Ikke startet"}


def test_letters_for_statuses_hold_for_the_report(office: Callable[[Document], Office]) -> None:
    ours = office(replace(SMALL, statuses=LETTERS))
    assert {gap.reason for gap in ours.read()} == {"unknown-status"}
    ours.entry["statuses"] = MEANINGS
    assert ours.read() == []
    assert ours.statuses("text") == ours.statuses("overview") == list(STATUSES)
    assert {row.status_printed for row in ours.tables.rows(Status)} == set(LETTERS)


def test_a_word_means_what_the_register_says_before_what_it_means_to_all(
    office: Callable[[Document], Office],
) -> None:
    ours = office(SMALL)
    ours.entry["statuses"] = {"Under arbeid": "Forsinket"}
    assert ours.read() == []
    assert ours.statuses().count("Forsinket") == STATUSES.count("Under arbeid")


def test_a_head_that_is_a_status_heads_what_the_register_says(
    office: Callable[[Document], Office],
) -> None:
    """Else a column of marks."""
    heads = ("Nr.", "Tiltak", "Ansvarlig", "Gjennomført")
    ours = office(replace(SMALL, heads=heads))
    assert {gap.reason for gap in ours.read()} == {"no-overview", "row-outside-overview"}
    ours.entry["columns"] = {"Gjennomført": "status"}
    assert ours.read() == []
    assert ours.statuses() == list(STATUSES)


def test_labels_that_no_vocabulary_has_make_a_report_of_what_was_refused(
    office: Callable[[Document], Office],
) -> None:
    """Statuses that are all alike do not tell what stands before them."""
    alike = ["Under arbeid" for _ in STATUSES]
    labels = ("Hvem:", "Slik står det:")
    ours = office(replace(SMALL, labels=labels, statuses=alike, heads=OTHER_HEADS))
    with pytest.raises(Refusal, match="«labels:» eller «columns:» i registeret"):
        ours.read()
    ours.entry["labels"] = {"Hvem": "ministries", "Slik står det": "status"}
    assert {gap.reason for gap in ours.read()} == {"no-overview", "row-outside-overview"}
    ours.entry["columns"] = STATED["no-overview"]["columns"]
    assert ours.read() == []
    assert ours.statuses("text") == alike


def test_the_date_that_is_stated_is_the_reports(office: Callable[[Document], Office]) -> None:
    ours = office(SMALL)
    ours.entry["as_of"] = "2026-12-31"
    assert ours.read() == []
    (report,) = ours.tables.rows(Report)
    assert (str(report.as_of), report.as_of_printed) == ("2026-12-31", None)


def test_an_acceptance_does_not_hold_for_what_stands_there_in_the_next_file(
    office: Callable[[Document], Office],
) -> None:
    """Of words that are covered nobody knows which they are: the place alone is accepted."""
    ours = office(replace(SMALL, rows=[*ROWS, ("", "", "", "Under arbeid")]))
    ours.accept(ours.read())
    replace(SMALL, rows=[*ROWS, ("", "", "", "Gjennomført")]).write(ours.pdf)
    assert [gap.reason for gap in ours.read()] == ["row-without-number", ""]
    replace(SMALL, change=a_box_over("Gjennomført")).write(ours.pdf)
    assert [gap.key for gap in ours.read()] == ["tiltak-1/text/status/covered", ""]
