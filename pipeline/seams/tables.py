"""Seam 3: the tables that users load. Written by parse and validate; read by everybody after.

One type for each table, one field for each column: its Python type, and the description that every
Parquet file carries. Rows are flat (no lists, no structs), so that Excel, Stata, R, DuckDB and
pandas read them alike. Adding a column is done here, and in pipeline/glossary, which says in
bokmål what it means; then raise SCHEMA_VERSION and note it in CHANGELOG.md.

The form on disk (Arrow types, keys, Parquet) is made of these definitions in arrow.py, which needs
pyarrow; this module does not, so that parse starts fast.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, NamedTuple

from pipeline.seams.ids import (
    ITEM_PATTERN,
    PRINTING_PATTERN,
    ItemId,
    ItemKey,
    Ref,
    ReportId,
    RowId,
    RuleId,
    Scope,
    item_key,
    ref_to,
)
from pipeline.seams.seam import Seam
from pipeline.seams.vocabularies import (
    CONFIRMED,
    ActorKind,
    AmountChange,
    Baseline,
    Basis,
    Bound,
    CommitmentKind,
    CorrectionKind,
    FieldKind,
    FindingState,
    ItemKind,
    ItemRelation,
    Judged,
    KeptKind,
    Language,
    LinkProblem,
    MilestoneEvent,
    MilestoneKind,
    MinistryRole,
    Outcome,
    PageKind,
    ParagraphKind,
    Precision,
    Qualifier,
    ReadingStage,
    ReferenceKind,
    Relation,
    ResponsibilityBasis,
    ReviewState,
    ReviewVerdict,
    Role,
    Severity,
    Source,
    StatusChange,
    TextChange,
)

# The version of the data contract: names, types, keys and vocabularies of the tables. CHANGELOG.md
# has the rule for raising it, and tests/package hold it against the columns.
SCHEMA_VERSION = "2.0.0"
PROGRAM_VERSION = "0.1.0"  # that of pyproject.toml; tests/install holds the two together

STATUSES = ("Ikke startet", "Under arbeid", "Gjennomført")


class Range(NamedTuple):
    """Numbers from `least` to `most`, or without an upper limit."""

    least: int
    most: int | None = None


class Form(NamedTuple):
    """Texts that match `pattern` in full; `words` says in bokmål what they are."""

    pattern: str
    words: str


class NotBefore(NamedTuple):
    """Numbers that are at least as high as those of another column in the same row."""

    column: str


Check = Range | Form | NotBefore


class Described(NamedTuple):
    """What a column says beside its Python type.

    `type` names the Arrow type of a number («int16»); those of text, days and truth values follow
    from the Python type. `unit` is empty for what is not measured in anything. The values of a
    Literal are the column's vocabulary; an open one, where other plans may have words of their
    own, is given as `scale`. `ordered` says that the values stand from least to most. `check` is
    what the contract demands of the values besides; pipeline/validate/expectations.py makes the
    suites of it.
    """

    description: str
    type: str = ""
    unit: str = ""
    scale: tuple[str, ...] = ()
    ordered: bool = False
    check: Check | None = None


class ForeignKey(NamedTuple):
    """Columns whose non-null values refer to columns of another table."""

    columns: tuple[str, ...]
    table: str
    of: tuple[str, ...]


TO_REPORT = ForeignKey(("report_id",), "reports", ("report_id",))
# One column, because a composite key with a null in it is read in two ways: SQL lets it pass,
# Frictionless does not. Without the report in it, rows of two years would be joined.
TO_ITEM = ForeignKey(("item_key",), "items", ("item_key",))

FILLED = Form("(?s:.+)", "ikke tom")
ITEM_ID = Described("The measure or request: tiltak-4, vedtak-611. Null outside items.")
ITEM_KEY = Described(
    "The item and its report, the column to join on: 2025/tiltak-4. Null outside items."
)
ROW_ID = Described("Readable key, unique in its table and report.")
SCOPE = Described("Where it stands: introduction, chapter-2, tiltak-4 …")
PARAGRAPH = Described("The paragraph in that scope; 0 is the heading or title.", type="int32")
START = Described(
    "Offset of the mention in the paragraph's text, in characters.",
    type="int32",
    unit="characters",
    check=Range(0),
)


class Table(Seam):
    """What every table states of itself: its name, its key, and the keys of others it holds.

    If `has_items`, the table has the column `item_key` after `item_id`, which is made of that and
    of `report_id`.
    """

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    refers: ClassVar[tuple[ForeignKey, ...]]
    has_items: ClassVar[bool] = False


class Record(Table):
    """The columns that every table begins with."""

    key: ClassVar[tuple[str, ...]] = ("report_id", "id")
    refers: ClassVar[tuple[ForeignKey, ...]] = (TO_REPORT,)
    has_items: ClassVar[bool] = True

    report_id: Annotated[ReportId, Described("The report, as registered in raw/reports.yaml.")]
    item_id: Annotated[ItemId | None, ITEM_ID]
    id: Annotated[RowId, ROW_ID]
    page: Annotated[
        int,
        Described("First page it stands on, counted from 1 as a PDF reader does.", type="int16"),
    ]

    @property
    def item_key(self) -> ItemKey | None:
        """The item in its report, as rows of other tables join on it."""
        return item_key(self.report_id, self.item_id) if self.item_id is not None else None

    @property
    def ref(self) -> Ref:
        """How comparisons and findings refer to the row."""
        return ref_to(self.table, self.id)


class Report(Record):
    """One row for each report."""

    table = "reports"
    refers = ()
    has_items = False

    plan: Annotated[str, Described("The action plan that the report follows up, as registered.")]
    title: Annotated[str | None, Described("The cover's main title, as printed.")]
    as_of: Annotated[date | None, Described("Last day of the month that the report speaks for.")]
    as_of_printed: Annotated[str | None, Described("That month as printed: juni 2025.")]
    pages: Annotated[int, Described("Number of pages.", type="int16", check=Range(1))]
    language: Annotated[
        Language,
        Described("nb (bokmål) or nn (nynorsk), by its commonest words."),
    ]
    sha256: Annotated[
        str,
        Described(
            "SHA-256 of the PDF file, in hexadecimal.",
            check=Form("[0-9a-f]{64}", "64 heksadesimale sifre"),
        ),
    ]
    producer: Annotated[str, Described("The program that made the PDF, as the file says.")]
    words: Annotated[
        int,
        Described(
            "Number of words on all pages, page furniture included.",
            type="int32",
            check=Range(1),
        ),
    ]
    url: Annotated[str | None, Described("Where the file was fetched, as registered.")]
    retrieved: Annotated[date | None, Described("When it was fetched, as registered.")]
    edition_note: Annotated[
        str | None,
        Described("What a reader must know of this file, as registered."),
    ]
    links_guessed: Annotated[
        bool,
        Described("Whether its link boxes were set by guess: link findings are infos then."),
    ]
    program: Annotated[str, Described("Version of the program that read it.")]
    vocabulary: Annotated[
        str,
        Described("SHA-256 of the vocabularies that it was read with, its first 12 digits."),
    ]


class Measure(Record):
    """One row for each measure (tiltak) or request by the Storting (anmodningsvedtak)."""

    table = "measures"

    item_id: Annotated[
        ItemId | None,
        ITEM_ID._replace(check=Form(ITEM_PATTERN, "et tiltak eller vedtak")),
    ]
    id: Annotated[
        RowId,
        ROW_ID._replace(
            check=Form(
                PRINTING_PATTERN, "et tiltak eller vedtak, med #2 der nummeret er brukt om igjen"
            )
        ),
    ]
    kind: Annotated[ItemKind, Described("tiltak or anmodningsvedtak.")]
    number: Annotated[
        int,
        Described(
            "The last whole number of what is printed (1.2: 2).", type="int16", check=Range(1, 9999)
        ),
    ]
    letter: Annotated[
        str | None,
        Described("The letter of a lettered sub-measure (29 a), else null."),
    ]
    title: Annotated[
        str | None,
        Described("Title in running text, sub-points included. Null if absent there."),
    ]
    overview_title: Annotated[
        str | None,
        Described("Title in the overview table. Null if absent there."),
    ]
    chapter_number: Annotated[
        int | None,
        Described(
            "Number of the chapter it stands in, in running text.",
            type="int16",
            check=Range(0, 9999),
        ),
    ]
    chapter: Annotated[str | None, Described("Name of that chapter.")]
    overview_chapter: Annotated[
        str | None,
        Described("The section of the overview table it stands under."),
    ]
    narrative: Annotated[
        str | None,
        Described(
            "Paragraphs and list items joined by a blank line, without footnotes; null "
            "where nothing is written.",
        ),
    ]
    page_first: Annotated[
        int | None,
        Described("Page of the heading in running text.", type="int16"),
    ]
    page_last: Annotated[
        int | None,
        Described(
            "Page of the last line of heading, labels or narrative.",
            type="int16",
            check=NotBefore("page_first"),
        ),
    ]
    overview_page: Annotated[
        int | None,
        Described("Page on which its row in the overview begins.", type="int16"),
    ]
    commitment_kind: Annotated[
        CommitmentKind | None,
        Described("deliver, examine or continue, by the title's verb; null if it is not known."),
    ]
    number_printed: Annotated[
        str, Described("The number as printed: 4, 29 a, 1.1, T12.", check=FILLED)
    ]
    part: Annotated[
        str | None,
        Described("The part of the report, where numbers begin anew in each; else null."),
    ]
    session: Annotated[
        str | None,
        Described("The session of the Storting that a decision is of, where printed."),
    ]
    decided_on: Annotated[
        date | None,
        Described("The day on which the Storting made a decision, where the report says it."),
    ]

    @property
    def scope(self) -> Scope:
        """Where what is written of it stands."""
        return Scope(self.id)


class Status(Record):
    """One row for each item and source."""

    table = "statuses"
    refers = (TO_REPORT, TO_ITEM)

    source: Annotated[Source, Described("text or overview.")]
    status: Annotated[
        str | None,
        Described(
            "Ikke startet, Under arbeid or Gjennomført, or a category of another plan's "
            "own; null if what is printed is not known.",
            scale=STATUSES,
            ordered=True,
        ),
    ]
    status_printed: Annotated[str | None, Described("The status as printed; null where none is.")]
    status_order: Annotated[
        int | None,
        Described(
            "0 Ikke startet, 1 Under arbeid, 2 Løpende, 3 Gjennomført; null for other categories.",
            type="int8",
            check=Range(0, 3),
        ),
    ]
    inherited: Annotated[
        bool, Described("Whether it stands in a cell that is drawn across several rows.")
    ]


class Ministry(Record):
    """One row for each item, source and ministry that is named."""

    table = "ministries"
    refers = (TO_REPORT, TO_ITEM)

    source: Annotated[Source, Described("text or overview.")]
    position: Annotated[int, Described("Place in the list as printed, from 1.", type="int16")]
    ministry: Annotated[
        str,
        Described(
            "Code (JD), alle, or m.fl. for others not named.",
            check=Form("[A-ZÆØÅ]{2,4}|alle|m[.]fl[.]", "en forkortelse, alle eller m.fl"),
        ),
    ]
    name: Annotated[str | None, Described("The ministry's name; null for alle and m.fl.")]
    orgnr: Annotated[
        str | None,
        Described("Organisation number in Brønnøysundregistrene, where known."),
    ]
    role: Annotated[
        MinistryRole,
        Described(
            "named, lead (JD (koordinerende)), parenthesised (JD in AID (JD)), all or "
            "others (m.fl.)."
        ),
    ]
    printed: Annotated[str, Described("The whole list as printed.")]
    inherited: Annotated[
        bool, Described("Whether it stands in a cell that is drawn across several rows.")
    ]


class Field(Record):
    """One row for each item, source, and label or column that has no table of its own."""

    table = "fields"
    refers = (TO_REPORT, TO_ITEM)

    source: Annotated[Source, Described("text or overview.")]
    label: Annotated[str, Described("The label, or the column's head, as printed.")]
    kind: Annotated[
        FieldKind,
        Described(
            "deadline, budget, remark, period, indicator, decided (the day of a decision), "
            "previous-status (of an earlier report), or other."
        ),
    ]
    value: Annotated[str, Described("What stands there, as printed.", check=FILLED)]


class Paragraph(Record):
    """One row for each block of running text."""

    table = "paragraphs"
    refers = (TO_REPORT, TO_ITEM)

    scope: Annotated[
        Scope,
        Described("Where it stands: introduction, chapter-2, tiltak-4, front-matter, overview."),
    ]
    chapter_number: Annotated[int | None, Described("The chapter it stands in.", type="int16")]
    paragraph: Annotated[
        int,
        Described("Counted from 1 in its scope; 0 is the heading or title.", type="int32"),
    ]
    kind: Annotated[
        ParagraphKind,
        Described("heading, paragraph, list-item, footnote or box (text in a frame of its own)."),
    ]
    text: Annotated[str, Described("The text, lines joined; without bullets and footnote marks.")]


class Mention(Record):
    """The columns of what is mentioned in running text."""

    scope: Annotated[Scope, SCOPE]
    paragraph: Annotated[int, PARAGRAPH]
    start: Annotated[int, START]
    text: Annotated[str, Described("The mention as printed.", check=FILLED)]


class DateMention(Mention):
    """One row for each mention of a date."""

    table = "dates"
    refers = (TO_REPORT, TO_ITEM)

    edtf: Annotated[
        str | None,
        Described("The date in EDTF (ISO 8601-2); null for an impossible date."),
    ]
    first: Annotated[
        date | None,
        Described("First day it can mean; null for an open start or no date."),
    ]
    last: Annotated[
        date | None,
        Described("Last day it can mean; null for an open end or no date."),
    ]
    precision: Annotated[
        Precision,
        Described("day, month, season, quarter, half, year, interval or part (utgangen av 2025)."),
    ]
    role: Annotated[
        Role,
        Described("event, planned, budget, period or document."),
    ]
    bound: Annotated[
        Bound,
        Described("exact, latest (innen 2026) or earliest (tidligst i 2027)."),
    ]
    inferred: Annotated[bool, Described("Whether the year is taken from the context.")]
    year_from: Annotated[
        RowId | None,
        Described("The date that lent its year: an id of this table; null if none did."),
    ]
    sentence: Annotated[str, Described("The sentence it stands in.")]


class AmountMention(Mention):
    """One row for each mention of an amount in Norwegian kroner."""

    table = "amounts"
    refers = (TO_REPORT, TO_ITEM)

    amount_nok: Annotated[int, Described("Kroner, exact.", type="int64", unit="NOK")]
    qualifier: Annotated[
        Qualifier,
        Described("exact, about, under, over or upto."),
    ]
    change: Annotated[
        AmountChange,
        Described("level (a sum), increase or decrease."),
    ]
    annual: Annotated[bool, Described("Whether it is said to be each year.")]
    years: Annotated[
        str | None,
        Described("Years it belongs to by its sentence, as EDTF: 2024, {2024,2025}, 2025/.."),
    ]
    counted: Annotated[
        bool,
        Described("Whether to add it up: false for a part of another amount or a repetition."),
    ]
    part_of: Annotated[
        RowId | None,
        Described("The amount that it is a part of: an id of this table; null for none."),
    ]
    inferred: Annotated[
        bool,
        Described("Whether the sum is another's: «Tilsvarende beløp er bevilget i 2025»."),
    ]
    sentence: Annotated[str, Described("The sentence it stands in.")]


class ReferenceMention(Mention):
    """One row for each reference to a measure, a request, a document or a law."""

    table = "references"
    refers = (TO_REPORT, TO_ITEM)

    kind: Annotated[
        ReferenceKind,
        Described(
            "tiltak, vedtak, prop, meld, innst, nou, dok8, otprp, law, convention, or "
            "foreign (a measure of another plan).",
        ),
    ]
    target: Annotated[str, Described("What it points to, normalised: 74, Prop. 36 S (2023–2024).")]
    relation: Annotated[
        Relation | None,
        Described("How it is cited: jf., se or ses i sammenheng med; null for none of these."),
    ]


class ActorMention(Mention):
    """One row for each mention of a public body, research institution or organisation."""

    table = "actors"
    refers = (TO_REPORT, TO_ITEM)

    actor: Annotated[str, Described("The short name that it is known by: Bufdir, RVTS.")]
    name: Annotated[str, Described("Its full name.")]
    kind: Annotated[
        ActorKind,
        Described(
            "directorate, agency, police (and prosecution), court, ombud, research, regional or "
            "organisation."
        ),
    ]
    sentence: Annotated[str, Described("The sentence it stands in.")]


class ThemeMention(Record):
    """One row for each word in running text that is about a target group or a theme."""

    table = "themes"
    refers = (TO_REPORT, TO_ITEM)

    theme: Annotated[str, Described("The theme: barn, eldre, samisk, digital vold …", check=FILLED)]
    word: Annotated[str, Described("The word or words, as printed.", check=FILLED)]
    scope: Annotated[Scope, SCOPE]
    paragraph: Annotated[int, PARAGRAPH]
    start: Annotated[int, START]


class LinkRow(Record):
    """One row for each hyperlink, also when its box is broken over lines."""

    table = "links"
    refers = (TO_REPORT, TO_ITEM)

    scope: Annotated[Scope, SCOPE]
    text: Annotated[str, Described("The words that carry it.")]
    url: Annotated[str, Described("The address exactly as in the PDF.")]
    problem: Annotated[
        LinkProblem | None,
        Described("local-file or not-a-url, where it cannot work for a reader."),
    ]


class Abbreviation(Record):
    """One row for each entry of the abbreviation list."""

    table = "abbreviations"
    has_items = False

    abbreviation: Annotated[str, Described("The short form.")]
    expansion: Annotated[str, Described("What it stands for, as printed.")]


class PageRow(Record):
    """One row for each page of the file."""

    table = "pages"
    has_items = False

    printed: Annotated[
        int | None,
        Described("The page number that it bears; null without.", type="int16"),
    ]
    printed_total: Annotated[
        int | None,
        Described(
            "The number of pages that it says there are: 75 of «Side 9 av 75».", type="int16"
        ),
    ]
    kind: Annotated[
        PageKind,
        Described("text, picture (a large picture and hardly a word) or blank."),
    ]
    landscape: Annotated[bool, Described("Whether it is shown wider than high.")]
    words: Annotated[
        int,
        Described("Number of words, page furniture included.", type="int32", check=Range(0)),
    ]
    picture_share: Annotated[
        float,
        Described("How much of the page its pictures take, from 0 to 1.", type="float32"),
    ]
    kept_out: Annotated[
        int,
        Described("Number of its rows in kept_out.", type="int32", check=Range(0)),
    ]


class KeptOut(Record):
    """One row for each stretch of text that is on a page and is not the report's."""

    table = "kept_out"
    has_items = False

    kind: Annotated[
        KeptKind,
        Described(
            "watermark, stamp, line-number, annotation, invisible, tiny, covered, overprint "
            "or actual-text."
        ),
    ]
    text: Annotated[
        str | None,
        Described("The words as they stand in the file; null where they are covered."),
    ]
    reason: Annotated[str, Described("Why it was kept out, one sentence in bokmål.")]


