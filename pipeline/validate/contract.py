"""The contract about our tables, as Great Expectations suites in expectations/*.json.

If it breaks, the program is wrong or the input is no status report: nothing is promoted. The
suites are data; this module brings tables and suites together, once for all reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import schema_of
from pipeline.seams.tables import PARSED, Comparison, Record, SpanRow
from pipeline.validate.tables import ReportTables

SHOWN = 3  # examples in a message


class Breach(NamedTuple):
    """An expectation that does not hold: of which table, what it says, and examples."""

    table: str
    message: str
    examples: list[str]


def frames_of(reports: Sequence[ReportTables]) -> dict[str, pd.DataFrame]:
    """What the suites are about: every table of all reports, and what binds them together.

    Beside the tables: `schema` (a row for each column as it will lie on disk, and how many values
    are missing in one that is never empty), `conservation` (words read and placed, page by page)
    and `relations` (rows that point at other rows: a column for each relation, empty where it
    does not apply).
    """
    frames = {
        record.table: pd.concat([tables.arrow(record).to_pandas() for tables in reports])
        for record in PARSED
    }
    frames["schema"] = pd.DataFrame(
        _columns(reports), columns=["report_id", "id", "column", "missing"]
    )
    frames["conservation"] = pd.DataFrame(
        [
            (tables.report_id, f"s. {page.page}", page.page, page.words, page.placed)
            for tables in reports
            for page in tables.conservation
        ],
        columns=["report_id", "id", "page", "words", "placed"],
    )
    frames["relations"] = pd.DataFrame(
        [
            {"report_id": tables.report_id, "id": row, relation: holds}
            for tables in reports
            for row, relation, holds in _relations(tables)
        ]
    )
    return frames


def _columns(reports: Iterable[ReportTables]) -> Iterable[tuple[str, str, str, int]]:
    for tables in reports:
        for record in PARSED:
            table = tables.arrow(record)
            described = _described(record, table.schema)
            for field, own, values in zip(table.schema, described, table.columns, strict=True):
                missing = 0 if field.nullable else values.null_count
                yield tables.report_id, f"{record.table}.{field.name}", own, missing


def _described(record: type[Record], schema: pa.Schema) -> list[str]:
    """Each column of a table with its place and type, as the suite `schema` lists them."""
    return [
        f"{record.table} {place:02} {own.name} {own.type}{'' if own.nullable else ' not null'}"
        for place, own in enumerate(schema, start=1)
    ]


def consistency_frame(comparisons: Iterable[Comparison], rules: Sequence[str]) -> pd.DataFrame:
    """What the rules compared: a column of outcomes for each of `rules`, empty for the others.

    Its suite stands apart, in expectations/consistency: that a report contradicts itself breaks
    no contract, but belongs in the record.
    """
    rows = [{"report_id": c.report_id, "id": c.id, c.rule: c.outcome} for c in comparisons]
    return pd.DataFrame(rows, columns=["report_id", "id", *rules], dtype=object)


def expected_columns() -> list[str]:
    """Every column of every table with its type, as the suite `schema` must list them."""
    return sorted(own for record in PARSED for own in _described(record, schema_of(record)))


def _relations(tables: ReportTables) -> Iterable[tuple[str, str, bool]]:
    """Row, relation and whether it holds, for each row that points at another or at a page."""
    ids = {record.table: {row.id for row in tables.rows(record)} for record in PARSED}
    items = {measure.item_id for measure in tables.measures}
    sizes = {page.number: (page.width, page.height) for page in tables.pages}
    for record in PARSED:
        if record is SpanRow:
            continue
        for row in tables.rows(record):
            if row.item_id is not None:
                yield row.id, "item_is_a_measure", row.item_id in items
            yield row.id, "page_is_in_report", row.page in sizes
    for span in tables.spans:
        name = f"{span.of_table}:{span.id}"
        known = span.id in ids.get(span.of_table, set())
        yield name, "span_has_row", known
        yield name, "span_is_inside_page", _inside(span, sizes)
    status_ids = ids["statuses"]
    for measure in tables.measures:
        for source, page in (("text", measure.page_first), ("overview", measure.overview_page)):
            if page is not None:
                own = f"{measure.id}/{source}"
                yield own, "item_has_status", own in status_ids


def _inside(span: SpanRow, sizes: Mapping[int, tuple[float, float]]) -> bool:
    """Whether a box has an extent and lies on its page, but for a point of overhang."""
    if span.page not in sizes:
        return False
    width, height = sizes[span.page]
    across = -1 <= span.x0 < span.x1 <= width + 1
    return across and -1 <= span.top < span.bottom <= height + 1


def results_of(frames: Mapping[str, pd.DataFrame], suites: Path) -> dict[str, Any]:
    """Great Expectations' result for each frame, by the name of its suite in `suites`.

    What does not hold is looked at once more, for all the rows that break it: to look for rows
    everywhere takes half as long again. The library is imported here and nowhere else: it takes
    seconds, and only this needs it.

    Raises `Refusal` where a table has no suite, or a suite no table.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    paths = {path.stem: path for path in sorted(suites.glob("*.json"))}
    if paths.keys() != frames.keys():
        odd = ", ".join(sorted(paths.keys() ^ frames.keys()))
        raise Refusal(
            suites,
            f"tabeller og forventninger svarer ikke til hverandre: {odd}.",
            expected="én JSON-fil for hver tabell.",
            advice="hent mappen på nytt fra git.",
        )
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
    table = asset.add_batch_definition_whole_dataframe("all")
    results: dict[str, Any] = {}
    for name, frame in frames.items():
        suite = gx.ExpectationSuite(**json.loads(paths[name].read_text(encoding="utf-8")))
        batch = table.get_batch({"dataframe": frame})
        results[name] = batch.validate(suite, result_format="BASIC")
        broken = [one for one in results[name].results if not one.success]
        if broken:
            again = gx.ExpectationSuite(name, [one.expectation_config for one in broken])
            with_rows = {
                "result_format": "COMPLETE",
                "unexpected_index_column_names": [c for c in ("report_id", "id") if c in frame],
            }
            told = iter(batch.validate(again, result_format=with_rows).results)
            results[name].results = [
                one if one.success else next(told) for one in results[name].results
            ]
    return results


