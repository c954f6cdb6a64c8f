"""`python -m pipeline`: add a report, remove one, show what was found."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from pipeline import refusal
from pipeline.refusal import Refusal
from pipeline.register import (
    PATH,
    Registration,
    add_to_register,
    is_id,
    read_register,
    remove_from_register,
)
from pipeline.storage import replacing

RAW, INTERIM, PROCESSED = Path("raw"), Path("interim"), Path("processed")
LOCK = Path("dvc.lock")


def add(pdf: Path, report_id: str | None, plan: str | None) -> str:
    """Copy `pdf` to raw/ and register it; return what the user should know and do next.

    Without `report_id`, the id is the year of the month on the cover. Without `plan`, it is the
    plan of the reports that are there already. Raises `Refusal` for what is no readable PDF, or
    is there already, under this id or another.
    """
    from pipeline.extract.pdf import open_pdf, read_pages  # here: only `add` opens a PDF

    register = read_register()
    with open_pdf(pdf) as source:
        pages = list(read_pages(source))
        sha256 = source.sha256
    if not any(page.words for page in pages):
        raise Refusal(
            pdf,
            "ingen av sidene har tekst; filen er trolig skannet.",
            expected="en PDF med tekstlag, slik departementet publiserer den.",
            advice="skaff originalfilen, eller kjør tekstgjenkjenning (OCR) på den først.",
        )
    own_id = report_id or _id_from_cover(pdf, [w.text for page in pages[:4] for w in page.words])
    if not is_id(own_id):
        raise Refusal(
            pdf,
            f"«{own_id}» kan ikke være en rapport-id.",
            expected="små bokstaver, sifre og bindestreker, for eksempel 2026.",
            advice="velg en annen med --id.",
        )
    _refuse_known(pdf, own_id, sha256, register)
    own_plan = plan or _only_plan(pdf, register)
    target = RAW / f"{own_id}.pdf"
    with replacing(target) as temporary:
        shutil.copyfile(pdf, temporary)
    add_to_register(Registration(own_id, own_plan, f"lagt til fra {pdf.name}", ""))
    return (
        f"La til rapporten {own_id} ({len(pages)} sider) som {target}, og registrerte den i "
        f"{PATH}.\nPlan: {own_plan}\n"
        f"Gå gjerne over «source» og «note» der. Kjør så: dvc repro"
    )


def _id_from_cover(pdf: Path, words: list[str]) -> str:
    from pipeline.parse.cover import find_as_of

    stated = find_as_of(" ".join(words))
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
            advice="oppgi planens navn med --plan.",
        )
    return plans.pop()


def remove(report_id: str) -> str:
    """Take a report out: its register entry, its PDF and all that was made from it."""
    if report_id not in read_register():
        raise Refusal(PATH, f"rapporten «{report_id}» er ikke registrert.")
    remove_from_register(report_id)
    (RAW / f"{report_id}.pdf").unlink(missing_ok=True)
    shutil.rmtree(INTERIM / report_id, ignore_errors=True)
    for path in PROCESSED.glob(f"*/{report_id}.*"):
        path.unlink()
    _forget_runs(report_id)
    return f"Tok ut rapporten {report_id}. Kjør nå: dvc repro"


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
    """The summary of one report, or of all that are registered."""
    from pipeline.summary import summary_of

    register = read_register()
    if report_id is not None and report_id not in register:
        known = ", ".join(register) or "ingen"
        raise Refusal(
            PATH, f"rapporten «{report_id}» er ikke registrert.", expected=f"en av: {known}."
        )
    chosen = [report_id] if report_id is not None else list(register)
    for own in chosen:
        if not (PROCESSED / "findings" / f"{own}.parquet").exists():
            raise Refusal(
                PROCESSED, f"rapporten «{own}» er ikke behandlet ennå.", advice="kjør «dvc repro»."
            )
    return "\n\n".join(summary_of(own, PROCESSED) for own in chosen)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    adding = commands.add_parser("add", help="copy a PDF to raw/ and register it")
    adding.add_argument("pdf", type=Path, metavar="FILE.pdf")
    adding.add_argument("--id", help="name of the report; default: the year on its cover")
    adding.add_argument("--plan", help="the action plan it follows up; default: the one known")
    removing = commands.add_parser("remove", help="take a report out, with all made from it")
    removing.add_argument("id")
    showing = commands.add_parser("show", help="print the summary again")
    showing.add_argument("id", nargs="?")
    arguments = parser.parse_args()
    if arguments.command == "add":
        print(add(arguments.pdf, arguments.id, arguments.plan))
    elif arguments.command == "remove":
        print(remove(arguments.id))
    else:
        print(show(arguments.id))
    return 0


if __name__ == "__main__":
    refusal.run(main)
