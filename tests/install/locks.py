"""The locks as pip reads them, and what stands in them for whom."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from itertools import chain

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.licences import installed

RUN, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
ARCHIVE, SBOM = "requirements-archive.lock", "requirements-sbom.lock"
EXTRAS: dict[str, tuple[str, ...]] = {
    RUN: (),
    ARCHIVE: ("archive",),
    DEVELOPMENT: ("dev", "archive"),
}
LOCKS = (*EXTRAS, SBOM)
PIN = re.compile(r"^(?P<requirement>[A-Za-z0-9].*?)(?P<hashes>(?: \\\n +--hash=\S+)+)$", re.M)


def pins(lock: str) -> list[Requirement]:
    """What the text of a lock pins, for every platform and Python. All of it has hashes."""
    matches = list(PIN.finditer(lock))
    assert len(matches) == len(re.findall(r"^\w", lock, re.M))
    return [Requirement(match["requirement"]) for match in matches]


def asked_for(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for, and the lock of that name is made from."""
    text = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if lock == SBOM:
        return [Requirement(line) for line in text["dependency-groups"]["sbom"]]
    project = text["project"]
    extras = [project["optional-dependencies"][extra] for extra in EXTRAS[lock]]
    return [Requirement(line) for line in chain(project["dependencies"], *extras)]


def missing(
    pinned: Iterable[Requirement],
    asked: Iterable[Requirement],
    environment: Mapping[str, str],
) -> list[str]:
    """Everything that `asked` needs in an environment, directly or not, and `pinned` does not have.

    What a package needs is read from its metadata where it is installed here, with the extras that
    are asked for: `pip check` does not look at those. What only other platforms or Pythons install
    is looked for in the lock, but what it needs itself cannot be known here.
    """
    versions = {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in pinned
        if pin.marker is None or pin.marker.evaluate({**environment})
    }
    lacking = set()
    waiting = [(requirement, "", "pyproject.toml") for requirement in asked]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra, by = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({**environment, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        if name not in versions:
            lacking.add(f"{by} needs {requirement}, which is not in the lock")
            continue
        if not requirement.specifier.contains(versions[name], prereleases=True):
            lacking.add(f"{by} needs {requirement}, and the lock has {versions[name]}")
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                asker = f"{name}[{wanted}]" if wanted else name
                waiting += [(needed, wanted, asker) for needed in needs(name)]
    return sorted(lacking)


def needs(name: str) -> list[Requirement]:
    """What a package says that it needs, with its extras; nothing where it is not installed."""
    try:
        return [Requirement(line) for line in installed(name).requires or []]
    except metadata.PackageNotFoundError:
        return []


def excerpt(lock: str, *names: str) -> str:
    """The text of a lock cut down to these packages and all that they need here."""
    kept: set[str] = set()
    waiting = [*names]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in kept:
            kept.add(name)
            waiting += [
                needed.name
                for needed in needs(name)
                if needed.marker is None or needed.marker.evaluate({"extra": ""})
            ]
    return "".join(
        f"{match[0]}\n"
        for match in PIN.finditer(lock)
        if canonicalize_name(Requirement(match["requirement"]).name) in kept
    )
