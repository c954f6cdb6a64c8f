"""How the pipeline says no: one exception, printed as a message and never as a traceback."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


class Refusal(Exception):  # noqa: N818 - it is no error of the program's
    """Input that cannot be used, told so that a researcher knows what to do next.

    `file` is what was read, `page` the page in it (from 1), `found` what is wrong, `expected`
    what should have been there and `advice` what to do about it. All but `file` are
    sentences in bokmål, because it is users who read them.
    """

    def __init__(
        self,
        file: Path | str,
        found: str,
        *,
        expected: str = "",
        advice: str = "",
        page: int | None = None,
    ) -> None:
        self.file = str(file)
        self.page = page
        self.found = found
        self.expected = expected
        self.advice = advice
        super().__init__(self.message())

    def __reduce__(self) -> tuple[Callable[..., Refusal], tuple[object, ...]]:
        """Refusals travel between processes, and an exception's own way knows no named parts."""
        return _refusal, (self.file, self.found, self.expected, self.advice, self.page)

    def message(self) -> str:
        """The refusal as the lines a user reads."""
        place = self.file if self.page is None else f"{self.file}, side {self.page}"
        lines = [f"{place}: {self.found}"]
        if self.expected:
            lines.append(f"  Ventet: {self.expected}")
        if self.advice:
            lines.append(f"  Gjør dette: {self.advice}")
        return "\n".join(lines)


def _refusal(file: str, found: str, expected: str, advice: str, page: int | None) -> Refusal:
    return Refusal(file, found, expected=expected, advice=advice, page=page)


# What a disk or its owner says no to, and how a user is told.
_DISK = {
    errno.ENOSPC: ("disken er full.", "frigjør plass, og kjør kommandoen på nytt."),
    errno.EDQUOT: ("kvoten på disken er brukt opp.", "frigjør plass, og kjør på nytt."),
    errno.EFBIG: ("filen ble større enn systemet tillater.", "hev grensen (ulimit -f)."),
    errno.EROFS: ("disken er skrivebeskyttet.", "bruk en mappe der du kan skrive."),
    errno.EACCES: ("mangler tilgang til å skrive.", "gi deg selv skrivetilgang til mappen."),
    errno.EPERM: ("systemet tillater ikke å skrive.", "gi deg selv skrivetilgang til mappen."),
    errno.EIO: ("disken svarer med feil.", "se etter feil på disken, og kjør på nytt."),
}


def about_disk(file: Path, error: OSError) -> Refusal | None:
    """The refusal for an error of the disk while `file` was written; None if it is another's.

    Reading another file can fail for want of access, too: that is not told as this file's.
    """
    elsewhere = error.filename is not None and not file.is_relative_to(Path(error.filename).parent)
    if error.errno not in _DISK or (elsewhere and error.errno in (errno.EACCES, errno.EPERM)):
        return None
    found, advice = _DISK[error.errno]
    return Refusal(
        file,
        f"filen kunne ikke skrives: {found}",
        expected="plass og tilgang til å skrive. Det som stod her før, er urørt.",
        advice=advice,
    )


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command's `main` and end the process with its exit status.

    A `Refusal` is printed to standard error and ends with status 1, as does a disk that is full
    or read-only, wherever that shows; Ctrl-C ends with 130. Everything else is a fault in the
    program and keeps its traceback, so that it gets reported and mended.
    """
    try:
        status = main()
    except OSError as error:
        refused = about_disk(Path(error.filename or "disken"), error)
        if refused is None:
            raise
        print(refused.message(), file=sys.stderr)
        status = 1
    except Refusal as refusal:
        print(refusal.message(), file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        print("Avbrutt.", file=sys.stderr)
        status = 130
    sys.exit(status)
