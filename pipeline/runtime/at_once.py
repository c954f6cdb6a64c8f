"""`python -m pipeline.runtime.at_once "pipeline.package raw processed" "pipeline.midterm …" …`

Runs modules at once, each with its arguments and in a process of its own, as its command would:
what is made from the same tables, and does not need each other, need not wait for each other.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import runpy
import shlex
import sys
from collections.abc import Sequence
from typing import Any

from pipeline.runtime import refusal
from pipeline.runtime.sandbox import METHOD, end_with


def at_once(commands: Sequence[str]) -> int:
    """Run all commands to their end; 0 if all succeed, else the first status that tells more.

    One that fails does not stop the others: what they make is whole, and right. They end with
    this process, however that ends.
    """
    context: Any = multiprocessing.get_context(METHOD)
    processes = [
        context.Process(target=_run, args=(os.getpid(), *shlex.split(own))) for own in commands
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    statuses = [process.exitcode for process in processes]
    return next((max(status or 1, 1) for status in statuses if status != 0), 0)


def _run(parent: int, module: str, *arguments: str) -> None:
    end_with(parent)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.runtime.at_once", description=__doc__)
    parser.add_argument("commands", nargs="+", help="a module and its arguments")
    return at_once(parser.parse_args().commands)


if __name__ == "__main__":
    refusal.run(main)
