"""`make bench`: where the time and the memory go, in one run, as ratios to one bare pass.

The bare pass is PyMuPDF's get_text("words") over the real report, nothing more. Times of one table
are taken in turns, so that a busy machine is busy for all, and given as medians; whole runs are
few, and of them the quickest counts. What needs minutes (long reports, whole runs of DVC) is
measured with `--all`.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pdfplumber  # noqa: E402
import pymupdf  # noqa: E402
import pypdfium2  # noqa: E402
import yaml  # noqa: E402

from pipeline.extract.__main__ import extract  # noqa: E402
from pipeline.parse.__main__ import parse  # noqa: E402
from pipeline.reread.__main__ import reread  # noqa: E402
from pipeline.reread.engine import page_texts  # noqa: E402
from pipeline.reread.table import overview_rows  # noqa: E402
from pipeline.seams.rows import read_parsed  # noqa: E402
from pipeline.segment.__main__ import segment  # noqa: E402
from pipeline.validate.rules import rules  # noqa: E402
from pipeline.validate.rules.rule import apply  # noqa: E402
from pipeline.validate.tables import ReportTables, folders_of  # noqa: E402
from tests.bench_archive import archive  # noqa: E402
from tests.factory import Edition, Knobs, typeset  # noqa: E402
from tests.factory.plans import a_plan  # noqa: E402

PDF = ROOT / "raw" / "2025.pdf"
PAGES = 75
OVERVIEW = range(65, 76)  # the pages of the real report's overview
PLAN = "Opptrappingsplan mot vold og overgrep"
ROUNDS = 9
WHOLE_ROUNDS = 5
STAGES = ("extract", "segment", "parse")
TARGET = 4.0
WHOLE_TARGET = 1.3
CHECK_TARGET = 5.0
CHECK_IMPORTS = "pymupdf, pdfplumber, pyarrow, jinja2, regex, rapidfuzz, msgspec"


class Timing(NamedTuple):
    """The seconds that something took, round by round."""

    label: str
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--all", action="store_true", help="also what takes minutes")
    parser.add_argument("--only", choices=[*SECTIONS, "archive"], help="one table")
    parser.add_argument("--editions", type=int, default=1000, help="of the archive")
    chosen = parser.parse_args()
    if chosen.only == "archive" or (chosen.all and chosen.only is None):
        archive(chosen.editions, heading, row, grown)
    for name, section in SECTIONS.items():
        if chosen.only in (None, name) and (chosen.all or chosen.only or name in SHORT):
            section(chosen.all)


# --- the stages, in process ----------------------------------------------------------------------


def bare() -> None:
    with pymupdf.open(PDF) as document:
        for page in document:
            page.get_text("words")


def bare_pdfium() -> None:
    document = pypdfium2.PdfDocument(PDF)
    for page in document:
        page.get_textpage().get_text_bounded()
    document.close()


def second_engine() -> None:
    list(page_texts(PDF.read_bytes(), PDF, PAGES, {}))


def stages(_all: bool) -> None:
    """What each stage costs beside one bare pass."""
    with tempfile.TemporaryDirectory() as name:
        one = Stages(PDF, Path(name) / "2025")
        passes: dict[str, Callable[[], object]] = {
            "bare pass (PyMuPDF)": bare,
            "bare pass (PDFium)": bare_pdfium,
            "extract": one.extract,
            "segment": one.segment,
            "parse": one.parse,
            "consistency": one.consistency,
            "second engine (PDFium)": second_engine,
        }
        one.extract(), one.segment(), one.reread(), one.parse()
        timings = in_turns(passes, ROUNDS, before=one.clear)
        slow = "second table reading (pdfplumber)"
        content = PDF.read_bytes()
        again = timed(lambda: overview_rows(content, PDF, PAGES, OVERVIEW, {}))
        timings.append(Timing(slow, [again]))
    unit = timings[0].median
    heading("Stages, in process, without start-up", "seconds", "x bare")
    for timing in timings:
        row(timing.label, f"{timing.median:.3f}", f"{timing.median / unit:.2f}")
    own = {timing.label: timing.seconds for timing in timings}
    for labels in (("extract", "segment", "parse"), ("extract", "segment", "parse", "consistency")):
        total = statistics.median(map(sum, zip(*(own[label] for label in labels), strict=True)))
        row(" + ".join(labels), f"{total:.3f}", f"{total / unit:.2f}")
        print(f"    target: within {TARGET:g}: {'held' if total <= TARGET * unit else 'NOT held'}")


class Stages:
    """One report taken through the stages, in folders as DVC gives them."""

    def __init__(self, pdf: Path, folder: Path) -> None:
        self.pdf, self.folder = pdf, folder

    def clear(self, stage: str) -> None:
        """Take away what the stage has made before, as DVC does."""
        shutil.rmtree(self.folder / stage, ignore_errors=True)

    def arguments(self, stage: str) -> tuple[Any, ...]:
        """What the function that a stage is named for is called with."""
        pdf, folder = self.pdf, self.folder
        return {
            "extract": (pdf, folder / "extract"),
            "segment": (folder / "extract", folder / "segment"),
            "reread": (pdf, folder / "extract", folder / "segment", folder / "reread"),
            "parse": (folder.name, PLAN, folder / "extract", folder / "segment", folder / "parse"),
        }[stage]

    def extract(self) -> None:
        extract(*self.arguments("extract"))

    def segment(self) -> None:
        segment(*self.arguments("segment"))

    def reread(self) -> None:
        reread(*self.arguments("reread"))

    def parse(self) -> None:
        parse(*self.arguments("parse"))

    def consistency(self) -> None:
        apply(
            rules(),
            ReportTables(self.folder.name, folders_of(self.folder.name, self.folder.parent)),
        )


# --- readers of the overview ---------------------------------------------------------------------


def readers(_all: bool) -> None:
    """Who gets how many rows of the overview whole: number, title, ministries and status."""
    with (ROOT / "tests" / "gold" / "measures-2025.csv").open(encoding="utf-8") as file:
        gold = {
            squeezed(item["number"], *(item[f"overview_{part}"] for part in PARTS))
            for item in csv.DictReader(file)
        }
    heading(f"The overview's {len(gold)} rows, read from the PDF", "seconds", "whole rows")
    for label, reader in READERS.items():
        found: set[str] = set()
        seconds = timed(lambda reader=reader, found=found: found.update(reader()))
        row(label, f"{seconds:.3f}", str(len(found & gold)))


PARTS = ("title", "ministries", "status")


def squeezed(*cells: str | None) -> str:
    """The cells as one text without white space and hyphens: line breaks do not count."""
    return "|".join("".join((cell or "").split()).replace("-", "") for cell in cells)


def rows_of_pdfplumber() -> Iterable[str]:
    with pdfplumber.open(PDF) as document:
        for number in OVERVIEW:
            for table in document.pages[number - 1].extract_tables():
                yield from (squeezed(*cells) for cells in table)


def rows_of_pymupdf() -> Iterable[str]:
    with pymupdf.open(PDF) as document:
        for number in OVERVIEW:
            for table in document[number - 1].find_tables().tables:
                yield from (squeezed(*cells) for cells in table.extract())


def rows_of_ours() -> Iterable[str]:
    """The whole report, not its overview alone: our stages read the one with the other's help."""
    with tempfile.TemporaryDirectory() as name:
        one = Stages(PDF, Path(name) / "2025")
        one.extract(), one.segment(), one.parse()
        parsed = read_parsed(one.folder / "parse")
        ministries = {
            row.item_id: row.printed for row in parsed.ministries if row.source == "overview"
        }
        statuses = {
            row.item_id: row.status_printed for row in parsed.statuses if row.source == "overview"
        }
        for item in parsed.measures:
            cells = ministries.get(item.item_id), statuses.get(item.item_id)
            yield squeezed(str(item.number), item.overview_title, *cells)


