"""`python -m pipeline`: add a report, remove one, show what was found, review a finding."""

from __future__ import annotations

import argparse
import os
import shutil
from datetime import date
from pathlib import Path
from typing import NoReturn

from pipeline.runtime import refusal
from pipeline.runtime.files import replacing
from pipeline.runtime.passwords import PASSWORD_FILE
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.register import (
    PATH,
    Registration,
    add_to_register,
    is_id,
    read_register,
    remove_from_register,
)
from pipeline.seams.tables import Correction, Finding, Review

RAW, INTERIM, PROCESSED = Path("raw"), Path("interim"), Path("processed")
EXPECTATIONS = Path("expectations")
LOCK = Path("dvc.lock")


def add(pdf: Path, report_id: str | None, plan: str | None) -> str:
    """Copy `pdf` to raw/ and register it; return what the user should know and do next.

    Without `report_id`, the id is the year of the month on the cover. Without `plan`, it is the
    plan of the reports that are there already. Raises `Refusal` for what is no readable PDF, or
    is there already, under this id or another.
    """
    from pipeline.extract.first_look import first_look
    from pipeline.runtime.sandbox import confined

    register = read_register()
    if not pdf.is_file():
        raise Refusal(
            pdf,
            "filen finnes ikke." if not pdf.exists() else "dette er en mappe, ikke en fil.",
            expected="stien til én PDF-fil.",
            advice="se etter at stien er riktig skrevet.",
        )
    look = confined(pdf, first_look, pdf)
    own_id = report_id or _id_from_cover(pdf, look.opening)
    if not is_id(own_id):
        raise Refusal(
            pdf,
            f"«{own_id}» kan ikke være en rapport-id.",
            expected="små bokstaver, sifre og bindestreker, for eksempel 2026.",
            advice="velg en annen med --id.",
        )
    _refuse_known(pdf, own_id, look.sha256, register)
    own_plan = plan or _only_plan(pdf, register)
    target = RAW / f"{own_id}.pdf"
    with replacing(target) as temporary:
        shutil.copyfile(pdf, temporary)
    add_to_register(Registration(own_id, own_plan, f"lagt til fra {pdf.name}", ""))
    size = "1 side" if look.pages == 1 else f"{look.pages} sider"
    return (
        f"La til rapporten {own_id} ({size}) som {target}, og registrerte den i "
        f"{PATH}.\nPlan: {own_plan}\n"
        f"Gå gjerne over «source» og «note» der. Kjør så: dvc repro\n"
        f"Angre: python -m pipeline remove {own_id}"
    )


def _id_from_cover(pdf: Path, opening: str) -> str:
    from pipeline.norwegian.cover import find_as_of

    stated = find_as_of(opening)
    if stated is None:
        raise Refusal(
            pdf,
            "fant ingen måned på de første sidene å lage en id av.",
            expected="for eksempel «Per juni 2026» på forsiden.",
            advice="velg en id med --id.",
        )
    return str(stated.last_day.year)


def _refuse_known(pdf: Path, own_id: str, sha256: str, register: dict[str, Registration]) -> None:
    import hashlib

    if own_id in register or (RAW / f"{own_id}.pdf").exists():
        raise Refusal(
            pdf,
            f"rapporten «{own_id}» finnes allerede.",
            advice="velg en annen id med --id, eller ta den gamle ut: "
            f"python -m pipeline remove {own_id}",
        )
    for known in register:
        path = RAW / f"{known}.pdf"
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            raise Refusal(pdf, f"filen er allerede registrert, som rapporten «{known}».")


def _only_plan(pdf: Path, register: dict[str, Registration]) -> str:
    plans = {entry.plan for entry in register.values()}
    if len(plans) != 1:
        raise Refusal(
            pdf,
            f"registeret har {len(plans)} planer, så det er uklart hvilken rapporten hører til.",
            expected=" eller ".join(f"«{plan}»" for plan in sorted(plans)) + "." if plans else "",
            advice="oppgi planens navn med --plan.",
        )
    return plans.pop()


