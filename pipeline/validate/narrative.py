"""Whether a narrative bears out the status of its item.

Each clause of the narrative tells a phase of some work (norwegian/clauses.py). It counts if that is
the item's work: it names what the title asks for, or speaks of «tiltaket» or «arbeidet». What
recurs, what follows a finished work, what others do and what only may come to be decide nothing.

    status         contradicted by                                    direction
    Gjennomført    not begun, in progress, left, undone, announced    remains
    Ikke startet   begun, in progress, partly done, done              begun
    Under arbeid   not begun, or only considered                      not-begun
    Under arbeid   all that the title asks for is done                done

A warning is for what is said of the item's own work, and contradicted by no other clause; all else
is inferred, and an info.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.norwegian.clauses import (
    Clause,
    Span,
    acts,
    aims,
    clauses,
    is_of_the_future,
    is_of_the_past,
    words_of_kind,
    words_of_kinds,
)
from pipeline.norwegian.phases import Phase
from pipeline.norwegian.promises import PLACE
from pipeline.validate.titles import ENDS, ITEM, TOPIC, Title, speaks_of_the_work

Direction = Literal["remains", "begun", "done", "not-begun"]
Tier = Literal["warning", "info"]
Phases = frozenset[Phase]

HELD: Phases = frozenset(("not-begun", "to-begin", "considered"))
TO_COME: Phases = frozenset(("ongoing", "announced"))
UNFINISHED: Phases = frozenset(("not-begun", "remains", "undone", "part"))
LEFT: Phases = UNFINISHED | TO_COME
DONE: Phases = frozenset(("done", "closed"))
STARTED: Phases = DONE | {"begun", "ongoing", "part"}
OVER: Phases = DONE | {"acted"}
MEETING: Phases = OVER | {"begun"}  # what the title asks for may be met
HAPPENED: Phases = MEETING | {"part"}
FEW = 6  # clauses: in a longer narrative more may be left than what is told as done


class Verdict(NamedTuple):
    """What contradicts the status: `sentence` and, in it, `clause` are parts of the narrative."""

    direction: Direction
    tier: Tier
    sentence: str
    clause: str


def judge(
    title: str,
    status: str,
    narrative: str,
    as_of: date | None,
    later: Sequence[Span] | None = None,
    within: Sequence[Span] | None = None,
) -> Verdict | None:
    """What in the narrative contradicts the status; None if nothing does. Raises nothing.

    `later` are the spans of its dates after the as-of date, `within` those of its sentences; both
    are computed if not given.
    """
    contradiction = _CONTRADICTIONS.get(status)
    if contradiction is None:
        return None
    return contradiction(_Narrative(title, narrative, as_of, later, within))


def supported(
    title: str,
    statuses: tuple[str, str],
    narrative: str,
    as_of: date | None,
    later: Sequence[Span] | None = None,
    within: Sequence[Span] | None = None,
) -> tuple[str, Verdict] | None:
    """The status, of two, that the narrative bears out, and what contradicts the other.

    None if it contradicts both or neither.
    """
    if not set(statuses) <= _CONTRADICTIONS.keys():
        return None
    read = _Narrative(title, narrative, as_of, later, within)
    match [_CONTRADICTIONS[status](read) for status in statuses]:
        case [None, Verdict() as against]:
            return statuses[0], against
        case [Verdict() as against, None]:
            return statuses[1], against
        case _:
            return None


class _Statement:
    """A clause that tells a phase, and what it is to the item, which is read when asked for."""

    def __init__(self, clause: Clause, phase: Phase, title: Title) -> None:
        self.clause = clause
        self.phase = phase
        self._title = title

    @cached_property
    def closeness(self) -> int:
        """ITEM, TOPIC or 0 (titles.py)."""
        closeness = self._title.closeness(self.clause, asked=self.asked)
        return closeness if self.clause.kind == "main" else min(closeness, TOPIC)

    @cached_property
    def asked(self) -> bool:
        """Whether its verb is what the title asks for."""
        return self._title.asks_for(self.clause)

    @cached_property
    def aside(self) -> bool:
        """Whether it recurs, is of others' work, only a condition, or uncertain."""
        countered = self.phase in HAPPENED and self._title.is_countered_by(self.clause)
        return countered or self.is_before_parliament or _is_aside(self.clause)

    @property
    def is_before_parliament(self) -> bool:
        """Whether it is the Storting's work, unless it passed the law that is asked for."""
        passed = self.phase in DONE and self.closeness == ITEM
        return "parliament" in self.clause.marks and not passed

    @property
    def shows_a_start(self) -> bool:
        """Whether what it tells is a part of this work."""
        clause = self.clause
        if self._title.is_of_another(clause):
            return False
        if self._title.is_of_what_there_is and self._title.is_at_work(clause) and not self.asked:
            return False  # «Senteret har tatt imot 4 000 barn», where it is to be evaluated
        classes = clause.verbs[0].classes if clause.verbs else ()
        if "input" in classes or _asks_for_something(clause):
            return False  # «Direktoratet mottok innspill om saken»
        if self.closeness < ITEM and self._title.is_for_others(clause):
            return False
        if self.phase in DONE and self.closeness == TOPIC and self._title.is_beside(clause):
            return False
        return bool(self.closeness) or "open" not in classes  # «Tilskuddet ble økt»

    @property
    def is_of_some(self) -> bool:
        """Whether some did or got something that is not asked for: «To av dem har fått frist»."""
        acts_only = any(verb.kind == "act" for verb in self.clause.verbs[:1])
        return self.phase == "part" and acts_only and not self.asked

    @property
    def follows(self) -> bool:
        """Whether it tells of what comes after the work: an evaluation, an update not asked for."""
        if self.asked:
            return False
        considers = self._title.is_study and any(v.kind == "consider" for v in self.clause.verbs)
        verbs = self.clause.verbs
        if any(verb.kind == "work" for verb in verbs):
            verbs = (*verbs, *aims(self.clause))  # «arbeides med å gjøre det kjent»
        return considers or any("aftermath" in verb.classes for verb in verbs)

    @property
    def at_work(self) -> bool:
        """Whether what the title asks for is the subject of an active verb, now or to come.

        «Senteret skal gi råd»
        """
        if any({"deliver", "momentary"} <= {*verb.classes} for verb in self.clause.verbs):
            return False  # «Heftet for ungdomsskolen kommer neste år»
        return acts(self.clause) and not self.asked and self._title.is_at_work(self.clause)

    @property
    def is_held(self) -> bool:
        """Whether it says that nothing has begun; to consider is work if the title asks for it."""
        return self.phase in HELD and not (self.phase == "considered" and self.asked)

    @property
    def is_timed(self) -> bool:
        """Whether it announces a result with a time; without one it may be but a purpose."""
        return self.phase == "announced" and self.is_dated

    @property
    def is_idle(self) -> bool:
        """Whether it tells what something is for: «oppgaver som skal løses sammen»."""
        to_come = self.phase in ("announced", "considered", "to-begin")
        return to_come and self.clause.kind == "relative" and not self.is_dated

    @property
    def is_dated(self) -> bool:
        return not self.clause.marks.isdisjoint(("ahead", "later"))

    @property
    def limits(self) -> bool:
        """Whether it takes back some of what is told as done: «men er foreløpig åpent om dagen»."""
        return {"contrast", "still"} <= self.clause.marks

    @property
    def goes_on(self) -> bool:
        """Whether something goes on or has yet to take effect: «Tilsynene fortsetter ut 2026»."""
        classes = {name for verb in self.clause.verbs for name in verb.classes}
        return not classes.isdisjoint(("continue", "force", "use"))

    @property
    def resumes(self) -> bool:
        """Whether it takes up what was begun: «Arbeidet gjenopptas i 2026»."""
        return any(
            verb.kind == "work" and "momentary" in verb.classes for verb in self.clause.verbs
        )

    @property
    def is_a_pledge(self) -> bool:
        """Whether somebody will go on with the like: «Regjeringen vil fortsette arbeidet»."""
        verbs = self.clause.verbs[:1]
        if self.phase != "announced" or not any("continue" in verb.classes for verb in verbs):
            return False
        return words_of_kind("generic").isdisjoint(self.clause.subject)

    @property
    def outlives_the_result(self) -> bool:
        """Whether it says that the item is not over, though its result is there."""
        if self.follows or self.phase not in LEFT:
            return False
        if self.phase == "remains" and "bygone" in self.clause.marks:
            return False  # «Innføringen ble forsinket»
        if not words_of_kind("effect").isdisjoint(self.clause.words):
            return False  # «Det er for tidlig å si noe om virkningene»
        if self.phase in TO_COME and self._title.asks_to_begin:
            return False  # «Prosjektet startet i 2024 og avsluttes i 2027»
        if self.is_of_some:
            return False
        if not self.clause.marks.isdisjoint(("until", "question")):
            return False  # «Ny strategi lages ikke før i 2028»
        if any("force" in verb.classes for verb in self.clause.verbs):
            return False  # «Loven er vedtatt og trer i kraft i 2026»
        if self.phase in TO_COME and any("use" in v.classes for v in self.clause.verbs):
            return self.asked  # not «Planen er fastsatt og tas i bruk fra høsten»
        if self._title.is_study and self.phase in TO_COME:
            return self.is_more_of_the_study
        if self.closeness == ITEM:
            return True
        contrast = "contrast" in self.clause.marks
        in_a_state = self.phase == "ongoing" and not self.clause.verbs
        if self.phase == "part" and not self.clause.verbs and "bygone" in self.clause.marks:
            return False  # «To av stillingene ble ledige i vår»
        rest = not self.clause.marks.isdisjoint(("contrast", "the_rest"))
        if self.phase == "undone" and not rest and "part" not in self.clause.marks:
            return False  # «Tre anlegg har ennå ikke rettet avvikene»
        if in_a_state:  # «Samisk utgave er under arbeid», not «Et rundskriv er under arbeid»
            version = not words_of_kind("version").isdisjoint(self.clause.words)
            return contrast or (version and bool(self.closeness or "lasting" in self.clause.marks))
        return bool(self.closeness or rest) and self.phase in UNFINISHED

    @property
    def is_more_of_the_study(self) -> bool:
        """Whether it tells of the study itself, not of what is made of its result.

        «Utredningen fullføres i 2026», not «Rapporten er på høring» or «Utredningen behandles nå»
        """
        clause = self.clause
        if not clause.verbs:
            return "contrast" in clause.marks and self._title.is_named_by(clause)
        ends = clause.verbs[0].kind in ENDS or "continue" in clause.verbs[0].classes
        if speaks_of_the_work(clause):
            return True
        if ends and not words_of_kind("result").isdisjoint(clause.core):
            return True  # «Rapporten publiseres i august»
        return self._title.is_named_by(clause) and (self.asked or ends)

    @property
    def weight_left(self) -> tuple[bool, int, int]:
        """How plainly it says that something is left."""
        if self.phase in UNFINISHED:
            return self.closeness == ITEM, 3, self.closeness
        in_a_state = not self.clause.verbs  # «er under utarbeidelse»
        return (
            self.closeness == ITEM,
            2 if self.phase == "announced" or in_a_state else 1,
            self.closeness,
        )


