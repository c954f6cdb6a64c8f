"""`statusrapport archive MAPPE UT`: a folder of reports in, data sets out."""

from __future__ import annotations

import argparse

from pipeline.archive.build import archive
from pipeline.runtime.without_numpy import without_numpy


def run(given: argparse.Namespace) -> int:
    """Build the archive and print the outcome; return 0 if everything was understood, else 2."""
    without_numpy()
    archived = archive(
        given.folder,
        given.out,
        given.manifest,
        workers=given.workers,
        scheduler=given.scheduler,
        addresses=given.addresses,
    )
    print(archived.summary)
    return 0 if archived.understood else 2