class SpanRow(Record):
    """One row for each box that a row of another table stands in: one a line."""

    table = "spans"
    key = ("report_id", "of_table", "id", "field", "seq")
    refers = (TO_REPORT, TO_ITEM)

    of_table: Annotated[str, Described("The table of the row that stands here.")]
    field: Annotated[
        str,
        Described("title, overview, status, ministries, narrative, text, mention."),
    ]
    seq: Annotated[
        int,
        Described("Order of the boxes of one field, from 1.", type="int16", check=Range(1)),
    ]
    x0: Annotated[
        float,
        Described(
            "Left edge in PDF points; origin top left of the page.",
            type="float32",
            unit="pt",
        ),
    ]
    top: Annotated[float, Described("Upper edge.", type="float32", unit="pt")]
    x1: Annotated[float, Described("Right edge.", type="float32", unit="pt")]
    bottom: Annotated[float, Described("Lower edge.", type="float32", unit="pt")]


class TwoSided(Record):
    """The columns of what stands in two places: its sources, printed values, pages and rows."""

    rule: Annotated[RuleId, Described("The rule, as in the consistency report.")]
    scope: Annotated[Scope, Described("What was looked at: tiltak-4, introduction, report …")]
    left_source: Annotated[str | None, Described("Where the left value stands.")]
    left_value: Annotated[str | None, Described("The left value as printed.")]
    left_page: Annotated[
        int | None,
        Described("Its page, in the report that left_source names if it names one.", type="int16"),
    ]
    left_ref: Annotated[
        Ref | None,
        Described("Its row, as table:id, in the same report as its page."),
    ]
    right_source: Annotated[str | None, Described("Where the right value stands.")]
    right_value: Annotated[str | None, Described("The right value as printed.")]
    right_page: Annotated[int | None, Described("Its page.", type="int16")]
    right_ref: Annotated[Ref | None, Described("Its row, as table:id.")]


