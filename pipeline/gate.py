"""`python -m pipeline.gate processed`: the last stage, which opens if all was understood.

Everything that was understood is written and published before this runs. Exit status 0: all
understood, or what was not is accepted in the register. 2: something is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.glossary.reasons import reason_text
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.register import PATH, Registration, read_register
from pipeline.seams.tables import Measure, Unread


class Missing(NamedTuple):
    """One thing that keeps the gate shut, and what to do about it.

    `key` is what the register accepts it by, empty for what cannot be accepted.
    """

    report: ReportId
    sentence: str
    advice: str
    key: str = ""


def missing(
    register: Mapping[ReportId, Registration], processed: Path, path: Path = PATH
) -> Iterator[Missing]:
    """Everything that keeps the gate shut. `path` is the file that the register stands in."""
    for own_id, registration in register.items():
        accepted = {one.unread for one in registration.accepted}
        unread = read_records(processed / "unread" / f"{own_id}.parquet", Unread)
        for row in unread:
            if row.id not in accepted:
                reason = reason_text(row.reason)
                text = f" («{row.text}»)" if row.text else ""
                place = f"{own_id}, s. {row.page}: {row.item_id or row.scope}"
                yield Missing(
                    own_id, f"{place}: {reason.why}{text}. [{row.id}]", reason.advice, row.id
                )
        for one in sorted(accepted - {row.id for row in unread}):
            yield Missing(
                own_id,
                f"{own_id}: «{one}» er godtatt i {path}, men finnes ikke lenger. Ta det ut.",
                "",
            )
        measures = len(read_records(processed / "measures" / f"{own_id}.parquet", Measure))
        if registration.measures is not None and registration.measures != measures:
            yield Missing(
                own_id,
                f"{own_id}: fant {measures} tiltak og vedtak, men registeret sier "
                f"{registration.measures}.",
                f"Rett «measures» i {path} om tallet der er feil.",
            )


def told(found: Sequence[Missing]) -> str:
    """The list with what to do, and how to accept what cannot be mended, ready to copy."""
    lines = [*what_and_advice(found)]
    first = next((missing for missing in found if missing.key), None)
    if first is not None:
        lines += [
            f"  - Det som er slik i rapporten, godtas i {PATH}, her under «{first.report}»:",
            *(f"    {line}" for line in acceptance(first)),
        ]
    lines.append("Kjør så: dvc repro")
    return "\n".join(lines)


def what_and_advice(found: Sequence[Missing]) -> Iterator[str]:
    """What was not understood, line by line, and what can be done about it."""
    yield "Ikke alt i rapportene ble forstått. Det som ble forstått, er skrevet og publisert."
    yield from (f"  - {missing.sentence}" for missing in found)
    yield "Gjør dette:"
    yield from (
        f"  - {advice}" for advice in dict.fromkeys(missing.advice for missing in found) if advice
    )


def acceptance(missing: Missing) -> list[str]:
    """What accepts it, as lines under the report's entry in the register."""
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
    found = list(missing(read_register(), arguments.processed))
    if not found:
        return 0
    print(told(found), file=sys.stderr)
    return 2


if __name__ == "__main__":
    refusal.run(main)
