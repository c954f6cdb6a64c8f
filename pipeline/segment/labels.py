"""Labels and where their values begin: «Status: Under arbeid», in every form that reports use.

    after a colon            «Ansvarlig departement: JD», several on a line: «Status: … | Ansvar: …»
    behind a label in bold   «**Status** Ferdig», several on a line: «**Ansvar** JD  **Status** …»
    in the lines below       «Status» in a line of its own, without a colon
    in the cell to the right «Status │ Under arbeid»: cells.py sets these below each other
    with a time              «Status per 1. juni 2026:», beside «Status juni 2025:» of last year

Status and ministries make an item; other labels («Frist:», «Budsjett:») count only beside these,
for running text has such words, too. Those that no vocabulary has are known by their habit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

import regex
from msgspec.structs import replace

from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.months import month_number
from pipeline.norwegian.statuses import status_at_start
from pipeline.norwegian.vocabulary import Match, Pattern, any_of, pattern
from pipeline.seams.terms import Terms
from pipeline.seams.vocabularies import LABEL_KINDS
from pipeline.seams.words import Word
from pipeline.segment.joining import BREAKS, BROKEN_OFF
from pipeline.segment.lines import Layout, Line
from pipeline.segment.vocabulary import labels as label_kinds

CORE = frozenset({"status", "ministries"})
VALUE_WORDS = 5  # as many may wrap before the next label
LABEL_WORDS = 5  # no label has more before its last
GAP = 0.9  # of the type size: wider than between words
NEAR = 2  # lines: as far from another label may one stand that running text has, too
APART = 8  # lines: two labels are no further from each other with others between
HABIT = 2  # items: in as many a label stands that no vocabulary has
AIR = 1.15  # times the line pitch: further down a paragraph does not go on
SEPARATORS = "|·•"  # between labels that share a line
WHEN = (
    r"(?i)\s+(?:«TIME»\s+|«PART»\s+)*(?:(?P<day>\d{1,2})\.\s?)?"
    r"(?:(?P<month>«MONTH»)(?:\s+(?P<year>(?:19|20)\d\d))?"
    r"|(?:(?P<number>\d{1,2})\.\s?)?(?P<year>(?:19|20)\d\d))"
)
LIST_MARK = regex.compile(r"[^\p{L}\p{N}]+|\(?\w{1,3}[.)]")  # «•», «1.», «a)»
UNKNOWN = regex.compile(r"(?P<label>\p{Lu}[\p{L}./ -]{1,38}?)\s?:(?:\s+|$)")
PARTED = regex.compile(rf"(?:^|(?<=\s)[{SEPARATORS}]\s+|^\|\s*){UNKNOWN.pattern}")
WITH_COLON = "begynner med en ledetekst som er kjent, og kolon"
ALONE = "er en ledetekst som er kjent, uten kolon, i en linje eller celle for seg selv"
IN_HEADING = "er en status som er kjent, bak eller over tittelen, som i de fleste overskrifter"
IN_COLUMN = "står i en kolonne av ledetekster"
IN_BOLD = "er en ledetekst i halvfet, uten kolon, med verdien rett bak"
BY_SIGN = "begynner med ord og kolon bak et skilletegn eller mellomrom mellom ledetekster"
BY_HABIT = "begynner med ord og kolon som står ved ledetekster flere ganger i rapporten"
BETWEEN = "er satt som ledetekstene den står ved, flere ganger i rapporten"
BOLD = attrgetter("bold")
Time = tuple[int, int, int]  # year, month, day: 0 where not printed
NO_TIME: Time = (0, 0, 0)


class Label(NamedTuple):
    """A label in a line: its kind, its words, its time, and where it and its value stand."""

    kind: str
    name: str
    time: Time
    start: int
    value_start: int
    value_end: int
    reason: str  # by what it is known


def labels_of(line: Line, terms: Terms) -> tuple[Label, ...]:
    """The labels of a line that begins with one: with a colon, or in bold before their values."""
    labels: tuple[Label, ...] = ()
    if ":" in line.text:
        begins = (*after_gaps(line), *_bold_behind_plain(line))
        labels = _labels(line.text, begins, terms)
    return labels or (_bold_labels(line, terms) if line.several else ())


def after_gaps(line: Line) -> tuple[int, ...]:
    """Where in the line's text words stand behind white space wider than between words.

    Behind the mark of a list item there is such, too.
    """
    if not line.is_parted(GAP):
        return ()
    places: list[int] = []
    place = 0
    for word, following in pairwise(line.words):
        place += len(word.text) + 1
        is_mark = place == len(word.text) + 1 and LIST_MARK.fullmatch(word.text)
        if not is_mark and following.x0 - word.x1 > GAP * min(word.size, following.size):
            places.append(place)
    return tuple(places)


def _bold_behind_plain(line: Line) -> Iterator[int]:
    """Where in the line's text words in bold with a colon begin behind others, as the next label
    does behind a value that leaves no gap before it.
    """
    place = 0
    for above, below in pairwise(line.several):
        place += len(above.text) + 1
        if below.bold > above.bold and ":" in below.text:
            yield place


def has_core_label(line: Line, terms: Terms) -> bool:
    """Whether the line begins with a label, and one of its labels makes an item."""
    return line.inset == "status" or any(label.kind in CORE for label in labels_of(line, terms))


@lru_cache(maxsize=20_000)  # many ask, in turn, of the same lines
def _labels(text: str, gaps: tuple[int, ...], terms: Terms) -> tuple[Label, ...]:
    pattern_ = label_pattern(terms)
    is_parted = bool(gaps) or any(sign in text for sign in SEPARATORS)
    if not is_parted and pattern_.match(text) is None:
        return ()
    labels = [_label(match, match.end(), 0, WITH_COLON) for match in pattern_.finditer(text)]
    if labels and is_parted:
        labels = sorted([*labels, *_parted(text, gaps, labels)], key=attrgetter("start"))
    if not labels or text[: labels[0].start].strip("| "):  # other signs are bullets there
        return ()
    return _with_ends(text, labels)


def _with_ends(text: str, labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels of a line, each with its value as far as the next."""
    ends = [label.start for label in labels[1:]] + [len(text)]
    return tuple(
        label._replace(value_end=_value_end(text, label.value_start, end))
        for label, end in zip(labels, ends, strict=True)
    )


