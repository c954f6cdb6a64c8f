"""Which items of two successive reports are the same, whatever their numbers, and why.

The same title is the same item, also under another number; then the same number, if titles or
narratives are alike; then nearly equal titles or narratives under another number. What is left is
held against all items of the other report: one that became several (split), several that became one
(merged), or one that took another's place (replaced), which a report must say or print.

A researcher who knows better says so in expectations/transitions.csv, with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from pipeline.glossary.wording import name_of
from pipeline.norwegian.content_words import content_words
from pipeline.norwegian.cues import cue
from pipeline.norwegian.letters import small_letters, words_of
from pipeline.norwegian.sentences import sentence_around
from pipeline.norwegian.sentences import sentences as sentence_spans
from pipeline.seams.ids import ItemId
from pipeline.seams.tables import Measure, Paragraph, ReferenceMention
from pipeline.seams.vocabularies import ItemKind, ItemRelation
from pipeline.validate.tables import ReportTables

SAME_TITLE = 55.0  # of 100: below, only the narrative can say that a number is the same item's
ALIKE_TITLE, ALIKE_TEXT = 70.0, 60.0  # together they make another number the same item
RENUMBERED = 90.0  # a title so similar is the same item's, under any number
SAME_TEXT = 80.0  # and a narrative so similar
ENOUGH = 25  # words of a narrative that can tell an item from others
SHARED = 50.0  # per cent of a narrative's words in sentences that stand in the other item, too
SAME_STEMS = 85.0  # per cent of the stems of a title that stand in a longer one
STEMS = 3  # of a title at least
SAME = "Samme tittel"
PAIRS = 8  # of reports, kept for the rules that all ask for them


class Match(NamedTuple):
    """An item in two reports; None where it is missing.

    `is_successor`: the later item is the earlier one, not a part of it or a whole that it went
    into. `paragraph` and `sentence` are what the later report says of it, if that decided.
    """

    before: Measure | None
    after: Measure | None
    relation: ItemRelation
    evidence: str
    is_successor: bool = True
    paragraph: Paragraph | None = None
    sentence: str = ""


@lru_cache(PAIRS)
def matches(before: ReportTables, after: ReportTables) -> tuple[Match, ...]:
    """The items of two reports, matched: those of the earlier in its order, then the new ones."""
    return tuple(_Matching(before, after).matches())


class _Matching:
    """The items of two reports while they are being matched."""

    def __init__(self, before: ReportTables, after: ReportTables) -> None:
        self.before, self.after = before, after
        self.old, self.new = _items(before), _items(after)
        self.pairs: dict[ItemId, tuple[ItemId, str]] = {}
        self.links: list[Match] = []  # beside the pairs: parts, wholes and replacements
        self.settled: set[ItemId] = set()  # of the earlier report: an override says that it is gone
        self.reasons: dict[ItemId, str] = {}

    def matches(self) -> Iterator[Match]:
        self._overridden()
        self._same_title()
        self._same_number()
        self._alike()
        self._linked()
        kinds = {
            (match.before.item_id, match.after.item_id): match.relation
            for match in self.links
            if match.before is not None and match.after is not None
        }
        split = {here for (here, _), kind in kinds.items() if kind == "split"}
        merged = {there for (_, there), kind in kinds.items() if kind == "merged"}
        linked = {match.before.item_id: match for match in self.links if match.before is not None}
        for key, measure in self.old.items():
            if key in self.pairs:
                there, evidence = self.pairs[key]
                relation: ItemRelation = "same" if there == key else "renumbered"
                relation = "split" if key in split else "merged" if there in merged else relation
                yield Match(measure, self.new[there], relation, evidence)
            elif key not in linked:
                evidence = self.reasons.get(key) or "Ingen tittel eller omtale ligner."
                yield Match(measure, None, "removed", evidence)
            yield from (match for match in self.links if match.before is measure)
        known = {there for there, _ in self.pairs.values()}
        known |= {_id(match.after) for match in self.links if match.after and _is_part(match)}
        for key, measure in self.new.items():
            if key not in known:
                yield Match(None, measure, "added", "Ingen tittel eller omtale ligner.")

    # --- one to one -----------------------------------------------------------------------------

    def _overridden(self) -> None:
        for override in self.after.overrides.get(self.before.report_id, ()):
            here, there = override.before, override.after
            evidence = f"Bestemt for hånd: {override.reason}."
            if here is None or there is None:
                if here is not None:
                    self.settled.add(here)
                    self.reasons[here] = evidence
            elif override.relation in ("same", "renumbered"):
                self.pairs[here] = there, evidence
            else:
                self._link(self.old[here], self.new[there], override.relation, evidence)
                self.settled.add(here)

    def _open_old(self) -> dict[ItemId, Measure]:
        done = self.pairs.keys() | self.settled
        return {key: item for key, item in self.old.items() if key not in done}

    def _open_new(self) -> dict[ItemId, Measure]:
        done = {there for there, _ in self.pairs.values()}
        done |= {_id(match.after) for match in self.links if match.after and _is_part(match)}
        return {key: item for key, item in self.new.items() if key not in done}

    def _same_title(self) -> None:
        """Titles go before numbers.

        When an item is inserted and the rest are renumbered, neighbours with similar titles
        («Styrke …») would otherwise be confused. A title that stands twice names no item.
        """
        here, there = _by_title(self._open_old()), _by_title(self._open_new())
        for title, key in here.items():
            if title in there:
                self._pair(key, there[title], SAME)

    def _same_number(self) -> None:
        old, new = self._open_old(), self._open_new()
        for key in [key for key in old if key in new]:
            title = _alike(old[key], new[key])
            text = text_likeness(old[key], new[key])
            if title >= SAME_TITLE:
                self._pair(key, key, f"Samme nummer, og titlene er {title:.0f} prosent like")
            elif text is not None and text >= ALIKE_TEXT and old[key].kind == new[key].kind:
                self._pair(key, key, f"Samme nummer, og omtalene er {text:.0f} prosent like")

    def _alike(self) -> None:
        """The most alike first, so that none takes another's."""
        found = []
        for here, old in self._open_old().items():
            for there, new in self._open_new().items():
                title, text = _alike(old, new), None
                if title < RENUMBERED and old.kind == new.kind:
                    text = text_likeness(old, new)
                if title >= RENUMBERED:
                    found.append((title, here, there, f"Titlene er {title:.0f} prosent like"))
                elif text is not None and (
                    text >= SAME_TEXT or (title >= ALIKE_TITLE and text >= ALIKE_TEXT)
                ):
                    words = f"Omtalene er {text:.0f} prosent like, titlene {title:.0f}"
                    found.append((text, here, there, words))
        taken: set[ItemId] = set()
        for _, here, there, words in sorted(found, key=lambda each: -each[0]):
            if here not in self.pairs and there not in taken:
                self._pair(here, there, words)
                taken.add(there)

    def _pair(self, here: ItemId, there: ItemId, words: str) -> None:
        number = "" if here == there else ", og nytt nummer"
        self.pairs[here] = there, f"{words}{number}."

    # --- parts, wholes, replacements ------------------------------------------------------------

    def _linked(self) -> None:
        for old in self._open_old().values():
            if not self._said(old):
                self._went_into(old)
        for new in self._open_new().values():
            self._came_out_of(new)

    def _said(self, old: Measure) -> bool:
        """Whether the later report says where an item went: «slått sammen med», «erstatter»."""
        told = _statement(self.after, old)
        if told is None:
            return False
        paragraph, sentence = told
        new = self.new.get(paragraph.item_id) if paragraph.item_id is not None else None
        replaced = cue("replaced").search(sentence) is not None
        relation: ItemRelation = "replaced" if replaced else "merged"
        if new is None:
            self.reasons[_id(old)] = f"Rapporten skriver: «{sentence}»"
            return True
        self._link(old, new, relation, f"Rapporten skriver: «{sentence}»", paragraph, sentence)
        return True

    def _went_into(self, old: Measure) -> None:
        """Link an item to the one of the later report that has most of its narrative or title."""
        same = {there for there, words in self.pairs.values() if words.startswith(SAME)}
        part, words, new = max(
            ((*_part_of(old, new, titles=key not in same), new) for key, new in self.new.items()),
            key=lambda each: each[0],
            default=(0.0, "", None),
        )
        if new is None or part < SHARED:
            return
        evidence = f"{words} står i {name_of(new)}."
        if _id(new) in {there for there, _ in self.pairs.values()}:
            self._link(old, new, "merged", evidence)
        else:
            self.pairs[_id(old)] = _id(new), evidence

    def _came_out_of(self, new: Measure) -> None:
        """Link a new item to the one of the earlier report that had most of its narrative."""
        same = {here for here, (_, words) in self.pairs.items() if words.startswith(SAME)}
        part, words, old = max(
            ((*_part_of(new, old, titles=key not in same), old) for key, old in self.old.items()),
            key=lambda each: each[0],
            default=(0.0, "", None),
        )
        if old is not None and part >= SHARED:
            self._link(old, new, "split", f"{words} stod i {name_of(old)}.")

    def _link(
        self,
        old: Measure,
        new: Measure,
        relation: ItemRelation,
        evidence: str,
        paragraph: Paragraph | None = None,
        sentence: str = "",
    ) -> None:
        self.links.append(Match(old, new, relation, evidence, False, paragraph, sentence))


