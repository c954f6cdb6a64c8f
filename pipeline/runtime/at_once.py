"""`python -m pipeline.runtime.at_once "pipeline.package raw processed" "pipeline.midterm …" …`

Runs modules in parallel, each with its arguments in a separate process: stages that read the same
tables and do not depend on each other.
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
    """Run all commands to the end; return 0 if all succeed, else the first failing status.

    A command that fails prints why and does not stop the others, whose output is valid.
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
