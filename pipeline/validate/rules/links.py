"""Hyperlinks that cannot work for a reader, and text that promises a link but has none."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.glossary.wording import place_of
from pipeline.norwegian.sentences import sentence_around
from pipeline.seams.ids import Scope, within
from pipeline.seams.tables import LinkRow, Paragraph
from pipeline.seams.vocabularies import Severity
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFO,
    MISSING,
    NOT_COMPARABLE,
    WARNING,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

PROMISE = regex.compile(  # «kan lastes ned her», «se utlysningen her», «kan lastast ned her»
    r"(?<!\p{L})(?:kan\s+(?:last(?:es|ast)\s+ned|hent(?:es|ast)|les(?:es|ast)|finn(?:es|ast)|ses)"
    r"|se\s+(?:\p{L}+\s+){0,4}?)\s*(?P<here>her)(?=[\s.,;:)]|$)",
    regex.IGNORECASE,
)
_user = regex.compile(r"(?i)[/\\]users[/\\](?P<name>[^/\\]+)")


def _problems(tables: ReportTables, problem: str, why: str) -> Iterator[Compared]:
    for link in tables.rows(LinkRow):
        wrong = link.problem == problem
        message = (
            f"Lenken i {_words_of(link.text)} i {place_of(link.scope)} (s. {link.page}) {why}"
            f"{_with_user(link.url)}."
            f"{_guessed(tables)}"
        )
        yield Compared(
            link.scope,
            link.item_id,
            Side("text", link.text, link.page, link.ref),
            Side("link", link.url, link.page, link.ref),
            DIFFER if wrong else AGREE,
            message if wrong else "",
            detail=within(link.scope, link.id),
            severity=_severity(tables),
        )


def _with_user(url: str) -> str:
    return ", og adressen røper et brukernavn" if _user.search(url) else ""


def _words_of(text: str) -> str:
    return f"ordet «{text}»" if " " not in text else f"ordene «{text}»"


def _severity(tables: ReportTables) -> Severity:
    """Where the words of links are guessed, nothing about them accuses the publisher."""
    return INFO if tables.report.links_guessed else WARNING


def _guessed(tables: ReportTables) -> str:
    """What is said of a link in a file whose links were set by guess."""
    if not tables.report.links_guessed:
        return ""
    return " Hvilke ord lenkene står på, er satt på skjønn i denne filen."


@rule
def link_local_file(tables: ReportTables) -> Iterator[Compared]:
    """Each hyperlink: is it a file on somebody's own disk?"""
    yield from _problems(tables, "local-file", "peker til en fil på noens egen maskin")


@rule
def link_not_a_url(tables: ReportTables) -> Iterator[Compared]:
    """Each hyperlink: is its address a URL at all?"""
    yield from _problems(tables, "not-a-url", "har ingen adresse som kan åpnes")


@rule
def link_missing(tables: ReportTables) -> Iterator[Compared]:
    """Each «her» that promises a link: does its sentence have one?

    Nothing is said of a page with a link that is unread: it may be that one.
    """
    unsure = {row.page for row in tables.unread if row.reason.startswith("link-")}
    links: dict[Scope, list[LinkRow]] = {}
    for link in tables.rows(LinkRow):
        links.setdefault(link.scope, []).append(link)
    for paragraph in tables.rows(Paragraph):
        for match in PROMISE.finditer(paragraph.text):
            start, end = sentence_around(paragraph.text, match.start())
            sentence = paragraph.text[start:end]
            carrier = next(
                (link for link in links.get(paragraph.scope, []) if link.text in sentence), None
            )
            left = Side("text", match.group(), paragraph.page, paragraph.ref)
            message = (
                f"«{match.group()}» i {place_of(paragraph.scope)} (s. {paragraph.page}) har "
                f"ingen lenke.{_guessed(tables)}"
            )
            right = (
                Side("link", carrier.url, carrier.page, carrier.ref)
                if carrier
                else Side("link", None, None, None)
            )
            outcome = AGREE if carrier else MISSING
            if carrier is None and paragraph.page in unsure:
                outcome = NOT_COMPARABLE
            yield Compared(
                paragraph.scope,
                paragraph.item_id,
                left,
                right,
                outcome,
                message if outcome == MISSING else "",
                detail=f"{paragraph.paragraph}/{match.start()}",
                severity=_severity(tables),
            )