READERS: dict[str, Callable[[], Iterable[str]]] = {
    "extract + segment + parse": rows_of_ours,
    "pdfplumber extract_tables": rows_of_pdfplumber,
    "PyMuPDF find_tables": rows_of_pymupdf,
}


# --- growth --------------------------------------------------------------------------------------


def growth(everything: bool) -> None:
    """Time for each page and peak memory, as reports grow.

    First one with ever more measures, 1 160 being ten plans' worth; then the real report many
    times over, which is no report, but that is found out only when all of it has been read.
    """
    heading("Growth: one report with ever more measures", "ms a page", "peak MB")
    with tempfile.TemporaryDirectory() as name:
        for times in (1, 10, 40) if everything else (1, 10):
            pdf = Path(name) / f"{times}.pdf"
            pdf.write_bytes(typeset(grown(a_plan(), times), Knobs(), "typst"))
            measure_stages(STAGES, pdf, Path(name) / str(times))
        if everything:
            for times in (1, 10, 100):
                pdf = Path(name) / f"{times}-fold.pdf"
                copied(times, pdf)
                measure_stages(STAGES, pdf, Path(name) / f"{times}-fold")


def measure_stages(stages: Sequence[str], pdf: Path, folder: Path) -> None:
    with pymupdf.open(pdf) as document:
        pages = document.page_count
    for stage in stages:
        row(f"{pages} pages: {stage}", *in_own_process(stage, pdf, folder))