class _Narrative:
    """A narrative as statements on the work that a title asks for."""

    def __init__(
        self,
        title: str,
        text: str,
        as_of: date | None,
        later: Sequence[Span] | None,
        within: Sequence[Span] | None,
    ) -> None:
        self.title = Title(title)
        self.text = text
        self.now = as_of.year if as_of else 0
        read = clauses(text, as_of, later, within)
        self.read = read
        self.all = [
            _Statement(clause, phase, self.title)
            for clause in read
            if (phase := self._phase(clause)) is not None
        ]
        self.counting = [statement for statement in self.all if not statement.aside]

    @cached_property
    def is_limited(self) -> bool:
        """Whether a clause takes back some of what is told as done."""
        return any(map(_is_limited, self.read))

    @cached_property
    def is_all_over(self) -> bool:
        """Whether each main clause is understood and tells of what is over."""
        return all(clause.phase in OVER for clause in self.read if clause.kind == "main")

    @cached_property
    def is_unread(self) -> bool:
        """Whether a main clause is not understood."""
        return any(clause.kind == "main" and not clause.phase for clause in self.read)

    @cached_property
    def denies(self) -> bool:
        """Whether a main clause that is not understood denies something of the topic."""
        return any(
            clause.phase is None
            and "negation" in clause.marks
            and clause.kind == "main"
            and self.title.closeness(clause, asked=False)
            for clause in self.read
        )

    def _phase(self, clause: Clause) -> Phase | None:
        if self.title.is_shown_by(clause) or self.title.asks_to_stop(clause):
            return "done"
        if self.title.is_had_by_all(clause):
            return "done"
        if clause.phase == "considered" and self.title.asks_to_consider(clause):
            return "ongoing"
        less = clause.phase in OVER and self.title.is_less(clause)
        return "part" if less else clause.phase

    def is_now(self, statement: _Statement) -> bool:
        """Whether what it tells is not long ago, nor for years to come («midler for 2026»)."""
        clause = statement.clause
        if not self.now:
            return True
        to_come = statement.phase == "acted" and is_of_the_future(clause, self.now)
        return not to_come and not is_of_the_past(clause, self.now)

    def is_met(self, statement: _Statement) -> bool:
        """Whether a statement tells that what the title asks for is done."""
        if statement.phase not in MEETING or statement.aside:
            return False
        title, clause = self.title, statement.clause
        if title.is_some_of_all(clause):
            return False
        appointed, acted = _appoints(statement), statement.phase == "acted"
        if (acted or appointed) and title.reaches_all(clause):
            return True  # «Alle distriktene har ansatt en koordinator»
        if statement.closeness < ITEM:
            return False
        if statement.phase in DONE:
            return title.is_met_by(clause)
        if statement.asked or title.is_in_place_by(clause):
            return True
        if acted:
            return title.is_performed(clause)
        # «Rådgiveren begynte i august», «Gruppen er satt ned»
        return title.asks_to_set_up or (appointed and title.has_an_end)

    def is_local(self, statement: _Statement) -> bool:
        """Whether it is true of places that the title does not name: «… er gjennomført i Agder».

        What took place («ble holdt i Tromsø») is whole, and so is what is in an institution («på
        Universitetsforlaget»).
        """
        clause = statement.clause
        if "bygone" in clause.marks:
            return False
        words = self.text[clause.start : clause.end].split()
        return any(
            before in (*PLACE, "for") and _is_place(word) and not self.title.names(word)
            for before, word in pairwise(words)
        )

    def is_use(self, statement: _Statement) -> bool:
        """Whether a result that is there is at work: «Anlegget er ferdig og leverer nå gass».

        So are those who are appointed: «Det er ansatt to varslere. De arbeider i nord».
        """
        if acts(statement.clause) and statement.clause.words[0] in words_of_kind("person"):
            before = self.all[: self.all.index(statement)][-1:]
            if any(map(_appoints, before)):
                return True
        if (
            statement.clause.kind == "main"
            and acts(statement.clause)
            and any(
                s.phase in DONE
                and s.clause.sentence == statement.clause.sentence
                and s.clause.subject == statement.clause.subject
                and not words_of_kinds("be", "be_past", "become_past").isdisjoint(s.clause.words)
                for s in self.all
            )
        ):
            return True  # «Anlegget ble satt i drift i mai og leverer varme til 800 boliger»
        return statement.at_work and any(
            met.clause.start < statement.clause.start and met.clause.kind == "main"
            for met in self.all
            if self.is_met(met)
        )

    def verdict(self, direction: Direction, statement: _Statement, *, sure: bool) -> Verdict:
        clause = statement.clause
        start, end = clause.sentence
        return Verdict(
            direction,
            "warning" if sure else "info",
            self.text[start:end],
            self.text[clause.start : clause.end].strip(" ,;:"),
        )


