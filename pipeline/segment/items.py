"""The measures and requests in running text: their headings, found by weighing what speaks for.

No single sign decides. A numbered line is a heading when enough of these agree: it looks like
the headings above the labels, labels follow, the overview has that number with that title, the
number continues the count, white space stands above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

import regex
from msgspec.structs import replace

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.numbering import item_heading
from pipeline.seams.words import Word
from pipeline.segment.joining import BREAKS
from pipeline.segment.lines import Layout, Line, Style
from pipeline.segment.vocabulary import label_pattern, normalised

REQUEST_OPENING = ("stortinget ber", "stortinget gir", "stortinget bed", "stortinget oppmodar")
TITLE_LINES = 14  # a title is not longer; vedtak 614 has five lines
ENOUGH = 4
VALUE_WORDS = 5  # as many may wrap before the next label
LABEL_WORDS = 5  # no label has more before its last
WIDE = 1.2  # times the line pitch: white space that parts


class Label(NamedTuple):
    """A label in a line: its kind, and where in the line's text it and its value stand."""

    kind: str
    start: int
    value_start: int
    value_end: int


class Item(NamedTuple):
    """A heading: the positions (in the sequence of lines) of its title, and its number."""

    first: int
    last: int
    number: int
    letter: str
    number_words: int


def labels_of(line: Line) -> tuple[Label, ...]:
    """The labels of a line that begins with one."""
    return _labels(line.text) if ":" in line.text else ()


