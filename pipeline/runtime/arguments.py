"""Command lines in bokmål: argparse with Norwegian messages, and status 1 for wrong use."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

WRONG_USE = 1  # not argparse's 2, which is the gate's status for a report that was not understood
# The messages of argparse that users can meet; the others are for programmers or not used here.
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


def _in_bokmal_by_number(singular: str, plural: str, number: int) -> str:
    return _in_bokmal(singular if number == 1 else plural)


# argparse translates its messages with these two functions of gettext; a catalogue would have to be
# compiled, installed and selected by the user's locale.
vars(argparse).update(_=_in_bokmal, ngettext=_in_bokmal_by_number)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that exits with status 1 for an invalid command line."""

    def error(self, message: str) -> NoReturn:
        """Print the error and the usage to standard error, and exit."""
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: {message}\nSe «{self.prog} --help».\n")
