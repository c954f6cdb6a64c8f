"""Load the tables into pandas, and show where in the report a row is printed.

    from pipeline.load import crop, load

    load("measures")                          # all reports
    load("statuses", report="2025")           # one report
    load("items", plan="Opptrappingsplan …")  # all reports on one plan
    crop("tiltak-4", source="overview")       # a picture of the place, in a notebook
    crop("tiltak-4").save("tiltak-4.png")

The names and meanings of the columns are in tables.py.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.evidence.crop import Crop, cropped
from pipeline.runtime.files import read_table
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import Column, Vocabulary, columns_of, read_records, schema_of
from pipeline.seams.checksums import changed_by_hand
from pipeline.seams.ids import ReportId, is_ref
from pipeline.seams.register import plan_ids, same_plan
from pipeline.seams.tables import ACROSS, TABLES, KeptOut, Report, SpanRow
from pipeline.seams.vocabularies import SOURCES

__all__ = ["Crop", "crop", "latest", "load", "plans", "processed_folder", "reports"]

PROJECT = Path(__file__).parent.parent
OVER_REPORTS: dict[str, type[Any]] = {record.table: record for record in ACROSS}
REPORT_OF = {
    "transitions": "to_report",
    "milestones": "report_id",
    "milestone_outcomes": "judged_by",
}  # the column that `report` filters


def load(
    table: str,
    report: str | int | None = None,
    folder: Path | str | None = None,
    *,
    plan: str | None = None,
) -> pd.DataFrame:
    """A table as a DataFrame: all reports one after the other, only `report`, or those of `plan`.

    Text is `string`, integers `Int64`, truth values `boolean`, days `datetime64[s]`, coordinates
    `float64`; nulls are missing values in all of them. Statuses (Ikke startet < Under arbeid <
    Gjennomført) and severities are ordered categoricals. If a plan uses other statuses, which are
    not on that scale, they come last and the categorical is unordered.

    `transitions` and `milestones` span reports: `report` selects the changes up to that report, and
    the milestones that it announces. `folder` is the folder of tables; by default `processed` in
    the working directory, else in a folder above it, else in the project of this file.

    `plan` is the plan's name, with or without its years, or its id as in paths.

    Raises `Refusal`, which lists what exists, for an unknown table, report or plan. Warns if a
    table was changed since it was written.
    """
    tables = processed_folder(folder)
    known = reports(tables) if plan is None else _reports_on(plan, tables)
    wanted = known if report is None else [_checked(report, known)]
    if table in OVER_REPORTS:
        frame = _frame(OVER_REPORTS[table], tables, [tables / f"{table}.parquet"])
        return frame[frame[REPORT_OF[table]].isin(wanted)].reset_index(drop=True)
    if table not in TABLES:
        raise Refusal(
            table,
            "det finnes ingen slik tabell.",
            expected=f"en av {', '.join([*TABLES, *OVER_REPORTS])}.",
        )
    return _frame(
        TABLES[table], tables, [tables / table / f"{report_id}.parquet" for report_id in wanted]
    )


def reports(folder: Path | str | None = None) -> list[str]:
    """The ids of the reports that have tables, sorted."""
    return sorted(path.stem for path in (processed_folder(folder) / "reports").glob("*.parquet"))


def _reports_on(plan: str, tables: Path) -> list[str]:
    """The reports on a plan, sorted by id."""
    plan_of = _plan_of_each(tables)
    ids = plan_ids(plan_of.values())
    wanted = next((name for name in ids if ids[name] == plan), None) or same_plan(plan, ids)
    if wanted is None:
        raise Refusal(
            plan,
            "det finnes ingen rapporter om denne planen.",
            expected=f"en av {'; '.join(ids)}.",
        )
    return [report_id for report_id, name in plan_of.items() if name == wanted]


def _plan_of_each(tables: Path) -> dict[str, str]:
    """The plan of each report, sorted by the reports' ids."""
    paths = ((each, tables / "reports" / f"{each}.parquet") for each in reports(tables))
    return {each: read_records(path, Report)[0].plan for each, path in paths}


def plans(folder: Path | str | None = None) -> list[str]:
    """The names of the plans that have reports, in the order of the reports' ids."""
    return list(dict.fromkeys(_plan_of_each(processed_folder(folder)).values()))