class Comparison(TwoSided):
    """One row for each thing that is said twice and was compared, agreements included."""

    table = "comparisons"

    outcome: Annotated[
        Outcome,
        Described("agree, differ, missing or not-comparable."),
    ]


class Finding(TwoSided):
    """One row for each discrepancy or oddity."""

    table = "findings"

    severity: Annotated[
        Severity,
        Described("error, warning or info.", ordered=True),
    ]
    message: Annotated[str, Described("What differs, in one sentence in Norwegian.")]
    state: Annotated[FindingState, Described("open or reviewed.")]
    review: Annotated[str | None, Described("The reviewer's verdict and reason.")]
    basis: Annotated[
        Basis,
        Described("printed (both values stand in the report) or inferred (by reading its prose)."),
    ]
    related_item_ids: Annotated[
        str | None,
        Described("The other items that it is about: tiltak-7; tiltak-59. Null for none."),
    ]
    verdict: Annotated[
        ReviewVerdict | None,
        Described("The verdict that holds: bekreftet keeps it, others set it aside. Null if none."),
    ]
    ask: Annotated[str, Described("Whom to ask and what, or what to look at, in a sentence.")]
    baseline: Annotated[
        Baseline | None,
        Described("new or unchanged since the last published run. Null where there is none."),
    ]

    @property
    def stands(self) -> bool:
        """Whether it is counted: nobody has judged it, or somebody has confirmed it."""
        return self.verdict in (None, CONFIRMED)