def _is_part(match: Match) -> bool:
    return match.relation == "split"


def _id(measure: Measure) -> ItemId:
    assert measure.item_id is not None
    return measure.item_id


def _items(tables: ReportTables) -> dict[ItemId, Measure]:
    return {m.item_id: m for m in tables.measures if m.item_id is not None and m.scope == m.item_id}


def _by_title(measures: Mapping[ItemId, Measure]) -> dict[tuple[ItemKind, str], ItemId]:
    """The key of each item by its kind and title; titles that occur twice are left out."""
    titles = {key: (m.kind, small_letters(title_of(m))) for key, m in measures.items()}
    times = Counter(titles.values())
    return {title: key for key, title in titles.items() if title[1] and times[title] == 1}


# --- how alike two items are ---------------------------------------------------------------------


def title_of(measure: Measure) -> str:
    """The title in the text, or the overview's where the text has none."""
    return measure.title or measure.overview_title or ""


def text_likeness(old: Measure, new: Measure, least: int = ENOUGH) -> float | None:
    """How alike two narratives are by their words, 0 to 100; None where one has too few."""
    here, there = words_of(old.narrative or ""), words_of(new.narrative or "")
    if min(len(here), len(there)) < least:
        return None
    return 100 * Indel.normalized_similarity(here, there)


