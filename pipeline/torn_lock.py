"""`python -m pipeline.torn_lock`: take away a dvc.lock that a killed run has left half written.

DVC writes its lock where it stands, and cannot read one that was cut short. Without a lock it
runs all stages again, which make the same files as before. `make repro` does this first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline import refusal

LOCK = Path("dvc.lock")
WHOLE = {"path": str, "md5": str, "size": int}  # what DVC says of a file; of a folder, nfiles too


def is_whole(text: str) -> bool:
    """Whether a lock is whole, or cut off between two stages, which DVC reads as well."""
    try:
        stages = YAML(typ="safe").load(text)["stages"]
        return all(map(_is_entry, _entries(stages)))
    except (YAMLError, LookupError, TypeError, AttributeError):
        return False


def _entries(stages: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The files and folders that the stages name. Raises where a stage is not one."""
    for stage in stages.values():
        if not isinstance(stage["cmd"], str):
            raise TypeError
        for kind in stage.keys() & {"deps", "outs"}:
            yield from stage[kind]
        for values in stage.get("params", {}).values():
            values.items()


def _is_entry(entry: dict[str, Any]) -> bool:
    return all(isinstance(entry[key], kind) for key, kind in WHOLE.items()) and isinstance(
        entry.get("nfiles", 0), int
    )


def main() -> int:
    if LOCK.exists() and not is_whole(LOCK.read_text(encoding="utf-8", errors="replace")):
        LOCK.unlink()
        print(
            f"{LOCK} var skrevet bare halvt, av en kjøring som ble avbrutt. Filen er tatt bort: "
            "alle steg kjøres på nytt."
        )
    return 0


if __name__ == "__main__":
    refusal.run(main)