class Unread(Record):
    """One row for each stretch of printed text that no parser understood."""

    table = "unread"
    refers = (TO_REPORT, TO_ITEM)

    stage: Annotated[
        ReadingStage,
        Described("The stage that did not understand it: segment or parse."),
    ]
    scope: Annotated[Scope, Described("Where it stands: tiltak-4, overview, front-matter …")]
    reason: Annotated[
        str,
        Described("Why, as a key: unknown-status, unknown-ministry, no-status …"),
    ]
    text: Annotated[str, Described("The text as printed; empty where something is missing.")]


class Review(Record):
    """One row for each verdict that an auditor gave; id is the finding's, or the item's."""

    table = "reviews"
    key = ("report_id", "id", "seq")

    seq: Annotated[
        int,
        Described(
            "Number of the verdict on it, from 1, oldest first.", type="int16", check=Range(1)
        ),
    ]
    rule: Annotated[RuleId | None, Described("The rule of the finding. Null for an item.")]
    scope: Annotated[Scope, Described("What it is about: tiltak-4, introduction, report …")]
    verdict: Annotated[
        ReviewVerdict,
        Described("bekreftet, falsk alarm, rettet av utgiver or forklart."),
    ]
    by: Annotated[str, Described("Who gave it.")]
    reviewed_on: Annotated[date, Described("The day it was given.")]
    reason: Annotated[str, Described("Why.")]
    answer: Annotated[str | None, Described("What the ministry answered. Null for none.")]
    left_value: Annotated[
        str | None,
        Described("The left value that it was given for, as printed; an item's status in text."),
    ]
    right_value: Annotated[
        str | None,
        Described("The right value that it was given for; an item's status in the overview."),
    ]
    state: Annotated[
        ReviewState,
        Described("applied; superseded by a later one; stale where the values are others now."),
    ]
    note: Annotated[
        str | None,
        Described("Why it is stale, in Norwegian; null otherwise."),
    ]


