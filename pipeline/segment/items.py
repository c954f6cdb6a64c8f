"""The measures and requests in running text: their headings, found by weighing what speaks for.

No single sign decides. First the report as a whole: of all ways in which numbered lines are set,
the one that explains most groups of labels and most titles of the overview is how headings look
here. Then each numbered line: it is a heading where enough of `EVIDENCE` speaks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.numbering import ItemNumber, item_heading
from pipeline.norwegian.vocabulary import pattern
from pipeline.segment.claims import Claim, Evidence, weighed
from pipeline.segment.labels import Label
from pipeline.segment.lines import Layout, Line, Style
from pipeline.segment.vocabulary import normalised

REQUEST = r"(?i)«REQUESTING»"  # «Stortinget ber regjeringen …»
TITLE_LINES = 14  # a title is not longer; vedtak 614 has five lines
ENOUGH = 4  # of the weights of EVIDENCE
WIDE = 1.2  # times the line pitch: white space that parts
SKIPPED = 3  # numbers: as many may be missing before a heading that only its looks speak for
ALIKE = 0.7  # of a line's words that stand in the overview's title for its number
LEFT_OVER = 0.5  # what a numbered line costs that is set as headings are and explains nothing
NEAREST = 0.1  # what a numbered line earns besides that is the nearest above the labels it explains

Key = tuple[tuple[int, ...], str]
Titles = Mapping[Key, Sequence[str]]  # the overview's titles by number, normalised


class Form(NamedTuple):
    """How a number is printed: after «Tiltak», with a letter before it, in how many parts."""

    named: bool
    prefixed: bool
    depth: int


class Item(NamedTuple):
    """A heading: the positions (in the sequence of lines) of its title, and its number."""

    first: int
    last: int
    number: ItemNumber
    number_words: int


class Items(NamedTuple):
    """The headings in order, what was weighed of each numbered line, by position, and the ways in
    which headings may look, best first.
    """

    items: list[Item]
    claims: dict[int, Claim]
    looks: list[Explaining]


class Candidate(NamedTuple):
    """A line that begins with a number; its title begins at `end` in its text."""

    position: int
    line: Line
    number: ItemNumber
    form: Form
    marked: bool
    end: int
    title: str  # normalised, as far as it stands on the line

    @property
    def request(self) -> bool:
        """Whether it opens as decisions of the Storting do."""
        return is_request(self.line.text[self.end :])


class Look(NamedTuple):
    """How headings are set: their style, None if it is that of running text, and their form."""

    style: Style | None
    form: Form | None


class Explaining(NamedTuple):
    """How many groups of labels and titles a look explains, and how many lines it leaves over."""

    look: Look
    explained: int
    left_over: int
    weight: float


class Seen(NamedTuple):
    """A candidate as it is weighed, after the headings before it."""

    candidate: Candidate
    look: Look
    before: ItemNumber | None
    titles: Sequence[str]  # what the overview has for the number
    followed: bool  # labels follow, and no other heading stands between
    labels_between: bool  # the heading before it has labels of its own
    apart: bool

    @property
    def in_style(self) -> bool:
        return self.look.style is not None and plain(self.candidate.line.style) == self.look.style

    @property
    def in_overview(self) -> bool:
        return _begins_one(self.candidate.title, self.titles)

    @property
    def is_next(self) -> bool:
        number, before = self.candidate.number, self.before
        if number.follows(before):
            return True
        beyond = before is not None and number.parts >= before.parts  # or printed once more
        return self.followed and self.labels_between and beyond

    @property
    def is_plausible(self) -> bool:
        return (
            bool(self.titles)
            or self.candidate.number.lies_beyond(self.before, SKIPPED)
            or self.candidate.number.follows(self.before)
            or self.followed
            or (self.candidate.request and self.in_style)  # the parliament numbers its decisions
        )

    @property
    def is_of_other_form(self) -> bool:
        form, number = self.look.form, self.candidate.number
        if form is None or self.candidate.form == form or self.candidate.request:
            return False
        return not (number.follows(self.before) and self.in_style)


EVIDENCE: tuple[Evidence[Seen], ...] = (
    Evidence("style", 3, "er satt som overskriftene", lambda seen: seen.in_style),
    Evidence("title", 3, "begynner som oversiktens tittel", lambda seen: seen.in_overview),
    Evidence(
        "words",
        2,
        "har de fleste ordene i oversiktens tittel",
        lambda seen: not seen.in_overview and _is_like_one(seen.candidate.title, seen.titles),
    ),
    Evidence("labels", 2, "har ledetekster under seg", lambda seen: seen.followed),
    Evidence("next", 1, "har det neste nummeret i rekken", lambda seen: seen.is_next),
    Evidence("apart", 1, "har luft over seg", lambda seen: seen.apart),
    Evidence("request", 2, "åpner som et vedtak", lambda seen: seen.candidate.request),
    Evidence(
        "named",
        2,
        "har «Tiltak» foran nummeret og et tegn bak",
        lambda seen: seen.candidate.form.named and seen.candidate.marked,
    ),
    Evidence("implausible", -3, "har et nummer langt fra rekken", lambda s: not s.is_plausible),
    Evidence(
        "other-style",
        -2,
        "er satt annerledes enn overskriftene",
        lambda seen: seen.look.style is not None and not seen.in_style,
    ),
    Evidence(
        "other-form",
        -2,
        "har nummeret skrevet annerledes",
        lambda seen: seen.is_of_other_form,
    ),
)


def is_request(title: str) -> bool:
    """Whether a title begins as those of the Storting's decisions do."""
    return pattern(REQUEST).match(title) is not None


