"""The folders of a project, relative to its root, where the commands are run."""

from __future__ import annotations

from pathlib import Path

RAW = Path("raw")
INTERIM = Path("interim")
PROCESSED = Path("processed")
EXPECTATIONS = Path("expectations")
DIST = Path("dist")
LOCK = Path("dvc.lock")
