"""Work in a copy of this process, which ends with it.

On Linux the copy is a fork: it takes milliseconds, and has all that this process has imported and
opened. Elsewhere a fork is unsafe or unknown, and the copy starts afresh: what is handed to it is
pickled. Make copies before threads: a fork has none of them, but may have a lock that one held.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

import msgspec

from pipeline.runtime.refusal import Refusal

METHOD = "fork" if sys.platform == "linux" else "spawn"
_MESSAGE, _RESULT, _REFUSAL, _END = "message", "result", "refusal", "end"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl

_P = ParamSpec("_P")
_T = TypeVar("_T")

_sender: Connection | None = None  # in a copy: the end of the pipe that leads to its parent


class Killed(Refusal):
    """A process crashed or was ended from outside, by `signal`."""

    def __init__(self, name: Path | str, number: int) -> None:
        self.signal = signal.Signals(number).name
        super().__init__(
            name,
            f"prosessen krasjet eller ble stanset utenfra ({self.signal}).",
            expected="at den får arbeide ferdig; den trenger noen hundre MB minne.",
            advice="se at det er nok ledig minne, og kjør på nytt.",
        )


class Child(Generic[_T]):
    """A copy at work, as its parent sees it. `name` is how a refusal calls it."""

    def __init__(self, name: Path | str, process: Any, receiver: Connection) -> None:
        self._name, self._process, self._receiver = name, process, receiver
        self._outcome: Any = None  # when it has come: its kind, and what it holds

    def messages(self, seconds: float | None = None) -> Iterator[Any]:
        """What the work sends (see `send`), as it comes, until it ends, well or badly.

        Raises TimeoutError where nothing comes for so many seconds.
        """
        while self._outcome is None:
            try:
                if seconds is not None and not self._receiver.poll(seconds):
                    raise TimeoutError
                kind, content = self._receiver.recv()
            except TimeoutError:
                raise
            except (EOFError, OSError):  # it ended without a word, or in the middle of one
                kind, content = _END, None
            if kind == _MESSAGE:
                yield content
            else:
                self._outcome = kind, content

    def result(self) -> _T:
        """What the work returns, as soon as it does.

        Raises the `Refusal` that the work raises, and `Killed` where the copy dies. Any other
        exception is a fault in the program: the copy has printed its traceback, and this process
        ends with the same status.
        """
        for _ in self.messages():
            pass
        kind, content = self._outcome
        if kind == _RESULT:
            return cast(_T, content)
        if kind == _REFUSAL:
            raise content
        self._process.join()
        status = self._process.exitcode
        raise Killed(self._name, -status) if status < 0 else SystemExit(status or 1)


@contextmanager
def running(
    name: Path | str, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs
) -> Iterator[Child[_T]]:
    """Let a copy of this process do `work`, beside what the block does. It ends with the block."""
    context: Any = multiprocessing.get_context(METHOD)
    receiver, sender = context.Pipe(duplex=False)
    call = as_call(work, *arguments, **named)
    process = context.Process(target=_work, args=(sender, os.getpid(), call))
    process.start()
    sender.close()  # the copy's alone now, so that its end is seen here as the end of the pipe
    try:
        yield Child(name, process, receiver)
    finally:
        process.kill()
        process.join()
        receiver.close()


def as_call(work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> Callable[[], _T]:
    """`work` with its arguments, as a copy can have it, also where its module is run with -m.

    A copy that starts afresh finds functions by name, and nothing by the name of `__main__`.
    """
    spec = sys.modules[work.__module__].__spec__ if METHOD == "spawn" else None
    if spec is not None:
        work = getattr(importlib.import_module(spec.name), work.__qualname__)
    return partial(work, *arguments, **named)


def _work(sender: Connection, parent: int, call: Callable[[], object]) -> None:
    """In the copy: do the work, and send what comes of it."""
    global _sender
    _sender = sender
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends the copy
    _end_with(parent)
    try:
        outcome = _RESULT, call()
    except Refusal as refusal:
        outcome = _REFUSAL, refusal
    sys.stdout.flush()  # what comes after the outcome is not waited for
    sender.send(outcome)


def _end_with(parent: int) -> None:
    """Let the system kill this process when its parent ends, even by kill -9.

    Python code could not: it does not run while a C library is busy.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it was quicker
            os._exit(1)


def send(message: object) -> None:
    """Send a message to the parent in the middle of the work. Outside a copy this does nothing."""
    if _sender is not None:
        _sender.send((_MESSAGE, message))


def processors() -> int:
    """How many processes can work at once without waiting for each other."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def read_by_two(read: Callable[[int], _T], pages: Sequence[int], kind: type[_T]) -> Iterator[_T]:
    """What `read` makes of each of `pages`, in order; `kind` says how that is decoded.

    A fork reads every second page, for pages do not need each other; where it cannot go on, this
    process comes to its pages itself, and says what is wrong. The document must be in memory: two
    processes that share an open file share the place in it. Without forks, one process reads all.
    """
    if METHOD != "fork" or len(pages) < 2:
        yield from map(read, pages)
        return
    decoder = msgspec.msgpack.Decoder(kind)
    with running("sidene", _send_pages, read, pages[1::2]) as second:
        sent = second.messages()
        for position, page in enumerate(pages):
            message = next(sent, None) if position % 2 else None
            yield read(page) if message is None else decoder.decode(message)


def _send_pages(read: Callable[[int], object], pages: Sequence[int]) -> None:
    encoder = msgspec.msgpack.Encoder()
    with suppress(Exception):  # without a word: the parent comes to that page, too
        for page in pages:
            send(encoder.encode(read(page)))
