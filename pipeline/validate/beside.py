"""Work beside other work, by a copy of this process."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from pipeline.shared.sandbox import end_with

_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextmanager
def beside(
    work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs
) -> Iterator[Callable[[], _T]]:
    """Let a copy of this process work beside the block; gives a function that waits for it.

    That returns what `work` returns, or raises what it raises. A copy has all modules that this
    process has imported; where there are none (anywhere but on Linux), `work` waits to be asked.
    """
    if sys.platform != "linux":
        yield lambda: work(*arguments, **named)
        return
    copies = ProcessPoolExecutor(
        1, multiprocessing.get_context("fork"), initializer=end_with, initargs=(os.getpid(),)
    )
    with copies:
        yield copies.submit(work, *arguments, **named).result
