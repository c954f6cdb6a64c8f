"""Progress messages for a user who waits at a terminal."""

from __future__ import annotations

import sys

from pipeline.runtime.printable import printable


def working_on(what: str, doing: str) -> None:
    """Print `2025: finner delene av rapporten …` to standard error if that is a terminal.

    Otherwise print nothing: logs and other programs have no use for it.
    """
    if sys.stderr.isatty():
        print(printable(f"{what}: {doing} …"), file=sys.stderr, flush=True)
