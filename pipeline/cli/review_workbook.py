"""`review --from`: the verdicts that somebody has written into a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.folders import EXPECTATIONS
from pipeline.cli.review import Subject, subjects
from pipeline.glossary.wording import counted
from pipeline.publish.filled import (
    ANSWER,
    DAY,
    NAME,
    REASON,
    VERDICT,
    FilledRow,
    day_in,
    filled_rows,
    id_of,
    row_key,
)
from pipeline.seams.register import read_register
from pipeline.seams.vocabularies import VERDICTS
from pipeline.validate.ledger import nearest
from pipeline.validate.reviews import FILE, Verdict, read_verdicts, write_verdicts


class Taken(NamedTuple):
    """What became of the workbook, line by line, and whether every row was taken."""

    text: str
    all_taken: bool


def review_workbook(path: Path) -> Taken:
    """Take the verdicts of a filled workbook into reviews.yaml, and say of each row what was done.

    A row is not taken if its finding is gone or has other values than the workbook shows, or if a
    cell is empty or cannot be read: the cell is named. Raises `Refusal` for a file that is no
    workbook of ours, or in which nobody has written.
    """
    rows = filled_rows(path)
    known = {
        row_key(subject.report, subject.id, *subject.values): subject
        for report_id in read_register()
        for subject in subjects(report_id)
    }
    target = EXPECTATIONS / FILE
    written = {verdict._replace(entry=None) for verdict in read_verdicts(target)}
    lines: list[str] = []
    new: list[Verdict] = []
    refused = 0
    for row in rows:
        where = f"{row.sheet}, rad {row.number}"
        verdict, problems = _verdict(row, known)
        if verdict is None:
            refused += 1
            lines.append(f"{where}: ikke tatt. {' '.join(problems)}")
        elif verdict in written:
            lines.append(f"{where}: står der fra før. {verdict.sentence()}")
        else:
            written.add(verdict)
            new.append(verdict)
            lines.append(f"{where}: tatt. {known[row.key].message} {verdict.sentence()}")
    if new:
        write_verdicts(target, new)
        lines.append(
            f"Tok {counted(len(new), 'vurdering', 'vurderinger')}, skrev dem i {target}. "
            "Kjør nå: dvc repro"
        )
    else:
        lines.append("Ingen vurderinger ble tatt." if rows else "Ingen har fylt ut noe i den.")
    if refused:
        lines.append(f"{counted(refused, 'rad', 'rader')} ble ikke tatt: rett dem, og les på nytt.")
    return Taken("\n".join(lines), bool(rows) and not refused)


def _verdict(row: FilledRow, known: Mapping[str, Subject]) -> tuple[Verdict | None, Sequence[str]]:
    """The verdict in a row, or what is wrong with it."""
    subject = known.get(row.key)
    if subject is None:
        return None, [_why_unknown(row, known)]
    texts = {heading: " ".join(str(cell.value).split()) for heading, cell in row.cells.items()}
    problems = [
        f"{row.empty[heading]} ({heading}) er tom."
        for heading in (VERDICT, REASON, NAME, DAY)
        if heading in row.empty
    ]
    verdict = next((known for known in VERDICTS if known == texts.get(VERDICT, "").lower()), None)
    if VERDICT in texts and verdict is None:
        problems.append(
            f"{row.cells[VERDICT].place} er «{texts[VERDICT]}», som ikke er en vurdering: "
            f"{nearest(texts[VERDICT], VERDICTS)}"
        )
    day = day_in(row.cells[DAY].value) if DAY in row.cells else None
    if DAY in row.cells and day is None:
        problems.append(
            f"{row.cells[DAY].place} er «{texts[DAY]}», som ikke er en dato: skriv 22.11.2026."
        )
    elif day is not None and day > date.today():
        problems.append(f"{row.cells[DAY].place} er {day}, og den dagen er ikke kommet ennå.")
    if problems or verdict is None or day is None:
        return None, problems
    return Verdict(
        subject.id, subject.report, subject.rule, subject.scope, *subject.values, verdict,
        texts[NAME], day, texts[REASON], texts.get(ANSWER),
    ), ()  # fmt: skip


def _why_unknown(row: FilledRow, known: Mapping[str, Subject]) -> str:
    subject_id = id_of(row.key)
    if not subject_id:
        return "Nøkkelen i raden er borte."
    if any(subject_id == subject.id for subject in known.values()):
        return (
            f"Verdiene i {subject_id} er endret siden arbeidsboken ble laget: les funnet på nytt, "
            "og vurder det i en ny arbeidsbok."
        )
    return f"{subject_id} finnes ikke lenger i noen rapport."
