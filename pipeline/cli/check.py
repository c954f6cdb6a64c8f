"""`statusrapport check FIL.pdf`: read one report, and say where it contradicts itself.

No project, no git, no DVC, and nothing is registered. The stages are called one after the other in
this process; only what opens the PDF runs in processes of its own, within the sandbox's limits.
Great Expectations is not imported: the contract is checked by the same definitions with pyarrow.
"""

from __future__ import annotations

import json
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import regex

from pipeline.cli.reading import Cover, checksum_of, cover_of
from pipeline.extract.__main__ import extract
from pipeline.reread.__main__ import reread
from pipeline.runtime.files import replacing_folder
from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import confined, started
from pipeline.seams.checksums import CHECKSUMS
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import ACROSS, TABLES, Report

if TYPE_CHECKING:
    from pipeline.seams.register import Accepted, Registration

REGISTER = Path("register.yaml")  # what messages call the file of those who have none
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
LONGEST_ID = 41


class Checked(NamedTuple):
    """What is said of a report: the summary, and what was not understood (empty if all was)."""

    summary: str
    missing: str


def check(pdf: Path, plan: str | None, to: Path | None, register: Path | None) -> Checked:
    """Read `pdf` and put audit report, annotated PDF, findings and tables into the folder `to`.

    Without `to`, the folder lies beside the file and is named after it. An earlier output in it is
    replaced as a whole, and stays as it is until the new one is ready. `plan` is by default the
    one that the cover names. `register` is a file like raw/reports.yaml: its entry for the report
    says what of it is accepted.

    Raises `Refusal` where the file is no readable status report, or `to` holds anything that this
    command has not made; nothing is written then.
    """
    checksum_of(pdf)
    folder = to or pdf.with_name(f"{pdf.stem}-kontroll")
    _require_ours(folder)
    with replacing_folder(folder) as fresh, tempfile.TemporaryDirectory(dir=fresh) as work:
        report = _run_stages(pdf, plan, register, Path(work), fresh)
    from pipeline.cli.summary import summary_of

    return Checked(summary_of(report.id, folder), _missing(report, folder, pdf, register))


def _run_stages(
    pdf: Path, plan: str | None, register: Path | None, work: Path, processed: Path
) -> Registration:
    """Take the report through the stages, which hand on in `work` and leave it in `processed`."""
    working_on(pdf.name, "leser ord, linjer og lenker")
    with started(pdf, extract, pdf, work / "extract") as read:
        # What takes long to import is imported while the child reads.
        from pipeline.segment.__main__ import segment

        read()
    extracted, segmented, second, parsed = (
        work / stage for stage in ("extract", "segment", "reread", "parse")
    )
    working_on(pdf.name, "finner delene av rapporten")
    segment(extracted, segmented)
    report = _registration(pdf, cover_of(extracted, segmented), plan, register)
    working_on(pdf.name, "lager tabellene, og leser rapporten om igjen")
    with started(pdf, reread, pdf, extracted, segmented, second) as read:
        from pipeline.parse.__main__ import parse
        from pipeline.publish.reports import publish_one
        from pipeline.validate.alone import judge, require_contract
        from pipeline.validate.tables import Folders, ReportTables

        parse(report.id, report.plan, extracted, segmented, parsed)
        tables = ReportTables(report.id, Folders(extracted, segmented, second, parsed))
        require_contract(tables, pdf)
        read()
    working_on(pdf.name, "sammenligner det som står to ganger")
    judge(tables, processed)
    working_on(pdf.name, "lager kontrollrapporten")
    confined(pdf, publish_one, report.id, pdf, extracted, processed)
    return report