def _parted(text: str, gaps: Sequence[int], known: Sequence[Label]) -> Iterator[Label]:
    """The labels that no vocabulary has, beside known ones that a sign or a gap parts them from."""
    behind_gaps = (UNKNOWN.match(text, place) for place in gaps)
    matches = [*PARTED.finditer(text), *filter(None, behind_gaps)]
    # Behind a sign there may be a gap, too, and words in bold.
    for start, match in {match.start("label"): match for match in matches}.items():
        if any(label.start < match.end() and start < label.value_start for label in known):
            continue
        following = min((label.start for label in known if label.start > start), default=None)
        is_ended = following in gaps or text[:following].rstrip()[-1:] in [*SEPARATORS]
        if start > 0 or is_ended:
            yield Label("other", match["label"], NO_TIME, start, match.end(), 0, BY_SIGN)


def _bold_labels(line: Line, terms: Terms) -> tuple[Label, ...]:
    """The labels without a colon of a line that begins with one, in bold, each with its value in
    plain type right behind it. Those that no vocabulary has have a sign or a gap before them.

    A paragraph may begin so, too: «**Status** for arbeidet …». Its words read as no value.
    """
    parts = [(bold, " ".join(run.text for run in runs)) for bold, runs in groupby(line.runs, BOLD)]
    bold, first = parts[0]
    if len(parts) < 2 or not bold or not first[0].isupper() or bare_label(first, terms) is None:
        return ()
    gaps = after_gaps(line)
    labels: list[Label] = []
    place = 0
    for (bold, text), _ in pairwise(parts):
        start, place = place, place + len(text) + 1
        if not bold or not text[0].isupper():
            continue
        label = bare_label(text, terms)
        is_parted = start in gaps or line.text[:start].rstrip()[-1:] in [*SEPARATORS]
        if label is not None:
            labels.append(label._replace(start=start, value_start=place, reason=IN_BOLD))
        elif is_parted and text.count(" ") < LABEL_WORDS:
            labels.append(Label("other", text, NO_TIME, start, place, 0, IN_BOLD))
    whole = _with_ends(line.text, labels)
    core = [label for label in whole if label.kind in CORE]
    return whole if not core or any(_has_value(line.text, label, terms) for label in core) else ()


def _has_value(text: str, label: Label, terms: Terms) -> bool:
    """Whether what stands behind a label of a status or of ministries reads as such."""
    value = text[label.value_start : label.value_end]
    if label.kind == "status":
        return status_at_start(value, terms.statuses) is not None
    named, unread = find_ministries(value)
    return bool(named) and (not unread or BROKEN_OFF.search(value) is not None)