def _is_place(word: str) -> bool:
    """«Agder», «Østlandet», not «Kulturdirektoratet»."""
    name = word.strip(".,;:()«»")
    institution = name.endswith(("et", "ets", "ene")) and not name.endswith("landet")
    return name[:1].isupper() and not institution


def _is_limited(clause: Clause) -> bool:
    """Whether it takes back some of what is told as done.

    «må inntil videre bruke det gamle», «men skal utvides», «men kan ikke brukes før …»
    """
    if clause.kind == "main" and (_asks_for_something(clause) or _is_unread_ahead(clause)):
        return True
    if "contrast" not in clause.marks:
        return "meanwhile" in clause.marks
    if "until" in clause.marks or not words_of_kind("future").isdisjoint(clause.words):
        return True
    unable = not words_of_kind("modal").isdisjoint(clause.words)
    return unable and "negation" in clause.marks


def _is_unread_ahead(clause: Clause) -> bool:
    """«Resten blir lagt inn etter hvert»: something to come that is not understood."""
    return clause.phase is None and "ahead" in clause.marks


def _asks_for_something(clause: Clause) -> bool:
    """«Bransjen har bedt om et møte», not «har bedt direktoratet om å …» or «ble bedt om …»."""
    if not clause.verbs or not clause.verbs[0].name.endswith("e om"):
        return False
    passive = words_of_kinds("be", "be_past", "become", "become_past")
    return passive.isdisjoint(clause.words) and any(
        word in ("bedt", "bede", "ba", "bad", "ber", "bed") and after == "om"
        for word, after in pairwise(clause.words)
    )