def _alike(measure: Measure, other: Measure) -> float:
    if measure.kind != other.kind:
        return 0.0
    return fuzz.ratio(title_of(measure).casefold(), title_of(other).casefold())


def _part_of(part: Measure, whole: Measure, *, titles: bool) -> tuple[float, str]:
    """How much of an item another has, in per cent, and in words: of its narrative or its title.

    `titles`: whether to compare these; an item whose title is as before has not become another.
    """
    if part.kind != whole.kind:
        return 0.0, ""
    text = _contained(part.narrative or "", whole.narrative or "")
    here, there = content_words(title_of(part)), content_words(title_of(whole))
    if titles and STEMS <= len(here) < len(there):
        title = 100 * len(set(here) & set(there)) / len(set(here))
        if title >= SAME_STEMS and title > text:
            return title, "Tittelen"
    return text, f"{text:.0f} prosent av omtalen"


def _contained(part: str, whole: str) -> float:
    """Per cent of the words of a narrative that are in sentences of another, word for word."""
    here, known = _sentences(part), set(_sentences(whole))
    words = sum(map(len, here))
    if words < ENOUGH:
        return 0.0
    return 100 * sum(len(sentence) for sentence in here if sentence in known) / words


@lru_cache(1000)
def _sentences(narrative: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words_of(narrative[start:end])) for start, end in sentence_spans(narrative))


# --- what the later report says of an item that is gone ------------------------------------------


def _statement(tables: ReportTables, gone: Measure) -> tuple[Paragraph, str] | None:
    """The sentence that says an item was merged into another or replaced by it, if any.

    If the number has been reused, or the item has a letter, a mention proves nothing.
    """
    if gone.letter is not None or any(row.item_id == gone.item_id for row in tables.measures):
        return None
    paragraphs = {(row.scope, row.paragraph): row for row in tables.rows(Paragraph)}
    kind: Literal["tiltak", "vedtak"] = "tiltak" if gone.kind == "tiltak" else "vedtak"
    for mention in tables.rows(ReferenceMention):
        if (mention.kind, mention.target) != (kind, str(gone.number)):
            continue
        paragraph = paragraphs[mention.scope, mention.paragraph]
        start, end = sentence_around(paragraph.text, mention.start)
        if any(cue(name).search(paragraph.text, start, end) for name in ("merged", "replaced")):
            return paragraph, paragraph.text[start:end]
    return None