def _value_end(text: str, start: int, end: int) -> int:
    """Where a value ends: before the sign that parts it from the next label."""
    value = text[start:end].rstrip()
    return start + len(value.rstrip(SEPARATORS).rstrip()) if value[-1:] in SEPARATORS else end


def _label(match: Match, value_start: int, value_end: int, reason: str) -> Label:
    kind = next(kind for kind in LABEL_KINDS if match.groupdict().get(kind) is not None)
    time = _time(match["when"]) if match["when"] else NO_TIME
    name = match[kind] + (match["when"] or "")
    return Label(kind, name, time, match.start(), value_start, value_end, reason)


def _time(text: str) -> Time:
    match = pattern(WHEN).match(text)
    assert match is not None
    month = month_number(match["month"]) if match["month"] else int(match["number"] or 0)
    return int(match["year"] or 0), month, int(match["day"] or 0)


def time_in(text: str) -> Time:
    """The time that stands first in a text, as after a label: «per 1. juni 2026», «2025»."""
    match = pattern(WHEN).match(f" {text}")
    return _time(match.group()) if match else NO_TIME


@cache
def _label_words(terms: Terms) -> str:
    labels: dict[str, list[str]] = {}
    for label, kind in label_kinds(terms).items():
        labels.setdefault(kind, []).append(label)
    time = regex.sub(r"\?P<\w+>", "?:", pattern(WHEN).pattern.removeprefix("(?i)"))
    # Others have dates for their values, and may have but a year themselves: «Budsjett 2026».
    when = {"status": f"(?P<when>{time})?", "budget": r"(?P<when>\s+(?:19|20)\d\d)?"}
    return "|".join(
        f"(?P<{kind}>{any_of(words)}){when.get(kind, '')}" for kind, words in labels.items()
    )


@cache
def label_pattern(terms: Terms) -> Pattern:
    """A label with its colon, at the start of a line or after another label's value."""
    return regex.compile(rf"(?:^|(?<=[\s{SEPARATORS}]))(?:{_label_words(terms)})\s*:\s*", regex.I)


@cache
def _bare_pattern(terms: Terms) -> Pattern:
    return regex.compile(f"(?:{_label_words(terms)})", regex.I)


@lru_cache(maxsize=20_000)
def bare_label(text: str, terms: Terms) -> Label | None:
    """The label that a text is, without a colon."""
    if len(text.split(" ")) > LABEL_WORDS + 4:
        return None
    match = _bare_pattern(terms).fullmatch(text)
    return _label(match, len(text), len(text), ALONE) if match else None


# --- which lines of a report have labels ----------------------------------------------------------


def find_labels(lines: Sequence[Line], layout: Layout, terms: Terms) -> list[tuple[Label, ...]]:
    """The labels of each line: none of most."""
    with_colon = [labels_of(line, terms) for line in lines]
    bare = [bare_label(line.text, terms) if line.text[0].isupper() else None for line in lines]
    if not _is_bare_report(with_colon, bare):
        bare = [label if line.cell else None for line, label in zip(lines, bare, strict=True)]
    every = [
        labels or ((label,) if label is not None else ())
        for labels, label in zip(with_colon, bare, strict=True)
    ]
    every = [
        (_status_of_heading(line),) if line.inset == "status" else labels
        for line, labels in zip(lines, every, strict=True)
    ]
    found = [
        labels or (_label_of_cell(line),) if line.cell % 2 else labels if _is_core(labels) else ()
        for line, labels in zip(lines, every, strict=True)
    ]
    _add_near(lines, found, every)
    habits = _by_habit(lines, found, layout)
    _add_near(
        lines,
        found,
        [habit and (known or habit) for habit, known in zip(habits, every, strict=True)],
    )
    likely = [of_line or new for of_line, new in zip(found, every, strict=True)]
    found = [of_line or new for of_line, new in zip(found, _between(lines, likely), strict=True)]
    _add_near(lines, found, every)
    return found


def _label_of_cell(line: Line) -> Label:
    """The label that a cell is, though no vocabulary has it: it stands in a column of labels."""
    end = len(line.text)
    return Label("other", line.text.rstrip(": "), NO_TIME, 0, end, end, IN_COLUMN)


