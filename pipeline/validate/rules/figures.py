"""Figures in prose that are made of each other: growth in per cent, shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.glossary.wording import capital, place_of
from pipeline.norwegian.growth import Growth, find_growth, find_shares, has_percent
from pipeline.seams.ids import FRONT_MATTER, OVERVIEW
from pipeline.seams.tables import Paragraph
from pipeline.validate.rules.rule import AGREE, DIFFER, INFERRED, Compared, Side, rule
from pipeline.validate.tables import ReportTables


@rule
def figure_arithmetic(tables: ReportTables) -> Iterator[Compared]:
    """Work out every growth and share in per cent whose figures are printed beside it."""
    for paragraph in tables.rows(Paragraph):
        if paragraph.scope in (FRONT_MATTER, OVERVIEW) or not has_percent(paragraph.text):
            continue
        for number, growth in enumerate(find_growth(paragraph.text)):
            figures = f"{growth.before.text} – {growth.after.text}"
            message = _message(paragraph, growth)
            yield _compared(
                paragraph, f"growth-{number}", growth.stated.text, figures, growth.fits, message
            )
        for number, (printed, fits) in enumerate(find_shares(paragraph.text)):
            message = (
                f"«{printed}» i {place_of(paragraph.scope)} (s. {paragraph.page}) stemmer ikke: "
                "andelen er en annen."
            )
            yield _compared(paragraph, f"share-{number}", printed, None, fits, message)


def _message(paragraph: Paragraph, growth: Growth) -> str:
    return (
        f"{capital(place_of(paragraph.scope))} oppgir «{growth.stated.text}» (s. {paragraph.page});"
        f" tallene «{growth.before.text}» og «{growth.after.text}» gir {abs(growth.made):.0f} "
        "prosent."
    )


def _compared(
    paragraph: Paragraph, detail: str, left: str, right: str | None, fits: bool, message: str
) -> Compared:
    return Compared(
        paragraph.scope,
        paragraph.item_id,
        Side("text", left, paragraph.page, paragraph.ref),
        Side("text", right, paragraph.page, paragraph.ref),
        AGREE if fits else DIFFER,
        "" if fits else message,
        detail=f"{paragraph.paragraph}/{detail}",
        basis=INFERRED,
    )
