"""`make accuracy`: how good each rule is, measured anew: expectations/accuracy.json.

Every fault of tests/planted.py is set, read and looked for; a finding that no fault explains is a
false alarm. The sound reports are those planted with something that is no fault, and the factory's
in other settings. The roles of dates and what narratives say of statuses are also judged by their
corpora; the rules were made with these, so that fresh texts come out a little lower.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from pipeline.glossary.accuracy import Accuracy, Corpus
from pipeline.glossary.rulebook import rulebook
from pipeline.norwegian.dates import find_dates
from pipeline.runtime.files import read_csv, write_bytes
from pipeline.seams.ids import RuleId
from pipeline.seams.vocabularies import ReviewVerdict
from pipeline.validate.narrative import judge
from pipeline.validate.reviews import read_verdicts
from pipeline.validate.rules import rules_against
from pipeline.validate.rules.rule import apply
from tests.conftest import ROOT, Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition
from tests.factory.editions import one_turn_each
from tests.factory.plans import a_nynorsk_plan, a_plan, a_predecessor, a_small_edition
from tests.planted import (
    AGAINST_EACH_OTHER,
    CHANGES,
    INTRODUCTIONS,
    PLANTED,
    SENTENCES,
    UNTOLD,
    UNTOLD_IN_NYNORSK,
    UNTOLD_IN_PREDECESSOR,
    UNTOLD_IN_SMALL,
    Finding,
    after,
    before,
)

AS_OF = date(2025, 6, 30)  # of the sentences in the corpus
ROLES_OF_DATES = ROOT / "tests" / "norwegian" / "corpus" / "dates-roles.csv"
NARRATIVES = ROOT / "tests" / "validate" / "corpus" / "narratives.csv"
Found = Counter[str]  # findings by rule
Make = Callable[[], Edition]


class Trial(NamedTuple):
    """A report with faults, each expected of a rule; and what it follows, if that is compared.

    `untold` are the findings of what the edition is meant to lack: neither planted nor false.
    """

    make: Make
    expected: tuple[str, ...]
    follows: Make | None = None
    knobs: Knobs = Knobs()
    untold: Set[Finding] = frozenset(UNTOLD)


SOUND = (
    (a_plan, UNTOLD),
    (a_small_edition, UNTOLD_IN_SMALL),
    (a_predecessor, UNTOLD_IN_PREDECESSOR),
    (a_nynorsk_plan, UNTOLD_IN_NYNORSK),
)


def trials() -> Iterator[Trial]:
    """All reports, faulty and sound."""
    for plant, expected in (*PLANTED, *AGAINST_EACH_OTHER):
        yield Trial(partial(_planted, plant), tuple(rule for rule, _, _ in expected))
    for item_id, sentence, found in SENTENCES:
        make = partial(_with_sentence, item_id, sentence)
        yield Trial(make, tuple(rule for rule, _ in found))
    for sentence, expected in INTRODUCTIONS:
        make = partial(_with_introduction, sentence)
        yield Trial(make, tuple(rule for rule, _, _ in expected))
    for number, (_, changed, _) in enumerate(CHANGES):
        rules = tuple(rule for rule, _ in changed)
        yield Trial(partial(_changed, number), rules, follows=before)
    yield Trial(_corrected, ("edition-changed", "edition-changed"), follows=before)
    for sound, untold in SOUND:
        yield Trial(sound, (), untold=untold)
    for number in range(len(one_turn_each())):
        yield Trial(partial(_turned, number), (), knobs=one_turn_each()[number].knobs)


def _planted(plant: Callable[[Edition], Edition]) -> Edition:
    return plant(a_plan())


def _with_sentence(item_id: str, sentence: str) -> Edition:
    return a_plan().with_measure(item_id, narrative=(Block((sentence,)),))


def _with_introduction(sentence: str) -> Edition:
    return replace(a_plan(), introduction=(Block((sentence,)),))


def _changed(number: int) -> Edition:
    return CHANGES[number][0](after())


def _corrected() -> Edition:
    """The first report again, for the same month: a status is another in text and overview."""
    return before().with_measure("tiltak-3", status="Gjennomført")


def _turned(number: int) -> Edition:
    return one_turn_each()[number].edition


def findings_of(trial: Trial) -> Found:
    """The findings of a report by rule; if it follows another, those that compare the two."""
    with TemporaryDirectory() as folder:
        run = _run(trial.make(), trial.knobs, "2026", Path(folder))
        if trial.follows is None:
            found = run.compared()[1]
            return Counter(
                f.rule for f in found if (f.rule, f.scope, f.severity) not in trial.untold
            )
        earlier = _run(trial.follows(), Knobs(), "2025", Path(folder))
        findings = apply(rules_against(earlier.tables), run.tables)[1]
        return Counter(f.rule for f in findings if f.rule != "milestone-overdue")


def _run(edition: Edition, knobs: Knobs, report_id: str, folder: Path) -> Run:
    pdf = folder / f"{report_id}.pdf"
    pdf.write_bytes(typeset(edition, knobs, "typst"))
    return Run(pdf, report_id, folder / "interim")


def measured(tried: Sequence[Trial], found: Sequence[Found]) -> dict[RuleId, Accuracy]:
    """The figures of each rule."""
    verdicts: dict[RuleId, Counter[ReviewVerdict]] = {rule: Counter() for rule in rulebook()}
    for verdict in read_verdicts(ROOT / "expectations" / "reviews.yaml"):
        verdicts[verdict.rule][verdict.verdict] += 1
    figures = {}
    for rule in rulebook():
        planted = [Counter(trial.expected)[rule] for trial in tried]
        hits = [min(here, there[rule]) for here, there in zip(planted, found, strict=True)]
        # a report in which it is planted is not sound for it
        alarms = [f[rule] for f, here in zip(found, planted, strict=True) if not here]
        figures[rule] = Accuracy(
            planted=sum(planted),
            found=sum(hits),
            sound=len(alarms),
            false_alarms=sum(alarms),
            corpora=corpora(rule),
            verdicts=dict(sorted(verdicts[rule].items())),
        )
    return figures


ROLES = {"event-after-as-of": "event", "planned-before-as-of": "planned"}


def corpora(rule: str) -> list[Corpus]:
    """The corpora by which a rule's reading of texts is judged."""
    if rule == "status-vs-narrative":
        return [_narratives()]
    return [_dates_with(ROLES[rule])] if rule in ROLES else []