def copied(times: int, target: Path) -> None:
    """The real report so many times over, as one file."""
    with pymupdf.open(PDF) as one, pymupdf.open() as whole:
        for _ in range(times):
            whole.insert_pdf(one)
        whole.save(target)


def grown(edition: Edition, times: int) -> Edition:
    """The same report with each chapter's measures printed `times` times, numbered on."""
    chapters = []
    number = 0
    for chapter in edition.chapters:
        measures = []
        for measure in chapter.measures * times:
            number += 1
            measures.append(replace(measure, number=number))
        chapters.append(replace(chapter, measures=tuple(measures)))
    return replace(edition, chapters=tuple(chapters))


def in_own_process(stage: str, pdf: Path, folder: Path) -> Sequence[str]:
    """Milliseconds a page and peak megabytes of a stage in a process that does nothing else."""
    code = MEASURE.format(stage=stage, arguments=Stages(pdf, folder).arguments(stage), pdf=str(pdf))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


# The peak is Linux' own count of this process, for getrusage includes the parent's; of the second
# process of extract, which has as much at most, it knows nothing.
MEASURE = """\
import time
from pathlib import Path, PosixPath
import pymupdf
from pipeline.{stage}.__main__ import {stage}
with pymupdf.open({pdf!r}) as document:
    pages = document.page_count
start = time.perf_counter()
{stage}(*{arguments!r})
seconds = time.perf_counter() - start
status = Path("/proc/self/status").read_text()
print(f"{{1000 * seconds / pages:.2f}} {{int(status.split('VmHWM:')[1].split()[0]) / 1024:.0f}}")
"""


# --- many reports --------------------------------------------------------------------------------


def reports(everything: bool) -> None:
    """What all reports go through together, as they become more: the real one under other ids."""
    heading("Growth: ever more reports of 75 pages", "s a report", "peak MB")
    with tempfile.TemporaryDirectory() as name:
        one = Stages(PDF, Path(name) / "one")
        one.extract(), one.segment(), one.reread()
        for count in (1, 10, 100) if everything else (1, 10):
            project = Path(name) / str(count)
            register_all(project, one, [f"r{number:03}" for number in range(count)])
            for module, *arguments in TOGETHER:
                seconds, megabytes = in_project(project, "-m", f"pipeline.{module}", *arguments)
                row(f"{count} reports: {module}", f"{seconds / count:.2f}", f"{megabytes:.0f}")
            shutil.rmtree(project)


