"""What is to be read, and what cannot be decided: ids, manifests, addresses."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline.archive.build import archive
from pipeline.archive.listing import Listing, listing
from pipeline.runtime.refusal import Refusal
from tests.conftest import ROOT


def folder_of(folder: Path, *names: str) -> Path:
    """A folder with files of these names, each with a content of its own."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"%PDF " + name.encode())
    return folder


def kinds(made: Listing) -> dict[str, str]:
    return {row.file: row.kind for row in made.refusals}


def written(folder: Path, text: str) -> Path:
    manifest = folder / "manifest.csv"
    manifest.write_text(text, encoding="utf-8")
    return manifest


def test_the_id_is_that_of_the_file_name(tmp_path: Path) -> None:
    folder_of(tmp_path, "2025.pdf", "Årets rapport.PDF", "under/vår-2026.pdf", "notat.docx")
    made = listing(str(tmp_path), None, False)
    assert {entry.file: entry.report_id for entry in made.files} == {
        "2025.pdf": "2025",
        "Årets rapport.PDF": "arets-rapport",
        "under/vår-2026.pdf": "var-2026",
    }
    assert made.refusals == []


def test_what_cannot_be_decided_is_a_row(tmp_path: Path) -> None:
    """Two files of one name, and a name that no id can be made of."""
    folder_of(tmp_path, "a/2025.pdf", "b/2025.pdf", "«».pdf", "con.pdf")
    made = listing(str(tmp_path), None, False)
    assert kinds(made) == dict.fromkeys(
        ("a/2025.pdf", "b/2025.pdf", "«».pdf", "con.pdf"), "undecided"
    )
    reasons = {row.file: row.reason for row in made.refusals}
    assert reasons["a/2025.pdf"] == "id-en «2025» er også id-en til b/2025.pdf."


def test_a_manifest_gives_id_plan_and_source(tmp_path: Path) -> None:
    """As Norwegian Excel saves it: semicolons, and a mark at the start of the file."""
    folder_of(tmp_path, "a/2025.pdf", "b/2025.pdf", "ukjent.pdf")
    manifest = written(
        tmp_path,
        "\ufefffile;id;plan;url;retrieved\n"
        "a/2025.pdf;plan-a-2025;Plan A;https://a.example/2025.pdf;2026-11-26\n"
        "b/2025.pdf;plan-b-2025;;;\n",
    )
    made = listing(str(tmp_path), manifest, False)
    first = made.files[0]
    assert (first.report_id, first.plan, first.url, first.retrieved) == (
        "plan-a-2025",
        "Plan A",
        "https://a.example/2025.pdf",
        date(2026, 11, 26),
    )
    assert kinds(made) == {"ukjent.pdf": "undecided"}


def test_an_address_is_read_only_if_the_user_says_so(tmp_path: Path) -> None:
    folder_of(tmp_path, "her.pdf")
    address = f"file://{tmp_path}/her.pdf"
    manifest = written(tmp_path, f"file,id\n{address},a\nborte.pdf,b\nher.pdf,c\n")
    made = listing(str(tmp_path), manifest, False)
    assert kinds(made) == {address: "refused", "borte.pdf": "refused"}
    assert made.refusals[0].advice or made.refusals[1].advice
    again = listing(str(tmp_path), manifest, True)
    assert kinds(again) == {"borte.pdf": "refused", "her.pdf": "duplicate"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("id,plan\na,b\n", "kolonnen «file» mangler"),
        ("file,forfatter\na.pdf,b\n", "kolonnen «forfatter» er ukjent"),
        ("file,id\na.pdf,a\na.pdf,b\n", "filen «a.pdf» står der to ganger"),
        ("file,retrieved\na.pdf,26.11.2026\n", "linje 2 har «26.11.2026» som dag"),
        ("file,id\na.pdf,a,b\n", "linje 2 har ikke én celle for hver kolonne"),
        ("file\n", "manifestet har ingen rader"),
    ],
)
def test_a_manifest_that_is_wrong_is_refused(tmp_path: Path, text: str, found: str) -> None:
    folder_of(tmp_path, "a.pdf")
    with pytest.raises(Refusal, match=found):
        listing(str(tmp_path), written(tmp_path, text), False)


@pytest.mark.parametrize(
    ("folder", "out", "manifest", "found"),
    [
        ("borte", "ut", None, "mappen finnes ikke."),
        ("tom", "ut", None, "mappen har ingen PDF-er."),
        ("pdf", "opptatt", None, "her ligger noe som ikke er et arkiv."),
        ("pdf", "ut", "borte.csv", "manifestet kan ikke leses"),
        ("s4://arkiv", "ut", None, "denne typen adresse kan ikke leses her"),
    ],
)
def test_wrong_use_is_refused_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    out: str,
    manifest: str | None,
    found: str,
) -> None:
    folder_of(tmp_path, "pdf/a.pdf", "opptatt/notat.txt")
    (tmp_path / "tom").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refusal) as refused:
        archive(folder, Path(out), Path(manifest) if manifest else None)
    assert found in refused.value.found and refused.value.advice
    assert not (tmp_path / "ut").exists()


def test_the_command_says_wrong_use_in_bokmal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "archive", "pdf", "ut", "--workers", "0"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "--workers: '0' er ikke et tall fra 1 til 256" in done.stderr