class Correction(Record):
    """One row for each value that a researcher corrected by hand; id is the corrected row's."""

    table = "corrections"
    key = ("report_id", "of_table", "id", "column")

    of_table: Annotated[str, Described("The table of the row that is corrected.")]
    column: Annotated[str, Described("The column that is corrected.")]
    read: Annotated[
        str | None,
        Described("The value that the correction is for, as text; null for none."),
    ]
    corrected: Annotated[
        str | None,
        Described("The value that takes its place, as text; null for none."),
    ]
    reason: Annotated[str, Described("Why.")]
    by: Annotated[str, Described("Who corrected it.")]
    kind: Annotated[
        CorrectionKind,
        Described("misreading, or change where something else is printed."),
    ]
    state: Annotated[
        Judged,
        Described("applied, or stale where something else than `read` is read."),
    ]
    note: Annotated[
        str | None,
        Described("Why it is stale, in Norwegian; null where it is applied."),
    ]


class Transition(Table):
    """One row for each item and pair of successive reports on one plan; more for one that is split.

    An item is the same by its title and its narrative, whatever its number; `relation` says how the
    two entries hang together and `evidence` why.
    """

    table = "transitions"
    key = ("from_report", "to_report", "id")
    refers = (
        ForeignKey(("from_report",), "reports", ("report_id",)),
        ForeignKey(("to_report",), "reports", ("report_id",)),
        TO_ITEM,
    )

    plan: Annotated[str, Described("The action plan that both reports follow up.")]
    from_report: Annotated[ReportId, Described("The earlier report.")]
    to_report: Annotated[ReportId, Described("The later report, next in time.")]
    id: Annotated[
        RowId,
        Described("The two items: tiltak-4>tiltak-5; tiltak-4> for one that is gone."),
    ]
    item_id: Annotated[
        ItemId,
        Described("The measure or request, with its number in the later report it stands in."),
    ]
    item_key: Annotated[
        ItemKey, Described("That report and item in one: 2026/tiltak-4; to join tables on.")
    ]
    from_item_id: Annotated[
        ItemId | None, Described("The item in the earlier report; null if it was not there.")
    ]
    to_item_id: Annotated[
        ItemId | None, Described("The item in the later report; null if it is not there.")
    ]
    relation: Annotated[
        ItemRelation,
        Described(
            "same, renumbered, split (one became several), merged (several became one), replaced "
            "(another took its place), added or removed."
        ),
    ]
    evidence: Annotated[
        str, Described("Why they are taken for the same item, or for none, in bokmål.")
    ]
    from_status: Annotated[
        str | None,
        Described(
            "Its status in the earlier report's text; null if it was not there.",
            scale=STATUSES,
            ordered=True,
        ),
    ]
    to_status: Annotated[
        str | None,
        Described(
            "Its status in the later report's text; null if it is not there.",
            scale=STATUSES,
            ordered=True,
        ),
    ]
    change: Annotated[
        StatusChange | None,
        Described(
            "advanced, unchanged, regressed, added or removed; null where statuses have no order.",
        ),
    ]
    title: Annotated[TextChange, Described("The title: same, changed, new or gone.")]
    chapter: Annotated[TextChange, Described("The chapter it stands in, by its name.")]
    ministries: Annotated[TextChange, Described("The ministries in the text.")]
    narrative: Annotated[
        TextChange | None,
        Described("The narrative, word by word; null where there is none in either."),
    ]
    similarity: Annotated[
        int | None,
        Described(
            "How alike the narratives are, by their words, from 0 to 100; null where one is "
            "missing.",
            type="int8",
            check=Range(0, 100),
        ),
    ]
    paragraphs_same: Annotated[
        int,
        Described("Paragraphs that stand in both, word for word.", type="int16", check=Range(0)),
    ]
    paragraphs_new: Annotated[
        int, Described("Paragraphs of the later report only.", type="int16", check=Range(0))
    ]
    paragraphs_gone: Annotated[
        int, Described("Paragraphs of the earlier report only.", type="int16", check=Range(0))
    ]