@lru_cache(maxsize=20_000)  # many ask, in turn, of the same lines
def _labels(text: str) -> tuple[Label, ...]:
    if label_pattern().match(text) is None:
        return ()
    matches = list(label_pattern().finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return tuple(
        Label(match.lastgroup or "", match.start(), match.end(), end)
        for match, end in zip(matches, ends, strict=True)
    )


def with_whole_labels(lines: Iterable[Line]) -> list[Line]:
    """The lines, with what belongs to a label put together where a line's end parts it.

    That is where labels share a line: «Ansvarlig: JD, BFD Status for» above «tiltaket: Ferdig»,
    or «Gjennomføring: 2025–» above «2028 Status: Ferdig».
    """
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        # A label begun above first: the rest of it is no value («Gjennomfø-» above «ring: 2026»).
        moved = _begun_label(above, line) if above is not None else 0
        if above is not None and moved:
            found[-1] = above.of_words(above.words[:-moved])
            line = line.of_words(_whole((*above.words[-moved:], *line.words), moved))
        elif above is not None and (rest := _rest_of_value(above, line)):
            found[-1] = above.of_words((*above.words, *line.words[:rest]))
            if len(line.words) == rest:
                continue
            line = line.of_words(line.words[rest:])
        found.append(line)
    return found


def _rest_of_value(above: Line, line: Line) -> int:
    """How many of the first words of `line` are the rest of the value that ends `above`.

    That is a period's last year, or what stands before the next label. A label has a capital:
    «Gruppen består av tre departementer: …» is a sentence.
    """
    labels = labels_of(above)
    if not labels:
        return 0
    if labels[-1].kind == "period" and above.text[-1] in "-–:" and line.text[0].isdigit():
        return 1
    following = label_pattern().search(line.text) if ":" in line.text else None
    if following is None or following.lastgroup in {label.kind for label in labels}:
        return 0
    if not line.text[following.start()].isupper():
        return 0
    before = len(line.text[: following.start()].split())
    return before if before <= VALUE_WORDS else 0


def _begun_label(above: Line, line: Line) -> int:
    """How many of the last words of `above`, after a label, begin another that ends in `line`."""
    if ":" not in line.text or ":" not in above.text or not labels_of(above):
        return 0
    if label_pattern().match(line.text) is not None and line.text[0].isupper():
        return 0
    colon = line.text.index(":") + 1
    printed = above.text.split(" ")
    for count in range(1, min(LABEL_WORDS, len(printed) - 1)):
        begun = " ".join(printed[-count:])
        if ":" in begun:
            break
        joined = f"{begun} {line.text[:colon]}"
        if begun[-1] in BREAKS:
            joined = begun[:-1] + line.text[:colon]
        if label_pattern().match(joined) is not None:
            return count
    return 0


def _whole(words: tuple[Word, ...], count: int) -> tuple[Word, ...]:
    """The words, with one that a hyphen breaks after `count` of them whole in its first place."""
    left, right = words[count - 1], words[count]
    if left.text[-1] not in BREAKS:
        return words
    whole = replace(left, text=left.text[:-1] + right.text)
    return (*words[: count - 1], whole, replace(right, text=""), *words[count + 1 :])


def find_items(
    lines: Sequence[Line],
    layout: Layout,
    overview_titles: Mapping[tuple[int, str], str],
    skipped: AbstractSet[int] = frozenset(),
) -> list[Item]:
    """The headings of measures and requests among `lines`, in order.

    The positions in `skipped` are none: the contents list numbered headings, too.
    `overview_titles` are the overview's titles by number and letter, normalised; they support
    a heading, but a heading does not need them.
    """
    labelled = [bool(labels_of(line)) for line in lines]
    candidates = {
        position: match
        for position, line in enumerate(lines)
        if position not in skipped
        and not labelled[position]
        and (match := item_heading(line.text)) is not None
    }
    clusters = _label_clusters(labelled, candidates)
    style = _heading_style(lines, candidates, clusters, layout, overview_titles)
    starts = _accepted(lines, candidates, clusters, style, layout, overview_titles)
    return _with_titles(lines, starts, candidates, labelled, style, layout, overview_titles)


def _label_clusters(labelled: Sequence[bool], candidates: Mapping[int, object]) -> list[int]:
    """Positions of the first label of each group of labels.

    Values may wrap between them; a numbered line parts the labels of one item from the next's.
    """
    found: list[int] = []
    last = -10
    for position, label in enumerate(labelled):
        if label:
            if position - last > 3 or any(p in candidates for p in range(last + 1, position)):
                found.append(position)
            last = position
    return found


def _nearest_above(
    position: int, candidates: Mapping[int, object], floor: int, reach: int
) -> int | None:
    for above in range(position - 1, max(floor, position - reach) - 1, -1):
        if above in candidates:
            return above
    return None


def _heading_style(
    lines: Sequence[Line],
    candidates: Mapping[int, regex.Match[str]],
    clusters: Sequence[int],
    layout: Layout,
    overview_titles: Mapping[tuple[int, str], str],
) -> Style | None:
    """The style in which headings are set, or None if it is that of running text.

    Learnt from the numbered lines that stand in the overview, too; where there are few, from
    those above labels.
    """
    styles: Counter[Style] = Counter(
        _plain(lines[position].style)
        for position, match in candidates.items()
        if _in_overview(lines[position], match, overview_titles)
    )
    if sum(styles.values()) < 0.5 * len(overview_titles) or not styles:
        styles = _styles_above_labels(lines, candidates, clusters)
    if not styles:
        return None
    style, count = styles.most_common(1)[0]
    if style == _plain(layout.body) or count < 0.5 * sum(styles.values()):
        return None
    return style


def _in_overview(
    line: Line, match: regex.Match[str], overview_titles: Mapping[tuple[int, str], str]
) -> bool:
    """Whether the overview has the line's number with a title that begins as the line does."""
    title = normalised(line.text[match.end() :])
    expected = overview_titles.get((int(match["number"]), (match["letter"] or "").lower()))
    return bool(title) and expected is not None and expected.startswith(title)


def _is_like(line: Line, match: regex.Match[str], expected: str | None) -> bool:
    """Whether most words of the line stand in the title that the overview has for its number."""
    words = normalised(line.text[match.end() :]).split()
    if expected is None or len(words) < 3:
        return False
    wanted = set(expected.split())
    return sum(word in wanted for word in words) >= 0.7 * len(words)


def _styles_above_labels(
    lines: Sequence[Line], candidates: Mapping[int, object], clusters: Sequence[int]
) -> Counter[Style]:
    styles: Counter[Style] = Counter()
    floor = 0
    for position in clusters:
        above = _nearest_above(position, candidates, floor, TITLE_LINES)
        if above is not None:
            styles[_plain(lines[above].style)] += 1
        floor = position
    return styles


def _plain(style: Style) -> Style:
    """The style without its slant: a word in italics does not make another heading."""
    return style._replace(italic=False)


def _accepted(
    lines: Sequence[Line],
    candidates: Mapping[int, regex.Match[str]],
    clusters: Sequence[int],
    style: Style | None,
    layout: Layout,
    overview_titles: Mapping[tuple[int, str], str],
) -> list[int]:
    followed = _followed_by_labels(candidates, clusters, lines, style)
    accepted: list[int] = []
    number, letter = 0, ""
    for position, match in candidates.items():
        line = lines[position]
        own = int(match["number"])
        expected = overview_titles.get((own, (match["letter"] or "").lower()))
        in_style = style is not None and _plain(line.style) == style
        in_overview = _in_overview(line, match, overview_titles)
        lettered = own == number and (match["letter"] or "").lower() > letter
        request = line.text[match.end() :].lower().startswith(REQUEST_OPENING)
        plausible = (
            expected is not None or 0 < own - number <= 3 or lettered or position in followed
        ) or (request and in_style)  # requests have the numbers that the parliament gave them
        apart = _stands_apart(lines, position, layout)
        # The labels below are not those of the item before, if that has its own.
        labelled = position in followed and bool(accepted) and own > number
        labelled = labelled and _any_between(clusters, accepted[-1], position)
        if accepted and _continues_title(lines, accepted[-1], position, style, apart):
            continue
        score = (
            3 * in_style
            + (3 if in_overview else 2 * _is_like(line, match, expected))
            + 2 * (position in followed)
            + (own == number + 1 or lettered or labelled)
            + apart
            + 2 * request
            + 2 * (match["named"] is not None and match["mark"] is not None)
            - 3 * (not plausible)
            - 2 * (style is not None and not in_style)
        )
        if score >= ENOUGH:
            accepted.append(position)
            number, letter = own, (match["letter"] or "").lower()
    return accepted


def _any_between(ordered: Sequence[int], after: int, before: int) -> bool:
    first = bisect_right(ordered, after)
    return first < len(ordered) and ordered[first] < before


def _followed_by_labels(
    candidates: Mapping[int, regex.Match[str]],
    clusters: Sequence[int],
    lines: Sequence[Line],
    style: Style | None,
) -> set[int]:
    """The candidate that each group of labels belongs to: the nearest above, in style if any."""
    found: set[int] = set()
    floor = 0
    for position in clusters:
        near = [
            above
            for above in range(max(floor, position - TITLE_LINES), position)
            if above in candidates
        ]
        styled = [above for above in near if style and _plain(lines[above].style) == style]
        if styled:
            # A title may wrap onto a line that begins with a number: its first line counts.
            run = styled[-1]
            for above in reversed(styled[:-1]):
                if all(_plain(line.style) == style for line in lines[above:run]):
                    run = above
            found.add(run)
        elif near and style is None:
            found.add(near[-1])
        floor = position + 1
    return found


def _stands_apart(lines: Sequence[Line], position: int, layout: Layout) -> bool:
    """Whether white space or the top of a page is above the line."""
    if position == 0 or lines[position - 1].page != lines[position].page:
        return True
    step = lines[position].baseline - lines[position - 1].baseline
    return step > WIDE * layout.pitch


def _continues_title(
    lines: Sequence[Line], heading: int, position: int, style: Style | None, apart: bool
) -> bool:
    """Whether a numbered line is only the next line of the title before it."""
    if style is None or position - heading > TITLE_LINES:
        return False
    same = all(_plain(line.style) == style for line in lines[heading : position + 1])
    indented = lines[position].x0 > lines[heading].x0 + 3
    return same and (indented or not apart)


def _with_titles(
    lines: Sequence[Line],
    starts: Sequence[int],
    candidates: Mapping[int, regex.Match[str]],
    labelled: Sequence[bool],
    style: Style | None,
    layout: Layout,
    overview_titles: Mapping[tuple[int, str], str],
) -> list[Item]:
    labels_first = _labels_come_first(lines, starts, labelled, style, layout)
    items: list[Item] = []
    for order, first in enumerate(starts):
        limit = starts[order + 1] if order + 1 < len(starts) else len(lines)
        limit = min(limit, first + TITLE_LINES)
        label = next((p for p in range(first + 1, limit) if labelled[p]), None)
        last = _title_end(lines, first, limit if label is None else label, style, layout)
        match = candidates[first]
        expected = overview_titles.get((int(match["number"]), (match["letter"] or "").lower()))
        limit = min(limit, label or limit)
        confirmed = _end_in_overview(lines, first, limit, match.end(), expected)
        if confirmed is not None and (style is None or confirmed == last):
            last = confirmed
        elif labels_first and label is not None:
            last = label - 1
        items.append(
            Item(
                first,
                last,
                int(match["number"]),
                (match["letter"] or "").lower(),
                len(lines[first].text[: match.end()].split()),
            )
        )
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
            follows = _title_end(lines, first, limit, style, layout) + 1 == label
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
    return after < limit and _plain(lines[after].style) == _plain(layout.body)


def _title_end(
    lines: Sequence[Line], first: int, limit: int, style: Style | None, layout: Layout
) -> int:
    """The last line of the title that begins at `first`, before `limit`."""
    last = first
    while last + 1 < limit:
        following = lines[last + 1]
        if labels_of(following):
            break
        if style is not None:
            if _plain(following.style) != style:
                break
        elif _stands_apart(lines, last + 1, layout):
            break
        last += 1
    return last


def _end_in_overview(
    lines: Sequence[Line], first: int, limit: int, start: int, expected: str | None
) -> int | None:
    """The line with which the title is what the overview has, or None where it never is."""
    if expected is None:
        return None
    wanted = expected.replace(" ", "")  # a word may be broken otherwise in the overview
    title = ""
    for last in range(first, limit):
        text = lines[last].text[start if last == first else 0 :]
        title += "".join(words_of(text))
        if title == wanted:
            return last
    return None
