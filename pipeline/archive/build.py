"""The whole archive: read what is not read yet, make the partitions that have changed, say so.

Whatever is killed, the next run goes on where this one was: readings and partitions are written in
one step each, and what is there is not made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.archive import partition as partitions
from pipeline.archive.code import version_of_code
from pipeline.archive.engine import cluster, require_same, result_here, results
from pipeline.archive.listing import Listed, listing
from pipeline.archive.pages import Totals, archive_page
from pipeline.archive.partition import Partition
from pipeline.archive.places import is_address
from pipeline.archive.read import read
from pipeline.archive.readings import Outcome, Store
from pipeline.archive.tables import ArchivedFile, RefusalRow
from pipeline.glossary.wording import counted, number
from pipeline.runtime.files import remove_abandoned, write_text
from pipeline.runtime.processes import processors
from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.register import plan_ids
from pipeline.seams.tables import ACROSS, TABLES

READINGS = "readings"
PAGE = "archive.html"


class Archived(NamedTuple):
    """What came of all files. `understood` is whether every one was read, and wholly."""

    summary: str
    understood: bool


def archive(
    folder: str,
    out: Path,
    manifest: Path | None = None,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    addresses: bool = False,
) -> Archived:
    """Read the reports in `folder` and put one data set for each table, and archive.html, in `out`.

    `workers` processes of this machine, one for each processor by default, or those of the Dask
    scheduler at the address `scheduler`. `manifest` and `addresses` as in `listing`. Raises
    `Refusal` where nothing can be done.
    """
    _require_ours(out)
    working_on(folder, "ser etter hva som er nytt")
    files, refusals = listing(_absolute(folder), manifest, addresses)
    out = out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    store = Store(out / READINGS, version_of_code())
    refused = {row.file for row in refusals}
    entries = [entry for entry in files if entry.file not in refused]
    with ExitStack() as running:
        engine = Engine(running, workers or processors(), scheduler, out)
        outcomes = _read_all(entries, store, engine)
        refusals += [each.refusal for each in outcomes.values() if each.refusal is not None]
        plans = _partitions(entries, outcomes)
        totals = _make_all(plans, store, out, engine)
    _remove_others(out, store, {plan.plan_id for plan in plans})
    refusals.sort(key=lambda row: row.file)
    _write_files(out, files, refusals, plans)
    write_text(out / PAGE, archive_page(totals, refusals, len(files)))
    remove_abandoned(out)
    unread = sum(line.summary.unread for line in totals.plans)
    missing = [row for row in refusals if row.kind != "duplicate"]
    return Archived(_said(len(files), refusals, totals, unread, out), not missing and not unread)


class Engine:
    """The cluster, started when the first task needs it."""

    def __init__(self, running: ExitStack, workers: int, scheduler: str | None, out: Path) -> None:
        self._running, self._workers, self._scheduler = running, workers, scheduler
        self._out = out
        self._client: Any = None

    def results(self, task: Any, given: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        """What the task makes of each value; see `engine.results`. Nothing is started for one."""
        if len(given) < 2 and self._client is None and self._scheduler is None:
            yield from ((value, result_here(task, value)) for value in given)
            return
        if self._client is None:
            workers = min(self._workers, len(given))
            self._client = self._running.enter_context(cluster(workers, self._scheduler))
            if self._scheduler is not None:
                seen = partial(_seen, self._out)
                require_same(self._client, seen, seen())
        yield from results(self._client, task, given)


def _seen(out: Path) -> tuple[str, bool]:
    return version_of_code(), out.is_dir()


def _read_all(entries: Sequence[Listed], store: Store, engine: Engine) -> dict[str, Outcome]:
    """What came of each file that can be read, by its name."""
    there = {entry.file: store.outcome(entry) for entry in entries}
    waiting = [entry for entry in entries if there[entry.file] is None]
    outcomes = {file: outcome for file, outcome in there.items() if outcome is not None}
    for number_done, (entry, made) in enumerate(
        engine.results(partial(read, store=store), waiting), start=1
    ):
        outcomes[entry.file] = made if isinstance(made, Outcome) else _failed(entry, made)
        working_on(entry.file, f"lest, {number_done} av {len(waiting)}")
    return outcomes


def _failed(entry: Listed, error: Exception) -> Outcome:
    """The outcome for a file at which the program or its worker failed, each time it was tried."""
    return Outcome(
        "",
        entry.refused(
            "failed",
            f"lesingen stanset hver gang den ble forsøkt ({type(error).__name__}).",
            "at programmet leser filen, eller sier hva som er galt med den.",
            "kjør på nytt. Stanser den igjen, er det en feil i programmet: meld den.",
        ),
    )


def _partitions(entries: Sequence[Listed], outcomes: Mapping[str, Outcome]) -> list[Partition]:
    """The plans of the reports that were read, by name, with their reports by id."""
    by_plan: dict[str, list[Listed]] = {}
    for entry in entries:
        outcome = outcomes[entry.file]
        if outcome.refusal is None:
            by_plan.setdefault(outcome.plan, []).append(entry)
    names = plan_ids(sorted(by_plan))
    return [
        Partition(plan_id, plan, sorted(by_plan[plan], key=lambda entry: entry.report_id or ""))
        for plan, plan_id in names.items()
    ]


def _make_all(plans: Sequence[Partition], store: Store, out: Path, engine: Engine) -> Totals:
    """Make the partitions that are not there, and count what is in all."""
    there = {plan.plan_id: partitions.summary_if_made(plan, store, out) for plan in plans}
    waiting = [plan for plan in plans if there[plan.plan_id] is None]
    for plan, made in engine.results(partial(partitions.make, store=store, out=out), waiting):
        if isinstance(made, Exception):
            raise made
        there[plan.plan_id] = made
    totals = Totals()
    for plan in plans:
        summary = there[plan.plan_id]
        assert summary is not None
        totals.add(summary)
    return totals


def _write_files(
    out: Path,
    files: Iterable[Listed],
    refusals: Sequence[RefusalRow],
    plans: Iterable[Partition],
) -> None:
    """Write the tables of the files, and of those that were not read."""
    kinds = {row.file: row.kind for row in refusals}
    plan_of = {entry.file: plan for plan in plans for entry in plan.entries}
    rows = [
        ArchivedFile(
            entry.file,
            entry.report_id,
            kinds.get(entry.file, "read"),
            plan_of[entry.file].plan if entry.file in plan_of else entry.plan or None,
            plan_of[entry.file].plan_id if entry.file in plan_of else None,
            entry.url or None,
            entry.retrieved,
            entry.sha256 or None,
        )
        for entry in files
    ]
    write_records(out / ArchivedFile.table / partitions.PART, ArchivedFile, rows)
    write_records(out / RefusalRow.table / partitions.PART, RefusalRow, refusals)


def _remove_others(out: Path, store: Store, plans: set[str]) -> None:
    """Remove the partitions of plans that have no reports, and the readings of other versions."""
    for record in [*TABLES.values(), *ACROSS]:
        for folder in (out / record.table).glob("plan_id=*"):
            if folder.name.removeprefix("plan_id=") not in plans:
                shutil.rmtree(folder)
    for path in [*(out / partitions.PAGES).glob("*.html"), *partitions.receipts(store)]:
        if path.stem not in plans:
            path.unlink()
    for folder in store.folder.iterdir():
        if folder.name not in (store.version, partitions.RECEIPTS):
            shutil.rmtree(folder)


def _absolute(folder: str) -> str:
    return folder if is_address(folder) else str(Path(folder).absolute())


def _require_ours(out: Path) -> None:
    """Refuse a folder that holds anything and is no archive."""
    if not out.exists() or (out / READINGS).is_dir() or (out.is_dir() and not any(out.iterdir())):
        return
    raise Refusal(
        out,
        "her ligger noe som ikke er et arkiv.",
        expected="en mappe som ikke finnes, er tom, eller har et tidligere arkiv.",
        advice="velg en annen mappe, eller flytt det som ligger der.",
    )


def _said(
    files: int, refusals: Sequence[RefusalRow], totals: Totals, unread: int, out: Path
) -> str:
    """The outcome as the user reads it."""
    duplicates = sum(row.kind == "duplicate" for row in refusals)
    rest = len(refusals) - duplicates
    lines = [
        f"{counted(files, 'fil', 'filer').capitalize()}: {number(files - len(refusals))} lest i "
        f"{counted(len(totals.plans), 'plan', 'planer')}, {number(rest)} ikke lest"
        + (f", {counted(duplicates, 'dublett', 'dubletter')}." if duplicates else "."),
        f"Funn: {number(totals.rules.total())}. Uleste tekster: {number(unread)}.",
    ]
    if rest:
        lines.append(f"Grunnene står i {out / RefusalRow.table} og i arkivets side.")
    return "\n".join([*lines, f"Åpne {out / PAGE}"])