def _status_of_heading(line: Line) -> Label:
    """What stands for a label where the status of a measure stands in its heading: no words."""
    return Label("status", "", NO_TIME, 0, 0, len(line.text), IN_HEADING)


def _is_core(labels: Sequence[Label]) -> bool:
    return bool(labels) and any(label.kind in CORE for label in labels)


def _is_bare_report(with_colon: Sequence[tuple[Label, ...]], bare: Sequence[Label | None]) -> bool:
    """Whether labels stand in lines of their own, without a colon: more than with one."""
    statuses = sum(label is not None and label.kind == "status" for label in bare)
    others = sum(label is not None and label.kind == "ministries" for label in bare)
    colons = sum(label.kind == "status" for labels in with_colon for label in labels)
    return statuses >= 2 and others >= 1 and statuses > colons


def _add_near(
    lines: Sequence[Line],
    found: list[tuple[Label, ...]],
    more: Sequence[tuple[Label, ...]],
) -> None:
    """Add to `found` those of `more` that stand beside a label, in the same style and margin."""
    down = [position for position in range(len(lines)) if found[position] or more[position]]
    for order in (down, down[::-1]):
        last: int | None = None
        for position in order:
            if found[position]:
                last = position
            elif last is not None and abs(position - last) <= NEAR + 1:
                between = range(min(position, last) + 1, max(position, last))
                is_first = lines[last].inset == "status" and position == last + 1
                if (is_first or _are_alike(lines[position], lines[last])) and not any(
                    lines[other].style != lines[last].style and lines[other].style.bold
                    for other in between
                ):
                    found[position] = more[position]
                    last = position


def _are_alike(line: Line, label: Line) -> bool:
    """Whether a line begins where a label does, and its first word is set as that is."""
    ours, theirs = line.runs[0], label.runs[0]
    return (
        abs(ours.x0 - theirs.x0) < 1.5
        and ours.bold == theirs.bold
        and line.page - label.page in (-1, 0, 1)
    )


def _by_habit(
    lines: Sequence[Line], found: Sequence[tuple[Label, ...]], layout: Layout
) -> list[tuple[Label, ...]]:
    """Labels that no vocabulary has: words with a colon that stand beside labels repeatedly, or in
    a row with these, below the headings of most measures.
    """
    matches = {
        position: match
        for position, line in enumerate(lines)
        if not found[position] and ":" in line.text and (match := UNKNOWN.match(line.text))
    }
    near: dict[int, str] = {}  # their names
    for position, match in matches.items():
        below = 3 if lines[position].text[-1] == ":" else 2  # its value may stand between
        beside = range(max(0, position - 1), min(len(lines), position + below))
        is_near = any(found[other] and lines[other].inset != "status" for other in beside)
        if is_near or _is_below(lines, position, found, near):
            near[position] = match["label"].casefold()
    beside_others = (label.name.casefold() for labels in found for label in labels)
    often = Counter([*near.values(), *beside_others])
    names = {name for name, times in often.items() if times >= HABIT}
    names.update(_in_rows(lines, found, matches, near, layout))
    return [
        (Label("other", match["label"], NO_TIME, 0, match.end(), len(line.text), BY_HABIT),)
        if (match := matches.get(position)) and match["label"].casefold() in names
        else ()
        for position, line in enumerate(lines)
    ]


def _in_rows(
    lines: Sequence[Line],
    found: Sequence[tuple[Label, ...]],
    matches: Mapping[int, Match],
    near: Iterable[int],
    layout: Layout,
) -> Iterator[str]:
    """The names of labels that stand in a row with known ones, or right below headings that have
    their status: in most measures, or set apart from their values. Where most go on in the line
    below, they are the headings of paragraphs.
    """
    rows: defaultdict[str, list[int]] = defaultdict(list)
    linked = set(near)
    for position, match in matches.items():
        above = position - 1
        is_first = above >= 0 and lines[above].inset == "status"
        is_label = above in linked or (above >= 0 and bool(found[above]))
        if is_first or (is_label and _is_in_row(lines, position, layout)):
            linked.add(position)
            rows[match["label"].casefold()].append(position)
    kinds = Counter(label.kind for labels in found for label in labels if label.kind in CORE)
    measures = max(kinds.values(), default=0)
    for name, places in rows.items():
        is_apart = all(lines[place].runs[0].font != lines[place].runs[-1].font for place in places)
        alone = sum(
            place + 1 == len(lines) or place + 1 in linked or _has_air(lines, place + 1, layout)
            for place in places
        )
        is_habit = 2 * len(places) > measures or (is_apart and len(places) >= HABIT)
        if is_habit and 2 * alone > len(places):
            yield name


