"""`add` and `remove`: register a report, and take it out again."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from pipeline.cli.folders import EXPECTATIONS, INTERIM, LOCK, PROCESSED, RAW
from pipeline.cli.mend import is_whole_lock
from pipeline.publish.filled import ASIDE, WORKBOOK, set_aside
from pipeline.reading import Cover, checksum_of, read_through
from pipeline.runtime.files import replacing
from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import ReportId
from pipeline.seams.register import (
    ID_IS,
    PATH,
    Registration,
    add_to_register,
    is_id,
    read_register,
    remove_from_register,
    same_plan,
    shown,
    terms_of_plan,
)
from pipeline.seams.terms import NO_TERMS, terms_file


def add(pdf: Path, report_id: str | None, plan: str | None) -> str:
    """Copy `pdf` to raw/ and register it; return what the user should know and do next.

    It is first read as the stages will read it, so that an accepted file is not refused later.
    `report_id` defaults to the year of the month on the cover, `plan` to the plan that the cover
    names; if it names none, the user is asked, at a terminal only. The file is copied first and
    registered last, so that an interrupted `add` can simply be repeated. Raises `Refusal` if the
    file is not a readable status report or is already registered.
    """
    register = read_register()
    sha256 = checksum_of(pdf)
    _refuse_registered(pdf, sha256, register)
    if report_id is not None:
        _require_free(pdf, report_id, sha256, register)
    if plan is not None:
        _require_plan(pdf, plan)
    with tempfile.TemporaryDirectory() as folder:
        terms = terms_of_plan(plan) if plan is not None else NO_TERMS
        cover = read_through(pdf, Path(folder), terms).cover
    if report_id is None:
        report_id = _id_of(pdf, cover)
        _require_free(pdf, report_id, sha256, register)
    plans = dict.fromkeys(entry.plan for entry in register.values())
    named = plan or cover.plan or _asked(pdf, list(plans))
    chosen = same_plan(named, plans) or named
    target = RAW / f"{report_id}.pdf"
    if not target.exists():
        with replacing(target) as temporary:
            shutil.copyfile(pdf, temporary)
    add_to_register(
        Registration(ReportId(report_id), chosen, f"lagt til fra {shown(pdf.name)}", "")
    )
    size = "1 side" if cover.pages == 1 else f"{cover.pages} sider"
    return "\n".join(
        [
            f"La til rapporten {report_id} ({size}) som {target}, og registrerte den i {PATH}.",
            f"Plan: {chosen}",
            *_warnings(chosen, cover, plans),
            "Gå gjerne over «source» og «note» der. Kjør så: dvc repro",
            f"Angre: python -m pipeline remove {report_id}",
        ]
    )


def _refuse_registered(pdf: Path, sha256: str, register: Mapping[ReportId, Registration]) -> None:
    for known in register:
        path = RAW / f"{known}.pdf"
        if path.is_file() and checksum_of(path) == sha256:
            raise Refusal(
                pdf,
                f"filen er allerede registrert, som rapporten «{known}».",
                advice="kjør «dvc repro» hvis tabellene mangler.",
            )


def _require_free(
    pdf: Path, report_id: str, sha256: str, register: Mapping[ReportId, Registration]
) -> None:
    """Raise `Refusal` for an id that is invalid or taken."""
    if not is_id(report_id):
        raise Refusal(
            pdf,
            f"«{report_id}» kan ikke være en rapport-id.",
            expected=ID_IS,
            advice="velg en annen med --id.",
        )
    if report_id in register:
        raise Refusal(
            pdf,
            f"rapporten «{report_id}» finnes allerede.",
            advice="velg en annen id med --id, eller ta den gamle ut: "
            f"python -m pipeline remove {report_id}",
        )
    target = RAW / f"{report_id}.pdf"
    if target.exists() and checksum_of(target) != sha256:
        raise Refusal(
            pdf,
            f"en annen fil ligger alt som {target}, uten å være registrert.",
            advice=f"slett {target}, eller registrer den: python -m pipeline add {target} --id "
            f"{report_id}. Eller velg en annen id med --id.",
        )


def _id_of(pdf: Path, cover: Cover) -> str:
    if cover.month is None:
        raise Refusal(
            pdf,
            "fant ingen måned på forsiden å lage en id av.",
            expected="for eksempel «Per juni 2026» på forsiden.",
            advice="velg en id med --id.",
        )
    return str(cover.month.last_day.year)


def _require_plan(pdf: Path, plan: str) -> None:
    if not plan.strip() or not plan.isprintable():
        raise Refusal(
            pdf, "--plan har ikke noe navn på en plan.", advice="oppgi planens navn etter --plan."
        )


def _asked(pdf: Path, plans: list[str]) -> str:
    """The plan that the user picks from those registered, or types. Asks at a terminal only."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise _plan_missing(pdf, plans)
    print("Forsiden nevner ingen plan. Hvilken plan gjelder rapporten?", file=sys.stderr)
    for number, plan in enumerate(plans, 1):
        print(f"  {number}  {plan}", file=sys.stderr)
    choice = "Skriv nummeret, eller navnet på planen: " if plans else "Skriv navnet på planen: "
    print(choice, end="", file=sys.stderr, flush=True)
    answer = " ".join(sys.stdin.readline().split())
    if answer.isdecimal() and 0 < int(answer) <= len(plans):
        return plans[int(answer) - 1]
    if not answer or answer.isdecimal() or not answer.isprintable():
        raise _plan_missing(pdf, plans)
    return answer


