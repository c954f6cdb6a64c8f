"""Two versions of a text, word by word."""

from __future__ import annotations

import pytest

from pipeline.publish.text_changes import AROUND, Run, compared, is_same, shortened


def marked(before: str | None, after: str | None) -> list[tuple[str, str]]:
    """The passages, with what differs in brackets."""
    return [
        tuple(  # type: ignore[misc]
            " ".join(f"[{run.text}]" if run.differs else run.text for run in side)
            for side in (passage.before, passage.after)
        )
        for passage in compared(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Arbeidet er i gang.", "Arbeidet er i gang.", [("Arbeidet er i gang.",) * 2]),
        (
            "Veilederen skal være ferdig høsten 2025 og sendes ut.",
            "Veilederen skal være ferdig våren 2026 og sendes ut.",
            [
                (
                    "Veilederen skal være ferdig [høsten 2025] og sendes ut.",
                    "Veilederen skal være ferdig [våren 2026] og sendes ut.",
                )
            ],
        ),
        # A paragraph between two that are the same.
        ("Først.\n\nSist.", "Først.\n\nDette er nytt.\n\nSist.",
         [("Først.",) * 2, ("", "[Dette er nytt.]"), ("Sist.",) * 2]),
        ("Først.\n\nDette går ut.\n\nSist.", "Først.\n\nSist.",
         [("Først.",) * 2, ("[Dette går ut.]", ""), ("Sist.",) * 2]),
        # One that was written anew stands beside the one that it took the place of.
        ("Likt.\n\nMøtet ble holdt i mai.", "Likt.\n\nDepartementet vurderer saken videre.",
         [("Likt.",) * 2, ("[Møtet ble holdt i mai.]", "[Departementet vurderer saken videre.]")]),
        # A lone equal word between changed ones reads better as changed.
        ("Gruppen hadde tre møter i fjor, og skal levere sin rapport til sommeren.",
         "Gruppen hadde fem samlinger i år, og skal levere sin rapport til sommeren.",
         [("Gruppen hadde [tre møter i fjor,] og skal levere sin rapport til sommeren.",
           "Gruppen hadde [fem samlinger i år,] og skal levere sin rapport til sommeren.")]),
        (None, "Nytt.", [("", "[Nytt.]")]),
        ("Borte.", None, [("[Borte.]", "")]),
        (None, None, []),
        ("", "", []),
    ],
)  # fmt: skip
def test_what_differs_is_marked_word_by_word(
    before: str | None, after: str | None, expected: list[tuple[str, str]]
) -> None:
    assert marked(before, after) == expected


def test_no_word_is_lost() -> None:
    before = "En to tre fire fem.\n\nSeks sju åtte ni.\n\nTi elleve."
    after = "En to 3 fire fem seks.\n\nTi elleve tolv.\n\nSju åtte ni."
    passages = compared(before, after)
    for text, side in ((before, "before"), (after, "after")):
        runs = [run.text for passage in passages for run in getattr(passage, side)]
        assert " ".join(runs).split() == text.split()


def test_the_same_is_the_same_to_the_sign() -> None:
    assert is_same(compared("Ferdig.\n\nDet er alt.", "Ferdig.\n\nDet  er alt."))
    assert not is_same(compared("Ferdig.", "Ferdig"))
    assert is_same(compared(None, ""))


def test_a_long_paragraph_is_shortened_to_the_words_around_a_change() -> None:
    words = " ".join(f"ord{n}" for n in range(60))
    start, change, end = shortened([Run(words, False), Run("nytt", True), Run(words, False)])
    assert start.text.split() == ["…", *words.split()[-AROUND:]]
    assert change == Run("nytt", True)
    assert end.text.split() == [*words.split()[:AROUND], "…"]
    between = shortened([Run("a", True), Run(words, False), Run("b", True)])[1]
    assert between.text.split() == [*words.split()[:AROUND], "…", *words.split()[-AROUND:]]
    short = (Run("en to", False), Run("nytt", True))
    assert shortened(short) == short