def find_items(
    lines: Sequence[Line],
    labels: Sequence[tuple[Label, ...]],
    layout: Layout,
    titles: Titles,
    skipped: AbstractSet[int] = frozenset(),
) -> Items:
    """The headings of measures and requests among `lines`, in order.

    `labels` are those of each line. The positions in `skipped` are none: the contents list numbered
    headings, too. `titles` support a heading, but a heading does not need them.
    """
    labelled = [bool(at) for at in labels]
    candidates = {
        position: candidate
        for position, line in enumerate(lines)
        if position not in skipped
        and not labelled[position]
        and (candidate := _candidate(position, line)) is not None
    }
    clusters = _label_clusters(labelled, candidates)
    look, looks = _look(candidates, clusters, layout, titles)
    starts, claims = _accepted(lines, candidates, clusters, look, layout, titles)
    items = _with_titles(lines, starts, candidates, labelled, look.style, layout, titles)
    return Items(items, claims, looks)


def _candidate(position: int, line: Line) -> Candidate | None:
    match = item_heading(line.text)
    if match is None:
        return None
    number = ItemNumber.of(match)
    form = Form(match["named"] is not None, bool(number.prefix), len(number.parts))
    title = normalised(line.text[match.end() :])
    return Candidate(position, line, number, form, match["mark"] is not None, match.end(), title)


def _label_clusters(labelled: Sequence[bool], candidates: Mapping[int, object]) -> list[int]:
    """Positions of the first label of each group of labels.

    Values may wrap between them; a numbered line parts the labels of one item from the next's.
    """
    clusters: list[int] = []
    last = -10
    for position, label in enumerate(labelled):
        if label:
            if position - last > 3 or any(p in candidates for p in range(last + 1, position)):
                clusters.append(position)
            last = position
    return clusters


# --- how headings look in this report -------------------------------------------------------------


def _look(
    candidates: Mapping[int, Candidate], clusters: Sequence[int], layout: Layout, titles: Titles
) -> tuple[Look, list[Explaining]]:
    """The style and form of numbered lines that explain most, and leave least over; and all ways.

    A line explains the labels below it, and the title that the overview has for its number.
    """
    explained: dict[Look, set[object]] = defaultdict(set)
    left_over: dict[Look, int] = defaultdict(int)
    nearest: dict[int, Look] = {}
    for candidate in candidates.values():
        look = Look(plain(candidate.line.style), candidate.form)
        known: set[object] = set()
        following = bisect_right(clusters, candidate.position)
        if following < len(clusters) and clusters[following] - candidate.position <= TITLE_LINES:
            known.add(clusters[following])
            nearest[clusters[following]] = look
        if _begins_one(candidate.title, titles.get(candidate.number.key, ())):
            known.add(candidate.number.key)
        explained[look] |= known
        left_over[look] += not known
    near = Counter(nearest.values())
    looks = [
        Explaining(
            look, len(known), left_over[look],
            len(known) - LEFT_OVER * left_over[look] + NEAREST * near[look],
        )
        for look, known in explained.items()
    ]  # fmt: skip
    looks.sort(key=lambda each: -each.weight)
    whole = len(set().union(*explained.values()))
    if not whole:
        return Look(None, None), looks
    best = looks[0].look
    form = best.form if 2 * looks[0].explained >= whole else None
    if best.style == plain(layout.body) or 2 * looks[0].explained < whole:
        return Look(None, form), looks
    return Look(best.style, form), looks


