"""README.md keeps its word: every block of code in it is run as written, or else checked.

python, sql and R blocks are run. Shell lines are run too, in the order of the file and in a copy of
the project, except those that set a machine up or would start these tests: of those, what they name
must exist. A block in a language that is not known here fails, so that none escapes.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from ruamel.yaml import YAML

from pipeline.seams.register import PATH, read_register
from pipeline.seams.tables import (
    ACROSS,
    TABLES,
)
from tests.conftest import ROOT, Run
from tests.factory import ENGINES, Knobs, typeset
from tests.factory.plans import a_small_edition
from tests.processed import processed_of
from tests.project import Project, fill_in

VOCABULARIES = ROOT / "pipeline" / "norwegian" / "vocab"
README = ROOT / "README.md"
LANGUAGES = {"sh", "python", "sql", "r", "stata", "yaml", "text"}
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\S*)\n(?P<code>.*?)^(?P=indent)```$", re.M | re.S
)
# Not run: they make environments, fetch from registries, or start what is running now.
SETUP = re.compile(
    r"(make\b|python3 -m venv\b|\. \S+/bin/activate|python -m pip\b|ruff\b|mypy\b|pytest\b"
    r"|statusrapport --help)"
)
STATA = re.compile(
    r'import excel (?:using )?"(?P<file>[^"]+)", sheet\("(?P<sheet>[^"]+)"\) firstrow'
)


class Block(NamedTuple):
    """A block of code and the line that it begins on."""

    line: int
    language: str
    code: str


def blocks(*languages: str) -> list[Block]:
    text = README.read_text(encoding="utf-8")
    found = [
        Block(
            text[: match.start()].count("\n") + 2,
            match["language"],
            re.sub(rf"^{match['indent']}", "", match["code"], flags=re.M),
        )
        for match in BLOCK.finditer(text)
    ]
    assert text.count("```") == 2 * len(found)
    return [block for block in found if not languages or block.language in languages]


def commands(block: Block) -> list[str]:
    """The lines of a shell block, those that a backslash joins as one; without remarks."""
    joined = block.code.replace("\\\n", " ")
    return [line for line in joined.splitlines() if shlex.split(line, comments=True)]


def named(block: Block) -> str:
    return f"{block.language}-line-{block.line}"


def test_every_language_is_known() -> None:
    assert {block.language for block in blocks()} <= LANGUAGES
    assert {"sh", "python", "sql", "r"} <= {block.language for block in blocks()}


def test_yaml_is_yaml() -> None:
    for block in blocks("yaml"):
        assert YAML(typ="safe").load(block.code), block


def test_what_is_shown_of_the_register_is_a_register(tmp_path: Path) -> None:
    path = tmp_path / "reports.yaml"
    (shown,) = (block.code for block in blocks("yaml") if "plans:" in block.code)
    path.write_text(shown, encoding="utf-8")
    terms = read_register(path)["2026"].terms
    assert terms.statuses == (("A", "Gjennomført"), ("Satt på vent", "Satt på vent"))
    assert terms.labels and terms.columns and terms.as_of


def test_a_row_for_a_vocabulary_is_as_those_in_it() -> None:
    """Text blocks of lines with commas are rows of vocab/statuses.csv: it resolves its examples."""
    head, *known = csv.reader((VOCABULARIES / "statuses.csv").open(encoding="utf-8"))
    rows = [
        row
        for block in blocks("text")
        for row in csv.reader(block.code.splitlines())
        if row[:1] == ["Satt på vent"]
    ]
    assert rows
    for row in rows:
        shown = dict(zip(head, row, strict=True))
        assert shown["language"] in {each[head.index("language")] for each in known}
        assert not shown["order"] or shown["order"].isdigit()


def test_commands_that_are_not_run_name_what_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    seen = 0
    for block in blocks("sh"):
        for line in commands(block):
            for command in line.split("&&"):
                words = shlex.split(command, comments=True)
                if not SETUP.match(command.strip()):
                    continue
                seen += 1
                if words[0] == "make":
                    assert set(words[1:]) <= targets, line
                elif "-r" in words:
                    assert (ROOT / words[words.index("-r") + 1]).is_file(), line
                elif words[0] in ("ruff", "mypy", "pytest"):
                    assert shutil.which(words[0]), line
    assert seen >= 4


@pytest.mark.parametrize("path", [
    *sorted(set(re.findall(r"(?<![\w./])(?:raw|pipeline|expectations|tests|notebooks)/[\w./-]+\w",
                           README.read_text(encoding="utf-8")))),
])  # fmt: skip
def test_files_that_are_named_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_tables_that_are_named_exist() -> None:
    text = README.read_text(encoding="utf-8")
    known = {*TABLES, *(record.table for record in ACROSS)}
    found = set(re.findall(r"processed/([a-z_]+)/(?:\d{4}|\*|<report>)\.parquet", text))
    found |= set(re.findall(r"load\(\"(\w+)\"", text))
    assert found
    assert found <= known


@pytest.fixture(scope="module")
def project(reproduced: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project in which all stages have run, and a home with the next report in it."""
    home = tmp_path_factory.mktemp("readme")
    (home / "Downloads").mkdir()
    pdf = typeset(a_small_edition(), Knobs(), ENGINES[0])
    (home / "Downloads" / "statusrapport-2026.pdf").write_bytes(pdf)
    return reproduced.copy(home / "project")


