"""What is being done just now, for those who wait for it at a terminal."""

from __future__ import annotations

import sys


def working_on(what: str, doing: str) -> None:
    """Say `2025: finner delene av rapporten …` on standard error where that is a terminal.

    Elsewhere nothing is said: logs and other programs have no use for it.
    """
    if sys.stderr.isatty():
        print(f"{what}: {doing} …", file=sys.stderr, flush=True)