def _begins_one(title: str, titles: Sequence[str]) -> bool:
    """Whether one of the overview's titles begins as the line does."""
    return bool(title) and any(expected.startswith(title) for expected in titles)


def _is_like_one(title: str, titles: Sequence[str]) -> bool:
    """Whether most words of the line stand in one of the overview's titles."""
    words = title.split()
    if len(words) < 3:
        return False
    return any(
        sum(word in wanted for word in words) >= ALIKE * len(words)
        for wanted in (set(expected.split()) for expected in titles)
    )


@lru_cache(maxsize=1000)
def plain(style: Style) -> Style:
    """The style without its slant: a word in italics does not make another heading."""
    return style._replace(italic=False)


# --- which lines are headings ---------------------------------------------------------------------


def _accepted(
    lines: Sequence[Line],
    candidates: Mapping[int, Candidate],
    clusters: Sequence[int],
    look: Look,
    layout: Layout,
    titles: Titles,
) -> tuple[list[int], dict[int, Claim]]:
    followed = _followed_by_labels(candidates, clusters, lines, look.style)
    accepted: list[int] = []
    claims: dict[int, Claim] = {}
    before: ItemNumber | None = None
    for position, candidate in candidates.items():
        apart = _stands_apart(lines, position, layout)
        last = accepted[-1] if accepted else None
        if last is not None and _continues_title(lines, last, position, look.style, apart):
            continue
        seen = Seen(
            candidate,
            look,
            before,
            titles.get(candidate.number.key, ()),
            position in followed,
            last is not None and _any_between(clusters, last, position),
            apart,
        )
        claims[position] = weighed("heading", seen, EVIDENCE, ENOUGH)
        if claims[position].holds:
            accepted.append(position)
            before = candidate.number
    return accepted, claims


def _any_between(ordered: Sequence[int], after: int, before: int) -> bool:
    first = bisect_right(ordered, after)
    return first < len(ordered) and ordered[first] < before


def _followed_by_labels(
    candidates: Mapping[int, Candidate],
    clusters: Sequence[int],
    lines: Sequence[Line],
    style: Style | None,
) -> set[int]:
    """The candidate that each group of labels belongs to: the nearest above, in style if any."""
    followed: set[int] = set()
    floor = 0
    for position in clusters:
        near = [
            above
            for above in range(max(floor, position - TITLE_LINES), position)
            if above in candidates
        ]
        styled = [above for above in near if style and plain(lines[above].style) == style]
        if styled:
            # A title may wrap onto a line that begins with a number: its first line counts.
            first = styled[-1]
            for above in reversed(styled[:-1]):
                if all(plain(line.style) == style for line in lines[above:first]):
                    first = above
            followed.add(first)
        elif near and style is None:
            followed.add(near[-1])
        floor = position + 1
    return followed


def _stands_apart(lines: Sequence[Line], position: int, layout: Layout) -> bool:
    """Whether white space, a box or the top of a page is above the line."""
    above = lines[position - 1]
    if position == 0 or above.page != lines[position].page or above.inset == "box":
        return True
    step = lines[position].baseline - above.baseline
    return step > WIDE * layout.pitch


def _continues_title(
    lines: Sequence[Line], heading: int, position: int, style: Style | None, apart: bool
) -> bool:
    """Whether a numbered line is only the next line of the title before it."""
    if style is None or position - heading > TITLE_LINES:
        return False
    same = all(plain(line.style) == style for line in lines[heading : position + 1])
    indented = lines[position].x0 > lines[heading].x0 + 3
    return same and (indented or not apart)


# --- where titles end -----------------------------------------------------------------------------


