"""Which processes live, as Linux tells it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")


def children_of(process: int | None = None) -> list[int]:
    """The processes that this one, or another, has started and that are not yet waited for."""
    parent = os.getpid() if process is None else process
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return [int(child) for child in text.split()]


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"  # a zombie is dead, and waits to be counted


def require_dead(processes: Iterable[int]) -> None:
    """Fail if one of them lives on."""
    waiting = set(processes)
    assert until(lambda: not any(map(lives, waiting))), f"alive: {set(filter(lives, waiting))}"


def until(look: Callable[[], _T]) -> _T:
    """What `look` gives as soon as it is true; the last it gave after half a minute."""
    for _ in range(600):  # as a rule the first few are enough
        if seen := look():
            return seen
        time.sleep(0.05)
    return look()