TOGETHER = (
    ("validate", "interim", "expectations", "processed"),
    ("publish", "raw", "interim", "processed", "processed/report", "expectations"),
    ("package", "raw", "processed"),
)


def register_all(project: Path, one: Stages, report_ids: Sequence[str]) -> None:
    """A project in which each of these reports has been parsed: it has what `one` has read."""
    (project / "raw").mkdir(parents=True)
    shutil.copytree(ROOT / "expectations", project / "expectations")
    registered = {own: {"plan": PLAN, "source": "-", "note": "-"} for own in report_ids}
    (project / "raw" / "reports.yaml").write_text(yaml.safe_dump({"reports": registered}))
    for own in report_ids:
        shutil.copyfile(PDF, project / "raw" / f"{own}.pdf")
        folder = project / "interim" / own
        for stage in ("extract", "segment", "reread"):
            shutil.copytree(one.folder / stage, folder / stage)
        Stages(PDF, folder).parse()


def in_project(project: Path, *arguments: str) -> tuple[float, float]:
    """The seconds that Python takes, and the most megabytes of it and of its children."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GX_ANALYTICS_ENABLED": "false"}
    start = time.perf_counter()
    running = subprocess.Popen([sys.executable, *arguments], cwd=project, env=environment)
    _, status, used = os.wait4(running.pid, 0)
    if status != 0:
        raise SystemExit(f"{arguments} ended with {status}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


# --- whole runs ----------------------------------------------------------------------------------


def whole(_all: bool) -> None:
    """`dvc repro` of a new report beside as many stages that only import what ours do.

    What ours import is what they are seen to import when they run, at once or later on: the
    libraries are no work of ours, but which of them are taken in is.
    """
    heading("dvc repro of a new report, processes and all", "seconds", "x imports")
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        clone(project)
        run(project, "dvc", "repro", "--quiet")
        new = str(ROOT / "tests" / "editions" / "2026.pdf")
        run(project, sys.executable, "-m", "pipeline", "add", new, "--id", "2026")
        commands = commands_of(project, "2026")
        ours, imports, nothing = (
            Timing(f"{len(commands)} stages {what}", [])
            for what in ("of ours", "that only import", "that do nothing")
        )
        for number in range(WHOLE_ROUNDS):
            fresh = Path(name) / str(number)
            shutil.copytree(project, fresh, symlinks=True)
            ours.seconds.append(timed(lambda own=fresh: run(own, "dvc", "repro", "--quiet")))
            if number == 0:
                seen = [imports_of(fresh, command) for command in commands]
                make_empty(Path(name) / "imports", fresh, seen)
                make_empty(Path(name) / "nothing", fresh, [[] for _ in commands])
            for timing, folder in ((imports, "imports"), (nothing, "nothing")):
                again = Path(name) / folder
                timing.seconds.append(
                    timed(lambda own=again: run(own, "dvc", "repro", "--quiet", "--force"))
                )
            shutil.rmtree(fresh)
    unit = min(imports.seconds)
    for timing in (nothing, imports, ours):
        least = min(timing.seconds)
        row(timing.label, f"{least:.2f}", f"{least / unit:.2f}")
    held = min(ours.seconds) <= WHOLE_TARGET * unit
    print(f"    target: within {WHOLE_TARGET:g}: {'held' if held else 'NOT held'}")


def clone(folder: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)


def run(folder: Path, *command: str) -> str:
    environment = {**os.environ, "GX_ANALYTICS_ENABLED": "false", "DVC_NO_ANALYTICS": "true"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, 1, 2):
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def commands_of(project: Path, report_id: str) -> list[str]:
    """The commands that a new report runs: those of its own stages, then those for all reports."""
    described = yaml.safe_load((project / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    commands = [stage.get("do", stage)["cmd"] for stage in described.values()]
    return [command.replace("${key}", report_id) for command in commands]


def imports_of(project: Path, command: str) -> list[str]:
    """The modules that a stage imports when it runs, in its own process and in its children."""
    told = run(project, "sh", "-c", f"PYTHONPROFILEIMPORTTIME=1 {command} 2>&1 >/dev/null")
    found = (line.split("|")[-1].strip() for line in told.splitlines() if "import time:" in line)
    return list(dict.fromkeys(found))


def make_empty(folder: Path, project: Path, stages: Sequence[Sequence[str]]) -> None:
    """A project of DVC with one stage for each list of modules, that imports them and no more."""
    folder.mkdir()
    run(folder, "git", "init", "--quiet")
    run(folder, "dvc", "init", "--quiet")
    shutil.copytree(project / "pipeline", folder / "pipeline")
    shutil.copy(project / ".dvcignore", folder)
    described = {}
    for position, modules in enumerate(stages):
        script = folder / f"{position}.py"
        script.write_text(IMPORTS.format(modules=modules), encoding="utf-8")
        described[f"stage{position}"] = {
            "cmd": f"python {script.name} && touch {position}.out",
            "deps": ["pipeline"] + ([f"{position - 1}.out"] if position else []),
            "outs": [f"{position}.out"],
        }
    (folder / "dvc.yaml").write_text(yaml.safe_dump({"stages": described}))


IMPORTS = """\
from contextlib import suppress
from importlib import import_module

