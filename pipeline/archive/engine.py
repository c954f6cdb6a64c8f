"""Dask: the cluster that the tasks run on, and their results as they come.

No other module knows of it. A task is a function and a value; what it returns is small, because
what it makes is written where all workers and the client see it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.runtime.refusal import Refusal
from pipeline.runtime.without_numpy import without_numpy

if TYPE_CHECKING:
    from distributed import Client

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

INSTALL = 'pip install "statusrapport[archive]"'
HERE = "127.0.0.1:0"  # where the cluster's own pages are: for nobody else, on any free port
AHEAD = 4  # tasks for each worker that the scheduler holds: enough to keep it busy
RETRIES = 2  # of a task that raises; one whose worker dies is tried as often as Dask's default says
# How often a cluster looks at itself: Dask's own choice is for pages that nobody opens here, and
# takes more of the client's time than the tasks do.
WATCH = {
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.worker.profile.enabled": False,
}
SECONDS = 30  # to reach a scheduler, and for its first worker


@contextmanager
def cluster(workers: int, scheduler: str | None) -> Iterator[Client]:
    """A client of the scheduler at that address, or of a cluster on this machine while the block
    runs.

    A cluster of one worker is this process. Raises `Refusal` where Dask is not installed or the
    scheduler cannot be reached.
    """
    try:
        import distributed
    except ImportError as error:
        raise Refusal(
            "distributed",
            "pakken som kjører arkivet, er ikke installert.",
            expected="Dask (distributed).",
            advice=f"installer den: {INSTALL}",
        ) from error
    if scheduler is not None:
        with _reached(distributed, scheduler) as client:
            yield client
        return
    with _local(distributed, workers) as local, distributed.Client(local) as client:
        if workers > 1:
            client.run(without_numpy)
        yield client


def _local(distributed: Any, workers: int) -> Any:
    """A cluster on this machine, tried again if a worker is killed before it has started."""
    import dask

    dask.config.set(WATCH)
    for attempt in range(RETRIES + 1):
        try:
            return distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=workers > 1,
                dashboard_address=HERE,
                worker_dashboard_address=HERE,
                silence_logs=logging.CRITICAL,
            )
        except RuntimeError as error:
            if attempt == RETRIES:
                raise Refusal(
                    "dask",
                    f"arbeiderne kom ikke i gang ({error}).",
                    expected="noen hundre MB ledig minne for hver arbeider.",
                    advice="lukk andre programmer, eller kjør med færre: --workers 1.",
                ) from error
    raise AssertionError("unreachable")


@contextmanager
def _reached(distributed: Any, address: str) -> Iterator[Client]:
    try:
        client = distributed.Client(address, timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise _unreached(address, "ingen svarer på denne adressen") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError as error:
            raise _unreached(address, "den har ingen arbeidere") from error
        yield client


def _unreached(address: str, found: str) -> Refusal:
    return Refusal(
        address,
        f"{found}.",
        expected="en Dask-planlegger med minst én arbeider: tcp://vert:8786.",
        advice="start den: dask scheduler, og så dask worker tcp://vert:8786.",
    )


def require_same(client: Client, look: Callable[[], object], ours: object) -> None:
    """Raise `Refusal` unless every worker sees what this process sees."""
    try:
        theirs = client.run(look)
    except Exception as error:  # whatever a worker without our code raises
        raise _unlike(f"arbeiderne mangler programmet ({type(error).__name__})") from error
    other = [address for address, seen in theirs.items() if seen != ours]
    if other:
        raise _unlike(f"arbeideren {other[0]} har en annen versjon, eller ser ikke mappen")


def _unlike(found: str) -> Refusal:
    return Refusal(
        "dask",
        f"{found}.",
        expected="samme versjon av statusrapport på alle arbeidere, og en mappe som alle ser under "
        "samme sti.",
        advice="installer programmet der også, og legg mappene på en felles disk.",
    )


def result_here(task: Callable[[_Given], _Made], value: _Given) -> _Made | Exception:
    """What the task makes of a value in this process, or what it raises again and again.

    For one value, a cluster would take longer to start than the task.
    """
    for attempt in range(RETRIES + 1):
        try:
            return task(value)
        except Exception as error:
            if attempt == RETRIES:
                return error
    raise AssertionError("unreachable")


def results(
    client: Client, task: Callable[[_Given], _Made], given: Iterable[_Given]
) -> Iterator[tuple[_Given, _Made | Exception]]:
    """What the task makes of each value, in the order in which they finish.

    The scheduler holds a few tasks for each worker at a time, so that its memory does not grow with
    their number. A task that fails again and again gives what it raised. So does one whose worker
    died each time; but as others die with that worker, it is tried alone before.
    """
    from distributed import KilledWorker

    workers = max(1, sum(client.nthreads().values()))
    killed: list[_Given] = []
    for value, made in _some_at_once(client, task, given, AHEAD * workers):
        if isinstance(made, KilledWorker):
            killed.append(value)
        else:
            yield value, made
    yield from _some_at_once(client, task, killed, 1)


def _some_at_once(
    client: Client, task: Callable[[_Given], _Made], given: Iterable[_Given], number: int
) -> Iterator[tuple[_Given, _Made | Exception]]:
    from distributed import as_completed

    waiting = iter(given)
    values: dict[str, _Given] = {}

    def submitted(number: int) -> list[Any]:
        futures = [
            (client.submit(task, value, pure=False, retries=RETRIES), value)
            for value in islice(waiting, number)
        ]
        values.update({future.key: value for future, value in futures})
        return [future for future, _ in futures]

    done = as_completed(submitted(number))
    for future in done:
        value = values.pop(future.key)
        try:
            error = future.exception()
            made = future.result() if error is None else error
        except CancelledError as lost:
            raise _unreached("dask", "planleggeren svarer ikke lenger") from lost
        yield value, made
        for more in submitted(1):
            done.add(more)
