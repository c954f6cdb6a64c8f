"""`python -m pipeline`, and `statusrapport` where it is installed. The commands are in cli/."""

from __future__ import annotations

from typing import NoReturn

from pipeline.cli.arguments import parser
from pipeline.runtime import refusal


def main() -> int:
    given = parser().parse_args()
    status: int = given.run(given)
    return status


def run() -> NoReturn:
    """Run the command that the process was started with, and end with its status."""
    refusal.run(main)


if __name__ == "__main__":
    run()
