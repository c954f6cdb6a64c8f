"""Great Expectations runs the suites in expectations/ and keeps the record of what it saw."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.glossary import accuracy
from pipeline.runtime.refusal import Refusal
from pipeline.validate.contract import Breach

Suite = dict[str, Any]
Result = dict[str, Any]


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
