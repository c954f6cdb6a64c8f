"""Sets a report with reportlab: the standard fonts that PDF readers bring, or embedded Vera.

Every knob works. `modern` is Helvetica, too. Footnotes are drawn at the foot of the page by this
module, in room that is kept free on every page of a report that has any. «auto» hyphenation is
pyphen's.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, assert_never
from xml.sax.saxutils import escape, quoteattr

import reportlab
from reportlab.lib.colors import Color, black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Indenter,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Table as Grid

from .compose import (
    Abbreviations,
    Cell,
    Contents,
    Cover,
    Heading,
    Labels,
    LabelTable,
    Mark,
    PageBreak,
    Part,
    Section,
    Small,
    Space,
    Table,
    Text,
    Title,
    Turn,
    compose,
    texts_of,
)
from .edition import Edition, Emphasis, Link
from .knobs import Knobs

_FONTS = {"serif": "Times-Roman", "sans": "Helvetica", "wide": "Vera", "modern": "Helvetica"}
_HYPHENATION = {"nb": "nb_NO", "nn": "nn_NO"}
_NOTES_ROOM = 44
_GREY = Color(0.88, 0.88, 0.88)


def typeset(edition: Edition, knobs: Knobs) -> bytes:
    """Twice, because only the first pass tells on which pages the headings fall."""
    _register_vera()
    parts = compose(edition, knobs)
    first = _Setting(parts, knobs, edition.language, pages={}, total=0)
    first.run()
    second = _Setting(parts, knobs, edition.language, pages=first.found, total=first.page)
    return second.run()


@cache
def _register_vera() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily("Vera", "Vera", "VeraBd", "VeraIt", "VeraBI")


class _Setting:
    """One pass over the document, with what the pass before it found."""

    def __init__(
        self,
        parts: tuple[Part, ...],
        knobs: Knobs,
        language: str,
        pages: dict[str, int],
        total: int,
    ) -> None:
        self.parts, self.knobs, self.pages, self.total = parts, knobs, pages, total
        self.found: dict[str, int] = {}
        self.page = 0
        self.notes = {
            run.number: run.note
            for part in parts
            for text in texts_of(part)
            for run in text.runs
            if isinstance(run, Mark)
        }
        self.called: list[int] = []
        self.width = A4[0] - 2 * knobs.margin
        hyphenated = knobs.hyphenation == "auto"
        self.base = ParagraphStyle(
            "base",
            fontName=_FONTS[knobs.font],
            fontSize=knobs.size,
            leading=knobs.size * 1.3,
            spaceAfter=2 if knobs.paragraphs == "indent" else knobs.size * 0.6,
            hyphenationLang=_HYPHENATION[language] if hyphenated else "",
            embeddedHyphenation=0,
            uriWasteReduce=0,
            splitLongWords=0,
        )

    def run(self) -> bytes:
        margin, room = self.knobs.margin, _NOTES_ROOM if self.notes else 0
        out = BytesIO()
        document = BaseDocTemplate(out, pagesize=A4, invariant=1)
        for name, (width, height) in (("standing", A4), ("lying", landscape(A4))):
            inside = (width - 2 * margin, height - 2 * margin - room)
            document.addPageTemplates(
                PageTemplate(
                    name,
                    frames=[Frame(margin, margin + room, *inside, 0, 0, 0, 0)],
                    onPage=self._listen,
                    onPageEnd=self._furniture,
                    pagesize=(width, height),
                )
            )
        document.build([flowable for part in self.parts for flowable in self._part(part)])
        return out.getvalue()

    def _listen(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        """Let a heading and a call of a footnote tell when they are drawn, and so on which page."""
        canvas.setNamedCB("heading", self._heading_drawn)
        canvas.setNamedCB("note", self._note_called)

    def _heading_drawn(self, canvas: Canvas, kind: str, label: str) -> None:
        self.found[label] = canvas.getPageNumber()

    def _note_called(self, canvas: Canvas, kind: str, label: str) -> None:
        self.called.append(int(label))

    def _furniture(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        knobs = self.knobs
        width, height = document.pageTemplate.pagesize
        self.page = document.page
        canvas.setFont(self.base.fontName, knobs.size - 2)
        if knobs.head:
            canvas.drawString(knobs.margin, height - knobs.margin * 0.55, knobs.head)
        if knobs.page_number:
            shown = knobs.page_number.format(page=document.page, pages=self.total)
            low = knobs.margin * 0.5
            match knobs.page_number_at:
                case "bottom-left":
                    canvas.drawString(knobs.margin, low, shown)
                case "bottom-center":
                    canvas.drawCentredString(width / 2, low, shown)
                case "bottom-right":
                    canvas.drawRightString(width - knobs.margin, low, shown)
                case "top-right":
                    canvas.drawRightString(
                        width - knobs.margin, height - knobs.margin * 0.55, shown
                    )
        if self.called:
            self._draw_notes(canvas)
            self.called = []

    def _draw_notes(self, canvas: Canvas) -> None:
        margin = self.knobs.margin
        top = margin + _NOTES_ROOM - 8
        canvas.setLineWidth(0.5)
        canvas.line(margin, top, margin + 120, top)
        style = self._style(fontSize=self.knobs.size - 3, leading=self.knobs.size - 1)
        for number in self.called:
            note = Paragraph(f"<super>{number}</super> {escape(self.notes[number])}", style)
            _, height = note.wrap(self.width, _NOTES_ROOM)
            top -= height + 2
            note.drawOn(canvas, margin, top)

    def _style(self, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle("", parent=self.base, **changes)

    def _part(self, part: Part) -> list[Flowable]:
        knobs, size = self.knobs, self.knobs.size
        indent = knobs.indent
        match part:
            case Cover():
                big = self._style(fontSize=size + 10, leading=size + 16, hyphenationLang="")
                return [
                    Spacer(0, 160),
                    Paragraph(f"<b>{escape(part.title)}</b>", big),
                    Paragraph(f"<i>{escape(part.subtitle)}</i>", self.base),
                    *(Paragraph(escape(line), self.base) for line in part.lines),
                    Paragraph(escape(part.publisher), self.base),
                ]
            case Contents():
                heading = Paragraph(
                    f"<b>{escape(part.heading)}</b>", self._style(fontSize=size + 2)
                )
                return [NewPage(), heading, *(self._entry(entry) for entry in part.entries)]
            case Abbreviations():
                rows = [
                    [Paragraph(escape(a), self.base), Paragraph(escape(b), self.base)]
                    for a, b in part.rows
                ]
                style = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]
                heading = Paragraph(
                    f"<b>{escape(part.heading)}</b>", self._style(fontSize=size + 2)
                )
                table = Grid(rows, colWidths=[80, self.width - 80], style=style, hAlign="LEFT")
                return [NewPage(), *([heading] if part.heading else []), table]
            case Heading():
                size += (8, 4, 2)[part.level]
                style = self._style(fontSize=size, leading=size + 4, spaceBefore=14, keepWithNext=1)
                told = f'<onDraw name="heading" label="{part.anchor}"/>'
                heading = Paragraph(f"{told}<b>{escape(part.text)}</b>", style)
                return [NewPage(), heading] if part.new_page else [heading]
            case Text():
                return [self._text(part, indent if part.entry else 0)]
            case Title():
                return self._title(part, indent)
            case Labels():
                style = self._style(leftIndent=indent)
                gap = escape(part.between) if part.between.strip() else "&nbsp;&nbsp;&nbsp; "
                if part.between == "\t":
                    gap = "&nbsp;" * 10
                lines = "<br/>".join(
                    gap.join(self._label(*pair) for pair in line) for line in part.lines
                )
                if part.text is not None:
                    lines += escape(part.joint) + "".join(_run(run) for run in part.text.runs)
                return [Paragraph(lines, style)]
            case LabelTable():
                table = self._label_table(part, self.width - indent)
                return [Indenter(indent), table, Indenter(-indent), Spacer(0, 8)]
            case Table():
                return [self._table(part), Spacer(0, 8)]
            case Small():
                shown = "".join(_colored(escape(text), color) for text, color in part.pieces)
                shown = f"<b>{shown}</b>" if part.bold else shown
                size = size if part.bold else size - 2
                return [Paragraph(shown, self._style(fontSize=size, keepWithNext=int(part.bold)))]
            case Space():
                return [Spacer(0, part.points)]
            case PageBreak():
                return [NewPage()]
            case Turn(lying):
                self.width = (A4[1] if lying else A4[0]) - 2 * knobs.margin
                return [NextPageTemplate("lying" if lying else "standing"), NewPage()]
            case _:
                assert_never(part)

    def _entry(self, entry: Heading) -> Flowable:
        page = str(self.pages.get(entry.anchor, 0))
        match self.knobs.contents:
            case "leaders":
                font, size = self.base.fontName, self.base.fontSize
                used = pdfmetrics.stringWidth(entry.text + page, font, size)
                dots = "." * int((self.width - used) / pdfmetrics.stringWidth(".", font, size) - 1)
                return Paragraph(escape(f"{entry.text}{dots}{page}"), self.base)
            case "numbers":
                row = [[Paragraph(escape(entry.text), self.base), page]]
                style = [
                    ("FONT", (1, 0), (1, 0), self.base.fontName, self.base.fontSize),
                    ("ALIGN", (1, 0), (1, 0), "RIGHT"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ]
                return Grid(row, colWidths=[self.width - 40, 40], style=style)
            case _:
                return Paragraph(escape(entry.text), self.base)

    def _text(self, part: Text, indent: float) -> Flowable:
        justified = 4 if self.knobs.justified else 0
        runs = "".join(_run(run) for run in part.runs)
        if part.mark:
            style = self._style(
                leftIndent=indent + 18,
                bulletIndent=indent,
                alignment=justified,
                spaceAfter=3,
                bulletFontName=self.base.fontName,
                bulletFontSize=self.base.fontSize,
            )
            paragraph = Paragraph(runs, style, bulletText=part.mark)
        else:
            first = 0 if part.first or self.knobs.paragraphs == "space" else 16
            frame = {"borderWidth": 0.5, "borderColor": black, "borderPadding": 6} | {
                "backColor": _GREY, "spaceBefore": 8, "spaceAfter": 12,
            } if part.boxed else {"firstLineIndent": first}  # fmt: skip
            style = self._style(leftIndent=indent, alignment=justified, **frame)
            paragraph = Paragraph(runs, style)
        return paragraph

    def _title(self, part: Title, indent: float) -> list[Flowable]:
        size = self.knobs.title_size or self.knobs.size
        style = self._style(
            leftIndent=indent,
            fontSize=size,
            leading=size * 1.3,
            spaceBefore=12,
            spaceAfter=4,
            keepWithNext=1,
            bulletIndent=0,
            bulletFontName=_bold(self.base.fontName)
            if self.knobs.title_bold
            else self.base.fontName,
            bulletFontSize=size,
        )
        lines = [part.text, *(f"- {point}" for point in part.points)]
        hanging = self.knobs.hanging and len(part.number) < 6
        if not hanging:
            lines[0] = f"{part.number} {lines[0]}"
        shown = "<br/>".join(escape(line) for line in lines)
        if self.knobs.title_bold:
            shown = f"<b>{shown}</b>"
        return [Paragraph(shown, style, bulletText=part.number if hanging else None)]

    def _label(self, label: str, value: str) -> str:
        tags = {"italic": "i", "bold": "b", "plain": "font"}
        tag = tags[self.knobs.label_style]
        shown = f"<{tag}>{escape(label)}</{tag}>" if label else ""
        return f"{shown} {escape(value)}".strip()

    def _label_table(self, part: LabelTable, width: float) -> Flowable:
        plain = self._style(spaceAfter=0)
        whole = self._style(spaceAfter=0, hyphenationLang="")
        rows: list[list[Any]] = []
        for label, value in part.rows:
            shown: Any = (
                Paragraph(escape(value), plain)
                if isinstance(value, str)
                else [self._text(text, 0) for text in value]
            )
            rows.append([Paragraph(self._label(label, ""), whole), shown])
        style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_rules(self.knobs)]
        widths = [0.28 * width, 0.72 * width]
        return Grid(rows, colWidths=widths, style=style, splitInRow=1, splitByRow=1)

    def _table(self, part: Table) -> Flowable:
        size = self.knobs.size - 1 - part.smaller
        plain = self._style(fontSize=size, leading=size * 1.2, spaceAfter=0, hyphenationLang="")
        vertical = self.knobs.cell_align.upper()
        style: list[Any] = [("VALIGN", (0, 0), (-1, -1), vertical)]
        rows: list[list[Any]] = [[Paragraph(f"<b>{escape(h)}</b>", plain) for h in part.heads]]
        shaded = [0]
        for row in part.rows:
            match row:
                case Section():
                    style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
                    shaded.append(len(rows))
                    empty = [""] * (len(part.widths) - 1)
                    rows.append([Paragraph(f"<b>{escape(row.text)}</b>", plain), *empty])
                case _:
                    y = len(rows)
                    style += [
                        ("SPAN", (x, y), (x, y + cell.span - 1))
                        for x, cell in enumerate(row)
                        if cell.span > 1
                    ]
                    rows.append([_cell(cell, plain) if cell.span else "" for cell in row])
        if self.knobs.shaded:
            style += [("BACKGROUND", (0, y), (-1, y), _GREY) for y in shaded]
        style += _rules(self.knobs)
        total = sum(part.widths)
        return Grid(
            rows,
            colWidths=[self.width * width / total for width in part.widths],
            style=style,
            repeatRows=int(self.knobs.repeat_heads),
            splitByRow=int(not self.knobs.split_rows),  # 1 would split a row only if it must
            splitInRow=int(self.knobs.split_rows),
        )


def _bold(font: str) -> str:
    return {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Vera": "VeraBd"}[font]


def _rules(knobs: Knobs) -> list[Any]:
    match knobs.rules:
        case "grid":
            return [("GRID", (0, 0), (-1, -1), 0.5, black)]
        case "horizontal":
            lines = ("LINEABOVE", "LINEBELOW")
            return [(line, (0, 0), (-1, -1), 0.5, black) for line in lines]
        case "none":
            return []


def _cell(cell: Cell, style: ParagraphStyle) -> Paragraph:
    shown = "<br/>".join(_colored(escape(line), cell.color) for line in cell.lines)
    return Paragraph(shown, style)


def _colored(shown: str, color: str) -> str:
    """In its colour; a dot in the font of signs, because the standard fonts have none."""
    return f'<font name="ZapfDingbats" color="{color}">{shown}</font>' if color else shown


def _run(run: str | Link | Emphasis | Mark) -> str:
    match run:
        case str():
            return _words(run).replace("\n", "<br/>")
        case Link():
            return f'<a href={quoteattr(run.url)} color="#0563c1"><u>{_words(run.text)}</u></a>'
        case Emphasis():
            return f"<i>{_words(run.text)}</i>"
        case Mark():
            return f'<onDraw name="note" label="{run.number}"/><super>{run.number}</super>'
        case _:
            assert_never(run)


def _words(text: str) -> str:
    """Without soft hyphens in the outer words: reportlab 5.1 swallows a space between a word that
    has one and a change of font or link."""
    whole = re.sub(r"^\s*\S+|\S+\s*$", lambda word: word[0].replace("\N{SOFT HYPHEN}", ""), text)
    return escape(whole)
