"""Would the tests notice a mistake? `make mutants` changes the code in many places and looks.

Each mutant is one small change to pipeline/parse or pipeline/validate: `<` becomes `<=`, `and`
becomes `or`, a number one more, a loop that never runs. Tests that all still pass have let it
survive. Cosmic Ray makes the changes; here a sample of them is drawn, so that it takes minutes and
not days: so many places in the code, each as likely as any other and the same ones for the same
seed, and at each place one of the changes that can be made there. The numbers are shares of that
sample. Patterns and vocabularies are text to Cosmic Ray: they are not changed.

Everything happens in a copy in a temporary folder: nobody's own files are ever changed.
"""

from __future__ import annotations

import argparse
import ast
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.modules import find_modules
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome

ROOT = Path(__file__).parent.parent
MUTATED = (Path("pipeline/norwegian"), Path("pipeline/parse"), Path("pipeline/validate"))
# The tests of a folder's code, first match: what takes minutes (whole runs, browsers) is left out.
TESTS = {
    "pipeline/norwegian": ("tests/norwegian", "tests/test_items.py", "tests/test_findings.py"),
    "pipeline/parse": ("tests/parse", "tests/test_items.py", "tests/test_findings.py"),
    "pipeline/validate/rules": (
        "tests/test_findings.py",
        "tests/validate/test_planted_faults.py",
        "tests/validate/test_across.py",
        "tests/validate/test_counts.py",
        "tests/validate/test_check_edges.py",
    ),
    "pipeline/validate": ("tests/validate", "tests/test_findings.py", "tests/test_metrics.py"),
}
PYTEST = (
    *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header"),
    *("-k", "not hostile"),  # tests of long texts: half of the time, and they assert little else
)
PATIENCE = 4  # times as long as the tests of unchanged code take: a loop without end is noticed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=150, help="places to change")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], metavar="FILE:LINE", help="of the sample")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        _copy_code(copy)
        with chdir(copy):
            places = mutants_by_place(Path(name) / "session.sqlite")
            chosen = sample(places, arguments.mutants, arguments.seed)
            total = len(places)
            print(f"{len(chosen)} of {total} places, seed {arguments.seed}", flush=True)
            if arguments.only:
                chosen = [one for one in chosen if _at(one) in arguments.only]
            survivors = try_all(chosen)
    if chosen:
        killed = len(chosen) - len(survivors)
        print(f"killed {killed}, survived {len(survivors)}: {killed / len(chosen):.0%} killed")
    return 0


def mutants_by_place(session: Path) -> list[list[MutationSpec]]:
    """All changes that make a difference to somebody, those at one place of the code together."""
    places: dict[tuple[str, tuple[int, int], tuple[int, int]], list[MutationSpec]]
    places = defaultdict(list)
    modules = sorted(find_modules(MUTATED))
    sources = {path: path.read_text(encoding="utf-8") for path in modules}
    annotated = {path: set(annotated_places(text)) for path, text in sources.items()}
    with use_db(session) as database:
        init(modules, database, {})
        for item in database.work_items:
            for one in item.mutations:
                line = sources[one.module_path].splitlines()[one.start_pos[0] - 1]
                if one.start_pos not in annotated[one.module_path] and _matters(one, line):
                    places[str(one.module_path), one.start_pos, one.end_pos].append(one)
    return [places[place] for place in sorted(places)]


def _matters(mutation: MutationSpec, line: str) -> bool:
    """Not so: `is` for `==`, which for small numbers and constants is the same, and an answer
    that is worked out again because it is no longer kept.
    """
    source, _, target = mutation.operator_name.rpartition("_")
    if target in ("Is", "IsNot") and not source.endswith(("_Is", "_IsNot")):
        return False
    return not (mutation.operator_name == "core/RemoveDecorator" and "@cache" in line)


def annotated_places(source: str) -> Iterator[tuple[int, int]]:
    """(line, column) of every character of a type annotation: no test can see those."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        for name in ("annotation", "returns"):
            note = getattr(node, name, None)
            if note is None:
                continue
            for number in range(note.lineno, note.end_lineno + 1):
                line = lines[number - 1]
                first = note.col_offset if number == note.lineno else 0
                last = note.end_col_offset if number == note.end_lineno else len(line.encode())
                start = len(line.encode()[:first].decode())  # ast counts bytes
                yield from ((number, start + more) for more in range(last - first))


def sample(places: Sequence[list[MutationSpec]], size: int, seed: int) -> list[MutationSpec]:
    """One change at each of `size` places, in the order of the code."""
    dice = random.Random(seed)
    drawn = sorted(dice.sample(range(len(places)), min(size, len(places))))
    ordered = (sorted(places[one], key=lambda each: each.operator_name) for one in drawn)
    return [dice.choice(changes) for changes in ordered]


def try_all(mutants: Sequence[MutationSpec]) -> list[MutationSpec]:
    """Those that no test notices; prints each with its change as soon as it is known."""
    patience: dict[frozenset[str], float] = {}
    survivors: list[MutationSpec] = []
    for number, one in enumerate(mutants, start=1):
        command = _command(one)
        tests = frozenset(command)
        if tests not in patience:
            patience[tests] = _patience(command)
        started = time.monotonic()
        result = mutate_and_test([one], shlex.join(command), patience[tests])
        told = "timed out" if result.output == "timeout" else str(result.test_outcome.value)
        print(f"{number:4} {told:9} {time.monotonic() - started:4.0f} s  {_at(one)}", flush=True)
        if result.test_outcome is TestOutcome.INCOMPETENT:
            raise RuntimeError(result.output)
        if result.test_outcome is TestOutcome.SURVIVED:
            survivors.append(one)
            changed = [line for line in result.diff.splitlines() if line[:1] in "+-"]
            print("\n".join(line for line in changed if line[:3] not in ("+++", "---")))
    return survivors


def _command(mutation: MutationSpec) -> tuple[str, ...]:
    """The tests that can notice the change, those first that name its module."""
    folder = next(own for own in TESTS if str(mutation.module_path).startswith(own))
    given = [Path(test) for test in TESTS[folder] if Path(test).exists()]
    files = [file for test in given for file in (sorted(test.rglob("test_*.py")) or [test])]
    module = ".".join(mutation.module_path.with_suffix("").parts)
    naming = [file for file in files if f"{module} import" in file.read_text(encoding="utf-8")]
    if folder == "pipeline/validate" and naming:
        return (*PYTEST, *map(str, naming))  # each module has tests of its own, which are long
    return (*PYTEST, *map(str, naming), *map(str, (file for file in files if file not in naming)))


def _patience(command: tuple[str, ...]) -> float:
    """Seconds to wait for the tests, which must pass on the code as it is."""
    started = time.monotonic()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"The tests fail on the unchanged code:\n{ran.stdout[-3000:]}")
    return PATIENCE * (time.monotonic() - started)


def _at(mutation: MutationSpec) -> str:
    return f"{mutation.module_path}:{mutation.start_pos[0]}"


def _copy_code(folder: Path) -> None:
    """What git knows or would add."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


if __name__ == "__main__":
    raise SystemExit(main())
