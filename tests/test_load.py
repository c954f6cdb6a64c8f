"""What users load: the types, the reports, the refusals, and the places in the PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest
from msgspec.structs import replace
from PIL import Image

from pipeline.evidence.pictures import ZOOM
from pipeline.evidence.strips import LOWEST
from pipeline.load import PROJECT, crop, latest, load, processed_folder, reports
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import columns_of, read_records, write_records
from pipeline.seams.checksums import CHECKSUMS
from pipeline.seams.register import plan_ids
from pipeline.seams.tables import ACROSS, STATUSES, TABLES, Finding, Report, Status
from tests.conftest import PLAN, Run
from tests.processed import processed_of

YELLOW = (255, 236, 150)  # the highlighter
ALL = [*TABLES.items(), *((record.table, record) for record in ACROSS)]


@pytest.fixture(scope="module")
def processed(june_2025: Run, june_2026: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports as validate leaves them, with their PDFs in raw/ beside them."""
    return processed_of(tmp_path_factory.mktemp("loaded"), june_2025, june_2026)


def size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def marked(png: bytes) -> int:
    """How many pixels are the highlighter's."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return sum(count for count, colour in image.getcolors(1 << 24) or [] if colour == YELLOW)


@pytest.mark.parametrize(("table", "record"), ALL)
def test_every_table_loads_with_its_columns_and_types(
    processed: Path, table: str, record: type
) -> None:
    frame = load(table, folder=processed)
    expected = {
        "string": "string",
        "int8": "Int64",
        "int16": "Int64",
        "int32": "Int64",
        "int64": "Int64",
        "bool": "boolean",
        "date32[day]": "datetime64[s]",
        "float": "float64",
    }
    assert list(frame.columns) == [column.name for column in columns_of(record)]
    for column in columns_of(record):
        ordered = column.vocabulary is not None and column.vocabulary.ordered
        wanted = "category" if ordered else expected[str(column.type)]
        assert str(frame[column.name].dtype) == wanted, column.name


def test_all_reports_or_one(processed: Path) -> None:
    assert reports(processed) == ["2025", "2026"]
    assert load("measures", folder=processed)["report_id"].value_counts().to_dict() == {
        "2025": 131,
        "2026": 131,
    }
    one = load("measures", report="2025", folder=processed)
    assert set(one["report_id"]) == {"2025"}
    assert list(one.index) == list(range(131))
    pd.testing.assert_frame_equal(one, load("measures", report=2025, folder=processed))
    assert latest(processed) == "2026"


def test_tables_over_reports_by_report(processed: Path) -> None:
    assert len(load("transitions", folder=processed)) == 131
    assert len(load("transitions", report="2026", folder=processed)) == 131
    assert load("transitions", report="2025", folder=processed).empty
    announced = load("milestones", report="2025", folder=processed)
    assert len(announced) == 51
    assert set(announced["plan"]) == {PLAN}
    told = load("milestone_outcomes", report="2026", folder=processed)
    assert set(told["report_id"]) == {"2025"}
    assert len(told) == len(announced)
    assert load("milestone_outcomes", report="2025", folder=processed).empty


def test_statuses_have_their_order_and_the_known_counts(processed: Path) -> None:
    statuses = load("statuses", report="2025", folder=processed)
    assert list(statuses["status"].cat.categories) == list(STATUSES)
    assert statuses["status"].cat.ordered
    counts = pd.crosstab(statuses["source"], statuses["status"])
    assert counts.loc["text"].to_list() == [24, 81, 26]
    assert counts.loc["overview"].to_list() == [26, 78, 27]
    text = statuses[statuses["source"] == "text"]
    assert (text["status"] < "Gjennomført").sum() == 105


def test_words_of_another_plan_have_no_place_in_the_order(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path / "processed")
    path = tmp_path / "processed" / "statuses" / "2025.parquet"
    first, *others = read_records(path, Status)
    write_records(path, Status, [replace(first, status="Løpende"), *others])
    with pytest.warns(UserWarning, match=r"statuses/2025\.parquet er ikke slik «dvc repro» skrev"):
        status = load("statuses", folder=tmp_path)["status"]
    assert list(status.cat.categories) == [*STATUSES, "Løpende"]
    assert not status.cat.ordered
    assert status.iloc[0] == "Løpende"


def test_tables_that_were_copied_elsewhere_are_loaded_as_they_are(
    processed: Path, tmp_path: Path
) -> None:
    """Without their checksums nobody can say what they should be."""
    shutil.copytree(processed, tmp_path / "processed")
    (tmp_path / "processed" / "tables.sha256").unlink()
    path = tmp_path / "processed" / "statuses" / "2025.parquet"
    write_records(path, Status, read_records(path, Status)[1:])
    with warnings.catch_warnings(action="error"):
        load("statuses", folder=tmp_path)


def test_missing_stays_missing_and_numbers_exact(processed: Path) -> None:
    amounts = load("amounts", report="2025", folder=processed)
    assert amounts["amount_nok"].sum() == 1_256_397_000
    assert amounts["item_id"].isna().sum() == 2  # the plan's money: as much again in 2025
    assert amounts.loc[amounts["inferred"], "amount_nok"].tolist() == [120_000_000]
    assert amounts["years"].isna().sum() == 1
    dates = load("dates", report="2025", folder=processed).set_index("edtf")
    assert pd.isna(dates.loc["../2025-05", "first"])
    assert dates.loc["../2025-05", "last"] == pd.Timestamp("2025-05-31")
    assert load("measures", report="2025", folder=processed)["letter"].isna().all()


def test_an_unknown_table_is_refused_with_those_that_exist(processed: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load("status", folder=processed)
    for table, _ in ALL:
        assert table in str(refused.value)


@pytest.mark.parametrize("table", ["measures", "transitions", "milestones"])
def test_an_unknown_report_is_refused_with_those_that_exist(processed: Path, table: str) -> None:
    with pytest.raises(Refusal, match="en av 2025, 2026"):
        load(table, report="1999", folder=processed)


def test_no_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="her er det ingen tabeller"):
        load("measures", folder=tmp_path)


def test_a_damaged_table_is_refused_by_name(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path / "processed")
    path = tmp_path / "processed" / "measures" / "2026.parquet"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(Refusal, match=r"measures/2026\.parquet"):
        load("measures", folder=tmp_path)
    assert len(load("measures", report="2025", folder=tmp_path)) == 131


def test_the_tables_are_found_from_any_folder_of_a_project(
    processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = processed.parent / "notebooks" / "mine"
    deep.mkdir(parents=True)
    for place in (processed.parent, processed, deep):
        monkeypatch.chdir(place)
        assert processed_folder().resolve() == processed.resolve()
        assert reports() == ["2025", "2026"]
    assert processed_folder(processed.parent) == processed


def test_elsewhere_it_is_the_project_that_the_code_belongs_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = PROJECT / "processed"
    if any((own / "reports").glob("*.parquet")):
        assert processed_folder() == own
    else:  # nothing has been run in this checkout
        with pytest.raises(Refusal, match="her er det ingen tabeller"):
            processed_folder()


def test_a_crop_shows_the_row_of_the_overview(processed: Path) -> None:
    shown = crop("tiltak-4", source="overview", report="2025", folder=processed)
    assert shown.pages == (65,)
    assert len(shown.marks) == 7  # three lines of title, three ministries, one status
    assert shown.alt == "Utsnitt av rapporten 2025, side 65, med tiltak-4 markert."
    width, height = size(shown.png)
    assert 800 < width < 1200
    assert 100 < height < 300
    assert marked(shown.png) > 20_000


def test_a_crop_of_the_text_is_of_another_page(processed: Path) -> None:
    shown = crop("tiltak-4", report=2025, folder=processed)
    assert shown.pages == (9,)
    assert len(shown.marks) == 6


def test_a_crop_that_crosses_pages_shows_both(processed: Path) -> None:
    shown = crop("tiltak-23", "overview", "2025", processed)
    assert shown.pages == (66, 67)
    assert shown.alt == "Utsnitt av rapporten 2025, side 66, 67, med tiltak-23 markert."
    assert size(shown.png)[1] > 2 * LOWEST * ZOOM


def test_rows_are_cropped_by_the_references_of_findings(processed: Path) -> None:
    findings = read_records(processed / "findings" / "2025.parquet", Finding)
    refs = [(f.left_ref, f.left_source) for f in findings if f.left_ref]
    assert len(refs) > 20
    for ref, source in refs:
        assert source is not None
        assert crop(ref, source, "2025", processed).pages


def test_a_row_that_the_report_before_has_is_shown_there(processed: Path) -> None:
    """Findings across reports name the earlier report as the source of what stood in it."""
    shown = crop("statuses:tiltak-4/text", "2025", "2026", processed)
    assert (shown.report, shown.pages) == ("2025", (9,))


def test_without_a_report_it_is_the_latest(processed: Path) -> None:
    assert crop("tiltak-4", folder=processed).report == "2026"


def test_a_crop_is_saved_and_shown_alike(processed: Path, tmp_path: Path) -> None:
    shown = crop("vedtak-611", report="2025", folder=processed)
    target = shown.save(tmp_path / "vedtak.png")
    assert target.read_bytes() == shown.png == shown._repr_png_()
    data, metadata = shown._repr_mimebundle_()
    assert data == {"image/png": shown.png}
    assert metadata["image/png"]["alt"] == shown.alt
    assert crop("vedtak-611", report="2025", folder=processed).png == shown.png


@pytest.mark.parametrize(
    ("row", "source", "message"),
    [
        ("tiltak-999", "text", "ikke noe slikt sted"),
        ("statuses:tiltak-999/text", "text", "ikke noe slikt sted"),
        ("tiltak-4", "oversikt", "text eller overview"),
    ],
)
def test_what_has_no_place_is_refused(processed: Path, row: str, source: str, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        crop(row, source, "2025", processed)


def test_without_the_pdf_there_is_no_crop(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path / "processed")
    with pytest.raises(Refusal, match=r"2025\.pdf: rapporten ligger ikke her"):
        crop("tiltak-4", report="2025", folder=tmp_path)


def test_loading_draws_in_no_more_than_it_needs(processed: Path) -> None:
    code = (
        "import sys; from pipeline.load import load; "
        f"load('measures', folder={str(processed)!r}); "
        "print([m for m in ('matplotlib', 'pymupdf', 'PIL', 'great_expectations') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_reports_on_one_plan(processed: Path) -> None:
    """By its name, with or without years or as in paths; also in tables across reports."""
    assert load("items", folder=processed, plan=PLAN)["report_id"].nunique() == 2
    plan_id = plan_ids([PLAN])[PLAN]
    assert len(load("milestones", folder=processed, plan=plan_id)) == len(
        load("milestones", folder=processed)
    )
    assert set(load("items", report="2026", plan=PLAN, folder=processed)["report_id"]) == {"2026"}
    with pytest.raises(Refusal, match=PLAN):
        load("items", folder=processed, plan="Opptrappingsplan mot tørke")


def test_two_plans_are_told_apart(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path / "processed")
    path = tmp_path / "processed" / "reports" / "2026.parquet"
    other = "Handlingsplan for rent vann (2024–2030)"
    write_records(path, Report, [replace(read_records(path, Report)[0], plan=other)])
    (tmp_path / "processed" / CHECKSUMS).unlink()
    here = load("items", folder=tmp_path, plan="handlingsplan for rent vann")
    assert set(here["report_id"]) == {"2026"}
    assert set(load("statuses", folder=tmp_path, plan=PLAN)["report_id"]) == {"2025"}
    assert load("transitions", folder=tmp_path, plan=PLAN).empty
    with pytest.raises(Refusal, match="2025"):
        load("items", report="2025", plan=other, folder=tmp_path)
