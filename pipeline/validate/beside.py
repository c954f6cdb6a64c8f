"""Work beside other work, by a copy of this process."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import end_with

_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextmanager
def beside(
    work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs
) -> Iterator[Callable[[], _T]]:
    """Let a copy of this process work beside the block; gives a function that waits for it.

    That returns what `work` returns, or raises what it raises; a copy that was ended from outside
    is a `Refusal`. A copy has all modules that this process has imported; where there are none
    (anywhere but on Linux), `work` waits to be asked.
    """
    if sys.platform != "linux":
        yield lambda: work(*arguments, **named)
        return
    copies = ProcessPoolExecutor(
        1, multiprocessing.get_context("fork"), initializer=end_with, initargs=(os.getpid(),)
    )
    with copies:
        working = copies.submit(work, *arguments, **named)
        yield lambda: _outcome(working)


def _outcome(working: Future[_T]) -> _T:
    try:
        return working.result()
    except BrokenProcessPool as error:
        raise Refusal(
            "validate",
            "en av prosessene ble stanset utenfra.",
            expected="at den får arbeide ferdig; den trenger noen hundre MB minne.",
            advice="se at det er nok ledig minne, og kjør på nytt.",
        ) from error
