"""The register of reports, raw/reports.yaml: which reports there are, and where they come from."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import regex
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.refusal import Refusal
from pipeline.storage import write_text

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
    return {str(key): _registration(path, str(key), entry) for key, entry in entries.items()}


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
    _save(content, path)


def remove_from_register(report_id: str, path: Path = PATH) -> None:
    """Take a report out of the register."""
    content = _load(path)
    del content["reports"][report_id]
    _save(content, path)


def _yaml() -> YAML:
    yaml = YAML()  # the round-trip loader is a safe one: it makes no objects but its own
    yaml.preserve_quotes = True
    yaml.width = 96
    return yaml


def _load(path: Path) -> Any:
    try:
        content = _yaml().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Refusal(
            path, "registeret finnes ikke.", advice="kjør kommandoen fra prosjektets mappe."
        ) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise _wrong(path, f"registeret er ikke gyldig YAML: {error}") from error
    if not isinstance(content, Mapping):
        raise _wrong(path, "registeret har ingen «reports:».")
    return content


def _save(content: Any, path: Path) -> None:
    text = io.StringIO()
    _yaml().dump(content, text)
    write_text(path, text.getvalue())


def _registration(path: Path, key: str, entry: object) -> Registration:
    if not is_id(key):
        raise _wrong(
            path,
            f"«{key}» kan ikke være en rapport-id: bruk små bokstaver, sifre og bindestreker, "
            "for eksempel 2026.",
        )
    if not isinstance(entry, Mapping) or not entry.get("plan"):
        raise _wrong(path, f"rapporten «{key}» mangler «plan».")
    measures = entry.get("measures")
    if measures is not None and not isinstance(measures, int):
        raise _wrong(path, f"«measures» for rapporten «{key}» er ikke et helt tall.")
    return Registration(
        key,
        str(entry["plan"]),
        str(entry.get("source") or ""),
        str(entry.get("note") or ""),
        measures,
        tuple(_accepted(path, key, one) for one in entry.get("accepted") or ()),
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
