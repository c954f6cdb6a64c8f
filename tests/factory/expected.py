"""What has to come out of a report: every value that was put in, and every fault, derived from the
data by the rules, so that an edition cannot promise something that it does not hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .compose import around, further_value, merged_ids
from .edition import (
    FULL_NAMES,
    MINISTRIES,
    Block,
    Edition,
    Measure,
    OverviewRow,
    category,
    plain,
)
from .knobs import Column, Knobs

KINDS = {
    "Frist": "deadline",
    "Forventet ferdig": "deadline",
    "Budsjett": "budget",
    "Kap./post": "budget",
    "Merknad": "remark",
    "Kommentar": "remark",
    "Periode": "period",
    "Målgruppe": "other",
    "Innsatsområde": "other",
    "Resultatmål": "indicator",
    "Vedtatt": "decided",
    "Vedtaksdato": "decided",
}
"""Kinds of labels and columns that have no table of their own; any other is `other`."""
_TABLES: set[Column] = {"number", "title", "ministries", "status", "narrative"}


@dataclass(frozen=True, order=True)
class Fault:
    """A finding that must be made: its rule, where, and how bad."""

    rule: str
    scope: str
    severity: str = "error"


@dataclass(frozen=True)
class Item:
    """A measure in both sources; what a source does not have is None. Values of the first printing
    where there are several. Statuses are categories, None when nobody knows the printed word."""

    item_id: str
    kind: str
    number: int
    letter: str
    title: str | None
    chapter_number: int | None
    chapter: str | None
    status: str | None
    status_printed: str | None
    ministries: str | None
    period: str | None
    narrative: tuple[str, ...]
    footnotes: tuple[str, ...]
    overview_title: str | None
    overview_chapter: str | None
    overview_status: str | None
    overview_status_printed: str | None
    overview_ministries: str | None
    number_printed: str
    session: str | None
    fields: tuple[tuple[str, str, str, str], ...]
    """Source, label, kind and value."""
    inherited: tuple[str, ...]
    """What it shares with the row above: `status`, `ministries`."""


@dataclass(frozen=True)
class Paragraph:
    """Running text; `paragraph` counts from 1 in its scope, 0 is the heading."""

    scope: str
    paragraph: int
    kind: str
    text: str


@dataclass(frozen=True)
class Expected:
    title: str
    as_of: str
    language: str
    form: str
    items: tuple[Item, ...]
    paragraphs: tuple[Paragraph, ...]
    """Without the overview's heading, which stands in no chapter where the overview comes first,
    and without its note, whose scope is `overview`: see `overview_note`."""
    overview_note: str
    around: frozenset[str]
    """Text that stands outside items, in whatever scope: captions, legends, rows of other tables,
    headings of parts of the report."""
    links: tuple[tuple[str, str, str], ...]
    """Scope, words, address."""
    abbreviations: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    """Of the rules of structure and references (rules.md); sorted."""


def expected(edition: Edition, knobs: Knobs | None = None) -> Expected:
    """What the pipeline must give for this edition, typeset with these knobs."""
    knobs = knobs or Knobs()
    edition = as_formed(edition)
    everything = _items(edition, knobs)
    paragraphs = tuple(_paragraphs(edition))
    return Expected(
        title=plain(edition.title),
        as_of=edition.as_of,
        language=edition.language,
        form=edition.form,
        items=everything,
        paragraphs=paragraphs,
        overview_note=edition.overview_note if has_whole_overview(edition, knobs) else "",
        around=around(edition, knobs),
        links=tuple(
            (scope, plain(link.text), link.url)
            for scope, _, blocks in _scopes(edition)
            for block in blocks
            for link in block.links
        ),
        abbreviations=edition.abbreviations,
        faults=tuple(sorted({*_between(everything, edition), *_counted(edition), *_said(edition)})),
    )


def as_formed(edition: Edition) -> Edition:
    """The edition with only those measures in text and overview that its form has."""
    text, overview = edition.form in ("both", "text"), edition.form != "text"
    if text and overview:
        return edition
    return replace(
        edition,
        chapters=tuple(
            replace(
                chapter,
                introduction=chapter.introduction if text else (),
                sections=chapter.sections if text else (),
                measures=tuple(
                    replace(m, in_text=text and m.in_text, overview=m.overview if overview else ())
                    for m in chapter.measures
                ),
            )
            for chapter in edition.chapters
        ),
    )


def has_whole_overview(edition: Edition, knobs: Knobs) -> bool:
    return edition.form != "text" and knobs.overview_at != "chapters"


def _scopes(edition: Edition) -> list[tuple[str, str, tuple[Block, ...]]]:
    """Scope, heading and blocks of all running text, in the order of the data; the scope of a
    second printing is `tiltak-4#2`."""
    scopes = []
    if edition.introduction:
        heading = {"nb": "Innledning", "nn": "Innleiing"}[edition.language]
        scopes.append(("introduction", heading, edition.introduction))
    printed: Counter[str] = Counter()
    if edition.form in ("overview", "table"):
        return scopes
    for number, chapter in enumerate(edition.chapters, 1):
        scopes.append((f"chapter-{number}", chapter.title, chapter.introduction))
        for index, m in enumerate(chapter.measures):
            scopes += [
                (f"chapter-{number}.{order}", section.title, section.introduction)
                for order, section in enumerate(chapter.sections, 1)
                if section.before == index
            ]
            if m.in_text:
                printed[m.item_id] += 1
                again = f"#{printed[m.item_id]}" if printed[m.item_id] > 1 else ""
                scopes.append((m.item_id + again, m.full_title, m.narrative))
    return scopes


def _paragraphs(edition: Edition) -> list[Paragraph]:
    rows: list[Paragraph] = []
    for scope, heading, blocks in _scopes(edition):
        rows.append(Paragraph(scope, 0, "heading", heading))
        texts = [(_kind(b), b.text) for b in blocks]
        texts += [("footnote", plain(note)) for b in blocks for note in b.notes]
        rows += [Paragraph(scope, i, kind, text) for i, (kind, text) in enumerate(texts, 1)]
    if edition.form == "table":
        rows += [
            Paragraph(m.item_id + again, i, "paragraph", block.text)
            for m in edition.measures
            for again, _ in zip(("", "#2"), m.overview, strict=False)
            for i, block in enumerate(m.narrative, 1)
        ]
    return rows


def _kind(block: Block) -> str:
    return "list-item" if block.mark else "paragraph"


def _items(edition: Edition, knobs: Knobs) -> tuple[Item, ...]:
    prose, marks = knobs.status_form == "prose", knobs.status_marks != "words"
    shared = {column: merged_ids(edition, knobs, column) for column in ("status", "ministries")}
    rows: dict[str, Item] = {}
    for number, chapter in enumerate(edition.chapters, 1):
        for m in chapter.measures:
            if m.item_id in rows:
                continue  # a second printing; the first one counts
            row = m.overview[0] if m.overview else None
            if not (m.in_text or row):
                continue
            told = m.in_text and not prose
            listed = (row.status or m.status) if row else None
            narrative = m.narrative if m.in_text or (row and edition.form == "table") else ()
            rows[m.item_id] = Item(
                item_id=m.item_id,
                kind=m.kind,
                number=m.number,
                letter=m.letter,
                title=m.full_title if m.in_text else None,
                chapter_number=number if m.in_text else None,
                chapter=chapter.title if m.in_text else None,
                status=category(m.status) if told else None,
                status_printed=m.status if told else None,
                ministries=m.ministries if m.in_text else None,
                period=m.period or None if m.in_text else None,
                narrative=tuple(b.text for b in narrative),
                footnotes=tuple(plain(n) for b in narrative for n in b.notes),
                overview_title=_row_title(m, row) if row else None,
                overview_chapter=_row_chapter(edition, chapter.title, row) if row else None,
                overview_status=category(listed) if listed else None,
                overview_status_printed=listed if not marks else None,
                overview_ministries=(row.ministries or m.ministries) if row else None,
                number_printed=_number_printed(m, knobs),
                session=(m.in_text and m.session) or None,
                fields=tuple(_fields(edition, m, knobs)),
                inherited=tuple(part for part, ids in shared.items() if m.item_id in ids),
            )
    return tuple(rows.values())


def _number_printed(measure: Measure, knobs: Knobs) -> str:
    of_text = knobs.item_number == "T1" and measure.kind == "tiltak"
    return f"T{measure.printed_number}" if of_text else measure.printed_number


def _fields(edition: Edition, measure: Measure, knobs: Knobs) -> Iterator[tuple[str, ...]]:
    """Source, label, kind and value of what has no table of its own."""
    if measure.in_text:
        if measure.period:
            yield "text", "Gjennomføring", "period", measure.period
        for label, value in measure.fields:
            yield "text", label, KINDS.get(label, "other"), value
        if measure.previous:
            label = knobs.previous_label.removesuffix(":")
            yield "text", label, "previous-status", measure.previous
    if measure.overview:
        for column, head in zip(knobs.columns, knobs.heads, strict=True):
            value = "" if column in _TABLES else further_value(column, measure)
            if value:
                kind = "previous-status" if column == "previous" else KINDS.get(head, "other")
                yield "overview", head, kind, value


def _row_title(measure: Measure, row: OverviewRow) -> str:
    return plain(row.title) if row.title is not None else measure.full_title


def _row_chapter(edition: Edition, own: str, row: OverviewRow) -> str:
    return own if row.chapter is None else edition.chapters[row.chapter - 1].title


def _between(rows: tuple[Item, ...], edition: Edition) -> list[Fault]:
    """What text and overview say differently, and words that nobody knows."""
    faults = []
    for row in rows:
        if row.title is None and edition.form == "both":
            faults.append(Fault("missing-in-text", row.item_id))
        if row.overview_title is None and edition.form == "both":
            faults.append(Fault("missing-in-overview", row.item_id))
        printed = (row.status_printed, row.overview_status_printed)
        if any(category(status) is None for status in printed if status):
            faults.append(Fault("unknown-status", row.item_id))
        named = [_ministries(m) for m in (row.ministries, row.overview_ministries) if m]
        if any(code not in MINISTRIES | {"alle", "m.fl."} for codes in named for code in codes):
            faults.append(Fault("unknown-ministry", row.item_id))
        if row.title is None or row.overview_title is None:
            continue
        if row.status_printed and row.status != row.overview_status:
            faults.append(Fault("status-text-vs-overview", row.item_id))
        if named[0] != named[1]:
            faults.append(Fault("ministries-text-vs-overview", row.item_id))
        if row.chapter != row.overview_chapter:
            faults.append(Fault("chapter-text-vs-overview", row.item_id))
        if row.title != row.overview_title:
            same = _words(row.title) == _words(row.overview_title)
            severity = "info" if same else "warning"
            faults.append(Fault("title-text-vs-overview", row.item_id, severity))
    return faults


def _counted(edition: Edition) -> list[Fault]:
    """What is printed twice, and numbers that stand nowhere."""
    text = Counter(m.item_id for m in edition.measures if m.in_text)
    overview = Counter(m.item_id for m in edition.measures for _ in m.overview)
    faults = [Fault("duplicate-in-text", i) for i, n in text.items() if n > 1]
    faults += [Fault("duplicate-in-overview", i) for i, n in overview.items() if n > 1]
    series: dict[str, set[int]] = {}
    for m in edition.measures:
        if m.kind == "tiltak" and (m.item_id in text or m.item_id in overview):
            name = m.item_id.replace(f"{m.number}{m.letter}", "{}", 1)
            if m.prefix:
                name = m.item_id.replace(f"-{m.prefix}{m.number}", f"-{m.prefix}{{}}", 1)
            series.setdefault(name, set()).add(m.number)
    for name, numbers in series.items():
        for before, after in pairwise([0, *sorted(numbers)]):
            missing = range(before + 1, after)
            faults += [Fault("numbering-gap", name.format(n)) for n in missing]
    return faults


def _said(edition: Edition) -> list[Fault]:
    """What the prose refers to or counts that is not there."""
    tiltak = {m.number for m in edition.measures if m.kind == "tiltak"}
    every = [measure for measure in edition.measures if measure.kind == "tiltak"]
    # A report that is one table is counted by its rows.
    printed = len({m.item_id for m in every if m.in_text} or {m.item_id for m in every})
    faults = []
    for scope, _, blocks in _scopes(edition):
        for text in (b.text for b in blocks):
            faults += [
                Fault("reference-resolves", scope)
                for n in re.findall(r"\btiltak (\d+)\b(?! i )", text)
                if int(n) not in tiltak
            ]
            faults += [
                Fault("count-stated", scope)
                for n in re.findall(r"\balle dei? (\d+) tiltak", text)
                if int(n) != printed
            ]
    return faults


def _ministries(printed: str) -> tuple[str, ...]:
    """The codes of a printed list, `alle` in lower case, so that «og» and comma are the same."""
    for code, name in FULL_NAMES.items():
        printed = printed.replace(name, code)
    printed = printed.replace(" (koordinerende)", "")
    codes = re.split(r",\s*|/|\s+og\s+|\s+(?=\(|m\.fl\.)", printed.rstrip("*"))
    return tuple("alle" if c.lower() == "alle" else c.strip("()") for c in codes)


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", title.casefold())
