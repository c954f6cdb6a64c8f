"""Counts by status use the words that the vocabulary has, also one that a user adds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.factory import Knobs, typeset
from tests.factory.edition import Block
from tests.factory.plans import a_plan

CODE = """
import json, sys
from pathlib import Path
from pipeline.extract.__main__ import extract
from pipeline.parse.__main__ import parse
from pipeline.reread.__main__ import reread
from pipeline.segment.__main__ import segment
from pipeline.validate.rules.counts import count_stated
from pipeline.validate.tables import ReportTables, folders_of
pdf, folder = Path(sys.argv[1]), Path("interim/2026")
extract(pdf, folder / "extract")
segment(folder / "extract", folder / "segment")
reread(pdf, folder / "extract", folder / "segment", folder / "reread")
parse("2026", "Planen", folder / "extract", folder / "segment", folder / "parse")
tables = ReportTables("2026", folders_of("2026", Path("interim")))
print(json.dumps([(c.left.value, c.outcome) for c in count_stated.compare(tables)]))
"""


@pytest.mark.parametrize(
    ("row", "status", "stated"),
    [
        (
            "Stoppet,Stoppet,,nb,Stoppet,a category of its own",
            "Stoppet",
            {"1 stoppet": "agree", "2 stoppete": "differ"},
        ),
        ("Sluttført,Gjennomført,3,nb,Sluttført,", "Gjennomført", {"9 sluttført": "differ"}),
    ],
)
def test_a_status_word_that_a_user_adds_is_counted(
    tmp_path: Path, row: str, status: str, stated: dict[str, str]
) -> None:
    shutil.copytree(ROOT / "pipeline", tmp_path / "pipeline")
    words = tmp_path / "pipeline" / "norwegian" / "vocab" / "statuses.csv"
    text = " ".join(f"Av tiltakene er {count}." for count in stated)
    plan = replace(a_plan(), introduction=(Block((text,)),)).with_measure("tiltak-8", status=status)
    (tmp_path / "2026.pdf").write_bytes(typeset(plan, Knobs(), "typst"))
    for known in (False, True):
        if known:
            words.write_text(words.read_text(encoding="utf-8") + f"{row}\n", encoding="utf-8")
        result = subprocess.run(
            [sys.executable, "-c", CODE, "2026.pdf"],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        counted = dict(json.loads(result.stdout))
        assert counted.items() & stated.items() == (stated.items() if known else set())
