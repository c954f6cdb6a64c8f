"""How the pipeline says no: one exception, printed as a message and never as a traceback."""

from __future__ import annotations

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

    def message(self) -> str:
        """The refusal as the lines a user reads."""
        place = self.file if self.page is None else f"{self.file}, side {self.page}"
        lines = [f"{place}: {self.found}"]
        if self.expected:
            lines.append(f"  Ventet: {self.expected}")
        if self.advice:
            lines.append(f"  Gjør dette: {self.advice}")
        return "\n".join(lines)


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command's `main` and end the process with its exit status.

    A `Refusal` is printed to standard error and ends with status 1. Everything else is a fault
    in the program and keeps its traceback, so that it gets reported and mended.
    """
    try:
        status = main()
    except Refusal as refusal:
        print(refusal.message(), file=sys.stderr)
        status = 1
    sys.exit(status)
