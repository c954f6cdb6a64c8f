"""Each sign by which segment weighs, and each clause, is there for a document that needs it."""

from __future__ import annotations

import pytest

from pipeline.seams.words import Page
from tests.segment.learnt import SIGNS, Learnt, Sign, documents, pages_of, read, wrong_without
from tests.segment.learnt.clauses import CLAUSES, Clause

LEARNT = documents()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages of each document."""
    return {
        document.name: pages_of(document.text, tmp_path_factory.mktemp(document.name))
        for document in LEARNT
    }


@pytest.mark.parametrize("document", LEARNT, ids=lambda document: document.name)
def test_what_was_learnt_is_read(document: Learnt, pages: dict[str, list[Page]]) -> None:
    assert read(pages[document.name]) == document.expected


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{sign.among.lower()}-{sign.name}")
def test_without_a_sign_some_document_comes_out_wrong(
    sign: Sign, pages: dict[str, list[Page]]
) -> None:
    assert wrong_without(sign, pages)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.name)
def test_without_a_clause_some_document_comes_out_wrong(
    clause: Clause, pages: dict[str, list[Page]]
) -> None:
    assert wrong_without(clause, pages)
