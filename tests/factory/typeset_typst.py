"""Sets a report with Typst, from its Python package, with the fonts inside it and reportlab's.

Every knob works. `sans` and `wide` are the same face. Footnotes are Typst's own, at the foot of the
page; «auto» hyphenation is Typst's for bokmål and nynorsk.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import assert_never

import typst

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
)
from .edition import Edition, Emphasis, Link
from .knobs import Knobs

_FONTS = {
    "serif": "Libertinus Serif",
    "sans": "Bitstream Vera Sans",
    "wide": "Bitstream Vera Sans",
    "modern": "New Computer Modern",
}
_LINKS = """#show link: it => {
  if type(it.dest) == str { underline(text(fill: rgb("#0563c1"), it)) } else { it }
}"""


def typeset(edition: Edition, knobs: Knobs) -> bytes:
    parts = (_part(part, knobs) for part in compose(edition, knobs))
    source = "\n".join((_preamble(knobs, edition.language), *parts))
    pdf = typst.compile(source.encode(), font_paths=_fonts(), timestamp=0)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    spec = find_spec("reportlab")
    paths = [Path(spec.origin).parent / "fonts"] if spec and spec.origin else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def _preamble(knobs: Knobs, language: str) -> str:
    size = knobs.size
    indented = knobs.paragraphs == "indent"
    number = _page_number(knobs) if knobs.page_number else "none"
    head, foot = f"text(size: {size - 2}pt, {_string(knobs.head)})", "none"
    if knobs.page_number_at == "top-right":
        head = f"{{ {head}; h(1fr); {number} }}"
    else:
        foot = f"align({knobs.page_number_at.removeprefix('bottom-')}, {number})"
    return f"""
#set document(date: none)
#set page(paper: "a4", margin: {knobs.margin}pt, header: {head}, footer: {foot})
#set text(font: "{_FONTS[knobs.font]}", size: {size}pt, lang: "{language}",
  hyphenate: {_bool(knobs.hyphenation == "auto")})
#set par(justify: {_bool(knobs.justified)}, spacing: {0.65 if indented else 1.2}em,
  first-line-indent: {1.4 if indented else 0}em)
