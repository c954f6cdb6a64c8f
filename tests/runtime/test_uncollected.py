"""`runtime.uncollected`: the collector rests during an import, and works again after it."""

from __future__ import annotations

import gc

import pytest

from pipeline.runtime.uncollected import uncollected


def test_nothing_is_collected_during_an_import() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()


def test_an_import_that_fails_leaves_the_collector_on() -> None:
    with pytest.raises(ImportError), uncollected():
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()