def _narratives() -> Corpus:
    """What narratives say against their statuses; a wrong direction is a miss and an alarm."""
    rows = read_csv(NARRATIVES)
    verdicts = [judge(row["title"], row["status"], row["narrative"], AS_OF) for row in rows]
    read = [verdict.direction if verdict else "" for verdict in verdicts]
    right = [row["direction"] for row in rows]
    both = sum(here == there != "" for here, there in zip(read, right, strict=True))
    return _corpus(NARRATIVES, len(rows), both, sum(map(bool, read)), sum(map(bool, right)))


def _dates_with(role: str) -> Corpus:
    """The dates of one role in the corpus of roles."""
    rows = read_csv(ROLES_OF_DATES)
    read = [
        any(
            day.role == role and day.text == row["mention"]
            for day in find_dates(row["text"], as_of=AS_OF)
        )
        for row in rows
    ]
    right = [row["role"] == role for row in rows]
    both = sum(here and there for here, there in zip(read, right, strict=True))
    return _corpus(ROLES_OF_DATES, len(rows), both, sum(read), sum(right))


def _corpus(path: Path, texts: int, both: int, read: int, right: int) -> Corpus:
    return Corpus(path.stem, texts, round(both / read, 3), round(both / right, 3))


def main() -> None:
    path = Path(sys.argv[1])
    tried = list(trials())
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(findings_of, tried, chunksize=4))
    figures = measured(tried, found)
    write_bytes(path, msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n")


if __name__ == "__main__":
    main()