def remove(report_id: str) -> str:
    """Take a report out: its register entry, its PDF and all that was made from it."""
    if report_id not in read_register():
        raise Refusal(PATH, f"rapporten «{report_id}» er ikke registrert.")
    left = _left_behind(report_id)
    remove_from_register(report_id)
    (RAW / f"{report_id}.pdf").unlink(missing_ok=True)
    shutil.rmtree(INTERIM / report_id, ignore_errors=True)
    for path in _made_from(report_id):
        path.unlink()
    _forget_runs(report_id)
    return "\n".join([*left, f"Tok ut rapporten {report_id}. Kjør nå: dvc repro"])


def _made_from(report_id: str) -> list[Path]:
    """The files in processed/ that are the report's, such as 2026.parquet and 2026-funn.csv."""
    longer = [own for own in read_register() if own.startswith(f"{report_id}-")]
    return [
        path
        for path in PROCESSED.glob(f"*/{report_id}[.-]*")
        if not path.name.startswith(tuple(f"{own}{mark}" for own in longer for mark in ".-"))
    ]


def _left_behind(report_id: str) -> list[str]:
    """What people have written about the report: theirs to take out, and in the way till then."""
    from pipeline.validate import corrections, ledger, reviews

    return [
        f"{EXPECTATIONS / own.FILE} har {count} {word} for rapporten {report_id}. Ta dem ut."
        for own, word in ((reviews, "vurdering(er)"), (corrections, "rettelse(r)"))
        if (
            count := sum(
                entry.values["report"] == report_id
                for entry in ledger.read_entries(EXPECTATIONS / own.FILE, own.KEY, own.FIELDS)
            )
        )
    ]


def _forget_runs(report_id: str) -> None:
    """Take the report's stages out of dvc.lock, where DVC would keep them for ever."""
    from ruamel.yaml import YAML

    if not LOCK.exists():
        return
    yaml = YAML(typ="rt")
    content = yaml.load(LOCK.read_text(encoding="utf-8"))
    for stage in [name for name in content["stages"] if name.endswith(f"@{report_id}")]:
        del content["stages"][stage]
    with replacing(LOCK) as temporary, temporary.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


def show(report_id: str | None) -> str:
    """The summary of one report, or of all that are registered and have been run."""
    from pipeline.cli.summary import summary_of

    register = read_register()
    if report_id is not None and report_id not in register:
        known = ", ".join(register) or "ingen"
        raise Refusal(
            PATH, f"rapporten «{report_id}» er ikke registrert.", expected=f"en av: {known}."
        )
    chosen = [report_id] if report_id is not None else list(register)
    ready = [own for own in chosen if (PROCESSED / "findings" / f"{own}.parquet").exists()]
    waiting = [f"«{own}»" for own in chosen if own not in ready]
    if not ready:
        raise Refusal(
            PROCESSED,
            f"ikke behandlet ennå: {', '.join(waiting)}."
            if waiting
            else "ingen rapporter er registrert.",
            advice="kjør «dvc repro»."
            if waiting
            else "legg til en: python -m pipeline add FIL.pdf",
        )
    parts = ["\n".join([summary_of(own, PROCESSED), *_by_hand(own)]) for own in ready]
    if waiting:
        parts.append(f"Ikke behandlet ennå: {', '.join(waiting)}. Kjør «dvc repro».")
    return "\n\n".join(parts)


def _by_hand(report_id: str) -> list[str]:
    """What was corrected by hand, and which corrections and reviews no longer hold."""
    corrected = read_records(PROCESSED / "corrections" / f"{report_id}.parquet", Correction)
    reviewed = read_records(PROCESSED / "reviews" / f"{report_id}.parquet", Review)
    applied = [
        f"  {row.of_table}:{row.id}, {row.column}: {_quoted(row.corrected)}, "
        f"lest som {_quoted(row.read)}"
        for row in corrected
        if row.state == "applied"
    ]
    heading = [f"Rettet for hånd ({EXPECTATIONS / 'corrections.yaml'}):"] if applied else []
    stale = [f"Advarsel: {row.note}" for row in (*corrected, *reviewed) if row.note]
    return [*heading, *applied, *stale]


def _quoted(value: str | None) -> str:
    return "ingenting" if value is None else f"«{value}»"


