"""What a verb or a state tells of work in its tense: not begun, in progress, left to do or done.

    deliver   past, perfect: done   present: ongoing   future or a time ahead: announced
              negated: undone       of a part: part
    begin     past, now: begun      negated: not begun  present or future: to begin

and so on for each class of verbs.csv and each state of states.csv.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

Phase = Literal[
    "not-begun",  # held back, or expressly not begun
    "to-begin",  # its beginning is announced
    "considered",  # somebody considers whether or how
    "begun",  # it is set up, or was worked on
    "ongoing",  # in progress
    "part",  # a part is done
    "remains",  # something is left, or it is late
    "undone",  # what would finish it was not done
    "announced",  # a result is announced
    "acted",  # something was done: nothing says that it begins or ends the work
    "kept",  # what exists is kept up or followed up
    "done",  # a result exists
    "closed",  # the work is over
]
Tense = Literal["past", "present", "future", "modal", "past-modal"]


class Telling(NamedTuple):
    """The tense of a clause, and what else bears on its phase.

    `ahead`: it names a time to come, `soon`: in words («til høsten»). `upkeep`: what it plans keeps
    something up.
    """

    tense: Tense
    negated: bool
    ahead: bool
    soon: bool
    part: bool
    now: bool
    begins: bool
    upkeep: bool
    deadline: bool


_BY_TENSE: dict[str, dict[Tense, Phase]] = {
    "work": {"past": "begun", "present": "ongoing", "future": "announced"},
    "deliver": {"past": "done", "present": "ongoing", "future": "announced"},
    "finish": {"past": "closed", "present": "ongoing", "future": "announced"},
    "exist": {"past": "done", "present": "done", "future": "announced"},
    "consider": {"past": "acted", "present": "considered", "future": "considered"},
    "aftermath": {"past": "acted", "present": "kept"},
    "act": {"past": "acted"},
}
_NEGATED: dict[str, Phase] = {
    "begin": "not-begun",
    "commission": "not-begun",
    "work": "not-begun",
    "consider": "not-begun",
    "plan": "not-begun",
    "remain": "closed",
    "aftermath": "undone",
}
_RESULTS = ("deliver", "finish", "exist")


def phase_of_verb(kind: str, telling: Telling) -> Phase | None:
    """The phase that the class of a verb means in a clause, or None if it tells of none."""
    tense, negated = telling.tense, telling.negated
    if kind == "none":
        return None
    if tense == "past-modal":  # «skulle ha åpnet»: a plan of the past
        return "undone" if negated else None
    if kind == "delay" and tense == "modal":
        return None  # «kan forlenges»
    if kind in ("wait", "delay", "remain") and not negated:
        return "not-begun" if kind == "wait" and not telling.deadline else "remains"
    if negated:
        shut = tense == "modal" and not telling.ahead  # «kan ikke leveres», but not «… før»
        if (kind in _RESULTS and not shut) or (kind == "act" and tense == "past"):
            return "undone"
        return _NEGATED.get(kind)
    if kind == "plan":
        if telling.upkeep:
            return "kept"  # «har besluttet å videreføre tilbudet»
        return "to-begin" if telling.begins else "announced"
    if kind in ("begin", "commission"):
        if tense == "present" and not telling.ahead:
            if kind == "commission":
                return "ongoing"
            return "begun" if telling.now else "to-begin"  # «starter nå», «starter etter valget»
        return "begun" if tense == "past" else "to-begin"
    if kind in _RESULTS and tense == "present" and telling.ahead:
        return "announced"
    if kind == "act" and telling.soon and tense in ("present", "future"):
        return "announced"
    phase = _BY_TENSE[kind].get(tense)
    return "part" if telling.part and tense == "past" and phase != "begun" else phase


def phase_of_state(state: str, telling: Telling) -> Phase | None:
    """The phase that a state of states.csv means in a clause."""
    tense, negated = telling.tense, telling.negated
    if state in ("wait", "remains"):
        if negated:
            return None
        return "not-begun" if state == "wait" else "remains"
    if state == "part":
        return "part"
    if negated:
        return "not-begun" if state == "ongoing" else "undone"
    if tense == "past-modal":
        return None
    if state == "ongoing":
        return "begun" if tense == "past" else "ongoing"
    if tense in ("future", "modal") or (tense == "present" and telling.ahead):
        return "announced"
    return "part" if telling.part and state == "done" else cast(Phase, state)
