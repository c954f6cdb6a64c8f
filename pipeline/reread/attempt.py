"""The second readers at work on files that the first has read: they may give up, but not on us."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pipeline.runtime.sandbox import is_about_memory

_T = TypeVar("_T")


def attempt(read: Callable[[], _T]) -> _T | None:
    """What `read` makes of the PDF; None where its library gives up, whatever it raises for that.

    Want of memory is no property of the file: it goes on to the sandbox.
    """
    try:
        return read()
    except Exception as error:
        if is_about_memory(error):
            raise
        return None
