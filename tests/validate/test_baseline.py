"""What is new, changed or gone among the findings since they were published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.published import published_file, read_published
from pipeline.seams.tables import Finding
from pipeline.validate.baseline import against_published
from tests.conftest import ROOT, Run


def test_findings_are_held_against_those_that_were_published(
    june_2025: Run, tmp_path: Path
) -> None:
    findings = june_2025.compared()[1]
    path = published_file(tmp_path, "2025")
    assert read_published(path) is None
    assert {own.baseline for own in against_published(findings, None)} == {None}
    earlier = [replace(findings[0], right_value="Ikke startet"), *findings[2:]]
    write_records(path, Finding, earlier)
    now = against_published(findings, read_published(path))
    new = [own.id for own in now if own.baseline == "new"]
    assert new == [findings[0].id, findings[1].id]  # other values; not there before
    assert {own.baseline for own in now[2:]} == {"unchanged"}
    path.write_bytes(b"halvt")
    with pytest.raises(Refusal, match="de publiserte funnene kan ikke leses"):
        read_published(path)


def test_show_changed(june_2025: Run, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "reports.yaml", tmp_path / "raw")
    findings = june_2025.compared()[1]
    path = published_file(tmp_path / "expectations", "2025")
    processed = tmp_path / "processed" / "findings" / "2025.parquet"

    def said() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "show", "--changed"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    write_records(processed, Finding, findings)
    assert said() == ["2025: ingenting er publisert ennå (statusrapport release)."]
    write_records(path, Finding, [replace(findings[0], right_value="Ikke startet"), *findings[2:]])
    write_records(processed, Finding, against_published(findings[:-1], read_published(path)))
    lines = said()
    assert lines[0] == (
        "2025: 1 funn er nytt, 1 er endret og 1 er borte siden forrige publisering."
    )
    assert lines[1].split()[:4] == ["ENDRET", "FEIL", "Tiltak", "4"]
    assert lines[2].split()[:4] == ["NYTT", "FEIL", "Tiltak", "32"]
    assert lines[3].split(maxsplit=2) == ["BORTE", "MERKNAD", findings[-1].message]