def latest(folder: Path | str | None = None, *, plan: str | None = None) -> str:
    """The report with the latest as-of date on a plan; of several with it, the last by id.

    Raises `Refusal` where the reports are on several plans and none is given: what is the latest
    of one plan is not that of another.
    """
    names = plans(folder)
    if plan is None and len(names) > 1:
        raise Refusal(
            "latest",
            f"mappen har rapporter om {len(names)} planer.",
            expected=f"én av dem: {'; '.join(names)}.",
            advice='skriv hvilken, for eksempel latest(plan="…").',
        )
    rows = load("reports", folder=folder, plan=plan)
    rows = rows.sort_values(["as_of", "report_id"], na_position="first")
    return str(rows["report_id"].iloc[-1])


def processed_folder(folder: Path | str | None = None) -> Path:
    """The folder of tables: the given one, or the nearest. Raises `Refusal` if there is none."""
    if folder is not None:
        given = Path(folder)
        candidates = [given, given / "processed"]
    else:
        here = Path.cwd()
        candidates = [
            base / name for base in (here, *here.parents, PROJECT) for name in ("processed", "")
        ]
    for candidate in candidates:
        if any((candidate / "reports").glob("*.parquet")):
            return candidate
    raise Refusal(
        folder or "processed",
        "her er det ingen tabeller.",
        expected="mappen processed med undermapper som reports og measures.",
        advice='kjør «make repro» først, eller oppgi mappen: load(…, folder="…/processed").',
    )


def crop(
    row: str,
    source: str = "text",
    report: str | int | None = None,
    folder: Path | str | None = None,
) -> Crop:
    """A picture of the place in the PDF where a row is printed, with its words marked.

    `row` is an item (`tiltak-4`: its title, status and ministries as printed in `source`, `text` or
    `overview`) or any row as findings and comparisons refer to it, with their source:
    `crop(finding.left_ref, finding.left_source)`. In that form `source` only chooses between a
    measure's two titles; a source that is another report's id means the row of that report.
    `report` defaults to the latest report, where all are on one plan.

    The PDF is raw/<report>.pdf next to the folder of tables. Raises `Refusal` if the row has no
    place or the PDF is missing.
    """
    tables = processed_folder(folder)
    chosen = latest(tables) if report is None else _checked(report, reports(tables))
    if is_ref(row) and source in reports(tables):
        chosen = source
    if not is_ref(row) and source not in SOURCES:
        raise Refusal(
            source, "det finnes ingen slik kilde.", expected=f"{' eller '.join(SOURCES)}."
        )
    pdf = tables.parent / "raw" / f"{chosen}.pdf"
    if not pdf.is_file():
        raise Refusal(
            pdf, "rapporten ligger ikke her.", advice="legg PDF-en tilbake, med dette navnet."
        )
    spans = read_records(tables / "spans" / f"{chosen}.parquet", SpanRow)
    kept = read_records(tables / "kept_out" / f"{chosen}.parquet", KeptOut)
    return cropped(pdf, ReportId(chosen), spans, kept, row, source)


def _checked(report: str | int, known: Sequence[str]) -> str:
    if str(report) not in known:
        raise Refusal(
            str(report),
            "det finnes ingen tabeller for denne rapporten.",
            expected=f"en av {', '.join(known)}.",
            advice="en ny rapport legges til med «python -m pipeline add» og «dvc repro».",
        )
    return str(report)


def _frame(record: type[Any], tables: Path, paths: Sequence[Path]) -> pd.DataFrame:
    """The rows of all `paths`, one file after the other."""
    table = pa.concat_tables(read_table(path, schema_of(record)) for path in paths)
    for sentence in changed_by_hand(tables, paths):
        warnings.warn(sentence, stacklevel=3)
    columns = columns_of(record)
    return pd.DataFrame(
        {column.name: _series(table[column.name], column) for column in columns},
        columns=[column.name for column in columns],
    )


def _series(values: pa.ChunkedArray[Any], column: Column) -> pd.Series[Any]:
    """A column in the pandas type that can hold missing values."""
    if pa.types.is_integer(column.type):
        # via Python: pandas would convert a column with nulls to floats, which are not exact
        return pd.Series(values.to_pylist(), dtype="Int64")
    series = values.to_pandas(date_as_object=False)
    if column.vocabulary is not None and column.vocabulary.ordered:
        return _categories(series, column.vocabulary)
    if pa.types.is_string(column.type):
        return series.astype("string")
    if pa.types.is_boolean(column.type):
        return series.astype("boolean")
    if pa.types.is_date(column.type):
        return series.astype("datetime64[s]")
    return series.astype("float64")


def _categories(values: pd.Series[Any], scale: Vocabulary) -> pd.Series[Any]:
    others = sorted(set(values.dropna()) - set(scale.values))
    return values.astype(pd.CategoricalDtype([*scale.values, *others], ordered=not others))
