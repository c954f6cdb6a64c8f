"""What speaks for and against taking a line for something: weighed, kept, and told by `why`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
At = tuple[int, int]  # a page and the number of a line on it


class Evidence(NamedTuple, Generic[T]):
    """A sign by which something is known: what it weighs, what it says in bokmål, and its test."""

    name: str
    weight: float
    says: str
    holds: Callable[[T], bool]


class Claim(NamedTuple):
    """What a line may be, the weight of what speaks for that, and these reasons in bokmål.

    `enough` is 0 where a line is not weighed by itself.
    """

    role: str
    weight: float
    enough: float
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether enough speaks for it."""
        return self.weight >= self.enough


def decimal(value: float, sign: str = "") -> str:
    """«2,75», or «+2,75» with a sign."""
    return f"{value:{sign}g}".replace(".", ",")


def known(role: str, *reasons: str) -> Claim:
    """The claim that one sign alone makes: nothing is weighed."""
    return Claim(role, 0, 0, reasons)


def weighed(role: str, seen: T, evidence: Sequence[Evidence[T]], enough: float) -> Claim:
    """The claim that all of the evidence together makes."""
    held = [sign for sign in evidence if sign.holds(seen)]
    reasons = tuple(f"{sign.says} ({decimal(sign.weight, '+')})" for sign in held)
    return Claim(role, sum(sign.weight for sign in held), enough, reasons)