def _is_aside(clause: Clause) -> bool:
    """Whether a clause decides nothing on any item."""
    marks = clause.marks
    if clause.kind == "condition" or not marks.isdisjoint(
        ("hedge", "recurring", "quoted", "earlier")
    ):
        return True
    if "such" in marks and clause.phase in HAPPENED:
        return True  # «Svenskene har innført en slik ordning»
    if "another" in marks and clause.phase not in HAPPENED:
        return True  # «En ny undersøkelse er planlagt»
    if "separate" in marks and "negation" not in marks:
        return True  # «arbeider med sin egen konferanse»
    if not words_of_kind("abroad").isdisjoint(clause.subject):
        return True  # «Danmark har innført ordningen»
    others = clause.kind == "content" or "other" in marks
    return others and not speaks_of_the_work(clause)


# --- the four directions -------------------------------------------------------------------------


def _remains(narrative: _Narrative) -> Verdict | None:
    """Work goes on, or something is left or still to come."""
    if all(statement.phase in OVER for statement in narrative.counting):
        return None
    met = any(map(narrative.is_met, narrative.all))
    over = max(
        (
            s.clause.start
            for s in narrative.all
            if s.phase == "closed" and s.closeness == ITEM and narrative.is_met(s)
        ),
        default=-1,
    )
    results = any(s.phase in OVER or s.phase == "ongoing" for s in narrative.all)
    left = [
        statement
        for statement in narrative.counting
        if statement.clause.start >= over
        and not narrative.is_use(statement)
        and (statement.outlives_the_result if met else _is_left(statement))
        and not (results and "edition" in statement.clause.marks)
        and not _is_of_others(statement, narrative.all)
    ]
    if left:
        plainest = max(left, key=lambda statement: statement.weight_left)
        said = plainest.phase in UNFINISHED or plainest.phase == "ongoing"
        return narrative.verdict(
            "remains", plainest, sure=plainest.closeness == ITEM and said and not met
        )
    return None if met else _only_begun(narrative)


