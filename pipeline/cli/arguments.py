"""The command line: the commands, their arguments, and the module that does the work of each.

A command is a function in `COMMANDS` that adds its parser to `commands` and sets `run`. The module
that does the work is imported when the command runs, because many are slow to load.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pipeline.cli.folders import DIST, PROCESSED
from pipeline.runtime.arguments import Parser
from pipeline.runtime.passwords import PASSWORD_FILE

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
Given: TypeAlias = argparse.Namespace
INSTALLED = "statusrapport"
MOST_WORKERS = 256


def check(commands: Commands) -> None:
    parser = commands.add_parser(
        "check",
        help="kontroller én rapport, uten å registrere den",
        description="Leser en PDF og lager kontrollrapport, PDF med funnene markert, brev, funn "
        "(CSV og Excel) og tabeller i en mappe. Trenger ikke noe prosjekt og registrerer "
        "ingenting.",
    )
    parser.add_argument("pdf", type=Path, metavar="FIL.pdf", help="rapporten")
    parser.add_argument("--plan", metavar="NAVN", help="planen; ellers den på forsiden")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="MAPPE",
        help="hit legges resultatet; ellers i FIL-kontroll ved siden av filen",
    )
    parser.add_argument(
        "--register",
        type=Path,
        metavar="FIL.yaml",
        help="fil på samme form som raw/reports.yaml, med rapportens ord og dato, og det som er "
        "godtatt i den",
    )

    def run(given: Given) -> int:
        from pipeline.cli.check import run

        return run(given.pdf, given.plan, given.out, given.register)

    parser.set_defaults(run=run)


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "add",
        help="legg til en rapport",
        description="Kopierer en PDF til raw/ og registrerer den i raw/reports.yaml, når den "
        "lar seg lese som statusrapport.",
    )
    parser.add_argument("pdf", type=Path, metavar="FIL.pdf", help="rapporten")
    parser.add_argument("--id", help="navnet på rapporten; ellers årstallet på forsiden")
    parser.add_argument("--plan", help="planen som rapporten gjelder; ellers den på forsiden")
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FIL",
        help=f"tekstfil med passordet til en låst PDF; ellers {PASSWORD_FILE}",
    )

    def run(given: Given) -> int:
        from pipeline.cli.reports import add

        if given.password_file is not None:
            os.environ[PASSWORD_FILE] = str(given.password_file)
        print(add(given.pdf, given.id, given.plan))
        return 0

    parser.set_defaults(run=run)


def remove(commands: Commands) -> None:
    parser = commands.add_parser(
        "remove",
        help="ta ut en rapport",
        description="Tar ut en rapport: PDF-en, det som er registrert, og alt som er laget av den.",
    )
    parser.add_argument("id", metavar="ID", help="rapporten, slik den er registrert")

    def run(given: Given) -> int:
        from pipeline.cli.reports import remove

        print(remove(given.id))
        return 0

    parser.set_defaults(run=run)


def show(commands: Commands) -> None:
    parser = commands.add_parser(
        "show",
        help="vis sammendraget",
        description="Viser sammendraget som en kjøring slutter med, for én rapport eller for alle.",
    )
    parser.add_argument("id", metavar="ID", nargs="?", help="rapporten; ellers alle")
    parser.add_argument(
        "--changed",
        action="store_true",
        help="vis bare hvilke funn som er nye, endret eller borte siden forrige publisering",
    )

    def run(given: Given) -> int:
        from pipeline.cli.show import show

        print(show(given.id, changed=given.changed))
        return 0

    parser.set_defaults(run=run)


def why(commands: Commands) -> None:
    parser = commands.add_parser(
        "why",
        help="vis hvorfor rapporten er lest slik",
        description="Viser hva hver linje på en side, eller alt om et tiltak, er lest som, hva som "
        "talte for det, og hva linjen ellers kunne ha vært. Uten side og tiltak vises hvordan "
        "rapporten er satt: skrift, overskrifter, numre, ledetekster og tabeller.",
    )
    parser.add_argument("id", metavar="ID", help="rapporten, slik den er registrert")
    parser.add_argument("--page", metavar="N", help="siden, slik PDF-leseren teller")
    parser.add_argument("--item", metavar="TILTAK", help="tiltaket eller vedtaket: tiltak-4")

    def run(given: Given) -> int:
        from pipeline.cli.why import why

        print(why(given.id, given.page, given.item))
        return 0

    parser.set_defaults(run=run)


def review(commands: Commands) -> None:
    parser = commands.add_parser(
        "review",
        help="vurder et funn eller et tiltak, eller les inn en utfylt arbeidsbok",
        description="Skriver en vurdering av et funn eller et tiltak i expectations/reviews.yaml, "
        "eller leser inn alle vurderingene i en arbeidsbok som er fylt ut.",
    )
    parser.add_argument(
        "subject", nargs="?", metavar="FUNN", help="id-en til funnet eller tiltaket: tiltak-4"
    )
    parser.add_argument(
        "--verdict",
        metavar="VURDERING",
        help="bekreftet, 'falsk alarm', 'rettet av utgiver' eller forklart",
    )
    parser.add_argument("--by", metavar="NAVN", help="den som vurderer")
    parser.add_argument("--reason", metavar="GRUNN", help="begrunnelsen")
    parser.add_argument("--date", metavar="ÅÅÅÅ-MM-DD", help="dagen; ellers i dag")
    parser.add_argument("--report", metavar="ID", help="rapporten, om tiltaket står i flere")
    parser.add_argument(
        "--from",
        dest="workbook",
        type=Path,
        metavar="FIL.xlsx",
        help="en …-funn.xlsx der kolonnene for vurdering er fylt ut",
    )

    def run(given: Given) -> int:
        given_here = (given.subject, given.verdict, given.by, given.reason)
        if given.workbook is not None:
            if any((*given_here, given.date, given.report)):
                parser.error("--from leser alt fra arbeidsboken: oppgi ikke noe annet.")
            from pipeline.cli.review_workbook import review_workbook

            taken = review_workbook(given.workbook)
            print(taken.text)
            return 0 if taken.all_taken else 1
        if None in given_here:
            parser.error("oppgi FUNN, --verdict, --by og --reason, eller --from.")
        from pipeline.cli.review import review

        print(review(*given_here, given.date, given.report))
        return 0

    parser.set_defaults(run=run)


def release(commands: Commands) -> None:
    parser = commands.add_parser(
        "release",
        help="pakk alt som er laget",
        description="Pakker tabeller, kontrollrapporter, regneark og kodebok i én zip-fil i "
        "dist/, for dem som ikke har Python, og husker funnene, så senere kjøringer kan si hva "
        "som er nytt og borte siden.",
    )

    def run(given: Given) -> int:
        from pipeline.cli.publishing import remember_published
        from pipeline.package.release import release, written

        print(written(release(PROCESSED, DIST)))
        print(remember_published())
        return 0

    parser.set_defaults(run=run)


def archive(commands: Commands) -> None:
    parser = commands.add_parser(
        "archive",
        help="les en hel mappe med rapporter",
        description="Leser alle PDF-ene i en mappe og under den, og lager ett datasett for hver "
        "tabell, delt etter plan, og en side over alle planer. Det som er lest før, leses ikke "
        "igjen. Filer som ikke lar seg lese, blir rader i refusals.",
    )
    parser.add_argument(
        "folder", metavar="MAPPE", help="mappen med PDF-er: en sti, eller en adresse (s3://…)"
    )
    parser.add_argument("out", type=Path, metavar="UT", help="hit skrives arkivet")
    parser.add_argument(
        "--manifest",
        type=Path,
        metavar="FIL.csv",
        help="filene som skal leses, med id, file, plan, url og retrieved; ellers gir filnavnet "
        "id-en og forsiden planen",
    )
    parser.add_argument(
        "--addresses",
        action="store_true",
        help="hent også filer som manifestet oppgir med adresse (https://…)",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=_workers, metavar="N", help="antall prosesser; ellers én for hver kjerne"
    )
    where.add_argument(
        "--scheduler", metavar="ADRESSE", help="en Dask-planlegger som kjører: tcp://vert:8786"
    )

    def run(given: Given) -> int:
        from pipeline.cli.archive import run

        return run(given)

    parser.set_defaults(run=run)


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} er ikke et tall fra 1 til {MOST_WORKERS}")
    return int(text)


COMMANDS: tuple[Callable[[Commands], None], ...] = (
    check, add, remove, show, why, review, release, archive,
)  # fmt: skip


def parser() -> Parser:
    """The parser of the whole command line. It sets `run`, a function of the parsed arguments."""
    named = Path(sys.argv[0]).stem == INSTALLED
    whole = Parser(
        prog=INSTALLED if named else "python -m pipeline",
        description="Statusrapporter som tabeller, med alt de sier to ganger og ulikt.",
        epilog="Slutter med status 0 når alt gikk bra, 1 når noe ble avvist, og 2 når noe i en "
        "rapport ikke ble forstått.",
    )
    commands = whole.add_subparsers(title="kommandoer", metavar="KOMMANDO", required=True)
    for command in COMMANDS:
        command(commands)
    return whole
