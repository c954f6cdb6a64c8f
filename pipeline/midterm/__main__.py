"""`python -m pipeline.midterm notebooks/X.ipynb processed processed/X.html processed/X`.

Runs a notebook from start to end in a child process, once for each plan, and writes HTML pages that
need neither Jupyter nor network. The notebook file itself is only read. Where there is one plan,
X.html is its page; where there are several, it leads to the page of each in the folder X.
"""

from __future__ import annotations

import ast
import importlib
import io
import json
import os
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from pipeline.load import plans
from pipeline.midterm.stacked_tables import stacked
from pipeline.pages.page import render_page
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import write_text
from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import reached, started
from pipeline.runtime.uncollected import uncollected
from pipeline.seams.register import plan_ids

PROJECT = Path(__file__).parent.parent.parent
PARAMETERS = "parameters"  # the tag of the cell that names the plan
CHOOSE = "Mappen har rapporter om flere planer. Tall for ulike planer hører ikke sammen: velg én."
TEMPLATE = "midterm/templates/notebook.html"
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}  # for syntax highlighting of the cells
SCROLLS = 'class="output_html rendered_html output_subarea'
CORNER = "<th></th>"  # the empty corner of pandas' tables, above the row labels


def render_plans(notebook: Path, processed: Path, target: Path, folder: Path) -> None:
    """Write a page for each plan that has reports in `processed`, never one for several.

    Raises `Refusal` as `render` does. Pages of plans that are gone are removed last.
    """
    ids = plan_ids(plans(processed))
    with uncollected():  # before the fork: once for all plans
        importlib.import_module("pipeline.midterm.figures")
    folder.mkdir(parents=True, exist_ok=True)
    for plan, plan_id in ids.items():
        render(notebook, processed, folder / f"{plan_id}.html", plan)
    pages = [folder / f"{plan_id}.html" for plan_id in ids.values()]
    if len(pages) == 1:
        write_text(target, pages[0].read_text(encoding="utf-8"))
    else:
        title = _title_of(_read(notebook))
        links = Markup("").join(
            Markup('<li><a href="{}/{}.html">{}</a></li>').format(folder.name, plan_id, plan)
            for plan, plan_id in ids.items()
        )
        cells = Markup("<h1>{}</h1><p>{}</p><ul>{}</ul>").format(title, CHOOSE, links)
        write_text(target, render_page(TEMPLATE, inline_styles=True, title=title, cells=cells))
    for page in folder.glob("*.html"):
        if page not in pages:
            page.unlink()


def render(notebook: Path, processed: Path, target: Path, plan: str | None = None) -> None:
    """Run `notebook` on the tables of a plan in `processed`, and write it as HTML to `target`.

    Without a plan, all reports must be on one. The same tables give the same bytes: no times, user
    settings or history. Raises `Refusal` if the file is not a notebook or a cell fails; `target` is
    then unchanged.
    """
    ran = executed(notebook, processed, plan)
    title = _title_of(ran) + (f": {plan}" if plan else "")
    html = render_page(TEMPLATE, inline_styles=True, title=title, cells=Markup(_html_of(ran)))
    write_text(target, html)


def executed(notebook: Path, processed: Path, plan: str | None = None) -> nbformat.NotebookNode:
    """The notebook with the outputs of running it on the tables of a plan in `processed`.

    The plan takes the place of what the cell tagged `parameters` sets, as papermill does it.
    """
    content = _read(notebook)
    content.metadata["language_info"] = LANGUAGE
    cells = [cell for cell in content.cells if cell.cell_type == "code"]
    if plan is not None:
        for cell in cells:
            if PARAMETERS in cell.metadata.get("tags", ()):
                cell.source = f"plan = {json.dumps(plan, ensure_ascii=False)}"
    sources = [cell.source for cell in cells]
    with started(notebook, run_cells, notebook, sources, processed) as outcome:
        with uncollected():
            importlib.import_module("nbconvert")  # for `_html_of`: takes as long as some cells
        outputs = outcome()
    for number, (cell, results) in enumerate(zip(cells, outputs, strict=True), 1):
        cell.execution_count = number
        cell.outputs = [nbformat.from_dict(result) for result in results]  # type: ignore[no-untyped-call]
    return content


def _title_of(notebook: nbformat.NotebookNode) -> str:
    return str(notebook.metadata.get("title") or "Notatbok")


def _read(notebook: Path) -> nbformat.NotebookNode:
    try:
        content: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise Refusal(
            notebook,
            f"filen kan ikke leses som notatbok ({type(error).__name__}).",
            expected="en Jupyter-notatbok (.ipynb).",
            advice=f"hent filen på nytt: git checkout {notebook}",
        ) from error
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
    first, *tables = stacked(str(html).replace(CORNER, "<td></td>")).split(SCROLLS)
    return first + "".join(
        f'tabindex="0" role="region" aria-label="Figur eller tabell {number}" {SCROLLS}{table}'
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
    parser.add_argument("folder", type=Path, metavar="MAPPE", help="mappen for planenes sider")
    arguments = parser.parse_args()
    working_on("alle rapporter", "kjører notatboken")
    render_plans(arguments.notebook, arguments.processed, arguments.target, arguments.folder)
    return 0


if __name__ == "__main__":
    refusal.run(main)