for name in {modules}:
    with suppress(ImportError):
        import_module(name)
"""


def check(_all: bool) -> None:
    """`statusrapport check` of the real report beside an interpreter that only imports libraries.

    Both run as on a user's machine: with the byte code that was kept from the run before.
    """
    with tempfile.TemporaryDirectory() as name:
        kept = {"PYTHONPYCACHEPREFIX": f"{name}/kept", "PYTHONDONTWRITEBYTECODE": ""}
        out = Path(name) / "out"
        commands = {
            "imports alone": [sys.executable, "-c", f"import {CHECK_IMPORTS}"],
            "statusrapport check 2025.pdf": [
                sys.executable, "-m", "pipeline", "check", str(PDF), "--out", str(out),
            ],
        }  # fmt: skip

        def passing(command: Sequence[str]) -> Callable[[], object]:
            environment = {**os.environ, **kept}
            return lambda: subprocess.run(
                command, cwd=ROOT, env=environment, check=True, capture_output=True
            )

        passes = {label: passing(command) for label, command in commands.items()}
        for each in passes.values():
            each()
        timings = in_turns(passes, ROUNDS, before=lambda _: shutil.rmtree(out, ignore_errors=True))
    unit = timings[0].median
    heading("One PDF, one command, start-up included", "seconds", "x imports")
    for timing in timings:
        row(timing.label, f"{timing.median:.2f}", f"{timing.median / unit:.2f}")
    held = timings[1].median <= CHECK_TARGET * unit
    print(f"    target: within {CHECK_TARGET:g}: {'held' if held else 'NOT held'}")


# --- what all share ------------------------------------------------------------------------------


def in_turns(
    passes: dict[str, Callable[[], object]], rounds: int, before: Callable[[str], None]
) -> list[Timing]:
    """The passes one after the other, again and again; what `before` does is not timed."""
    timings = [Timing(label, []) for label in passes]
    for _ in range(rounds):
        for timing, one in zip(timings, passes.values(), strict=True):
            before(timing.label)
            timing.seconds.append(timed(one))
    return timings


def timed(one: Callable[[], object]) -> float:
    start = time.perf_counter()
    one()
    return time.perf_counter() - start


def heading(text: str, *columns: str) -> None:
    print(f"\n{text:44}" + "".join(f"{column:>12}" for column in columns), flush=True)


def row(label: str, *cells: str) -> None:
    print(f"  {label:42}" + "".join(f"{cell:>12}" for cell in cells), flush=True)


SECTIONS = {
    "stages": stages,
    "readers": readers,
    "growth": growth,
    "reports": reports,
    "whole": whole,
    "check": check,
}
SHORT = ("stages", "readers", "growth", "check")

if __name__ == "__main__":
    main()
