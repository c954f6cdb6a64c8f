"""The document as HTML with CSS for paged media, for the engines that set HTML."""

from __future__ import annotations

from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import assert_never

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
    texts_of,
)
from .edition import Emphasis, Link
from .knobs import Knobs

# Vera, from the package reportlab, comes last everywhere: a machine without fonts has it. TrueType
# only: WeasyPrint 70 subsets OpenType faces of URW so that «ff» is read as another letter.
_FONTS = {
    "serif": '"Liberation Serif", "DejaVu Serif", Vera',
    "sans": '"Liberation Sans", "DejaVu Sans", Vera',
    "wide": "Vera",
    "modern": '"DejaVu Serif", Vera',
}


def page(
    parts: tuple[Part, ...],
    knobs: Knobs,
    language: str,
    *,
    footnotes: bool,
    pages: dict[str, int] | None = None,
) -> str:
    """One HTML file. `footnotes`: the engine puts `float: footnote` at the foot of the page; else
    a measure's notes follow its text. `pages`: where the headings stand, for engines that cannot
    tell it themselves in the table of contents."""
    body: list[str] = []
    pending: list[Mark] = []
    for part in parts:
        if pending and not isinstance(part, Text | Labels | PageBreak):
            body += _endnotes(pending)
            pending = []
        if not footnotes:
            texts = texts_of(part)
            pending += [run for text in texts for run in text.runs if isinstance(run, Mark)]
        body.append(_part(part, knobs, footnotes, pages))
    body += _endnotes(pending)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title></title>'
        f"<style>{_style(knobs)}</style></head><body>{''.join(body)}</body></html>"
    )


def _style(knobs: Knobs) -> str:
    size, margin = knobs.size, knobs.margin
    indented = knobs.paragraphs == "indent"
    hyphens = {"none": "none", "auto": "auto", "soft": "manual"}[knobs.hyphenation]
    furniture = f"font-size: {size - 2}pt"
    boxes = ""
    if knobs.head:
        boxes += f"@top-left {{ content: {_css(knobs.head)}; {furniture}; white-space: nowrap }}"
    if knobs.page_number:
        boxes += (
            f"@{knobs.page_number_at} {{ content: {_page_number(knobs.page_number)}; {furniture} }}"
        )
    rule = "0.5pt solid black"
    rules = {
        "grid": f"th, td {{ border: {rule} }}",
        "horizontal": f"th, td {{ border-top: {rule}; border-bottom: {rule} }}",
        "none": "",
    }[knobs.rules]
    return f"""
{_faces()}
@page {{ size: A4; margin: {margin}pt; {boxes} }}
@page lying {{ size: A4 landscape }}
.lying {{ page: lying; break-before: page; break-after: page }}
html {{ font: {size}pt/1.3 {_FONTS[knobs.font]}; hyphens: {hyphens} }}
body {{ margin: 0 }}
p {{ margin: 0 0 {0.15 if indented else 0.6}em; text-align: {
        "justify" if knobs.justified else "left"
    }; orphans: 2; widows: 2 }}
p.next {{ text-indent: {1.4 if indented else 0}em }}
.entry {{ margin-left: {knobs.indent}pt }}
.item {{ padding-left: 18pt; text-indent: -18pt; margin-bottom: 0.3em }}
.mark {{ display: inline-block; width: 18pt; text-indent: 0 }}
h1 {{ font-size: {size + 10}pt; margin: 160pt 0 0.5em; hyphens: none }}
h2 {{ font-size: {size + 4}pt; margin: 1em 0 0.6em; break-after: avoid; hyphens: none }}
h3 {{ font-size: {size + 2}pt; margin: 0 0 0.6em; break-after: avoid }}
.new {{ break-before: page }}
.title {{ font-weight: {700 if knobs.title_bold else 400}; text-align: left;
  font-size: {knobs.title_size or size}pt; margin: 1.2em 0 0.4em; break-after: avoid }}
.hanging {{ padding-left: {knobs.indent}pt; text-indent: -{knobs.indent}pt }}
.number {{ display: inline-block; min-width: {knobs.indent}pt; text-indent: 0 }}
.labels {{ text-align: left }}
.label {{ font-style: {"italic" if knobs.label_style == "italic" else "normal"};
  font-weight: {700 if knobs.label_style == "bold" else 400} }}
.gap {{ margin-left: 1.5em }}
.tab {{ margin-left: 4em }}
.box {{ border: 0.5pt solid black; background: #ebebeb; padding: 6pt }}
.label-table {{ font-size: {size}pt }}
.label-table td {{ vertical-align: top }}
.label-table td:first-child {{ hyphens: none }}
.small {{ font-size: {size - 2}pt }}
.above {{ font-weight: 700; break-after: avoid }}
a {{ color: inherit; text-decoration: none }}
a[href^=http] {{ color: #0563c1; text-decoration: underline }}
.contents p {{ display: flex }}
.dots {{ flex: 1; border-bottom: 1pt dotted black; margin: 0 2pt 3pt }}
.space {{ flex: 1 }}
.leaders a::after {{ content: leader('.') target-counter(attr(href), page) }}
.numbers a::after {{ content: leader(' ') target-counter(attr(href), page) }}
.note {{ float: footnote; font-size: {size - 3}pt; text-indent: 0; text-align: left }}
sup, .note::footnote-call {{ font-size: 65%; vertical-align: super; line-height: 0 }}
.note::footnote-marker {{ font-size: 65%; vertical-align: super; line-height: 0 }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; margin-bottom: 6pt;
  font-size: {size - 1}pt; line-height: 1.2 }}
th, td {{ padding: 2pt 5pt; text-align: left; vertical-align: {knobs.cell_align} }}
{rules}
tr {{ break-inside: {"auto" if knobs.split_rows else "avoid"} }}
tr.section {{ font-weight: 700; break-inside: avoid; break-after: avoid }}
thead {{ display: table-header-group }}
.shaded {{ background: #e1e1e1; -webkit-print-color-adjust: exact }}
.abbreviations td {{ border: none; padding: 2pt 0; font-size: {size}pt; vertical-align: top }}
"""


