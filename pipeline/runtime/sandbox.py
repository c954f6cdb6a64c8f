"""Where PDFs are opened: a child process with limits, so that no file can take the run with it.

A PDF is a program of sorts: a few kilobytes can unpack to gigabytes, send a reader in circles or
crash it. What such a file does in the child ends as a `Refusal` in the parent.

Two environment variables move the limits: STATUSRAPPORT_SECONDS (60), the longest that may pass
before the next page is reached, and STATUSRAPPORT_MEGABYTES (4096), the address space of each
process that reads. Address space is more than memory in use: extract has 100 for an ordinary
report, but a child that draws pages 1600, most of it reserved by Arrow and never touched. Only
Linux holds a process to it; time is kept everywhere.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from pipeline.runtime.refusal import Refusal

SECONDS, MEGABYTES = "STATUSRAPPORT_SECONDS", "STATUSRAPPORT_MEGABYTES"
_DEFAULTS = {SECONDS: 60, MEGABYTES: 4096}
_LEAST = {SECONDS: 1, MEGABYTES: 512}  # below that the libraries themselves do not load
# A fork before anything large is imported costs a few milliseconds. Elsewhere than on Linux it
# is unsafe or unknown, and the child starts afresh.
METHOD = "fork" if sys.platform == "linux" else "spawn"
_PLACE, _RESULT, _REFUSAL, _MEMORY = "place", "result", "refusal", "memory"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl

_P = ParamSpec("_P")
_T = TypeVar("_T")

_parent: Connection | None = None  # in the child: the end of the pipe that leads out


class Limits(NamedTuple):
    """How long a page may take and how much address space the child may have."""

    seconds: int
    megabytes: int


class Place(NamedTuple):
    """Where the child is: the file it reads, and the page (from 1) where it has come to one."""

    file: Path
    page: int | None = None


def limits() -> Limits:
    """The limits as the environment sets them. Raises `Refusal` for what can be no limit."""
    return Limits(_limit(SECONDS), _limit(MEGABYTES))


def processors() -> int:
    """How many children can work at once without waiting for each other."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _limit(name: str) -> int:
    text = os.environ.get(name, "").strip() or str(_DEFAULTS[name])
    if not text.isascii() or not text.isdigit() or int(text) < _LEAST[name]:
        raise Refusal(
            name,
            f"miljøvariabelen er «{text}».",
            expected=f"et helt tall fra {_LEAST[name]} og opp, for eksempel {_DEFAULTS[name]}.",
            advice="rett den, eller ta den bort.",
        )
    return int(text)


def reached(file: Path, page: int | None = None) -> None:
    """Say that the work has come to `page` of `file`, which starts the clock anew.

    It is named if the work ends badly there. Outside a child this does nothing.
    """
    if _parent is not None:
        _parent.send((_PLACE, Place(file, page)))


def reaching(file: Path, pages: Iterable[_T]) -> Iterator[_T]:
    """The pages of `file` as they come, each `reached` before it is read."""
    reached(file, 1)
    for number, page in enumerate(pages, start=2):
        yield page
        reached(file, number)
    reached(file)