def _is_of_others(statement: _Statement, all_: Sequence[_Statement]) -> bool:
    """Whether it tells what somebody does after a result, and not of the item's work."""
    if statement.phase != "ongoing" or statement.goes_on or statement.closeness:
        return False  # «I Nordland pågår rekrutteringen»
    if not acts(statement.clause):
        return False
    return any(s.phase in DONE and s.clause.start < statement.clause.start for s in all_)


def _is_left(statement: _Statement) -> bool:
    if statement.is_idle or statement.is_a_pledge:
        return False
    if statement.phase in ("considered", "to-begin"):
        a_draft = "part" in statement.clause.marks  # «Et utkast sendes på høring i mai»
        return bool(statement.closeness) or a_draft
    return statement.phase in LEFT


def _only_begun(narrative: _Narrative) -> Verdict | None:
    """The work is set up or kept up, and nothing that it should lead to is told."""
    results = any(s.phase == "acted" or s.phase in DONE for s in narrative.counting)
    for statement in narrative.counting:
        if narrative.title.asks_for_more and _appoints(statement):
            continue
        begun = statement.phase == "begun" and (statement.closeness or not results)
        if begun or (statement.phase == "kept" and not results):
            return narrative.verdict("remains", statement, sure=False)
    return None


def _appoints(statement: _Statement) -> bool:
    return any("appoint" in verb.classes for verb in statement.clause.verbs)


