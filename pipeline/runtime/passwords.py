"""Passwords of locked PDFs: read from the user's file, never stored, printed or passed on.

The environment variable STATUSRAPPORT_PASSWORD_FILE names the file; it is not an option of the
stages, because DVC records their command lines. The file has one password on each line, so that one
run can read several locked reports.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.runtime.refusal import Refusal

PASSWORD_FILE = "STATUSRAPPORT_PASSWORD_FILE"


def password_of(pdf: Path, opens: Callable[[str], bool]) -> str:
    """The first of the user's passwords that `opens` the locked file.

    Raises `Refusal`, which says how to give a password, if there is none or none fits.
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
