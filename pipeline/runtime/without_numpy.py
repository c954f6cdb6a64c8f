"""pyarrow without numpy and pandas.

It imports the one at once, where it is installed, and the other on the first list that it gets, to
check for a Series: a third of a second and sixty megabytes for nothing.
"""

from __future__ import annotations

import sys


class _WithoutNumpy:
    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname in ("numpy", "pandas"):
            raise ModuleNotFoundError(fullname)


def without_numpy() -> None:
    """Make both look uninstalled in this process and in what it forks."""
    sys.meta_path.insert(0, _WithoutNumpy())
