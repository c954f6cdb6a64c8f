"""Importing a large library without the garbage collector.

What an import makes stays, but the collector looks through all of it time and again while there is
more and more: a quarter of the time that importing Great Expectations takes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect nothing in the block, and leave what is there at its end out of all collections."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
