"""`python -m pipeline.runtime.at_once "pipeline.package raw processed" "pipeline.midterm …" …`

Runs modules at once, each with its arguments and in a process of its own, as its command would:
what is made from the same tables, and does not need each other, need not wait for each other.
"""

from __future__ import annotations

import runpy
import shlex
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.processes import Child, running
from pipeline.runtime.refusal import Refusal


def at_once(commands: Sequence[str]) -> int:
    """Run all commands to their end; 0 if all succeed, else the status of the first that fails.

    One that fails says why, and does not stop the others: what they make is whole, and right.
    """
    with ExitStack() as block:
        children = [
            block.enter_context(running(command, _run, *shlex.split(command)))
            for command in commands
        ]
        statuses = [_status(child) for child in children]
    return next((status for status in statuses if status != 0), 0)


def _run(module: str, *arguments: str) -> None:
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code:
            raise


def _status(child: Child[None]) -> int:
    try:
        child.result()
    except SystemExit as end:
        return int(end.code or 1)
    except Refusal as refused:
        print(refused.message(), file=sys.stderr)
        return 1
    return 0


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.runtime.at_once", description="Kjører flere moduler samtidig."
    )
    parser.add_argument(
        "commands", nargs="+", metavar="KOMMANDO", help="en modul og det den skal få oppgitt"
    )
    return at_once(parser.parse_args().commands)


if __name__ == "__main__":
    refusal.run(main)