def _is_in_row(lines: Sequence[Line], position: int, layout: Layout) -> bool:
    """Whether a line begins as the one above, in the same type and as close to it as that stands to
    another, or as lines do.
    """
    line, above = lines[position], lines[position - 1]
    ours, theirs = line.runs[0], above.runs[0]
    step = line.baseline - above.baseline
    usual = above.baseline - lines[position - 2].baseline if position > 1 else 0.0
    return (
        _are_alike(line, above)
        and (ours.font, ours.size) == (theirs.font, theirs.size)
        and (not _has_air(lines, position, layout) or abs(step - usual) < 1)
    )


def _has_air(lines: Sequence[Line], position: int, layout: Layout) -> bool:
    """Whether a line stands further below the one above than the lines of a paragraph."""
    line, above = lines[position], lines[position - 1]
    usual = layout.on(line.page)
    pitch = usual.pitch * above.size / usual.body.size
    return line.baseline - above.baseline > AIR * pitch


def _is_below(
    lines: Sequence[Line],
    position: int,
    found: Sequence[tuple[Label, ...]],
    likely: Container[int],
) -> bool:
    """Whether a line that is but a label has such a one above it, with its value between."""
    above = position - 2
    return (
        above >= 0
        and (bool(found[above]) or above in likely)
        and lines[position].text[-1] == lines[above].text[-1] == ":"
        and lines[position].style == lines[above].style
    )


def _between(lines: Sequence[Line], found: Sequence[tuple[Label, ...]]) -> list[tuple[Label, ...]]:
    """Labels that no vocabulary has, where none has a colon: words in bold between two labels or
    above the first, set as these are and each above a value in plain type, repeatedly.
    """
    alone = [p for p, of_line in enumerate(found) if of_line and of_line[0].reason == ALONE]
    likely: set[int] = set()
    for above, below in pairwise(alone):
        if below - above <= APART:
            inside = range(above + 2, below - 1)
            likely.update(p for p in inside if _is_new_label(lines, p, lines[above], lines[below]))
    for first in alone:
        above = first - 2
        while (
            above >= 0
            and not (found[above] or found[above + 1])
            and (_is_new_label(lines, above, lines[first]))
        ):
            likely.add(above)
            above -= 2
    often = Counter(lines[position].text for position in likely)
    labels: list[tuple[Label, ...]] = [() for _ in lines]
    for position in likely:
        name = lines[position].text
        if often[name] >= HABIT:
            end = len(name)
            labels[position] = (Label("other", name, NO_TIME, 0, end, end, BETWEEN),)
    return labels


def _is_new_label(lines: Sequence[Line], position: int, *known: Line) -> bool:
    """Whether a line is set as known labels near it are, in bold, above a value in plain type."""
    line = lines[position]
    return (
        all(_are_alike(line, label) for label in known)
        and line.style.bold
        and not lines[position + 1].style.bold
        and (len(known) < 2 or not lines[position - 1].style.bold)
        and line.text[0].isupper()
        and line.text.count(" ") < LABEL_WORDS
    )


# --- labels that a line's end parts ---------------------------------------------------------------


def with_whole_labels(lines: Sequence[Line], terms: Terms) -> list[Line]:
    """The lines, with those put together over which labels go on that share a line.

    «Ansvarlig: JD, BFD Status for» above «tiltaket: Ferdig», or «Ansvarlig: Justis- og» above
    «beredskapsdepartementet | Frist: 2027 |»; also «Gjennomføring: 2025–» and «2028» below it.
    """
    whole: list[Line] = []
    for position, line in enumerate(lines):
        above = whole[-1] if whole else None
        if above is None or line.cell or above.cell:
            whole.append(line)
        elif line.text[0].islower() and bare_label(f"{above.text} {line.text}", terms):
            whole[-1] = line.of_words((*above.words, *line.words))  # its value stands elsewhere
        elif not _has_labels(above, terms):
            whole.append(line)
        # A label begun above first: the rest of it is no value («Gjennomfø-» above «ring: 2026»).
        elif _ends_label_of(above, line, terms):
            whole[-1] = line.of_words(_whole((*above.words, *line.words), len(above.words)))
        elif not labels_of(above, terms):
            whole.append(line)
        elif _goes_on(above, line, terms) or _lies_between(above, lines, position, terms):
            whole[-1] = line.of_words((*above.words, *line.words))
        elif _begins_with_last_year_of(above, line, terms):
            whole[-1] = above.of_words((*above.words, *line.words[:1]))
            if len(line.words) > 1:
                whole.append(line.of_words(line.words[1:]))
        else:
            whole.append(line)
    return whole


