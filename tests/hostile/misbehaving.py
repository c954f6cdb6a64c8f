"""Work that behaves as a library does on a bad PDF, for whoever runs it in a process to survive."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from pathlib import Path

from pipeline.runtime.processes import running, send
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import reached

PDF = Path("raw/rapport.pdf")


def be_good(number: int) -> dict[str, int]:
    return {"twice": 2 * number}


def refuse() -> None:
    raise Refusal(PDF, "siden er tom.", expected="ord.", advice="les om igjen.", page=3)


def segfault() -> None:
    """Read address 0, as C code with a bad pointer does."""
    import ctypes

    reached(PDF, 7)
    ctypes.string_at(0)


def abort() -> None:
    os.abort()


def be_killed() -> None:
    """End as one does that the system finds too large."""
    os.kill(os.getpid(), signal.SIGKILL)


def be_ended(name: str) -> None:
    """End as by somebody's signal."""
    os.kill(os.getpid(), getattr(signal, name))


def die_in_the_middle_of_a_message() -> None:
    """Send more than a pipe holds, and be ended while nobody reads it."""
    send(os.getpid())
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    send(bytes(10_000_000))


def circle() -> None:
    """Compute for ever, in C: no Python code runs beside it."""
    print(os.getpid(), flush=True)
    reached(PDF, 2)
    sum(range(10**15))


def circle_below() -> None:
    """Let a process of its own go round in circles, and wait for it."""
    print(os.getpid(), flush=True)
    with running("below", circle) as child:
        child.result()


def gather() -> None:
    """Ask for more and more memory."""
    reached(PDF, 5)
    kept = []
    while True:
        kept.append(bytearray(1 << 24))


def lack_access() -> None:
    """Try to write where somebody else's file is in the way."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "raw/2025.html")


def have_a_fault() -> None:
    raise ZeroDivisionError("a fault of the program's own")


def exit_early() -> None:
    sys.exit(3)


def walk(pages: int) -> int:
    """Take less than the limit for each page, but more for all of them."""
    for page in range(1, pages + 1):
        reached(PDF, page)
        time.sleep(0.4)
    return pages