class Milestone(Table):
    """One row for each date that an item's text announces."""

    table = "milestones"
    key = ("report_id", "id")
    refers = (
        TO_REPORT,
        TO_ITEM,
        ForeignKey(("report_id", "id"), "dates", ("report_id", "id")),
        ForeignKey(("first_passed_in",), "reports", ("report_id",)),
    )

    plan: Annotated[str, Described("The action plan that the report follows up.")]
    report_id: Annotated[ReportId, Described("The report that announces the date.")]
    item_id: Annotated[ItemId, Described("The measure or request.")]
    item_key: Annotated[
        ItemKey, Described("Report and item in one: 2025/tiltak-4; to join tables on.")
    ]
    id: Annotated[RowId, Described("The row of the table dates.")]
    page: Annotated[int, Described("The page that the date stands on.", type="int16")]
    edtf: Annotated[str, Described("The date in EDTF.")]
    first: Annotated[date | None, Described("First day it can mean; null for an open start.")]
    last: Annotated[date | None, Described("Last day it can mean; null for an open end.")]
    bound: Annotated[
        Bound,
        Described("exact, latest (innen 2026) or earliest (tidligst i 2027): no deadline."),
    ]
    sentence: Annotated[str, Described("The sentence that announces it.")]
    kind: Annotated[
        MilestoneKind,
        Described(
            "completion (the work is to be finished), start, part, hearing (a deadline of others' "
            "answers), forecast, activity (work goes on), storting-deadline or other-actor."
        ),
    ]
    passed: Annotated[
        bool,
        Described(
            "Whether its last day lies before the as-of day of the plan's latest report; that day "
            "itself has not passed. Says nothing of whether it was kept."
        ),
    ]
    first_passed_in: Annotated[
        ReportId | None,
        Described("The first report, from this one on, by whose as-of day it had passed."),
    ]
    delay_admitted: Annotated[
        bool, Described("Whether the text around the date says that the work is late.")
    ]


