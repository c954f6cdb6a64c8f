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
_LEAST = {SECONDS: 1, MEGABYTES: 512}  # below that the libraries themselves do not load

_P = ParamSpec("_P")
_T = TypeVar("_T")


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
    send(Place(file, page))


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

    Gives a function that waits for the child and returns what `work` returned (see `Child.result`);
    its clock starts when that is called. `file` is what is read first. Raises `Refusal` also where
    the child stands still, wants more memory than it may have, or crashes.
    """
    within = limits()
    call = as_call(work, *arguments, **named)
    with running(file, _within, within.megabytes, call) as child:
        yield lambda: _outcome(file, within, child)


def _outcome(file: Path, within: Limits, child: Child[tuple[_T] | None]) -> _T:
    place = Place(file)
    try:
        for message in child.messages(within.seconds):
            place = message
        returned = child.result()
    except TimeoutError:
        raise _out_of_time(place, within) from None
    except Killed as killed:
        raise _crashed(place, within, killed.signal) from None
    if returned is None:
        raise _out_of_memory(place, within)
    return returned[0]


def _within(megabytes: int, call: Callable[[], _T]) -> tuple[_T] | None:
    """In the child: limits first, then the work. None where memory does not suffice."""
    _limit_memory(megabytes)
    try:
        return (call(),)
    except Exception as error:
        if not any(map(_is_about_memory, _causes(error))):
            raise
        return None


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes << 20
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash need not fill the disk


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_about_memory(error: BaseException) -> bool:
    """MuPDF has no exception for it, only words: «malloc (… bytes) failed»."""
    return isinstance(error, MemoryError) or "alloc (" in str(error)


def _out_of_time(place: Place, within: Limits) -> Refusal:
    return Refusal(
        place.file,
        f"lesingen kom ikke videre på {within.seconds} sekunder, og ble stanset.",
        expected="at hver side leses på noen sekunder; en vanlig side tar hundredeler.",
        advice="se i en PDF-leser om siden er uvanlig tung, og lagre i så fall filen på nytt. "
        f"Er det maskinen som er treg: sett miljøvariabelen {SECONDS} høyere.",
        page=place.page,
    )


def _out_of_memory(place: Place, within: Limits) -> Refusal:
    return Refusal(
        place.file,
        f"lesingen trengte mer minne enn grensen på {within.megabytes} MB, og ble stanset.",
        expected="en rapport som leses innenfor grensen; en vanlig rapport tar under 2000 MB.",
        advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser. "
        f"Er det riktig at den er så stor: sett miljøvariabelen {MEGABYTES} høyere.",
        page=place.page,
    )


def _crashed(place: Place, within: Limits, signal: str) -> Refusal:
    return Refusal(
        place.file,
        f"programmet som leser PDF-filen, krasjet ({signal}).",
        expected="en PDF-fil som lar seg lese.",
        advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser. "
        f"Krasjer den fortsatt, kan grensen på {within.megabytes} MB minne være for lav: "
        f"sett miljøvariabelen {MEGABYTES} høyere.",
        page=place.page,
    )
