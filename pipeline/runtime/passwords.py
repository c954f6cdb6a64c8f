"""Passwords of locked PDFs: read from a file of the user's, never kept, printed or passed on.

The file is named by the environment variable STATUSRAPPORT_PASSWORD_FILE and not by an option of
the stages, because DVC writes their command lines down. It has one password on each line, so that
several locked reports can be read in one run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.runtime.refusal import Refusal

PASSWORD_FILE = "STATUSRAPPORT_PASSWORD_FILE"


def password_of(pdf: Path, opens: Callable[[str], bool]) -> str:
    """The first of the user's passwords that `opens` the locked file.

    Raises `Refusal` where none is given or none opens it, and says how to give one.
    """
    named = os.environ.get(PASSWORD_FILE, "")
    if not named:
        raise Refusal(
            pdf,
            "filen er låst med passord.",
            expected="en PDF som alle kan åpne, eller passordet til den.",
            advice="skriv passordet i en tekstfil, og la miljøvariabelen "
            f"{PASSWORD_FILE} være stien til den. Passordet blir ikke lagret. "
            "Eller lagre en kopi uten passord, og bruk den.",
        )
    try:
        lines = Path(named).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            named,
            f"passordfilen kan ikke leses ({type(error).__name__}).",
            expected="en tekstfil (UTF-8) med ett passord på hver linje.",
            advice=f"rett stien i miljøvariabelen {PASSWORD_FILE}.",
        ) from error
    for password in filter(None, lines):
        if opens(password):
            return password
    raise Refusal(
        pdf,
        f"filen er låst med passord, og ingen av passordene i {named} åpner den.",
        expected="ett passord på hver linje, uten mellomrom foran eller bak.",
        advice="rett passordet i filen, eller lagre en kopi av PDF-en uten passord.",
    )
