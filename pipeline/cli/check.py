"""`statusrapport check FIL.pdf`: read one report and show where it contradicts itself.

Needs no project, git or DVC, and registers nothing. The stages are called one after the other in
this process; only code that opens the PDF runs in a child process, within the sandbox's limits.
Great Expectations is not imported: pyarrow checks the contract from the same definitions.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.__main__ import extract
from pipeline.reading import UNREGISTERED, Cover, checksum_of, cover_of, id_of_name
from pipeline.reread.__main__ import reread
from pipeline.runtime.files import replacing_folder
from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import confined, started
from pipeline.runtime.without_numpy import without_numpy
from pipeline.seams.checksums import CHECKSUMS
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import ACROSS, TABLES, Report
from pipeline.seams.terms import NO_TERMS, Terms

if TYPE_CHECKING:
    from pipeline.seams.register import Registration

REGISTER = Path("register.yaml")  # the register's name in messages to users who have none


class Checked(NamedTuple):
    """The outcome for a report: the summary, and what was not understood (empty if all was)."""

    summary: str
    missing: str


def check(pdf: Path, plan: str | None, to: Path | None, register: Path | None) -> Checked:
    """Read `pdf` and put audit report, annotated PDF, findings and tables into the folder `to`.

    Without `to`, the folder is next to the file and named after it. Earlier output there is
    replaced as a whole once the new output is ready, but for a workbook that somebody filled in:
    that is put next to it. `plan` defaults to the plan that the cover
    names. `register` is a file like raw/reports.yaml; its entry for the report states its words and
    its date, and lists what is accepted.

    Raises `Refusal`, and writes nothing, if the file is not a readable status report or if `to`
    holds anything that this command did not make.
    """
    checksum_of(pdf)
    folder = to or pdf.with_name(f"{pdf.stem}-kontroll")
    _require_ours(folder)
    for workbook in sorted(folder.glob("report/*-funn.xlsx")):
        from pipeline.publish.filled import set_aside

        set_aside(workbook, folder.parent)
    with replacing_folder(folder) as fresh, tempfile.TemporaryDirectory(dir=fresh) as work:
        report = _run_stages(pdf, plan, register, Path(work), fresh)
    from pipeline.cli.summary import summary_of

    return Checked(summary_of(report, folder), _missing(report, folder, pdf, register))


def _run_stages(
    pdf: Path, plan: str | None, register: Path | None, work: Path, processed: Path
) -> Registration:
    """Run the stages on the report: intermediate files go to `work`, the output to `processed`."""
    import_module("pipeline.extract.pdf")  # once for all children that draw or read with MuPDF
    working_on(pdf.name, "leser ord, linjer og lenker")
    terms = _terms(pdf, register)
    with started(pdf, extract, pdf, work / "extract", terms) as read:
        # Slow imports happen while a child reads.
        from pipeline.segment.__main__ import segment

        read()
    extracted, segmented, second, parsed = (
        work / stage for stage in ("extract", "segment", "reread", "parse")
    )
    working_on(pdf.name, "finner delene av rapporten")
    with started(pdf, segment, extracted, segmented, terms) as read:
        from pipeline.parse.__main__ import parse
        from pipeline.publish.reports import publish_files_of_one, publish_pages_of_one
        from pipeline.validate.alone import judge, require_contract
        from pipeline.validate.tables import Folders, ReportTables

        import_module("pdfplumber")  # for the child that reads again
        read()
    report = _registration(pdf, cover_of(extracted, segmented), plan, register)
    if report.terms != terms:
        confined(pdf, extract, pdf, extracted, report.terms)
        confined(pdf, segment, extracted, segmented, report.terms)
    working_on(pdf.name, "lager tabellene, og leser rapporten om igjen")
    with started(pdf, reread, pdf, extracted, segmented, second) as read:
        parse(report.id, report.plan, extracted, segmented, parsed, report.terms)
        folders = Folders(extracted, segmented, second, parsed)
        tables = ReportTables(report.id, folders, reread=read)
        require_contract(tables, pdf)
        working_on(pdf.name, "sammenligner det som står to ganger")
        judge(tables, processed)
    working_on(pdf.name, "lager kontrollrapporten")
    made_of = report.id, pdf, extracted, processed
    with started(pdf, publish_files_of_one, *made_of) as files:
        confined(pdf, publish_pages_of_one, *made_of)
        files()
    return report


def _missing(report: Registration, folder: Path, pdf: Path, register: Path | None) -> str:
    """What was not understood and what to do; empty if everything was understood or accepted."""
    from pipeline.gate import acceptance, missing, what_and_advice

    path = register or REGISTER
    gaps = list(missing({report.id: report}, folder, path))
    if not gaps:
        return ""
    lines = [*what_and_advice(gaps)]
    first = next((each for each in gaps if each.key), None)
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
    """A registration for the report: plan and id from the cover, else from the file's name."""
    from pipeline.seams.register import Registration

    report_id = _id_of(pdf, cover)
    if register is None:
        return Registration(report_id, plan or cover.plan or pdf.stem, "", "")
    entry = _entry(register, report_id)
    return entry._replace(plan=plan or cover.plan or entry.plan)