def review(finding_id: str, verdict: str, by: str, reason: str, on: str | None) -> str:
    """Write an auditor's verdict on a finding to reviews.yaml; return what was written.

    `on` is the day it was given, today if None. Raises `Refusal` for a finding that no registered
    report has, a verdict that is none of the four, an empty name or reason, and a day that is
    none.
    """
    from pipeline.seams.vocabularies import VERDICTS
    from pipeline.validate.ledger import day_of, nearest
    from pipeline.validate.reviews import FILE, Verdict, write_verdict

    finding = _finding(finding_id)
    place = f"review {finding_id}"
    if verdict not in VERDICTS:
        raise Refusal(
            place,
            f"«{verdict}» er ingen vurdering: {nearest(verdict, VERDICTS)}",
            expected=", ".join(f"«{one}»" for one in VERDICTS) + ".",
        )
    who, why = " ".join(by.split()), " ".join(reason.split())
    for value, option, what in ((who, "--by", "navn"), (why, "--reason", "begrunnelse")):
        if not value:
            raise Refusal(place, f"vurderingen mangler {what}.", advice=f"oppgi {option}.")
    day = date.today() if on is None else day_of(on)
    if day is None:
        raise Refusal(
            place, f"«{on}» er ingen dato.", expected="år-måned-dag, for eksempel 2026-11-22."
        )
    written = Verdict(
        finding.id, finding.report_id, finding.rule, finding.scope, finding.left_value,
        finding.right_value, verdict, who, day, why,
    )  # fmt: skip
    path = EXPECTATIONS / FILE
    write_verdict(path, written)
    return (
        f"{finding.message}\n{written.sentence()}\nSkrev vurderingen i {path}. Kjør nå: dvc repro"
    )


def _finding(finding_id: str) -> Finding:
    """The finding of that id, of any registered report."""
    from pipeline.validate.ledger import nearest

    folder = PROCESSED / "findings"
    known: dict[str, Finding] = {}
    for own in read_register():
        path = folder / f"{own}.parquet"
        if path.exists():
            known |= {finding.id: finding for finding in read_records(path, Finding)}
    if finding_id not in known:
        raise Refusal(
            folder,
            f"funnet «{finding_id}» finnes ikke.",
            expected=nearest(finding_id, known),
            advice="kopier id-en fra revisjonsrapporten eller fra tabellen findings.",
        )
    return known[finding_id]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    adding = commands.add_parser("add", help="copy a PDF to raw/ and register it")
    adding.add_argument("pdf", type=Path, metavar="FILE.pdf")
    adding.add_argument("--id", help="name of the report; default: the year on its cover")
    adding.add_argument("--plan", help="the action plan it follows up; default: the one known")
    adding.add_argument(
        "--password-file",
        type=Path,
        help=f"a text file with the password of a locked PDF; default: ${PASSWORD_FILE}",
    )
    removing = commands.add_parser("remove", help="take a report out, with all made from it")
    removing.add_argument("id")
    showing = commands.add_parser("show", help="print the summary again")
    showing.add_argument("id", nargs="?")
    reviewing = commands.add_parser("review", help="write a verdict on a finding")
    reviewing.add_argument("finding", metavar="FINDING", help="its id, as the report shows it")
    reviewing.add_argument(
        "--verdict",
        required=True,
        help="bekreftet, 'falsk alarm', 'rettet av utgiver' or forklart",
    )
    reviewing.add_argument("--by", required=True, help="who gives it")
    reviewing.add_argument("--reason", required=True, help="why")
    reviewing.add_argument("--date", metavar="YYYY-MM-DD", help="when; default: today")
    arguments = parser.parse_args()
    if arguments.command == "add":
        if arguments.password_file is not None:
            os.environ[PASSWORD_FILE] = str(arguments.password_file)
        print(add(arguments.pdf, arguments.id, arguments.plan))
    elif arguments.command == "remove":
        print(remove(arguments.id))
    elif arguments.command == "review":
        print(
            review(
                arguments.finding,
                arguments.verdict,
                arguments.by,
                arguments.reason,
                arguments.date,
            )
        )
    else:
        print(show(arguments.id))
    return 0


def run() -> NoReturn:
    """Run the command and end the process with its exit status: what `statusrapport` starts."""
    refusal.run(main)


if __name__ == "__main__":
    run()