def _missing(report: Registration, folder: Path, pdf: Path, register: Path | None) -> str:
    """What was not understood, and what to do; empty if all was, or is accepted."""
    from pipeline.gate import acceptance, missing, what_and_advice

    path = register or REGISTER
    found = list(missing({report.id: report}, folder, path))
    if not found:
        return ""
    lines = [*what_and_advice(found)]
    first = next((each for each in found if each.key), None)
    if first is not None:
        lines += [
            f"  - Det som er slik i rapporten, kan godtas i en egen fil, her {path}:",
            "    reports:",
            f"      '{report.id}':",
            f"        plan: {json.dumps(report.plan, ensure_ascii=False)}",
            *(f"      {line}" for line in acceptance(first)),
        ]
    lines.append(f"Kjør så: statusrapport check '{pdf}' --register '{path}'")
    return "\n".join(lines)


def _registration(pdf: Path, cover: Cover, plan: str | None, register: Path | None) -> Registration:
    """What a register would say of the report: as the cover has it, else after the file's name."""
    from pipeline.seams.register import Registration

    report_id = ReportId(str(cover.month.last_day.year) if cover.month else _id_of(pdf.stem))
    accepted = _accepted(register, report_id)
    return Registration(report_id, plan or cover.plan or pdf.stem, "", "", *accepted)


def _accepted(
    register: Path | None, report_id: ReportId
) -> tuple[int | None, tuple[Accepted, ...]]:
    """How many items the register says that the report has, and what of it is accepted.

    Raises `Refusal` where the register does not have the report.
    """
    from pipeline.seams.register import read_register

    if register is None:
        return None, ()
    entries = read_register(register)
    if report_id not in entries:
        raise Refusal(
            register,
            f"registeret har ingen rapport «{report_id}», som er id-en til denne.",
            expected=f"«{report_id}:» under «reports:», med «plan» og «accepted».",
            advice="rett id-en i filen.",
        )
    entry = entries[report_id]
    return entry.measures, entry.accepted


def _id_of(name: str) -> str:
    """An id made of a file's name: «Statusrapport juni.pdf» is «statusrapport-juni»."""
    from pipeline.seams.register import is_id

    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS)).encode("ascii", "ignore")
    words = regex.sub(r"[^a-z0-9]+", "-", plain.decode())[:LONGEST_ID].strip("-")
    return words if is_id(words) else "rapport"


def _require_ours(folder: Path) -> None:
    """Refuse a folder with anything in it that this command has not made."""
    if not folder.parent.is_dir():
        raise Refusal(
            folder.parent,
            "mappen finnes ikke.",
            expected="en mappe der resultatet kan legges.",
            advice="lag den først, eller velg en annen med --out.",
        )
    if not folder.exists():
        return
    foreign = [folder.name]
    if folder.is_dir():
        foreign = sorted(set(_files(folder)) - _made_in(folder))
    if foreign:
        raise Refusal(
            folder,
            f"her ligger noe som denne kommandoen ikke har laget: {foreign[0]}.",
            expected="en mappe som ikke finnes, er tom, eller bare har et tidligere resultat.",
            advice="flytt det som ligger der, eller velg en annen mappe med --out.",
        )


def _files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _made_in(folder: Path) -> set[str]:
    """The files that this command makes for the reports whose tables lie in the folder."""
    from pipeline.publish.reports import ENDINGS

    report_ids = [path.stem for path in folder.glob(f"{Report.table}/*.parquet")]
    return {
        CHECKSUMS,
        *(f"{record.table}.parquet" for record in ACROSS),
        *(f"{table}/{report_id}.parquet" for table in TABLES for report_id in report_ids),
        *(f"report/{report_id}{ending}" for ending in ENDINGS for report_id in report_ids),
    }


class WithoutPandas(MetaPathFinder):
    """Says that pandas is not installed, for this process.

    pyarrow imports it when it is first given a list, only to ask whether that is one of its
    Series: a tenth of the whole command's time.
    """

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def run(pdf: Path, plan: str | None, to: Path | None, register: Path | None) -> int:
    """Check `pdf` and print what came of it; 0 if all was understood, else 2."""
    sys.meta_path.insert(0, WithoutPandas())
    checked = check(pdf, plan, to, register)
    print(checked.summary)
    if not checked.missing:
        return 0
    print(checked.missing, file=sys.stderr)
    return 2
