"""`python -m pipeline.gate processed`: the last stage, which passes if everything was understood.

Everything that was understood is written and published before this runs. Exit status 0: all was
understood, or accepted in the register. 2: something is missing.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.glossary.reasons import PAGE_REASONS, reason_text
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId, page_scope
from pipeline.seams.register import PATH, Registration, read_register
from pipeline.seams.tables import Measure, Unread

SHOWN = 10  # gaps of one kind to name; the rest are counted


class Missing(NamedTuple):
    """One thing that keeps the gate shut, and what to do about it.

    `key` is its key for acceptance in the register, empty if it cannot be accepted; `reason` is
    that of a text that was not understood.
    """

    report: ReportId
    sentence: str
    advice: str
    key: str = ""
    reason: str = ""


def missing(
    register: Mapping[ReportId, Registration], processed: Path, path: Path = PATH
) -> Iterator[Missing]:
    """Everything that keeps the gate shut, lost pages first: much else may follow from these.

    `path` is the register's file, for the messages.
    """
    for report_id, registration in register.items():
        accepted = {entry.unread for entry in registration.accepted}
        unread = read_records(processed / "unread" / f"{report_id}.parquet", Unread)
        for row in sorted(unread, key=lambda row: row.reason not in PAGE_REASONS):
            if row.id not in accepted:
                reason = reason_text(row.reason)
                text = f" («{row.text}»)" if row.text else ""
                about = "" if row.scope == page_scope(row.page) else f"{row.item_id or row.scope}: "
                yield Missing(
                    report_id,
                    f"{report_id}, s. {row.page}: {about}{reason.why}{text}. [{row.id}]",
                    reason.advice,
                    row.id,
                    row.reason,
                )
        for key in sorted(accepted - {row.id for row in unread}):
            yield Missing(
                report_id,
                f"{report_id}: «{key}» er godtatt i {path}, men finnes ikke lenger. Ta det ut.",
                "",
            )
        measures = len(read_records(processed / "measures" / f"{report_id}.parquet", Measure))
        if registration.measures is not None and registration.measures != measures:
            yield Missing(
                report_id,
                f"{report_id}: fant {measures} tiltak og vedtak, men registeret sier "
                f"{registration.measures}.",
                f"Rett «measures» i {path} om tallet der er feil.",
            )


def message(gaps: Sequence[Missing]) -> str:
    """The gaps, the advice, and the lines to paste into the register to accept what is right."""
    lines = [*what_and_advice(gaps)]
    first = next((missing for missing in gaps if missing.key), None)
    if first is not None:
        lines += [
            f"  - Det som er slik i rapporten, godtas i {PATH}, her under «{first.report}»:",
            *(f"    {line}" for line in acceptance(first)),
        ]
    lines.append("Kjør så: dvc repro")
    return "\n".join(lines)


def what_and_advice(gaps: Sequence[Missing]) -> Iterator[str]:
    """What was not understood, line by line, and what to do about it."""
    yield "Ikke alt i rapportene ble forstått. Det som ble forstått, er skrevet og publisert."
    alike: dict[tuple[ReportId, str], list[Missing]] = defaultdict(list)
    for missing in gaps:
        alike[missing.report, missing.reason].append(missing)
    for (report_id, _), group in alike.items():
        shown = group if len(group) <= SHOWN else group[: SHOWN - 1]
        yield from (f"  - {missing.sentence}" for missing in shown)
        if len(group) > len(shown):
            rest = len(group) - len(shown)
            yield f"    … og {rest} til av samme grunn i tabellen unread, i {report_id}.parquet."
    yield "Gjør dette:"
    yield from (
        f"  - {advice}" for advice in dict.fromkeys(missing.advice for missing in gaps) if advice
    )


def acceptance(missing: Missing) -> list[str]:
    """The lines under the report's entry in the register that accept it."""
    quoted = missing.key.replace("'", "''")
    return ["  accepted:", f"  - unread: '{quoted}'", "    reason: hvorfor det er i orden"]


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.gate",
        description="Ser etter om alt i rapportene ble forstått; status 2 når noe ikke ble det.",
    )
    parser.add_argument("processed", type=Path, metavar="PROCESSED", help="mappen med tabellene")
    arguments = parser.parse_args()
    working_on("alle rapporter", "ser etter om alt ble forstått")
    gaps = list(missing(read_register(), arguments.processed))
    if not gaps:
        return 0
    print(message(gaps), file=sys.stderr)
    return 2


if __name__ == "__main__":
    refusal.run(main)
