"""The task for one file: all stages on it, and its reading kept."""

from __future__ import annotations

import multiprocessing
import tempfile
from pathlib import Path

import pyarrow as pa

from pipeline.archive.listing import Listed
from pipeline.archive.places import on_disk
from pipeline.archive.readings import Outcome, Store, tables_of
from pipeline.archive.tables import RefusalRow
from pipeline.archive.warm import warm
from pipeline.reading import read_through
from pipeline.runtime.processes import one_of_many
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import Stopped
from pipeline.validate.alone import compared


def read(entry: Listed, store: Store) -> Outcome:
    """Read one file and keep the reading, unless it is there already.

    A file that cannot be read has a refusal as its outcome. That is kept as well, unless it is
    about the machine (a limit, a signal, a full disk). Whatever else is raised is a bug.
    """
    there = store.outcome(entry)
    if there is not None:
        return there
    # A worker of Dask's may have no children, as it may be killed without ending them: ours end
    # with it in any case (see pipeline/runtime/processes.py).
    multiprocessing.current_process().daemon = False
    try:
        with one_of_many():
            return _read(entry, store)
    except SystemExit as crash:  # of a child, which has printed what it was
        raise RuntimeError("a stage ended with an error") from crash


def _read(entry: Listed, store: Store) -> Outcome:
    assert entry.report_id is not None
    warm()
    tables: dict[str, pa.Table] = {}
    with on_disk(entry.place) as pdf, tempfile.TemporaryDirectory() as folder:
        try:
            report = read_through(
                pdf, Path(folder), report_id=entry.report_id, plan=entry.plan or None
            ).tables
        except Refusal as refusal:
            if isinstance(refusal, Stopped) or refusal.file not in (str(pdf), pdf.name):
                return Outcome("", entry.refused_by(refusal, "failed"))
            outcome = Outcome("", entry.refused_by(refusal))
        else:
            plan = report.report.plan
            outcome = Outcome(plan, None if plan else _without_plan(entry))
            tables = tables_of(report, compared(report))
    store.write(entry, outcome, tables)
    return outcome


def _without_plan(entry: Listed) -> RefusalRow:
    return entry.refused(
        "undecided",
        "forsiden navngir ingen plan, eller flere.",
        "navnet på én plan på forsiden: «handlingsplan mot …».",
        "skriv planen i manifestet, i kolonnen «plan».",
    )