class MilestoneOutcome(Table):
    """One row for each milestone and later report on the plan: what that report tells of it.

    Read from sentences, never from a status: without a sentence it is silent.
    """

    table = "milestone_outcomes"
    key = ("report_id", "id", "judged_by")
    refers = (
        TO_REPORT,
        TO_ITEM,
        ForeignKey(("report_id", "id"), "milestones", ("report_id", "id")),
        ForeignKey(("judged_by",), "reports", ("report_id",)),
    )

    plan: Annotated[str, Described("The action plan that both reports follow up.")]
    report_id: Annotated[ReportId, Described("The report that announced the date.")]
    item_id: Annotated[ItemId, Described("The measure or request in that report.")]
    item_key: Annotated[
        ItemKey, Described("Report and item in one: 2025/tiltak-4; to join tables on.")
    ]
    id: Annotated[RowId, Described("The row of the table milestones.")]
    judged_by: Annotated[ReportId, Described("The later report that was read.")]
    judged_item_id: Annotated[
        ItemId | None, Described("The item in the later report; null if it is gone.")
    ]
    event: Annotated[
        MilestoneEvent,
        Described(
            "told-done (told as done, in time or late), told-delayed (told as late or not done), "
            "moved (to another date), restated, silent or item-gone."
        ),
    ]
    page: Annotated[
        int | None, Described("The later report's page with the sentence.", type="int16")
    ]
    ref: Annotated[Ref | None, Described("The later report's row with the sentence, as table:id.")]
    sentence: Annotated[str | None, Described("The later report's sentence; null for silence.")]
    moved_to: Annotated[str | None, Described("The new date in EDTF; null if it has not moved.")]
    slip_days: Annotated[
        int | None,
        Described(
            "Days from the last day of the old date to that of the new; negative where it is "
            "earlier; null if it has not moved or one of them is open.",
            type="int32",
            unit="days",
        ),
    ]


