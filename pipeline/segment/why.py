"""For each line of a report: what it was taken for, on what evidence, and what else was weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.seams.entries import Block
from pipeline.seams.ids import OVERVIEW, Scope
from pipeline.seams.why import Said
from pipeline.segment.claims import At, Claim, decimal
from pipeline.segment.reading import Reading
from pipeline.segment.vocabulary import rows

SEVERAL = "; "
KEPT = 1000  # parts of reports: more than there are
RIVALS = {  # what else a line might be, by the role that was weighed
    "heading": "overskrift for et tiltak",
    "chapter": "kapitteloverskrift",
    "label": "ledetekst",
    "text": "løpende tekst",
    "other-rows": "andre rader",
}


class Role(NamedTuple):
    """What a part of a report is called, the claims that it may rest on, and what else is known."""

    name: str
    claim: str
    evidence: str


class Why:
    """Gathers what the blocks make of each line."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._made: defaultdict[At, list[tuple[Scope, Role]]] = defaultdict(list)

    def add(self, block: Block) -> None:
        """Note what a block's lines are."""
        role = _role(block.scope == OVERVIEW, bool(block.owner), block.part)
        made = block.owner or block.scope, role
        for place in block.places:
            self._made[place.page, place.line].append(made)

    def lines(self) -> Iterator[tuple[int, int, str, str, Said]]:
        """Each line, page by page: page, number from 1, text, scopes, and what is said of it."""
        known: dict[object, Said] = {}  # of many lines, the same
        for at, text in self.reading.printed.items():
            page, number = at
            scopes, roles = zip(*self._made[at], strict=True)
            key = roles, tuple(self.reading.claims.get(at, ()))
            said = known.get(key)
            if said is None:
                said = known[key] = _said_of(*key)
            printed = scopes[0] if len(scopes) == 1 else SEVERAL.join(dict.fromkeys(scopes))
            yield page, number + 1, text, printed, said


def _said_of(several: Iterable[Role], claims: Sequence[Claim]) -> Said:
    roles = dict.fromkeys(several)
    taken = {role.claim for role in roles}
    reading = SEVERAL.join([role.name for role in roles])
    return Said(reading, _evidence(roles, taken, claims), _runner_up(taken, claims))


def _evidence(roles: Iterable[Role], taken: Set[str], claims: Sequence[Claim]) -> str:
    """What speaks for the roles of a line: what was weighed, else what such lines are known by."""
    held = [_said(claim) for claim in claims if claim.role in taken]
    weighed = {claim.role for claim in claims}
    rest = [role.evidence for role in roles if role.claim not in weighed]
    return SEVERAL.join(dict.fromkeys([*held, *rest]))


def _runner_up(taken: Set[str], claims: Sequence[Claim]) -> str:
    """What else was weighed, as «overskrift for et tiltak: har luft over seg (+1); 1 av 4»."""
    others = dict.fromkeys(
        f"{RIVALS[claim.role]}: {_said(claim)}"
        for claim in claims
        if claim.role not in taken and claim.role in RIVALS
    )
    return SEVERAL.join(others)


def _said(claim: Claim) -> str:
    reasons = ", ".join(claim.reasons) or "ingenting taler for"
    if not claim.enough:
        return reasons
    return f"{reasons} – i alt {decimal(claim.weight)}, {decimal(claim.enough)} er nok"


@lru_cache(maxsize=KEPT)
def _role(in_overview: bool, of_item: bool, part: str) -> Role:
    where = "overview" if in_overview else "item" if of_item else "chapter"
    part = "field" if part.startswith("field-") else part
    roles = _roles()
    return roles.get((where, part)) or roles["", part]


@cache
def _roles() -> dict[tuple[str, str], Role]:
    return {
        (row["where"], row["part"]): Role(row["name"], row["role"], row["evidence"])
        for row in rows("roles")
    }