def _plan_missing(pdf: Path, plans: Collection[str]) -> Refusal:
    return Refusal(
        pdf,
        "forsiden nevner ingen plan, så det er uklart hvilken rapporten gjelder.",
        expected=f"{' eller '.join(f'«{plan}»' for plan in plans)}, eller en ny." if plans else "",
        advice="oppgi planens navn med --plan.",
    )


def _warnings(plan: str, cover: Cover, plans: Collection[str]) -> list[str]:
    """Warnings for the user: a plan that is new, or that differs from the cover's."""
    if cover.plan is not None and same_plan(cover.plan, [plan]) is None:
        return [f"Advarsel: forsiden nevner en annen plan, «{cover.plan}»."]
    if plans and plan not in plans:
        return [
            "Advarsel: ingen andre rapporter gjelder denne planen, så rapporten blir ikke "
            "sammenlignet med dem. Er planen den samme, angre og oppgi den med --plan."
        ]
    return []


def remove(report_id: ReportId) -> str:
    """Remove a report: its PDF, everything made from it, and its entry in the register.

    The entry goes last, so that an interrupted `remove` can simply be repeated.
    """
    if report_id not in read_register():
        pdf = RAW / f"{report_id}.pdf"
        lies_there = is_id(report_id) and pdf.exists()
        raise Refusal(
            PATH,
            f"rapporten «{report_id}» er ikke registrert.",
            advice=f"{pdf} ligger der likevel: slett den, eller registrer den med «add»."
            if lies_there
            else "",
        )
    left = _left_behind(report_id)
    _forget_runs(report_id)
    set_aside(PROCESSED / "report" / f"{report_id}{WORKBOOK}", PROCESSED / ASIDE)
    for path in _made_from(report_id):
        path.unlink()
    shutil.rmtree(INTERIM / report_id, ignore_errors=True)
    terms_file(INTERIM / "terms", report_id).unlink(missing_ok=True)
    (RAW / f"{report_id}.pdf").unlink(missing_ok=True)
    remove_from_register(report_id)
    return "\n".join([*left, f"Tok ut rapporten {report_id}. Kjør nå: dvc repro"])


def _made_from(report_id: ReportId) -> list[Path]:
    """The report's files in processed/, such as 2026.parquet and 2026-funn.csv.

    Workbooks that somebody filled in are that person's.
    """
    longer = [known for known in read_register() if known.startswith(f"{report_id}-")]
    return [
        path
        for path in PROCESSED.glob(f"*/{report_id}[.-]*")
        if path.parent.name != ASIDE
        and not path.name.startswith(tuple(f"{known}{mark}" for known in longer for mark in ".-"))
    ]


def _left_behind(report_id: ReportId) -> list[str]:
    """Messages on hand-written entries about the report, which the user must remove first."""
    from pipeline.validate import corrections, ledger, reviews

    return [
        f"{EXPECTATIONS / kept.FILE} har {count} {word} for rapporten {report_id}. Ta dem ut."
        for kept, word in ((reviews, "vurdering(er)"), (corrections, "rettelse(r)"))
        if (
            count := sum(
                entry.values["report"] == report_id
                for entry in ledger.read_entries(EXPECTATIONS / kept.FILE, kept.KEY, kept.FIELDS)
            )
        )
    ]


def _forget_runs(report_id: ReportId) -> None:
    """Remove the report's stages from dvc.lock, where DVC would keep them forever."""
    if not LOCK.exists():
        return
    text = LOCK.read_text(encoding="utf-8")
    if not is_whole_lock(text):  # the next run recreates it
        return
    yaml = YAML(typ="rt")
    content = yaml.load(text)
    for stage in [name for name in content["stages"] if name.endswith(f"@{report_id}")]:
        del content["stages"][stage]
    with replacing(LOCK) as temporary, temporary.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
