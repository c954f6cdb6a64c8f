"""How a report is set: what one typesetter does differently from the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Column = Literal[
    "number", "title", "ministries", "status", "previous", "narrative",
    "deadline", "budget", "period", "remark", "area", "decided",
]  # fmt: skip


@dataclass(frozen=True)
class Knobs:
    """One way of typesetting; the default resembles the report of June 2025, made in Word.

    Lengths are PDF points. What an engine cannot do is written at the head of its module.
    """

    font: Literal["serif", "sans", "wide", "modern"] = "serif"
    size: float = 12
    margin: float = 71
    spacer: float = 0
    """Empty space before the first measure and before the overview, which moves every page break
    after it."""

    head: str = ""
    """A running head, or nothing."""
    page_number: str = "Side {page} av {pages}"
    """`{page}` alone, with `{pages}`, or empty for no page numbers."""
    page_number_at: Literal["bottom-left", "bottom-center", "bottom-right", "top-right"] = (
        "bottom-right"
    )

    as_of: str = "Per {as_of}"
    """How the cover prints the month that the report is of."""
    cover_lines: tuple[str, ...] = ()
    """Lines below that on the cover, with other months."""

    contents: Literal["leaders", "numbers", "plain", "none"] = "leaders"
    """A table of contents with dots up to the page number, with page numbers, without, or none."""
    abbreviations_heading: bool = False
    """The abbreviation list has a heading; in the report of June 2025 it has none."""
    chapter_heading: str = "{number} {title}"
    chapters_on_new_page: bool = True
    overview_at: Literal["last", "first", "chapters", "chapters-and-last"] = "last"
    """After the chapters, right after the introduction, a table at the end of each chapter, or
    those and the whole again at the end."""

    item_number: Literal["1.", "1", "Tiltak 1:", "Tiltak 1 –", "Tiltak 1.", "Tiltak 1", "T1"] = "1."
    """«Tiltak 1:» is «Vedtak 611:» where it is one, and «Vedtak nr. 97 (2025–2026):» where the
    session is given. `T1` numbers the rows of the overview so, too."""
    hanging: bool = True
    """The number stands in a margin of its own, and the entry is indented beside it."""
    title_bold: bool = True
    title_size: float = 0
    """0 is the size of the running text."""

    ministries_label: str = "Ansvarlig departement:"
    status_label: str = "Status:"
    """May hold `{as_of}`: «Status per 1. juni 2026:»."""
    previous_label: str = "Status i fjor:"
    """For the status of the report before, where the edition has it."""
    narrative_label: str = ""
    """Before the narrative: in its first line, on a line of its own where labels are bare, in a
    row of its own where they stand in a table."""
    label_style: Literal["italic", "bold", "plain"] = "italic"
    label_order: Literal["ministries-status", "status-ministries"] = "ministries-status"
    label_layout: Literal["lines", "one-line", "below", "bar", "tab", "bare", "table"] = "lines"
    """Each label with its value on a line; both on one line, perhaps parted by a bar or a tab; the
    value on the line below; the same without colons; a table of two columns without colons."""
    fields_at: Literal["last", "first", "between"] = "last"
    """Where further labels stand, seen from those of status and ministries."""
    status_form: Literal["value", "run-in", "prose"] = "value"
    """The status alone; the narrative runs on behind it, after a full stop; no status at all, but
    the narrative below the label."""
    labels_after: bool = False
    """The labels close the entry instead of standing between title and narrative."""
    status_on_next_page: tuple[str, ...] = ()
    """Items (`tiltak-3`) whose label lines are torn by a page break, just before the last one."""

    paragraphs: Literal["space", "indent"] = "space"
    """Paragraphs kept apart by white space, or by indenting the first line."""
    justified: bool = False
    hyphenation: Literal["none", "auto", "soft"] = "none"
    """`auto`: by the engine's Norwegian patterns. `soft`: by soft hyphens in the text."""

    superior_figures: bool = False
    """Footnotes are called by the font's own raised figures, whose size and base line are those of
    the text around them, as Typst and InDesign do it. Only Typst does."""

    columns: tuple[Column, ...] = ("number", "title", "ministries", "status")
    """Without `number`, it stands in the title's cell: «1. Styrke …». Those after `narrative` are
    columns that have no table of their own: see `compose.further_value`."""
    heads: tuple[str, ...] = (
        "Nr.",
        "Regjeringen vil",
        "Ansvarlig departement",
        "Gjennomført/ under arbeid/ikke startet",
    )
    """The words over the columns, in the order of `columns`."""
    status_marks: Literal["words", "x", "letters", "dots"] = "words"
    """How the overview says the status: in words, by an X in one of three columns, by letters or
    coloured dots with a legend."""
    legend_at: Literal["above", "below"] = "above"
    landscape: bool = False
    """The overview on pages that lie."""
    merged: tuple[Column, ...] = ()
    """Columns whose equal cells are one cell, drawn across the rows of a section."""
    row_number: Literal["1", "1."] = "1"
    section_heading: str = "{title}"
    """A chapter's row in the overview; `{number}` is the chapter's, `{first}` and `{last}` are its
    measures'. Empty for no such rows."""
    continued: bool = False
    """In the middle of its rows, a section's heading is repeated with «(forts.)»."""
    caption: str = ""
    """Above each table of measures: «Tabell {table}: {title}»."""
    counts: Literal["none", "introduction", "after"] = "none"
    """A table that counts the measures of each chapter, in the introduction or after the overview.
    """
    table_for_each_chapter: bool = False
    """A table for each chapter, each with its heads, instead of one with section rows."""
    repeat_heads: bool = False
    rules: Literal["grid", "horizontal", "none"] = "grid"
    shaded: bool = False
    """Heads and section rows on grey."""
    cell_align: Literal["top", "middle"] = "top"
    split_rows: bool = True
    """A row may be broken over two pages."""

    def __post_init__(self) -> None:
        if len(self.heads) != len(self.columns):
            raise ValueError(f"{len(self.heads)} heads over {len(self.columns)} columns")
        if not {"title", "ministries", "status"} <= set(self.columns):
            raise ValueError("an overview needs title, ministries and status")

    def mark_of(self, status: str, category: str | None) -> str:
        """What the overview prints for a status of that category."""
        match self.status_marks:
            case "x":
                return "X"
            case "letters":
                return (category or status)[0]
            case "dots":
                return "●"
            case _:
                return status

    @property
    def indent(self) -> float:
        """Width of the margin in which the numbers of the entries hang; 0 if they do not."""
        wide_figures = 2.1 if self.font == "serif" else 3
        return (self.title_size or self.size) * wide_figures if self.hanging else 0