def _faces() -> str:
    spec = find_spec("reportlab")
    if not spec or not spec.origin:
        return ""
    folder = Path(spec.origin).parent / "fonts"
    faces = (("Vera", 400, "normal"), ("VeraBd", 700, "normal"), ("VeraIt", 400, "italic"))
    return "".join(
        f"@font-face {{ font-family: Vera; font-weight: {weight}; font-style: {style}; "
        f'src: url("{(folder / name).with_suffix(".ttf").as_uri()}") }}'
        for name, weight, style in faces
    )


def _page_number(shown: str) -> str:
    content = _css(shown)
    for field in ("page", "pages"):
        content = content.replace(f"{{{field}}}", f'" counter({field}) "')
    return content


def _css(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _part(part: Part, knobs: Knobs, footnotes: bool, pages: dict[str, int] | None) -> str:
    match part:
        case Cover():
            lines = "".join(f"<p>{_e(line)}</p>" for line in (*part.lines, part.publisher))
            return f"<h1>{_e(part.title)}</h1><p><i>{_e(part.subtitle)}</i></p>{lines}"
        case Contents():
            entries = "".join(_entry(entry, knobs, pages) for entry in part.entries)
            # Without page numbers of ours, the style sheet prints them after each link.
            style = f"contents {knobs.contents if pages is None else ''}"
            if pages is None:
                entries = entries.replace("<p>", '<p style="display: block">')
            return f'<div class="new {style}"><h3>{_e(part.heading)}</h3>{entries}</div>'
        case Abbreviations():
            rows = "".join(f"<tr><td>{_e(a)}</td><td>{_e(b)}</td></tr>" for a, b in part.rows)
            heading = f"<h3>{_e(part.heading)}</h3>" if part.heading else ""
            return (
                f'<div class="new">{heading}<table class="abbreviations">'
                f'<colgroup><col style="width: 80pt"><col></colgroup>{rows}</table></div>'
            )
        case Heading():
            new = ' class="new"' if part.new_page else ""
            size = {0: knobs.size + 8, 2: knobs.size + 2}.get(part.level)
            style = f' style="font-size: {size}pt"' if size else ""
            return f'<h2 id="{part.anchor}"{new}{style}>{_e(part.text)}</h2>'
        case Text():
            runs = "".join(_run(run, footnotes) for run in part.runs)
            names = ["entry"] if part.entry else []
            if part.mark:
                # The entry's indent on a box around it, the item's own within.
                inner = f'<p class="item"><span class="mark">{_e(part.mark)}</span>{runs}</p>'
                return f'<div class="{" ".join(names)}">{inner}</div>'
            if part.boxed:
                names.append("box")
            elif not part.first:
                names.append("next")
            return f'<p class="{" ".join(names)}">{runs}</p>'
        case Title():
            hanging = knobs.hanging and len(part.number) < 6
            number = (
                f'<span class="number">{_e(part.number)}</span>'
                if hanging
                else f"{_e(part.number)} "
            )
            points = "".join(f"<br>- {_e(point)}" for point in part.points)
            style = f"title{' hanging' if hanging else ' entry' if knobs.hanging else ''}"
            return f'<p class="{style}">{number}{_e(part.text)}{points}</p>'
        case Labels():
            gap = _e(part.between) if part.between.strip() else '<span class="gap"></span> '
            if part.between == "\t":
                gap = '<span class="tab"></span> '
            lines = "<br>".join(gap.join(_label(*pair) for pair in line) for line in part.lines)
            if part.text is not None:
                lines += _e(part.joint) + "".join(_run(run, footnotes) for run in part.text.runs)
            return f'<p class="labels entry">{lines}</p>'
        case LabelTable():
            rows = "".join(
                f"<tr><td>{_label(label, '')}</td><td>{_value(value, knobs, footnotes)}</td></tr>"
                for label, value in part.rows
            )
            columns = '<colgroup><col style="width: 28%"><col></colgroup>'
            return f'<div class="entry"><table class="label-table">{columns}{rows}</table></div>'
        case Table():
            return _table(part, knobs)
        case Small():
            pieces = "".join(_colored(_e(text), color) for text, color in part.pieces)
            return f'<p class="{"above" if part.bold else "small"}">{pieces}</p>'
        case Space():
            return f'<div style="height: {part.points}pt"></div>'
        case PageBreak():
            return '<div class="new"></div>'
        case Turn(lying):
            return '<div class="lying">' if lying else "</div>"
        case _:
            assert_never(part)


def _entry(entry: Heading, knobs: Knobs, pages: dict[str, int] | None) -> str:
    link = f'<a href="#{entry.anchor}">{_e(entry.text)}</a>'
    if pages is None or knobs.contents == "plain":
        return f"<p>{link}</p>"
    filler = "dots" if knobs.contents == "leaders" else "space"
    return f'<p>{link}<span class="{filler}"></span> {pages.get(entry.anchor, 0)}</p>'


def _endnotes(marks: list[Mark]) -> list[str]:
    return [
        f'<p class="small entry"><sup>{mark.number}</sup> {_e(mark.note)}</p>' for mark in marks
    ]


def _run(run: str | Link | Emphasis | Mark, footnotes: bool) -> str:
    match run:
        case str():
            return _e(run).replace("\n", "<br>")
        case Link():
            return f'<a href="{_e(run.url)}">{_e(run.text)}</a>'
        case Emphasis():
            return f"<i>{_e(run.text)}</i>"
        case Mark():
            if footnotes:
                return f'<span class="note">{_e(run.note)}</span>'
            return f"<sup>{run.number}</sup>"
        case _:
            assert_never(run)


def _label(label: str, value: str) -> str:
    shown = f'<span class="label">{_e(label)}</span>' if label else ""
    return f"{shown} {_e(value)}".strip()


def _table(part: Table, knobs: Knobs) -> str:
    shaded = " shaded" if knobs.shaded else ""
    total = sum(part.widths)
    columns = "".join(f'<col style="width: {100 * width / total}%">' for width in part.widths)
    cells = "".join(f'<th class="{shaded}">{_e(head)}</th>' for head in part.heads)
    heads = f"<tr>{cells}</tr>"
    if knobs.repeat_heads:
        heads = f"<thead>{heads}</thead>"
    rows = []
    for row in part.rows:
        match row:
            case Section():
                span = f'<td colspan="{len(part.widths)}">{_e(row.text)}</td>'
                rows.append(f'<tr class="section{shaded}">{span}</tr>')
            case _:
                rows.append(f"<tr>{''.join(_cell(cell) for cell in row if cell.span)}</tr>")
    size = f' style="font-size: {knobs.size - 1 - part.smaller}pt"' if part.smaller else ""
    return (
        f"<table{size}><colgroup>{columns}</colgroup>{heads}<tbody>{''.join(rows)}</tbody></table>"
    )


def _value(value: str | tuple[Text, ...], knobs: Knobs, footnotes: bool) -> str:
    if isinstance(value, str):
        return _e(value)
    return "".join(_part(text, knobs, footnotes, None) for text in value)


def _cell(cell: Cell) -> str:
    span = f' rowspan="{cell.span}"' if cell.span > 1 else ""
    return f"<td{span}>{'<br>'.join(_colored(_e(line), cell.color) for line in cell.lines)}</td>"


def _colored(shown: str, color: str) -> str:
    return f'<span style="color: {color}">{shown}</span>' if color else shown


def _e(text: str) -> str:
    return escape(text)