def shell(project: Project, line: str) -> subprocess.CompletedProcess[str]:
    home = shlex.quote(str(project.folder.parent))
    return project.run("bash", "-ec", f"HOME={home}\n{line}")


def test_every_block_runs_as_written(project: Project) -> None:
    """In the order of the file, so that later ones find what earlier ones made.

    What is said twice, be it with other remarks, is run once.
    """
    run: dict[str, Callable[[Block], subprocess.CompletedProcess[str]]] = {
        "python": lambda block: project.run("python", "-W", "error", "-c", block.code),
        "sql": lambda block: project.run("python", "-c", in_duckdb(block.code)),
        "sh": lambda block: shell(project, "\n".join(to_run(block))),
    }
    failed = []
    said: set[tuple[str, ...]] = set()
    for block in blocks(*run):
        if words(block) in said:
            continue
        said.add(words(block))
        before = set(read_register(project.folder / PATH))
        for workbook in re.findall(r"review --from (\S+)", block.code):
            fill_in(project.folder / workbook)
        done = run[block.language](block)
        for added in set(read_register(project.folder / PATH)) - before:
            # more than one block adds the report of 2026: each is to find it new
            assert project.python("remove", added).returncode == 0
        if done.returncode:
            failed.append(f"README.md, line {block.line}:\n{block.code}\n{done.stderr[-2000:]}")
    assert not failed, "\n\n".join(failed)


def words(block: Block) -> tuple[str, ...]:
    """What a block says: of shell lines, without remarks."""
    if block.language != "sh":
        return (block.code,)
    return tuple(shlex.join(shlex.split(line, comments=True)) for line in to_run(block))


def to_run(block: Block) -> list[str]:
    """The commands of a shell block but those that set up."""
    return [
        " && ".join(part for part in line.split("&&") if not SETUP.match(part.strip()))
        for line in commands(block)
        if not all(SETUP.match(part.strip()) for part in line.split("&&"))
    ]


def in_duckdb(code: str) -> str:
    """Python that runs SQL in DuckDB, after the file that the block's first line starts it with."""
    start = re.search(r"duckdb -init (\S+)", code)
    before = f"c.execute(open({start[1]!r}, encoding='utf-8').read())\n" if start else ""
    return f"import duckdb\nc = duckdb.connect()\n{before}print(c.execute({code!r}).fetchall())"


def test_the_summary_is_as_shown(project: Project) -> None:
    shown = project.run("python", "-m", "pipeline", "show", "2025").stdout
    excerpts = [block for block in blocks("text") if block.code.startswith("Rapport 2025")]
    assert len(excerpts) == 1
    for line in excerpts[0].code.splitlines():
        assert line == "…" or " ".join(line.split()) in " ".join(shown.split())


# R and Stata: on the tables alone, because they need nothing else of the project


@pytest.fixture(scope="module")
def tables(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with processed/ and the workbook in it."""
    from pipeline.package.database import write_database
    from pipeline.package.workbook import write_workbook

    folder = tmp_path_factory.mktemp("tables")
    processed_of(folder, june_2025)
    write_workbook(folder / "processed", folder / "processed" / "statusrapport.xlsx")
    write_database(folder / "processed", folder / "processed" / "statusrapport.sql")
    return folder


@cache
def in_r(package: str) -> bool:
    """Whether R is here and has the package."""
    if shutil.which("Rscript") is None:
        return False
    code = f"quit(status = !requireNamespace('{package}', quietly = TRUE))"
    return subprocess.run(["Rscript", "-e", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("block", blocks("r"), ids=named)
def test_r_blocks_run_as_written(block: Block, tables: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    missing = [name for name in re.findall(r"library\((\w+)\)", block.code) if not in_r(name)]
    if missing:
        pytest.skip(f"R has no {', '.join(missing)} here")
    done = subprocess.run(
        ["Rscript", "-e", f"options(warn = 2)\n{block.code}"],
        cwd=tables, capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Under arbeid" in done.stdout
    assert "81" in done.stdout  # of the text, as everywhere


@pytest.mark.parametrize("block", blocks("r"), ids=named)
def test_r_blocks_are_r(block: Block, tmp_path: Path) -> None:
    """Also where the packages are absent, the blocks can be read."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    (tmp_path / "block.R").write_text(block.code, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "-e", 'invisible(parse("block.R"))'],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_stata_blocks_name_a_sheet_that_is_there(tables: Path) -> None:
    """Stata is nowhere to be had here: the file, the sheet and its first row are looked at."""
    for block in blocks("stata"):
        imports = list(STATA.finditer(block.code))
        assert imports, block
        for one in imports:
            book = openpyxl.load_workbook(tables / one["file"], read_only=True)
            names = [cell.value for cell in next(book[one["sheet"]].iter_rows(max_row=1))]
            used = re.findall(r"^tabulate (.+)$", block.code, re.M)
            assert set(" ".join(used).split()) <= set(names)
