"""The register of reports, raw/reports.yaml: which reports there are, and where they come from."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import regex
import yaml

from pipeline.refusal import Refusal
from pipeline.storage import write_text

PATH = Path("raw/reports.yaml")
ID = regex.compile(r"[a-z0-9][a-z0-9-]{0,40}")
HEADER = """\
# The register of reports. DVC reads it: every report here gets its own run of the stages.
# The PDF of a report is raw/<id>.pdf. `python -m pipeline add FILE.pdf` writes an entry for you.
#   plan    the action plan that the report follows up: reports of one plan are compared
#   source  where the file comes from
#   note    what a user should know about it
"""


class Registration(NamedTuple):
    """One report as registered."""

    id: str
    plan: str
    source: str
    note: str


def read_register(path: Path = PATH) -> dict[str, Registration]:
    """The registered reports by id, in the order of the file.

    Raises `Refusal` for a file that is missing, no YAML or has an entry without a plan.
    """
    advice = f"rett {path} etter mønsteret i filens første linjer."
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Refusal(path, "registeret finnes ikke.", advice="kjør fra prosjektets mappe.") from error
    except yaml.YAMLError as error:
        raise Refusal(path, f"registeret er ikke gyldig YAML: {error}", advice=advice) from error
    entries = content.get("reports") if isinstance(content, dict) else None
    if not isinstance(entries, dict):
        raise Refusal(path, "registeret har ingen «reports:».", advice=advice)
    return {str(key): _registration(path, str(key), entry) for key, entry in entries.items()}


def _registration(path: Path, key: str, entry: object) -> Registration:
    if not ID.fullmatch(key):
        raise Refusal(
            path,
            f"«{key}» kan ikke være en rapport-id.",
            expected="små bokstaver, sifre og bindestreker, for eksempel 2026.",
        )
    if not isinstance(entry, dict) or not entry.get("plan"):
        raise Refusal(
            path,
            f"rapporten «{key}» mangler «plan».",
            expected="plan, source og note for hver rapport.",
        )
    return Registration(
        key, str(entry["plan"]), str(entry.get("source", "")), str(entry.get("note", ""))
    )


def write_register(registrations: dict[str, Registration], path: Path = PATH) -> None:
    """Write the register, reports in the order given."""
    entries = {
        key: {"plan": entry.plan, "source": entry.source, "note": entry.note}
        for key, entry in registrations.items()
    }
    body = yaml.safe_dump({"reports": entries}, allow_unicode=True, sort_keys=False, width=96)
    write_text(path, HEADER + body)
