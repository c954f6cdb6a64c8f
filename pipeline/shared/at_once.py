"""`python -m pipeline.shared.at_once "pipeline.package raw processed" "pipeline.notebook …" …`

Runs modules at once, each with its arguments and in a process of its own, as its command would:
what is made from the same tables, and does not need each other, need not wait for each other.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Sequence

from pipeline.shared import refusal


def at_once(commands: Sequence[str]) -> int:
    """Run all commands to their end; 0 if all succeed, else the first status that tells more.

    One that fails does not stop the others: what they make is whole, and right.
    """
    started = [subprocess.Popen([sys.executable, "-m", *shlex.split(own)]) for own in commands]
    statuses = [one.wait() for one in started]
    return next((max(status, 1) for status in statuses if status != 0), 0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.shared.at_once", description=__doc__)
    parser.add_argument("commands", nargs="+", help="a module and its arguments")
    return at_once(parser.parse_args().commands)


if __name__ == "__main__":
    refusal.run(main)
