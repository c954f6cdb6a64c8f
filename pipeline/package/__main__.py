"""`python -m pipeline.package raw processed`: package the tables for users."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.package.database import write_database
from pipeline.package.datapackage import write_datapackage
from pipeline.package.workbook import write_workbook
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import started
from pipeline.seams.ids import ReportId
from pipeline.seams.register import Registration, read_register


def package(raw: Path, processed: Path) -> None:
    """Write data package, codebook, workbook and views of all registered reports to `processed`.

    Each file is replaced in one step. Raises `Refusal` if a table or PDF is missing. The codebook,
    which has pictures from the PDFs, is made in a child process in parallel with the rest.
    """
    register = read_register()
    write_datapackage(register, raw, processed, processed / "datapackage.json")
    with started(raw, _codebook, register, raw, processed) as codebook:
        write_workbook(processed, processed / "statusrapport.xlsx", report_ids=list(register))
        write_database(processed, processed / "statusrapport.sql")
        codebook()


def _codebook(register: Mapping[ReportId, Registration], raw: Path, processed: Path) -> None:
    from pipeline.package.codebook import write_codebook  # in the child, because it opens PDFs

    write_codebook(register, raw, processed, processed / "codebook.html", processed / "codebook.md")


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.package",
        description="Lager datapakke, kodebok, regneark og visninger av tabellene.",
    )
    parser.add_argument("raw", type=Path, metavar="RAW", help="mappen med rapportene")
    parser.add_argument(
        "processed", type=Path, metavar="PROCESSED", help="mappen med tabellene; hit skrives det"
    )
    arguments = parser.parse_args()
    working_on("alle rapporter", "lager regneark, kodebok og datapakke")
    package(arguments.raw, arguments.processed)
    return 0


if __name__ == "__main__":
    refusal.run(main)
