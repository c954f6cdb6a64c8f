"""Work in a child process that ends with its parent.

On Linux the child is a fork: it starts in milliseconds with everything that the parent has imported
and opened. Elsewhere forking is unsafe or unavailable, and the child is spawned: its arguments are
pickled. Fork before starting threads: the child has no threads, but may inherit a lock that one
held.
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

from pipeline.runtime.refusal import Refusal, about

METHOD = "fork" if sys.platform == "linux" else "spawn"
_MESSAGE, _RESULT, _REFUSAL, _END = "message", "result", "refusal", "end"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl

_P = ParamSpec("_P")
_T = TypeVar("_T")

_sender: Connection | None = None  # in a child: its end of the pipe to the parent
_is_one_of_many = False  # workers: they keep all processors busy


class Killed(Refusal):
    """A process crashed or was killed by `signal`."""

    def __init__(self, name: Path | str, number: int) -> None:
        self.signal = signal.Signals(number).name
        super().__init__(
            name,
            f"prosessen krasjet eller ble stanset utenfra ({self.signal}).",
            expected="at den får arbeide ferdig; den trenger noen hundre MB minne.",
            advice="se at det er nok ledig minne, og kjør på nytt.",
        )


class Child(Generic[_T]):
    """A working child, as its parent sees it. `name` is what refusals call it."""

    def __init__(self, name: Path | str, process: Any, receiver: Connection) -> None:
        self._name, self._process, self._receiver = name, process, receiver
        self._outcome: Any = None  # once received: its kind and its value

    def messages(self, seconds: float | None = None) -> Iterator[Any]:
        """The messages that the work sends (see `send`), until it ends, well or badly.

        Raises TimeoutError if nothing arrives for that many seconds.
        """
        while self._outcome is None:
            try:
                if seconds is not None and not self._receiver.poll(seconds):
                    raise TimeoutError
                kind, content = self._receiver.recv()
            except TimeoutError:
                raise
            except (EOFError, OSError):  # it ended without a message, or in the middle of one
                kind, content = _END, None
            if kind == _MESSAGE:
                yield content
            else:
                self._outcome = kind, content

    def result(self) -> _T:
        """Wait for what the work returns.

        Raises the `Refusal` that the work raises, and `Killed` if the child dies. Any other
        exception is a bug: the child has printed its traceback, and this process exits with the
        same status.
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
    """Run `work` in a child process while the block runs. The child ends with the block."""
    context: Any = multiprocessing.get_context(METHOD)
    receiver, sender = context.Pipe(duplex=False)
    call = as_call(work, *arguments, **named)
    process = context.Process(target=_work, args=(sender, os.getpid(), call))
    process.start()
    sender.close()  # now only the child has it, so the pipe ends when the child does
    try:
        yield Child(name, process, receiver)
    finally:
        process.kill()
        process.join()
        receiver.close()


def as_call(work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> Callable[[], _T]:
    """`work` bound to its arguments so that it can be pickled, also from a module run with -m.

    A spawned child finds functions by module and name, and nothing in the parent's `__main__`.
    """
    spec = sys.modules[work.__module__].__spec__ if METHOD == "spawn" else None
    if spec is not None:
        work = getattr(importlib.import_module(spec.name), work.__qualname__)
    return partial(work, *arguments, **named)


def _work(sender: Connection, parent: int, call: Callable[[], object]) -> None:
    """In the child: do the work and send the outcome."""
    global _sender
    _sender = sender
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it too, and ends the child
    _end_with(parent)
    try:
        outcome = _RESULT, call()
    except Refusal as refusal:
        outcome = _REFUSAL, refusal
    except OSError as error:
        refused = about(error)
        if refused is None:
            raise
        outcome = _REFUSAL, refused
    sys.stdout.flush()  # the parent waits for nothing after the outcome
    sender.send(outcome)


def _end_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, even by kill -9.

    Python code could not: it does not run while a C library is busy.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # the parent ended before the call
            os._exit(1)


def send(message: object) -> None:
    """Send a message to the parent during the work. Outside a child this does nothing."""
    if _sender is not None:
        _sender.send((_MESSAGE, message))


def processors() -> int:
    """The number of processes that can run at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def one_of_many() -> Iterator[None]:
    """Leave the other processors to other workers while the block runs, also in what it forks."""
    global _is_one_of_many
    _is_one_of_many = True
    try:
        yield
    finally:
        _is_one_of_many = False


def read_by_two(read: Callable[[int], _T], pages: Sequence[int], kind: type[_T]) -> Iterator[_T]:
    """The results of `read` for each of `pages`, in order; `kind` is their type, for decoding.

    A fork reads every second page, since pages are independent; if it fails, this process reads its
    pages and reports the error. The document must be in memory: two processes with the same open
    file would share its read position. Without fork, and in one of many workers, one process reads
    all.
    """
    if METHOD != "fork" or len(pages) < 2 or _is_one_of_many:
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
    with suppress(Exception):  # silently: the parent will reach that page, too
        for page in pages:
            send(encoder.encode(read(page)))
