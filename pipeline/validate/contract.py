"""The contract on our tables: what breaks it, and the refusal that follows.

The demands are in expectations.py. Great Expectations checks them when all reports are validated
(gx.py), and keeps the record; `breaches` checks the same with pyarrow alone, in a hundredth of the
time. If the contract breaks, the program is wrong or the input is not a status report: nothing is
promoted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.runtime.refusal import Refusal
from pipeline.validate.batches import Batches, Values, known_among
from pipeline.validate.expectations import Expectation, contract_suites

SHOWN = 3  # examples in a message


class Breach(NamedTuple):
    """A demand that is not met: its suite, its message and examples."""

    suite: str
    message: str
    examples: list[str]


def breaches(batches: Batches) -> list[Breach]:
    """The demands that are not met, checked with pyarrow. Empty if the contract holds."""
    demands = contract_suites()
    return [
        Breach(suite, demand["meta"]["message"], examples)
        for suite, batch in batches.items()
        for demand in demands[suite]
        if (examples := _examples(batch, demand))
    ]


def _examples(batch: pa.Table, demand: Expectation) -> list[str]:
    """The rows that break a demand; for a set, the values that are unexpected or missing."""
    kind, kwargs = demand["type"], demand["kwargs"]
    if kind == "expect_column_distinct_values_to_equal_set":
        there, wanted = set(batch[kwargs["column"]].to_pylist()), set(kwargs["value_set"])
        return [*sorted(there - wanted), *sorted(wanted - there)]
    broken = batch.filter(_BROKEN_BY[kind](batch, **kwargs))
    return [
        f"{report_id}: {row_id}"
        for report_id, row_id in zip(
            broken["report_id"].to_pylist(), broken["id"].to_pylist(), strict=True
        )
    ]


def _not_in_set(batch: pa.Table, column: str, value_set: list[Any]) -> Values:
    return pc.invert(known_among(batch[column], value_set))


def _not_between(batch: pa.Table, column: str, min_value: int, max_value: int | None) -> Values:
    values: Values = batch[column]
    low = pc.less(values, min_value)
    return low if max_value is None else pc.or_(low, pc.greater(values, max_value))


def _not_matched(batch: pa.Table, column: str, regex: str) -> Values:
    whole = regex.removesuffix(r"\Z") + r"\z"  # Arrow's syntax for the end of a text
    return pc.invert(pc.match_substring_regex(batch[column], whole))


def _less(batch: pa.Table, column_A: str, column_B: str, **_: Any) -> Values:  # noqa: N803
    return pc.less(batch[column_A], batch[column_B])


def _unequal(batch: pa.Table, column_A: str, column_B: str) -> Values:  # noqa: N803
    return pc.not_equal(batch[column_A], batch[column_B])


def _repeated(batch: pa.Table, column_list: list[str]) -> Values:
    keys = batch.select(column_list)
    if keys.group_by(column_list, use_threads=False).aggregate([]).num_rows == len(keys):
        return pa.array([False] * len(keys), pa.bool_())
    values = list(zip(*(column.to_pylist() for column in keys.columns), strict=True))
    counts = Counter(values)
    return pa.array([counts[value] > 1 for value in values], pa.bool_())


# How each kind of demand in expectations.py is checked: for each row, whether it breaks the demand,
# or null if the demand does not apply.
_BROKEN_BY: dict[str, Callable[..., Values]] = {
    "expect_compound_columns_to_be_unique": _repeated,
    "expect_column_values_to_be_in_set": _not_in_set,
    "expect_column_values_to_be_between": _not_between,
    "expect_column_values_to_match_regex": _not_matched,
    "expect_column_pair_values_a_to_be_greater_than_b": _less,
    "expect_column_pair_values_to_be_equal": _unequal,
}


def refuse_on_breach(broken: Sequence[Breach], path: Path) -> None:
    """Raise a `Refusal` of `path` that lists the breaches, if there are any."""
    if not broken:
        return
    lines = []
    for breach in broken:
        shown = "; ".join(breach.examples[:SHOWN])
        more = f" (og {len(breach.examples) - SHOWN} til)" if len(breach.examples) > SHOWN else ""
        where = f" Gjelder {shown}{more}." if shown else ""
        lines.append(f"\n  - tabellen {breach.suite}: {breach.message}{where}")
    raise Refusal(
        path,
        f"kontrakten for tabellene holder ikke på {len(broken)} punkt(er):{''.join(lines)}",
        expected="tabeller som følger datamodellen; ingenting er skrevet.",
        advice="er PDF-en en statusrapport, er dette en feil i programmet: meld den.",
    )
