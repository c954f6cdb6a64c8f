"""`python -m pipeline.gate processed`: the last stage, which opens if all was understood.

Everything that was understood is written and published before this runs. Exit status 0: all
understood, or what was not is accepted in the register. 2: something is missing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline import refusal
from pipeline.records import Measure, Unread, read_records
from pipeline.register import PATH, Registration, read_register

REASONS = {
    "unknown-status": "statusen er ikke kjent",
    "no-status": "ingen status er oppgitt",
    "unknown-ministry": "departementet er ikke kjent",
    "ministry-not-valid": "departementet fantes ikke på rapportens tidspunkt",
    "no-ministries": "ingen ansvarlige departementer er oppgitt",
    "no-title": "tittelen mangler",
    "no-as-of": "fant ikke hvilken måned rapporten gjelder for",
    "no-overview": "fant ingen oversiktstabell",
    "row-without-number": "en rad i oversikten mangler nummer og kan ikke knyttes til et tiltak",
    "row-not-paired": "en rad i oversikten kan ikke deles i celler med sikkerhet",
    "amount-not-exact": "beløpet kan ikke leses nøyaktig i hele kroner",
    "link-without-words": "en lenke står ikke på noe ord",
}


def missing(register: Mapping[str, Registration], processed: Path) -> Iterator[str]:
    """One sentence for each thing that was not understood and is not accepted."""
    for own_id, registration in register.items():
        accepted = {one.unread for one in registration.accepted}
        unread = read_records(processed / "unread" / f"{own_id}.parquet", Unread)
        for row in unread:
            if row.id not in accepted:
                why = REASONS.get(row.reason, row.reason)
                text = f" («{row.text}»)" if row.text else ""
                place = f"{own_id}, s. {row.page}: {row.item_id or row.scope}"
                yield f"{place}: {why}{text}. [{row.id}]"
        for one in sorted(accepted - {row.id for row in unread}):
            yield f"{own_id}: «{one}» er godtatt i {PATH}, men finnes ikke lenger. Ta det ut."
        measures = len(read_records(processed / "measures" / f"{own_id}.parquet", Measure))
        if registration.measures is not None and registration.measures != measures:
            yield (
                f"{own_id}: fant {measures} tiltak og vedtak, men registeret sier "
                f"{registration.measures}."
            )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.gate", description=__doc__)
    parser.add_argument("processed", type=Path)
    arguments = parser.parse_args()
    sentences = list(missing(read_register(), arguments.processed))
    if not sentences:
        return 0
    print("Ikke alt i rapportene ble forstått. Det som ble forstått, er skrevet:", file=sys.stderr)
    for sentence in sentences:
        print(f"  - {sentence}", file=sys.stderr)
    print(
        f"Utvid ordlistene (se README), eller godta det i {PATH} med «accepted:» og en grunn.",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    refusal.run(main)
