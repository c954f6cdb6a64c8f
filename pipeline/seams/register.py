"""The register of reports, raw/reports.yaml: which reports there are, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import regex
from ruamel.yaml.error import YAMLError

from pipeline.runtime.by_hand import read_by_hand, write_by_hand
from pipeline.runtime.refusal import Refusal

PATH = Path("raw/reports.yaml")
ID = regex.compile(r"[a-z0-9][a-z0-9-]{0,40}")


class Accepted(NamedTuple):
    """Something not understood that somebody has looked at and accepts, with the reason."""

    unread: str
    reason: str


class Registration(NamedTuple):
    """One report as registered. `measures` is how many items it should have, where stated."""

    id: str
    plan: str
    source: str
    note: str
    measures: int | None = None
    accepted: tuple[Accepted, ...] = ()


def read_register(path: Path = PATH) -> dict[str, Registration]:
    """The registered reports by id, in the order of the file.

    Raises `Refusal` for a file that is missing, no YAML, or has an entry that lacks its plan.
    """
    entries = _load(path).get("reports")
    if not isinstance(entries, Mapping):
        raise _wrong(path, "registeret har ingen «reports:».")
    found = {str(key): _registration(path, str(key), entry) for key, entry in entries.items()}
    if len(found) < len(entries):
        raise _wrong(path, "en rapport står to ganger, med og uten anførselstegn rundt id-en.")
    return found


def is_id(text: str) -> bool:
    """Whether `text` can name a report: a file name without surprises, in any system."""
    return ID.fullmatch(text) is not None


def add_to_register(registration: Registration, path: Path = PATH) -> None:
    """Add a report at the end of the register; comments and other entries stay as they are."""
    content = _load(path)
    content["reports"][registration.id] = {
        "plan": registration.plan,
        "source": registration.source,
        "note": registration.note,
    }
    write_by_hand(path, content)


def remove_from_register(report_id: str, path: Path = PATH) -> None:
    """Take a report out of the register."""
    content = _load(path)
    entries = content["reports"]
    del entries[next(key for key in entries if str(key) == report_id)]  # 2026: may be a number
    write_by_hand(path, content)


def _load(path: Path) -> Any:
    try:
        content = read_by_hand(path)
    except FileNotFoundError as error:
        raise Refusal(
            path, "registeret finnes ikke.", advice="kjør kommandoen fra prosjektets mappe."
        ) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise _wrong(path, f"registeret er ikke gyldig YAML: {error}") from error
    except ValueError as error:  # 2026-02-30: what looks like a date is made one, unless quoted
        raise _wrong(
            path,
            f"en verdi i registeret finnes ikke ({error}); trolig en umulig dato uten "
            "anførselstegn, slik som 2026-02-30.",
        ) from error
    if not isinstance(content, Mapping):
        raise _wrong(path, "registeret har ingen «reports:».")
    return content


def _registration(path: Path, key: str, entry: object) -> Registration:
    if not is_id(key):
        raise _wrong(
            path,
            f"«{key}» kan ikke være en rapport-id: bruk små bokstaver, sifre og bindestreker, "
            "for eksempel 2026.",
        )
    if not isinstance(entry, Mapping) or not entry.get("plan"):
        raise _wrong(path, f"rapporten «{key}» mangler «plan».")
    if isinstance(entry["plan"], (Mapping, list)):
        raise _wrong(path, f"«plan» for rapporten «{key}» er ikke et navn.")
    measures = entry.get("measures")
    if measures is not None and (
        not isinstance(measures, int) or isinstance(measures, bool) or measures < 0
    ):
        raise _wrong(path, f"«measures» for rapporten «{key}» er ikke et helt tall.")
    accepted = entry.get("accepted") or ()
    if not isinstance(accepted, (list, tuple)):
        raise _wrong(path, f"«accepted» for rapporten «{key}» er ikke en liste.")
    return Registration(
        key,
        str(entry["plan"]),
        str(entry.get("source") or ""),
        str(entry.get("note") or ""),
        measures,
        tuple(_accepted(path, key, one) for one in accepted),
    )


def _accepted(path: Path, key: str, entry: object) -> Accepted:
    if not isinstance(entry, Mapping) or not entry.get("unread") or not entry.get("reason"):
        raise _wrong(
            path,
            f"et punkt under «accepted» for rapporten «{key}» mangler «unread» eller «reason».",
        )
    return Accepted(str(entry["unread"]), str(entry["reason"]))


def _wrong(path: Path, found: str) -> Refusal:
    return Refusal(
        path,
        found,
        expected="plan, source og note for hver rapport, slik filens første linjer viser.",
        advice=f"rett {path} for hånd.",
    )