def _begun(narrative: _Narrative) -> Verdict | None:
    """Something is begun or done, and nothing says that it is not."""
    held = [
        s
        for s in narrative.all
        if (s.is_held or s.phase == "undone") and (not s.aside or "another" in s.clause.marks)
    ]  # «Midler til en ny kampanje er ikke bevilget», where the last was held
    if any(
        s.closeness == ITEM and s.phase in ("not-begun", "undone") and not s.follows for s in held
    ):
        return None
    counting = [s for s in narrative.counting if s.shows_a_start and narrative.is_now(s)]
    started = [s for s in counting if s.phase in STARTED]
    item = next((s for s in started if s.closeness == ITEM), None)
    if item is not None:
        done = item.phase in DONE
        if done and any(s.closeness and s.clause.sentence != item.clause.sentence for s in held):
            return None  # «Fafo evaluerte skolene i 2024. Et kurs vil bli vurdert i 2026.»
        return narrative.verdict("begun", item, sure=not (held or (done and narrative.is_unread)))
    if narrative.denies or any(s.closeness or s.phase != "to-begin" for s in held):
        return None
    started += [s for s in counting if s.phase in ("acted", "remains")]
    # not «Tiltaket ses i sammenheng med kommisjonen, som ble nedsatt i 2024»
    first = next((s for s in started if s.clause.kind in ("main", "cause")), None)
    return narrative.verdict("begun", first, sure=False) if first else None


def _not_begun(narrative: _Narrative) -> Verdict | None:
    """The work has not begun: it is said of it, or it is only considered or to begin."""
    counting = [s for s in narrative.counting if s.clause.kind == "main"]
    held = [s for s in narrative.counting if s.is_held]
    if not held:
        return None
    best = max(held, key=lambda s: (s.phase == "not-begun", s.closeness))
    if not best.closeness and len(narrative.title.acts) > 1:
        return None  # «Utvikle og teste»: only the tests may have been put off
    if best.phase != "not-begun" or best.closeness < ITEM:
        against: Phases = STARTED | {"acted", "remains", "kept"}
        if any(s.phase in against or s.is_timed for s in counting):
            return None
        if not best.closeness and any(s.phase == "announced" for s in counting):
            return None
        return narrative.verdict("not-begun", best, sure=False)
    if any(
        s.resumes
        or (s.phase in STARTED and (s.closeness == ITEM or s.clause.start < best.clause.start))
        for s in counting
    ):
        return None
    alone = all(s.phase in HELD for s in counting)
    return narrative.verdict("not-begun", best, sure=alone)


def _done(narrative: _Narrative) -> Verdict | None:
    """All that the title asks for is done, and nothing is left.

    That is sure only where each main clause is understood and tells of what is over.
    """
    done = next(
        (
            s
            for s in narrative.counting
            if s.clause.kind == "main"
            and narrative.is_met(s)
            and "so_far" not in s.clause.marks
            and not narrative.title.is_of_another(s.clause)
            and not narrative.is_local(s)
            and not narrative.title.is_counted_in(s.clause)
        ),
        None,
    )
    if done is None or narrative.is_limited:
        return None  # «må inntil videre bruke det gamle skjemaet»
    over = [
        s.clause
        for s in narrative.counting
        if s.phase in MEETING and (s.asked or s.closeness == ITEM)
    ]
    if (
        narrative.title.leaves_some(over)
        or narrative.title.leaves_an_act(over)
        or any(
            s.limits
            or (_is_ordered(s) and not narrative.is_met(s))
            or (_is_more_to_do(s) and (s.goes_on or not narrative.is_use(s)))
            for s in narrative.counting
        )
    ):
        return None
    more = any("open" in verb.classes for verb in done.clause.verbs)
    more |= narrative.title.is_scoped_in(done.clause)
    more |= narrative.title.is_measured_in(done.clause)
    sure = narrative.is_all_over and narrative.title.has_an_end and done.phase in DONE
    return narrative.verdict("done", done, sure=sure and not more and len(narrative.read) <= FEW)


def _is_ordered(statement: _Statement) -> bool:
    """Whether something is on order now: «En samisk utgave er bestilt»."""
    if words_of_kind("be").isdisjoint(statement.clause.words):
        return False
    ordered = any(
        verb.kind == "commission" and "appoint" not in verb.classes
        for verb in statement.clause.verbs[:1]
    )
    return ordered and statement.phase == "begun" and statement.clause.kind == "main"


def _is_more_to_do(statement: _Statement) -> bool:
    if statement.phase in HELD - LEFT and statement.closeness < ITEM:
        # «nye grupper starter til høsten», «vurderer ytterligere grep»
        return not words_of_kind("more").isdisjoint(statement.clause.words)
    if statement.is_idle:
        return False
    return statement.phase in LEFT | HELD and not statement.follows


_CONTRADICTIONS: Mapping[str, Callable[[_Narrative], Verdict | None]] = {
    "Gjennomført": _remains,
    "Ikke startet": _begun,
    "Under arbeid": lambda narrative: _not_begun(narrative) or _done(narrative),
}
