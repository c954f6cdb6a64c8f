"""Command lines in bokmål: argparse with Norwegian words of its own, and status 1 for wrong use."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

WRONG_USE = 1  # argparse's own 2 is what the gate says of a report that was not understood
# What argparse says itself; the rest of its words are to programmers, or of what is not used here.
WORDS = {
    "usage: ": "bruk: ",
    "options": "valg",
    "positional arguments": "argumenter",
    "show this help message and exit": "vis denne hjelpen og avslutt",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "dette mangler: %s",
    "one of the arguments %s is required": "ett av disse må oppgis: %s",
    "unrecognized arguments: %s": "dette er ukjent her: %s",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s kan bety flere ting: %(matches)s"
    ),
    "expected one argument": "det må stå én verdi etter",
    "expected at least one argument": "det må stå minst én verdi etter",
    "expected at most one argument": "det kan stå høyst én verdi etter",
    "expected %s argument": "det må stå %s verdi etter",
    "expected %s arguments": "det må stå %s verdier etter",
    "not allowed with argument %s": "kan ikke brukes sammen med %s",
    "ignored explicit argument %r": "tar ingen verdi: %r",
    "unexpected option string: %s": "dette valget er ukjent: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r finnes ikke (velg blant %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r er ikke en gyldig verdi (%(type)s)",
}


def _in_bokmal(text: str) -> str:
    return WORDS.get(text, text)


def _in_bokmal_by_number(one: str, many: str, number: int) -> str:
    return _in_bokmal(one if number == 1 else many)


# argparse looks its words up by these two names of gettext's; a catalogue of ours would have to be
# compiled, installed, and chosen by the user's locale.
vars(argparse).update(_=_in_bokmal, ngettext=_in_bokmal_by_number)


class Parser(argparse.ArgumentParser):
    """argparse's parser, which ends with status 1 where the command line cannot be used."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is used, on standard error."""
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: {message}\nSe «{self.prog} --help».\n")