def _has_labels(line: Line, terms: Terms) -> bool:
    """Whether a line has labels, or begins with words and a colon before a gap: a label may stand
    behind that, broken at the line's end.
    """
    is_row = line.is_parted(GAP) and UNKNOWN.match(line.text) is not None
    return is_row or bool(labels_of(line, terms))


def _goes_on(above: Line, line: Line, terms: Terms) -> bool:
    """Whether more labels stand in a line behind the rest of the last value above.

    A sign or a gap parts them from it, or else they are such as make an item, and the value wraps
    by a few words. A label has a capital: «… består av tre departementer: …» is a sentence.
    """
    labels = labels_of(above, terms)
    signs = {sign for sign in SEPARATORS if f" {sign} " in above.text or above.text[-1] == sign}
    if len(labels) == 1 and above.text[-1] not in SEPARATORS:
        signs &= {"|"}  # else a bullet
    if above.text[-1] in signs or (line.text[0] == "|" and "|" in signs):  # others are bullets
        return True
    if labels[-1].reason == IN_BOLD and not line.words[0].bold and line.several:
        whole = line.of_words((*above.words, *line.words))
        return len(labels_of(whole, terms)) > len(labels)
    if ":" not in line.text or labels_of(line, terms):
        return False
    parted = PARTED.search(line.text, 1)
    if parted is not None and parted[0][0] in (signs or {"|"}):
        return True
    gaps = after_gaps(line)
    known = label_pattern(terms).search(line.text)
    if known is None or not line.text[known.start()].isupper():
        return any(UNKNOWN.match(line.text, place) for place in gaps)
    if line.text[: known.start()].rstrip()[-1:] in (signs or {"|"}):
        return True
    label = _label(known, 0, 0, WITH_COLON)
    wraps = len(line.text[: known.start()].split()) <= VALUE_WORDS
    makes_item = label.kind in (*CORE, "period") and wraps
    is_new = (label.kind, label.time) not in {(other.kind, other.time) for other in labels}
    return is_new and (makes_item or known.start() in gaps)


def _lies_between(above: Line, lines: Sequence[Line], position: int, terms: Terms) -> bool:
    """Whether a list that is broken off above goes on to a bar or a label, there or below."""
    before = above
    for line, following in pairwise([*lines[position : position + VALUE_WORDS], None]):
        assert line is not None
        if ":" in line.text or BROKEN_OFF.search(before.text) is None:
            return False
        if line.text[-1] == "|" or (following is not None and following.text[-1] == "|"):
            return True
        if following is None:
            return False
        if _goes_on(above, following, terms) or _ends_label_of(line, following, terms):
            return True
        before = line
    return False


def _begins_with_last_year_of(above: Line, line: Line, terms: Terms) -> bool:
    """Whether a line begins with the year that a period above it ends with."""
    is_period = labels_of(above, terms)[-1].kind == "period"
    return is_period and above.text[-1] in "-–:" and line.text[0].isdigit()


def _ends_label_of(above: Line, line: Line, terms: Terms) -> bool:
    """Whether the last words of `above` begin a label that ends in `line`."""
    if ":" not in line.text:
        return False
    if label_pattern(terms).match(line.text) is not None and line.text[0].isupper():
        return False
    colon = line.text.index(":") + 1
    printed = above.text.split(" ")
    for count in range(1, min(LABEL_WORDS, len(printed))):
        begun = " ".join(printed[-count:])
        if ":" in begun:
            break
        joined = f"{begun} {line.text[:colon]}"
        if begun[-1] in BREAKS:
            joined = begun[:-1] + line.text[:colon]
        if label_pattern(terms).match(joined) is not None:
            return True
    return False


def _whole(words: tuple[Word, ...], count: int) -> tuple[Word, ...]:
    """The words, with one that a hyphen breaks after `count` of them whole in its first place."""
    left, right = words[count - 1], words[count]
    if left.text[-1] not in BREAKS:
        return words
    whole = replace(left, text=left.text[:-1] + right.text)
    return (*words[: count - 1], whole, replace(right, text=""), *words[count + 1 :])
