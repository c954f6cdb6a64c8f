"""The sandbox for PDFs: a child process with limits, so that no file can crash the whole run.

A PDF is a program of sorts: a few kilobytes can unpack to gigabytes, loop forever or crash a
reader. If the child fails, the parent raises a `Refusal`.

Two environment variables set the limits: STATUSRAPPORT_SECONDS (60), the longest time before the
next page is reached, and STATUSRAPPORT_MEGABYTES (4096), the address space of each process that
reads. Address space is more than memory in use: extract needs 100 MB for an ordinary report, but a
child that draws pages 1600 MB, most of it reserved by Arrow and never touched. Only Linux enforces
it; time is limited everywhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from pipeline.runtime.processes import Child, Killed, as_call, running, send
from pipeline.runtime.refusal import Refusal

SECONDS, MEGABYTES = "STATUSRAPPORT_SECONDS", "STATUSRAPPORT_MEGABYTES"
_DEFAULTS = {SECONDS: 60, MEGABYTES: 4096}
_LEAST = {SECONDS: 1, MEGABYTES: 512}  # with less, the libraries do not even load
# Signals that neither the PDF nor our limits send: who does, and what to do.
_FROM_OUTSIDE = {
    "SIGKILL": (
        "maskinen har trolig for lite ledig minne",
        "lukk andre programmer, og kjør på nytt.",
    ),
    "SIGXCPU": ("prosessortiden er brukt opp", "hev grensen i skallet (ulimit -t)."),
    "SIGTERM": ("noen ba den slutte", "kjør på nytt."),
}

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Stopped(Refusal):
    """The reading was stopped by a limit or from outside: on another day, it may succeed."""


class Limits(NamedTuple):
    """The longest time for a page, and the child's address space.

    `set_by` is what to change for more of it: our variable, or the shell's limit where that is
    lower.
    """

    seconds: int
    megabytes: int
    set_by: str = f"sett miljøvariabelen {MEGABYTES} høyere."


class Position(NamedTuple):
    """The child's position: the file it reads, and the page (from 1) once it has reached one."""

    file: Path
    page: int | None = None


def limits() -> Limits:
    """The limits from the environment. Raises `Refusal` for a value that is not a valid limit."""
    wanted = Limits(_limit(SECONDS), _limit(MEGABYTES))
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY and most >> 20 < wanted.megabytes:
            return Limits(wanted.seconds, most >> 20, "hev grensen i skallet (ulimit -v).")
    return wanted


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
    """Report that the work has reached `page` of `file`, which restarts the clock.

    A refusal names this page if the work fails there. Outside a child this does nothing.
    """
    send(Position(file, page))


def reaching(file: Path, pages: Iterable[_T]) -> Iterator[_T]:
    """The pages of `file`, each reported with `reached` before it is read."""
    reached(file, 1)
    for number, page in enumerate(pages, start=2):
        yield page
        reached(file, number)
    reached(file)


def confined(file: Path, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
    """Run `work` in a child process within the limits and return its result; see `started`."""
    with started(file, work, *arguments, **named) as outcome:
        return outcome()


@contextmanager
def started(
    file: Path, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs
) -> Iterator[Callable[[], _T]]:
    """Run `work` in a child process within the limits while the block runs.

    Yields a function that waits for the child and returns the result (see `Child.result`); the
    clock starts when it is called. `file` is the file that is read first. Raises `Refusal` also if
    the child hangs, needs more memory than the limit, or crashes.
    """
    within = limits()
    call = as_call(work, *arguments, **named)
    with running(file, _within, within.megabytes, call) as child:
        yield lambda: _outcome(file, within, child)


def _outcome(file: Path, within: Limits, child: Child[tuple[_T] | None]) -> _T:
    position = Position(file)
    try:
        for message in child.messages(within.seconds):
            position = message
        returned = child.result()
    except TimeoutError:
        raise _out_of_time(position, within) from None
    except Killed as killed:
        raise _ended(position, within, killed.signal) from None
    if returned is None:
        raise _out_of_memory(position, within)
    return returned[0]


def _within(megabytes: int, call: Callable[[], _T]) -> tuple[_T] | None:
    """In the child: set the limits, then do the work. None if memory runs out."""
    _limit_memory(megabytes)
    try:
        return (call(),)
    except Exception as error:
        if not is_about_memory(error):
            raise
        return None


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no core dumps that fill the disk


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """What was raised, and what led to it, each once: the two kinds of links may run in a circle,
    where what is raised again is the cause of what came in between.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def is_about_memory(error: BaseException) -> bool:
    """Whether memory did not suffice, for what was raised or for what led to it.

    MuPDF has no exception class for it, only the message «malloc (… bytes) failed».
    """
    return any(
        isinstance(cause, MemoryError) or "alloc (" in str(cause) or "bad_alloc" in str(cause)
        for cause in causes(error)
    )


def _out_of_time(position: Position, within: Limits) -> Stopped:
    return Stopped(
        position.file,
        f"lesingen kom ikke videre på {within.seconds} sekunder, og ble stanset.",
        expected="at hver side leses på noen sekunder; en vanlig side tar hundredeler.",
        advice="se i en PDF-leser om siden er uvanlig tung, og lagre i så fall filen på nytt. "
        f"Er det maskinen som er treg: sett miljøvariabelen {SECONDS} høyere.",
        page=position.page,
    )


def _out_of_memory(position: Position, within: Limits) -> Stopped:
    return Stopped(
        position.file,
        f"lesingen trengte mer minne enn grensen på {within.megabytes} MB, og ble stanset.",
        expected="en rapport som leses innenfor grensen; en vanlig rapport tar under 2000 MB. "
        "Adresserom regnes med, også det som aldri tas i bruk.",
        advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser. "
        f"Er det riktig at den er så stor: {within.set_by}",
        page=position.page,
    )


def _ended(position: Position, within: Limits, signal: str) -> Refusal:
    """The refusal for a child that a signal has ended, by what the signal says of the cause."""
    if signal in _FROM_OUTSIDE:
        found, advice = _FROM_OUTSIDE[signal]
        return Stopped(
            position.file,
            f"lesingen ble stanset utenfra: {found} ({signal}).",
            expected="at den får arbeide ferdig; den trenger noen hundre MB minne.",
            advice=advice,
            page=position.page,
        )
    return Refusal(
        position.file,
        f"programmet som leser PDF-filen, krasjet ({signal}).",
        expected="en PDF-fil som lar seg lese.",
        advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser. "
        f"Krasjer den fortsatt, kan grensen på {within.megabytes} MB minne være for lav: "
        f"{within.set_by}",
        page=position.page,
    )
