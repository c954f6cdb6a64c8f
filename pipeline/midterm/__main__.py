"""`python -m pipeline.midterm notebooks/X.ipynb processed processed/X.html`.

Runs a notebook from start to end in a child process and writes it as one HTML page that needs
neither Jupyter nor network. The notebook file itself is only read.
"""

from __future__ import annotations

import ast
import importlib
import io
import os
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from pipeline.pages.page import render_page
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import write_text
from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import reached, started

PROJECT = Path(__file__).parent.parent.parent
TEMPLATE = "midterm/templates/notebook.html"
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}  # for syntax highlighting of the cells
SCROLLS = 'class="output_html rendered_html output_subarea'
CORNER = "<th></th>"  # the empty corner of pandas' tables, above the row labels


def render(notebook: Path, processed: Path, target: Path) -> None:
    """Run `notebook` on the tables in `processed` and write the result as HTML to `target`.

    The same tables give the same bytes: no times, user settings or history. Raises `Refusal` if the
    file is not a notebook or a cell fails; `target` is then unchanged.
    """
    ran = executed(notebook, processed)
    title = str(ran.metadata.get("title") or notebook.stem)
    html = render_page(TEMPLATE, inline_styles=True, title=title, cells=Markup(_html_of(ran)))
    write_text(target, html)


def executed(notebook: Path, processed: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of running it on the tables in `processed`."""
    try:
        content: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise Refusal(
            notebook,
            f"filen kan ikke leses som notatbok ({type(error).__name__}).",
            expected="en Jupyter-notatbok (.ipynb).",
            advice=f"hent filen på nytt: git checkout {notebook}",
        ) from error
    content.metadata["language_info"] = LANGUAGE
    cells = [cell for cell in content.cells if cell.cell_type == "code"]
    sources = [cell.source for cell in cells]
    with started(notebook, run_cells, notebook, sources, processed) as outcome:
        importlib.import_module("nbconvert")  # for `_html_of`: takes as long as some cells
        outputs = outcome()
    for number, (cell, results) in enumerate(zip(cells, outputs, strict=True), 1):
        cell.execution_count = number
        cell.outputs = [nbformat.from_dict(result) for result in results]  # type: ignore[no-untyped-call]
    return content


def run_cells(
    notebook: Path, sources: Sequence[str], processed: Path
) -> list[list[dict[str, Any]]]:
    """The outputs of each cell, in the notebook format. Runs in a child process.

    The working directory is `processed`, so that `pipeline.load` finds these tables. IPython's
    formatters render the values, as in Jupyter; there is no kernel, which would have to be started,
    messaged and waited for.
    """
    from IPython.core.formatters import DisplayFormatter

    sys.path.insert(0, str(PROJECT.resolve()))
    os.chdir(processed)
    shown_as: Any = DisplayFormatter()
    names: dict[str, Any] = {"__name__": "__main__"}
    outputs: list[list[dict[str, Any]]] = []
    for source in sources:
        reached(notebook)
        try:
            with redirect_stdout(io.StringIO()) as printed:
                value = _value(source, names)
                data, metadata = shown_as.format(value) if value is not None else ({}, {})
        except Exception as error:
            raise Refusal(
                notebook,
                f"en celle feilet: {type(error).__name__}: {error}",
                advice="åpne notatboken i Jupyter og kjør den celle for celle.",
            ) from error
        text = printed.getvalue()
        outputs.append([])
        if text:
            outputs[-1].append({"output_type": "stream", "name": "stdout", "text": text})
        if data:
            result = {"output_type": "execute_result", "execution_count": len(outputs)}
            outputs[-1].append({**result, "data": _as_text(data), "metadata": metadata})
    return outputs


def _value(source: str, names: dict[str, Any]) -> Any:
    """The value of a cell's last line if it is an expression; all cells share `names`."""
    cell = ast.parse(source)
    last = cell.body[-1] if cell.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(cell, "<cell>", "exec"), names)
        return None
    cell.body.pop()
    exec(compile(cell, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def _as_text(data: Mapping[str, Any]) -> dict[str, Any]:
    """A value in all its MIME types, pictures encoded as in notebook files."""
    return {
        kind: b64encode(form).decode("ascii") if isinstance(form, bytes) else form
        for kind, form in data.items()
    }


def _html_of(notebook: nbformat.NotebookNode) -> str:
    """The cells as HTML. Tables can be focused and so scrolled with the keyboard."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        sanitize_html=False,  # the notebook is trusted, and pandas' tables have inline styles
    )
    html: Any
    html, _ = exporter.from_notebook_node(notebook)
    first, *tables = str(html).replace(CORNER, "<td></td>").split(SCROLLS)
    return first + "".join(
        f'tabindex="0" role="region" aria-label="Tabell {number}" {SCROLLS}{table}'
        for number, table in enumerate(tables, 1)
    )


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.midterm",
        description="Kjører en notatbok på tabellene, og lagrer den som en nettside.",
    )
    parser.add_argument("notebook", type=Path, metavar="NOTATBOK", help="notatboken (.ipynb)")
    parser.add_argument("processed", type=Path, metavar="PROCESSED", help="mappen med tabellene")
    parser.add_argument("target", type=Path, metavar="SIDE", help="nettsiden som skrives (.html)")
    arguments = parser.parse_args()
    working_on("alle rapporter", "kjører notatboken")
    render(arguments.notebook, arguments.processed, arguments.target)
    return 0


if __name__ == "__main__":
    refusal.run(main)