#show heading: set text(size: {size + 4}pt)
#show heading: set block(below: 0.9em)
{_LINKS}
#set super(typographic: {_bool(knobs.superior_figures)})
#set table.cell(breakable: {_bool(knobs.split_rows)})
"""


def _page_number(knobs: Knobs) -> str:
    shown = _string(knobs.page_number)
    for field, value in (("page", "get"), ("pages", "final")):
        shown = shown.replace(f"{{{field}}}", f'" + str(counter(page).{value}().first()) + "')
    return f"context text(size: {knobs.size - 2}pt, {shown})"


def _part(part: Part, knobs: Knobs) -> str:
    indent = f"{knobs.indent}pt"
    match part:
        case Cover():
            return (
                "#v(25%)"
                f"#block(text(size: {knobs.size + 10}pt, weight: 700, hyphenate: false, "
                f"{{ set par(justify: false); {_string(part.title)} }}))"
                f"#block(emph({_string(part.subtitle)}))"
                + "".join(f"#block({_string(line)})" for line in (*part.lines, part.publisher))
            )
        case Contents():
            return (
                "#pagebreak()"
                + _small_heading(part.heading, knobs)
                + "".join(
                    f"#block(link(<{entry.anchor}>, {{ {_string(entry.text)}; "
                    f"{_dots(entry.anchor, knobs)} }}))"
                    for entry in part.entries
                )
            )
        case Abbreviations():
            cells = "".join(f"{_string(a)}, {_string(b)}, " for a, b in part.rows)
            return (
                "#pagebreak()"
                + (_small_heading(part.heading, knobs) if part.heading else "")
                + f"#grid(columns: (80pt, 1fr), row-gutter: 0.8em, {cells})"
            )
        case Heading():
            new_page = "#pagebreak()" if part.new_page else ""
            heading = f"{new_page}#heading({_string(part.text)}) <{part.anchor}>"
            if part.level == 1:
                return heading
            size = knobs.size + (8 if part.level == 0 else 2)
            return f"{new_page}#[#show heading: set text(size: {size}pt)\n{heading}]"
        case Text():
            return _text(part, knobs, indent if part.entry else "0pt")
        case Title():
            weight = 700 if knobs.title_bold else 400
            size = knobs.title_size or knobs.size
            number = (
                f"box(width: {indent}, {_string(part.number)})"
                if knobs.hanging and len(part.number) < 6
                else _string(part.number + " ")
            )
            points = "".join(
                f"linebreak(); h({indent}); {_string('- ' + point)};" for point in part.points
            )
            return (
                f"#block(sticky: true, above: 1.6em, par(first-line-indent: 0pt, justify: false, "
                f"hanging-indent: {indent}, text(weight: {weight}, size: {size}pt, "
                f"{{ {number}; {_string(part.text)}; {points} }})))"
            )
        case Labels():
            gap = f'"{part.between}"' if part.between.strip() else "h(1.5em)"
            if part.between == "\t":
                gap = "h(4em)"
            lines = "; linebreak(); ".join(
                f"; {gap}; ".join(_label(label, value, knobs) for label, value in line)
                for line in part.lines
            )
            if part.text is not None:
                lines += f"; {_string(part.joint)}; " + "; ".join(map(_run, part.text.runs))
            sticky = _bool(part.text is None)
            return (
                f"#block(sticky: {sticky}, inset: (left: {indent}), "
                f"par(first-line-indent: 0pt, justify: false, {{ {lines} }}))"
            )
        case LabelTable():
            cells = "".join(_row_of_labels(label, value, knobs) for label, value in part.rows)
            return (
                f"#block(inset: (left: {indent}), {{ set par(justify: false); "
                f"table(columns: (28%, 1fr), align: left + top, stroke: {_stroke(knobs)}, "
                f"{cells}) }})"
            )
        case Table():
            return _table(part, knobs)
        case Small():
            style = "weight: 700" if part.bold else f"size: {knobs.size - 2}pt"
            pieces = "; ".join(_colored(_string(text), color) for text, color in part.pieces)
            return f"#block(sticky: {_bool(part.bold)}, text({style}, {{ {pieces} }}))"
        case Space():
            return f"#v({part.points}pt)"
        case PageBreak():
            return "#pagebreak()"
        case Turn(lying):
            return f"#set page(flipped: {_bool(lying)})"
        case _:
            assert_never(part)


def _small_heading(text: str, knobs: Knobs) -> str:
    return f"#block(text(size: {knobs.size + 2}pt, weight: 700, {_string(text)}))"


def _dots(anchor: str, knobs: Knobs) -> str:
    page = f"context str(counter(page).at(<{anchor}>).first())"
    match knobs.contents:
        case "leaders":
            return f'box(width: 1fr, repeat(".")); {page}'
        case "numbers":
            return f"h(1fr); {page}"
        case _:
            return ""


def _text(part: Text, knobs: Knobs, indent: str) -> str:
    runs = "; ".join(_run(run) for run in part.runs)
    if part.mark:
        body = (
            f"par(first-line-indent: 0pt, hanging-indent: 18pt, "
            f"{{ box(width: 18pt, {_string(part.mark)}); {runs} }})"
        )
        above = "0.65em" if not part.first else "1em"
        return f"#block(inset: (left: {indent}), above: {above}, below: 0.65em, {body})"
    first = "0pt" if part.first or knobs.paragraphs == "space" else "1.4em"
    body = f"par(first-line-indent: (amount: {first}, all: true), {{ {runs} }})"
    if part.boxed:
        return f"#block(fill: luma(235), stroke: 0.5pt, inset: 6pt, width: 100%, {body})"
    return f"#block(inset: (left: {indent}), {body})"


def _run(run: str | Link | Emphasis | Mark) -> str:
    match run:
        case str():
            return "; linebreak(); ".join(_string(line) for line in run.split("\n"))
        case Link():
            return f"link({_string(run.url)}, {_string(run.text)})"
        case Emphasis():
            return f"emph({_string(run.text)})"
        case Mark():
            return f"footnote({_string(run.note)})"
        case _:
            assert_never(run)


def _label(label: str, value: str, knobs: Knobs) -> str:
    style = {"italic": 'style: "italic"', "bold": "weight: 700", "plain": "weight: 400"}
    shown = f"text({style[knobs.label_style]}, {_string(label)})" if label else '""'
    gap = " " if label and value else ""
    return f"{shown}; {_string(gap + value)}"


def _table(part: Table, knobs: Knobs) -> str:
    columns = ", ".join(f"{width}fr" for width in part.widths)
    grey = "fill: luma(225), " if knobs.shaded else ""
    heads = ", ".join(
        f"table.cell({grey}text(weight: 700, {_string(head)}))" for head in part.heads
    )
    rows = []
    for row in part.rows:
        match row:
            case Section():
                span = f"colspan: {len(part.widths)}"
                rows.append(
                    f"table.cell({span}, {grey}breakable: false, "
                    f"text(weight: 700, {_string(row.text)}))"
                )
            case _:
                rows += [_cell(cell) for cell in row if cell.span]
    vertical = {"top": "top", "middle": "horizon"}[knobs.cell_align]
    return (
        f"#block(text(size: {knobs.size - 1 - part.smaller}pt, {{ set par(justify: false); "
        f"table(columns: ({columns}), align: left + {vertical}, stroke: {_stroke(knobs)}, "
        f"table.header(repeat: {_bool(knobs.repeat_heads)}, {heads}), {', '.join(rows)}) }}))"
    )


def _stroke(knobs: Knobs) -> str:
    return {"grid": "0.5pt", "horizontal": "(x: none, y: 0.5pt)", "none": "none"}[knobs.rules]


def _row_of_labels(label: str, value: str | tuple[Text, ...], knobs: Knobs) -> str:
    if isinstance(value, str):
        shown = _string(value)
    else:
        shown = "".join(_text(text, knobs, "0pt")[1:] + "; " for text in value)
        shown = f"{{ {shown} }}"
    return f"{{ set text(hyphenate: false); {_label(label, '', knobs)} }}, {shown}, "


def _cell(cell: Cell) -> str:
    lines = "; linebreak(); ".join(_colored(_string(line), cell.color) for line in cell.lines)
    return f"table.cell(rowspan: {cell.span}, {{ {lines} }})" if cell.span > 1 else f"{{ {lines} }}"


def _colored(shown: str, color: str) -> str:
    return f'text(fill: rgb("{color}"), {shown})' if color else shown


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _bool(value: bool) -> str:
    return "true" if value else "false"