def _with_titles(
    lines: Sequence[Line],
    starts: Sequence[int],
    candidates: Mapping[int, Candidate],
    labelled: Sequence[bool],
    style: Style | None,
    layout: Layout,
    titles: Titles,
) -> list[Item]:
    labels_first = _labels_come_first(lines, starts, labelled, style, layout)
    items: list[Item] = []
    for order, first in enumerate(starts):
        limit = starts[order + 1] if order + 1 < len(starts) else len(lines)
        limit = min(limit, first + TITLE_LINES)
        label = next((p for p in range(first + 1, limit) if labelled[p]), None)
        limit = limit if label is None else label
        candidate = candidates[first]
        last = _title_end(lines, first, limit, labelled, style, layout)
        if not candidate.title and last == first:
            last = _title_below(lines, first, limit, labelled, layout)
        expected = titles.get(candidate.number.key, ())
        confirmed = _end_in_overview(lines, first, limit, candidate.end, expected)
        if confirmed is not None and (style is None or confirmed == last):
            last = confirmed
        elif labels_first and label is not None:
            last = label - 1
        words = len(lines[first].text[: candidate.end].split())
        items.append(Item(first, last, candidate.number, words))
    return items


def _labels_come_first(
    lines: Sequence[Line],
    starts: Sequence[int],
    labelled: Sequence[bool],
    style: Style | None,
    layout: Layout,
) -> bool:
    """Whether, in this report, labels follow right upon titles (and not upon narratives).

    Titles with nothing between them and their labels do not suffice where narratives are rare:
    no more items may have text above their labels than have text below them.
    """
    right_below = text_above = text_below = 0
    for order, first in enumerate(starts):
        limit = starts[order + 1] if order + 1 < len(starts) else len(lines)
        label = next((p for p in range(first + 1, limit) if labelled[p]), None)
        if label is None:
            continue
        if style is None:
            right_below += label - first <= 5
        else:
            follows = _title_end(lines, first, limit, labelled, style, layout) + 1 == label
            right_below += follows
            text_above += not follows
        text_below += _text_follows(lines, label, limit, labelled, layout)
    return right_below > 0.5 * len(starts) and text_below >= text_above


def _text_follows(
    lines: Sequence[Line], label: int, limit: int, labelled: Sequence[bool], layout: Layout
) -> bool:
    """Whether running text stands below the labels that begin at `label`, before `limit`."""
    last = label
    while last + 1 < limit and labelled[last + 1]:
        last += 1
    after = last + 2 if lines[last].text.endswith(":") else last + 1  # a value on its own line
    if after < limit and labelled[after]:
        return _text_follows(lines, after, limit, labelled, layout)
    return after < limit and plain(lines[after].style) == plain(layout.body)


def _title_end(
    lines: Sequence[Line],
    first: int,
    limit: int,
    labelled: Sequence[bool],
    style: Style | None,
    layout: Layout,
) -> int:
    """The last line of the title that begins at `first`, before `limit`."""
    last = first
    while last + 1 < limit:
        following = lines[last + 1]
        if labelled[last + 1]:
            break
        if style is not None:
            if plain(following.style) != style:
                break
        elif _stands_apart(lines, last + 1, layout):
            break
        last += 1
    return last


def _title_below(
    lines: Sequence[Line], first: int, limit: int, labelled: Sequence[bool], layout: Layout
) -> int:
    """The last line of a title below the line that has its number alone, «Tiltak 5».

    It is set otherwise than running text, or labels follow upon it.
    """
    if first + 1 >= limit or labelled[first + 1]:
        return first
    style = plain(lines[first + 1].style)
    if style == plain(layout.body):
        last = _title_end(lines, first + 1, limit, labelled, None, layout)
        return last if last + 1 < len(lines) and labelled[last + 1] else first
    return _title_end(lines, first + 1, limit, labelled, style, layout)


def _end_in_overview(
    lines: Sequence[Line], first: int, limit: int, start: int, titles: Sequence[str]
) -> int | None:
    """The line with which the title is what the overview has, or None where it never is."""
    wanted = {title.replace(" ", "") for title in titles}  # words may be broken otherwise there
    title = ""
    for last in range(first, limit) if wanted else ():
        text = lines[last].text[start if last == first else 0 :]
        title += "".join(words_of(text))
        if title in wanted:
            return last
    return None
