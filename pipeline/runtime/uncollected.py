"""Less work for the garbage collector.

What an import makes stays, but the collector looks through all of it time and again while there is
more and more: a quarter of the time that importing Great Expectations takes. The rows of a
report stay as well.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 20_000  # new objects between two collections; Python's own is 700


def seldom_collected() -> None:
    """Let the collector look for cycles less often from now on, also in what is forked."""
    gc.set_threshold(SELDOM)


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect nothing in the block, and leave what is there at its end out of all collections."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