def confined(file: Path, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
    """What `work` returns when it is run in a child process within the limits: see `started`."""
    with started(file, work, *arguments, **named) as outcome:
        return outcome()


@contextmanager
def started(
    file: Path, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs
) -> Iterator[Callable[[], _T]]:
    """Let `work` run in a child process within the limits, beside what the block does meanwhile.

    Gives a function that waits for the child and returns what `work` returned; its clock starts
    when that is called. Where the block ends, the child does.

    `work` must be a function of a module, and what goes in and out must be picklable. `file` is
    what is read first. Waiting raises the `Refusal` that `work` raises, and one of its own where
    the child stands still, wants more memory than it may have, or crashes. An exception that is
    no refusal is a fault in the program: the child prints its traceback, and the process ends as
    the child did. The child ends with the parent, however that ends.
    """
    own = limits()
    context: Any = multiprocessing.get_context(METHOD)
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(
        target=_run,
        args=(sender, os.getpid(), own, _module_of(work), work.__qualname__, arguments, named),
        daemon=True,
    )
    sys.stdout.flush()
    child.start()
    sender.close()  # the child's alone now, so that its end is seen here as the end of the pipe
    try:
        yield lambda: _outcome(file, own, child, receiver)
    finally:
        child.kill()
        child.join()
        receiver.close()


def _outcome(file: Path, own: Limits, child: Any, receiver: Connection) -> Any:
    """What the child sends at its end. Raises as `started` says."""
    place = Place(file)
    try:
        while receiver.poll(own.seconds):
            kind, content = receiver.recv()
            if kind == _RESULT:
                return content
            if kind == _REFUSAL:
                raise content
            if kind == _MEMORY:
                raise _out_of_memory(place, own)
            place = content
        raise _out_of_time(place, own)
    except EOFError:
        child.join()
        raise _died(place, own, child.exitcode) from None


def _module_of(work: Callable[..., Any]) -> str:
    """The name under which a child can import the module, also when it is run with -m."""
    module = sys.modules[work.__module__]
    return module.__spec__.name if module.__spec__ is not None else module.__name__


def _run(
    sender: Connection,
    parent: int,
    own: Limits,
    module: str,
    function: str,
    arguments: tuple[Any, ...],
    named: dict[str, Any],
) -> None:
    """The child: limits first, then the work, then what came of it."""
    global _parent
    _parent = sender
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends the child
    end_with(parent)
    _limit_memory(own.megabytes)
    try:
        outcome = (_RESULT, getattr(importlib.import_module(module), function)(*arguments, **named))
    except Exception as error:
        if any(map(_is_about_memory, _causes(error))):
            outcome = (_MEMORY, None)
        elif isinstance(error, Refusal):
            outcome = (_REFUSAL, error)
        else:
            raise
    sys.stdout.flush()  # what comes after the outcome is not waited for
    sender.send(outcome)


def end_with(parent: int) -> None:
    """Let the system kill this process when its parent ends, even by kill -9.

    Python code could not: it does not run while a C library is busy.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it was quicker
            os._exit(1)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes << 20
        own = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (own, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash need not fill the disk


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_about_memory(error: BaseException) -> bool:
    """MuPDF has no exception for it, only words: «malloc (… bytes) failed»."""
    return isinstance(error, MemoryError) or "alloc (" in str(error)


def _out_of_time(place: Place, own: Limits) -> Refusal:
    return Refusal(
        place.file,
        f"lesingen kom ikke videre på {own.seconds} sekunder, og ble stanset.",
        expected="at hver side leses på noen sekunder; en vanlig side tar hundredeler.",
        advice="se i en PDF-leser om siden er uvanlig tung, og lagre i så fall filen på nytt. "
        f"Er det maskinen som er treg: sett miljøvariabelen {SECONDS} høyere.",
        page=place.page,
    )


def _out_of_memory(place: Place, own: Limits) -> Refusal:
    return Refusal(
        place.file,
        f"lesingen trengte mer minne enn grensen på {own.megabytes} MB, og ble stanset.",
        expected="en rapport som leses innenfor grensen; en vanlig rapport tar under 2000 MB.",
        advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser. "
        f"Er det riktig at den er så stor: sett miljøvariabelen {MEGABYTES} høyere.",
        page=place.page,
    )


def _died(place: Place, own: Limits, status: int | None) -> BaseException:
    """The refusal for a child that was killed, or the end of this process after its traceback."""
    if status is not None and status >= 0:
        return SystemExit(status or 1)
    name = signal.Signals(-status).name if status is not None else "ukjent"
    return Refusal(
        place.file,
        f"programmet som leser PDF-filen, krasjet ({name}).",
        expected="en PDF-fil som lar seg lese.",
        advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser. "
        f"Krasjer den fortsatt, kan grensen på {own.megabytes} MB minne være for lav: "
        f"sett miljøvariabelen {MEGABYTES} høyere.",
        page=place.page,
    )