def _id_of(pdf: Path, cover: Cover) -> ReportId:
    """The year on the cover, else an id from the file's name."""
    if cover.month is not None:
        return ReportId(str(cover.month.last_day.year))
    return _id_of_file(pdf)


def _id_of_file(pdf: Path) -> ReportId:
    return id_of_name(pdf.stem) or UNREGISTERED


def _entry(register: Path, report_id: ReportId) -> Registration:
    """The register's entry for the report. Raises `Refusal` if there is none."""
    from pipeline.seams.register import read_register

    entries = read_register(register)
    if report_id not in entries:
        raise Refusal(
            register,
            f"registeret har ingen rapport «{report_id}», som er id-en til denne.",
            expected=f"«{report_id}:» under «reports:», med «plan» og «accepted».",
            advice="rett id-en i filen.",
        )
    return entries[report_id]


def _terms(pdf: Path, register: Path | None) -> Terms:
    """The terms on which the report is read before its cover, and so its id, are known.

    They are those of the only report in the register, or of one that is named as the file is.
    """
    if register is None:
        return NO_TERMS
    from pipeline.seams.register import read_register

    entries = read_register(register)
    entry = entries.get(
        next(iter(entries)) if len(entries) == 1 else id_of_name(pdf.stem) or UNREGISTERED
    )
    return entry.terms if entry is not None else NO_TERMS


def _require_ours(folder: Path) -> None:
    """Refuse a folder that holds anything this command did not make."""
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
    """The files that this command makes for the reports whose tables are in the folder.

    Earlier versions made a page for each item as well.
    """
    from pipeline.publish.item_pages import item_pages_in
    from pipeline.publish.letters import letters_in
    from pipeline.publish.reports import ENDINGS

    report_ids = [path.stem for path in folder.glob(f"{Report.table}/*.parquet")]
    return {
        CHECKSUMS,
        *(f"{record.table}.parquet" for record in ACROSS),
        *(f"{table}/{report_id}.parquet" for table in TABLES for report_id in report_ids),
        *(f"report/{report_id}{ending}" for ending in ENDINGS for report_id in report_ids),
        *(
            f"report/{letter.name}"
            for report_id in report_ids
            for letter in letters_in(folder / "report", ReportId(report_id))
        ),
        *(page.relative_to(folder).as_posix() for page in item_pages_in(folder / "report")),
    }


def run(pdf: Path, plan: str | None, to: Path | None, register: Path | None) -> int:
    """Check `pdf` and print the outcome; return 0 if everything was understood, else 2."""
    without_numpy()
    checked = check(pdf, plan, to, register)
    print(checked.summary)
    if not checked.missing:
        return 0
    print(checked.missing, file=sys.stderr)
    return 2
