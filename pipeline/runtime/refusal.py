"""Refusals of bad input: one exception, printed as a message and never as a traceback."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TextIO

from pipeline.runtime.printable import printable
from pipeline.runtime.uncollected import seldom_collected


class Refusal(Exception):  # noqa: N818 - bad input, not a bug
    """Bad input, described so that a researcher knows what to do next.

    `file` is what was read, `page` the page in it (from 1), `found` what is wrong, `expected`
    what should have been there and `advice` what to do about it. `found`, `expected` and `advice`
    are sentences in bokmål, because users read them.
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
        """Pickle support, between processes: exceptions do not pickle keyword arguments."""
        return _refusal, (self.file, self.found, self.expected, self.advice, self.page)

    def message(self) -> str:
        """The refusal as the user reads it, in lines."""
        where = self.file if self.page is None else f"{self.file}, side {self.page}"
        lines = [f"{where}: {self.found}"]
        if self.expected:
            lines.append(f"  Ventet: {self.expected}")
        if self.advice:
            lines.append(f"  Gjør dette: {self.advice}")
        return "\n".join(map(printable, lines))


def _refusal(file: str, found: str, expected: str, advice: str, page: int | None) -> Refusal:
    return Refusal(file, found, expected=expected, advice=advice, page=page)


# Disk and permission errors when a file is written, and what the user reads: found, advice.
_DISK = {
    errno.ENOSPC: ("disken er full.", "frigjør plass, og kjør kommandoen på nytt."),
    errno.EDQUOT: ("kvoten på disken er brukt opp.", "frigjør plass, og kjør på nytt."),
    errno.EFBIG: ("filen ble større enn systemet tillater.", "hev grensen (ulimit -f)."),
    errno.EROFS: ("disken er skrivebeskyttet.", "bruk en mappe der du kan skrive."),
    errno.EACCES: ("mangler tilgang til å skrive.", "gi deg selv skrivetilgang til mappen."),
    errno.EPERM: ("systemet tillater ikke å skrive.", "gi deg selv skrivetilgang til mappen."),
    errno.EIO: ("disken svarer med feil.", "se etter feil på disken, og kjør på nytt."),
}
_INTERRUPTED = 130  # as in shells: 128 plus the number of the signal
_NOBODY_READS = 141


def about_writing(file: Path, error: OSError) -> Refusal | None:
    """The refusal for a disk error while `file` was written; None for any other error.

    An error of another file, which is read while this one is written, is not this one's.
    """
    if error.errno not in _DISK or (
        isinstance(error, PermissionError) and not _is_about(file, error.filename)
    ):
        return None
    found, advice = _DISK[error.errno]
    return Refusal(
        file,
        f"filen kunne ikke skrives: {found}",
        expected="plass og tilgang til å skrive. Det som stod her før, er urørt.",
        advice=advice,
    )


def _is_about(file: Path, named: str | None) -> bool:
    """Whether an error names the file, a folder above it, or the temporary file for it."""
    if named is None:
        return True
    whole, other = file.absolute(), Path(named).absolute()
    temporary = other.parent == whole.parent and other.name.startswith(f".{whole.name}.")
    return temporary or other in (whole, *whole.parents)


def about_reading(file: Path) -> Refusal:
    """The refusal for a file that exists but that this user may not read."""
    return Refusal(
        file,
        "filen kan ikke leses: mangler tilgang til å lese den.",
        expected="en fil som du har lov til å lese.",
        advice="gi deg selv lesetilgang til filen og mappen den ligger i, og kjør på nytt.",
    )


def about(error: OSError) -> Refusal | None:
    """The refusal for a disk error that was not caught before; None for any other error."""
    file = Path(error.filename or "disken")
    if isinstance(error, PermissionError) and not _is_readable(file):
        return about_reading(file)
    return about_writing(file, error)


def _is_readable(file: Path) -> bool:
    """Whether the user may read the file, or could if it existed."""
    return os.access(file, os.R_OK) or (
        os.access(file.parent, os.X_OK) and not os.access(file, os.F_OK)
    )


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command's `main` and end the process with its exit status.

    A `Refusal` is printed to standard error and exits with status 1, as does a full or read-only
    disk anywhere; Ctrl-C exits with 130. A closed pipe (`| head`) ends the command silently. Any
    other exception is a bug and keeps its traceback, so that it gets reported and fixed.
    """
    _print_whatever_comes()
    seldom_collected()
    try:
        status = main()
        print(end="", flush=True)
    except BrokenPipeError:
        _drop(sys.stdout)
        status = _NOBODY_READS
    except OSError as error:
        refused = about(error)
        if refused is None:
            raise
        if error.filename is None:  # standard output itself may be on the full disk
            _drop(sys.stdout)
        status = _say(refused)
    except Refusal as refusal:
        status = _say(refusal)
    except KeyboardInterrupt:
        print("Avbrutt.", file=sys.stderr)
        status = _INTERRUPTED
    sys.exit(status)


def _print_whatever_comes() -> None:
    """Print a letter that the terminal cannot show as a question mark instead of raising."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _say(refusal: Refusal) -> int:
    """Print a refusal and return its exit status."""
    try:
        print(refusal.message(), file=sys.stderr)
    except BrokenPipeError:
        _drop(sys.stderr)
    return 1


def _drop(stream: TextIO) -> None:
    """Redirect the stream to the null device, so that flushing it at exit cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