def breaches(results: Mapping[str, Any]) -> list[Breach]:
    """The expectations that do not hold, among the results of `results_of`."""
    return [
        _breach(name, one)
        for name, result in results.items()
        for one in result.results
        if not one.success
    ]


def _breach(table: str, result: Any) -> Breach:
    meta = result.expectation_config.meta or {}
    details = result.result or {}
    rows = details.get("unexpected_index_list") or []
    examples = [f"{_one(row.get('report_id'))}: {_one(row.get('id'))}" for row in rows]
    if not examples:  # of a set, what is too much in it and what is not there
        odd = (details.get(f"partial_{kind}_list") or () for kind in ("unexpected", "missing"))
        examples = list(map(str, chain.from_iterable(odd)))
    if not examples and result.exception_info and result.exception_info.get("raised_exception"):
        examples = [str(result.exception_info.get("exception_message"))]
    message = meta.get("message") or result.expectation_config.type
    return Breach(table, message, examples)


def _one(value: Any) -> Any:
    """The value itself; Great Expectations gives a series where a key column is named twice."""
    return value.iloc[0] if isinstance(value, pd.Series) else value


def refuse_on_breach(found: Sequence[Breach], suites: Path) -> None:
    """Raise `Refusal` that lists what does not hold, if anything."""
    if not found:
        return
    lines = []
    for breach in found:
        shown = "; ".join(breach.examples[:SHOWN])
        more = f" (og {len(breach.examples) - SHOWN} til)" if len(breach.examples) > SHOWN else ""
        where = f" Gjelder {shown}{more}." if shown else ""
        lines.append(f"\n  - tabellen {breach.table}: {breach.message}{where}")
    raise Refusal(
        suites,
        f"kontrakten for tabellene holder ikke på {len(found)} punkt(er):{''.join(lines)}",
        expected="tabeller som følger datamodellen; ingenting er skrevet til processed/.",
        advice="er PDF-en en statusrapport, er dette en feil i programmet: meld den.",
    )
