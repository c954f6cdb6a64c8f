"""`python -m tests.segment.learnt`: what comes out wrong without each sign and clause."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.segment.learnt import SIGNS, documents, pages_of, wrong_without
from tests.segment.learnt.clauses import CLAUSES

with tempfile.TemporaryDirectory() as name:
    pages = {}
    for document in documents():
        folder = Path(name) / document.name
        folder.mkdir()
        pages[document.name] = pages_of(document.text, folder)
    for sign in SIGNS:
        print(f"{sign.among:<10}{sign.name:<14}", ", ".join(wrong_without(sign, pages)))
    for clause in CLAUSES:
        print(f"{clause.name:<38}", ", ".join(wrong_without(clause, pages)))
