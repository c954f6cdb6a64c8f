"""`python -m pipeline.cli.mend`: remove what a killed run has left half written.

DVC writes two files in place and cannot read them if they are truncated: dvc.lock, without which it
runs all stages again and makes the same files, and .dvc/tmp/rwlock, which lists the running
processes. Our files are written under a temporary name, which a killed run leaves behind.
`make repro` does this first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.cli.folders import INTERIM, LOCK, PROCESSED, RAW
from pipeline.runtime import refusal
from pipeline.runtime.files import remove_abandoned

WHOLE = {
    "path": str,
    "md5": str,
    "size": int,
}  # the fields of a file in dvc.lock; a folder has nfiles
MOMENT = 0.5  # seconds: by then, a run that is still going has written its file


def is_whole_lock(text: str) -> bool:
    """Whether a dvc.lock is complete, or cut between two stages, which DVC can read as well."""
    try:
        stages = YAML(typ="safe").load(text)["stages"]
        return all(map(_is_entry, _entries(stages)))
    except (YAMLError, LookupError, TypeError, AttributeError):
        return False


def _entries(stages: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The files and folders that the stages name. Raises if a stage is malformed."""
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


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


FILES = {
    LOCK: (is_whole_lock, " Alle steg kjøres på nytt."),
    Path(".dvc/tmp/rwlock"): (is_json, ""),
}
WRITTEN_TO = (RAW, INTERIM, PROCESSED)


def main() -> int:
    for path, (is_whole, meaning) in FILES.items():
        if not path.exists() or is_whole(_read(path)):
            continue
        time.sleep(MOMENT)
        if path.exists() and not is_whole(_read(path)):
            path.unlink()
            print(
                f"{path} var skrevet bare halvt, av en kjøring som ble avbrutt, og er tatt bort."
                f"{meaning}"
            )
    for folder in WRITTEN_TO:
        remove_abandoned(folder)
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    refusal.run(main)
