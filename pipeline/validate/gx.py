"""Great Expectations runs the suites in expectations/ and keeps the record of what it saw."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.glossary import accuracy
from pipeline.runtime.refusal import Refusal
from pipeline.validate.contract import Breach

Suite = dict[str, Any]
Result = dict[str, Any]

LISTED = 20
# How long the lists of Great Expectations grow; that of the rows has no limit.
MOST = {
    "partial_unexpected_list": LISTED,
    "partial_unexpected_index_list": LISTED,
    "unexpected_list": 200,
}


def read_suites(folder: Path, names: Collection[str]) -> dict[str, Suite]:
    """The suites of these names in `folder`. Raises `Refusal` if it has others or lacks one."""
    paths = {path.stem: path for path in folder.glob("*.json") if path.name != accuracy.FILE}
    if odd := paths.keys() ^ set(names):
        raise Refusal(
            folder,
            f"tabeller og forventninger svarer ikke til hverandre: {', '.join(sorted(odd))}.",
            expected="én JSON-fil for hver tabell.",
            advice="hent mappen på nytt fra git.",
        )
    return {name: _read(paths[name]) for name in names}


def _read(path: Path) -> Suite:
    try:
        suite: Suite = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal(
            path, f"filen er ikke gyldig JSON: {error}", advice="hent den på nytt fra git."
        ) from error
    return suite


def run(batches: Mapping[str, pa.Table], suites: Mapping[str, Suite]) -> dict[str, Result]:
    """The result of each batch's suite as JSON, without what differs from run to run.

    The library is imported here and nowhere else: it takes seconds, and only this needs it.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
    definition = asset.add_batch_definition_whole_dataframe("all")
    return {
        name: _validated(definition.get_batch({"dataframe": table.to_pandas()}), suites[name])
        for name, table in batches.items()
    }


def _validated(batch: Any, suite: Suite) -> Result:
    """The result of a suite, in the order of its expectations.

    Expectations that fail are checked once more, to list all rows that break them: to list rows
    for every expectation would take half as long again.
    """
    from great_expectations import ExpectationSuite

    result = batch.validate(ExpectationSuite(**suite), result_format="BASIC")
    seen = {_message(validation): validation for validation in result.results}
    broken = [
        validation.expectation_config for validation in result.results if not validation.success
    ]
    if broken:
        with_rows = {
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["report_id", "id"],
        }
        again = batch.validate(ExpectationSuite(suite["name"], broken), result_format=with_rows)
        seen |= {_message(validation): validation for validation in again.results}
    result.results = [seen[expectation["meta"]["message"]] for expectation in suite["expectations"]]
    result.meta.pop("batch_markers")  # when the table was read, to the microsecond
    made: Result = result.to_json_dict()
    for validation in made["results"]:
        details = validation["result"]
        if "partial_missing_list" in details:  # of a set, which has no order
            details["partial_unexpected_list"].sort()
            details["partial_missing_list"].sort()
    return made


def merged(parts: Sequence[Mapping[str, Result]]) -> dict[str, Result]:
    """The results of `run` on parts of the rows, as they would be of all rows together.

    No demand is on rows of several reports, so whole reports may be checked one after the other.
    """
    suites = [suite for suite in parts[0] if all(suite in part for part in parts)]
    return {suite: _merged([part[suite] for part in parts]) for suite in suites}


def _merged(results: Sequence[Result]) -> Result:
    if len(results) == 1:
        return results[0]
    demands = zip(*(result["results"] for result in results), strict=True)
    validations = [_merged_validation(parts) for parts in demands]
    met = sum(validation["success"] for validation in validations)
    return {
        **results[0],
        "results": validations,
        "statistics": {
            "evaluated_expectations": len(validations),
            "success_percent": met / len(validations) * 100,
            "successful_expectations": met,
            "unsuccessful_expectations": len(validations) - met,
        },
        "success": met == len(validations),
    }


def _merged_validation(parts: Sequence[Result]) -> Result:
    raised = [part for part in parts if part["exception_info"].get("raised_exception")]
    details = [part["result"] for part in parts]
    of_set = any("partial_missing_list" in each for each in details)
    return {
        **(raised or parts)[0],
        "result": _merged_sets(details) if of_set else _merged_rows(details),
        "success": all(part["success"] for part in parts),
    }


def _merged_sets(details: Sequence[Result]) -> Result:
    """What is unexpected or missing in any part."""
    made: Result = {"observed_value": None}
    for kind in ("unexpected", "missing"):
        name = f"partial_{kind}_list"
        values = sorted({value for each in details for value in each.get(name, ())})
        made |= {f"{kind}_count": len(values), name: values[:LISTED]}
    return made


def _merged_rows(details: Sequence[Result]) -> Result:
    """Counts are added, percentages taken of the sums, and lists put together.

    The query for the unexpected rows is left out: it numbers the rows of its part.
    """
    made: Result = {}
    for name in dict.fromkeys(name for each in details for name in each):
        values = [each[name] for each in details if name in each]
        if name.endswith("_count"):
            made[name] = sum(values)
        elif name.endswith("_list"):
            made[name] = list(chain.from_iterable(values))
            if name in MOST:
                made[name] = made[name][: MOST[name]]
        elif name != "unexpected_index_query":
            made[name] = values[0]
    if "partial_unexpected_counts" in made:
        made["partial_unexpected_counts"] = _most_frequent(made["unexpected_list"])
    rows = made.get("element_count", 0)
    known = rows - made.get("missing_count", 0)
    for name, count, whole in (
        ("missing_percent", "missing_count", rows),
        ("unexpected_percent", "unexpected_count", known),
        ("unexpected_percent_nonmissing", "unexpected_count", known),
        ("unexpected_percent_total", "unexpected_count", rows),
    ):
        if name in made:
            made[name] = made[count] / whole * 100 if whole else None
    return made


def _most_frequent(values: Sequence[Any]) -> list[Result]:
    """The values that stand there most often, each with its number."""
    counts = Counter(map(_hashable, values))
    frequent = sorted(counts.most_common(LISTED), key=lambda each: (-each[1], each[0]))
    return [
        {"value": list(value) if isinstance(value, tuple) else value, "count": count}
        for value, count in frequent
    ]


def _hashable(value: Any) -> Any:
    """A value; those of several columns as a tuple."""
    if isinstance(value, dict):
        return tuple(value.values())
    return tuple(value) if isinstance(value, list) else value


def _message(result: Any) -> str:
    message: str = result.expectation_config.meta["message"]
    return message


def breaches(results: Mapping[str, Result]) -> list[Breach]:
    """The demands that are not met, among the results of `run`."""
    return [
        Breach(suite, validation["expectation_config"]["meta"]["message"], examples(validation))
        for suite, result in results.items()
        for validation in result["results"]
        if not validation["success"]
    ]


def examples(result: Result) -> list[str]:
    """The rows that break a demand; for a set, the values that are unexpected or missing."""
    details = result["result"]
    if rows := details.get("unexpected_index_list"):
        return [f"{row['report_id']}: {row['id']}" for row in rows]
    odd = [*details.get("partial_unexpected_list", ()), *details.get("partial_missing_list", ())]
    if not odd and result["exception_info"].get("raised_exception"):
        odd = [result["exception_info"]["exception_message"]]
    return list(map(str, odd))