class Item(Record):
    """One row for each measure or request: what its other tables say of it, side by side."""

    table = "items"

    item_id: Annotated[
        ItemId | None,
        ITEM_ID._replace(check=Form(ITEM_PATTERN, "et tiltak eller vedtak")),
    ]
    plan: Annotated[str, Described("The action plan that the report follows up, as registered.")]
    kind: Annotated[ItemKind, Described("tiltak or anmodningsvedtak.")]
    number: Annotated[str, Described("The number as printed: 4, 29 a, 1.1, T12.", check=FILLED)]
    letter: Annotated[
        str | None,
        Described("The letter of a lettered sub-measure (29 a), else null."),
    ]
    sort_key: Annotated[
        str,
        Described("The id with its numbers filled up, to sort by: tiltak-004.", check=FILLED),
    ]
    title: Annotated[str | None, Described("Title in running text, else in the overview.")]
    short_title: Annotated[
        str | None,
        Described("The title without its sub-points, cut at a word where it is long."),
    ]
    chapter_number: Annotated[
        int | None, Described("Number of the chapter it stands in.", type="int16")
    ]
    chapter: Annotated[
        str | None,
        Described("Name of that chapter; else the overview's section that it stands under."),
    ]
    status_text: Annotated[
        str | None,
        Described("Its status in running text.", scale=STATUSES, ordered=True),
    ]
    status_overview: Annotated[
        str | None,
        Described("Its status in the overview.", scale=STATUSES, ordered=True),
    ]
    status: Annotated[
        str | None,
        Described(
            "Its status in running text, else in the overview.", scale=STATUSES, ordered=True
        ),
    ]
    status_order: Annotated[
        int | None,
        Described(
            "0 Ikke startet, 1 Under arbeid, 2 Løpende, 3 Gjennomført; null for other categories.",
            type="int8",
            check=Range(0, 3),
        ),
    ]
    agrees: Annotated[
        bool | None,
        Described("Whether the two statuses are the same; null where one of them is not known."),
    ]
    lead_ministry: Annotated[
        str | None,
        Described("The ministry that leads or is named first; null where only `alle` is named."),
    ]
    ministries: Annotated[
        str | None,
        Described("Its ministries in running text, else in the overview, in order: JD; BFD."),
    ]
    all_ministries: Annotated[bool, Described("Whether `alle` is among them.")]
    commitment_kind: Annotated[
        CommitmentKind | None,
        Described("deliver, examine or continue, by the title's verb; null if it is not known."),
    ]
    words: Annotated[
        int, Described("Number of words of the narrative.", type="int32", check=Range(0))
    ]
    planned_dates: Annotated[
        int,
        Described("How many dates its text announces.", type="int16", check=Range(0)),
    ]
    next_planned: Annotated[
        str | None,
        Described("The first of these that lies ahead of the report's month, in EDTF."),
    ]
    last_event: Annotated[
        str | None,
        Described("The last date that its text tells of as past, in EDTF."),
    ]
    amounts: Annotated[
        int, Described("How many amounts its text mentions.", type="int16", check=Range(0))
    ]
    links: Annotated[int, Described("How many links it has.", type="int16", check=Range(0))]
    references: Annotated[
        int, Described("How many references its text has.", type="int16", check=Range(0))
    ]
    checkable: Annotated[
        bool,
        Described(
            "Whether its text below the title has a date, amount, link or reference, the names "
            "of conventions aside."
        ),
    ]
    findings_open: Annotated[
        int,
        Described("How many findings on it nobody has reviewed.", type="int16", check=Range(0)),
    ]
    previous_status: Annotated[
        str | None,
        Described(
            "Its status in the plan's report before this; null without one.",
            scale=STATUSES,
            ordered=True,
        ),
    ]
    change: Annotated[
        StatusChange | None,
        Described("advanced, unchanged, regressed or added since then; null if it is not known."),
    ]
    page_text: Annotated[int | None, Described("Page of its heading in text.", type="int16")]
    page_overview: Annotated[
        int | None, Described("Page of its row in the overview.", type="int16")
    ]


class Responsibility(Record):
    """One row for each item, source and ministry, where `alle` is each that the report names."""

    table = "responsibilities"
    refers = (TO_REPORT, TO_ITEM)

    source: Annotated[Source, Described("text or overview.")]
    ministry: Annotated[str, Described("Code of the ministry: JD.")]
    name: Annotated[str | None, Described("The ministry's name.")]
    orgnr: Annotated[
        str | None,
        Described("Organisation number in Brønnøysundregistrene, where known."),
    ]
    position: Annotated[
        int | None,
        Described("Place in the list as printed, from 1; null through `alle`.", type="int16"),
    ]
    basis: Annotated[
        ResponsibilityBasis,
        Described("named, parenthesised (JD in AID (JD)) or all (through `alle`)."),
    ]


PARSED: tuple[type[Record], ...] = (
    Report, Measure, Status, Ministry, Field, DateMention, AmountMention, ReferenceMention,
    ActorMention, ThemeMention, Paragraph, LinkRow, Abbreviation, PageRow, KeptOut, SpanRow, Unread,
)  # fmt: skip
SUMMED_UP: tuple[type[Record], ...] = (Item, Responsibility)
COMPARED: tuple[type[Record], ...] = (Comparison, Finding)
JUDGED: tuple[type[Record], ...] = (Review, Correction)
ACROSS: tuple[type[Table], ...] = (Transition, Milestone, MilestoneOutcome)
TABLES: dict[str, type[Record]] = {
    record.table: record for record in (*SUMMED_UP, *PARSED, *COMPARED, *JUDGED)
}


def key_of(record: type[Table]) -> tuple[str, ...]:
    """The columns of a table's unique key."""
    return tuple(column_name(field) for field in record.key)


def column_name(field: str) -> str:
    """The column of a field: `of_table` is the column `table`, which every type has already."""
    return "table" if field == "of_table" else field
