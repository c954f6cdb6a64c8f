"""Where the values of labels end, and running text begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

import regex
from msgspec.structs import replace

from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.numbering import item_heading
from pipeline.norwegian.statuses import Meanings, status_at_start
from pipeline.norwegian.vocabulary import tagged
from pipeline.seams.words import Run, parted
from pipeline.segment.joining import BREAKS, BROKEN_OFF
from pipeline.segment.labels import ALONE, SEPARATORS, Label, Time
from pipeline.segment.lines import Layout, Line
from pipeline.segment.narrative import BULLET, is_full

SHORT = 5  # words: more than a status has that no vocabulary knows
LIST_LINES = 4  # a list of ministries wraps onto no more
BESIDE = 2  # lines: last year's status and this year's stand no further apart
CLOSE = 1.3  # times the line pitch: the lines of a value stand no further apart
PROSE = 0.6  # of the statuses: where as many are running text, no words for statuses are printed
NEW_SENTENCE = regex.compile(r"[.:!]\s+(?=\p{Lu}|«|\d+\s)")


class Value(NamedTuple):
    """A label as printed, and its value."""

    label: Label
    printed: list[Run]
    value: list[Run]


class LabelLine(NamedTuple):
    """The labels of a line with their values, where they end, and the text behind them."""

    values: list[Value]
    after: int  # position of the first line that is not theirs
    rest: Line | None


class Values:
    """Reads the values of a report's labels.

    `text` composes runs; `statuses` says how often each stands whole, in the overview or on a line
    of the text; `of_report` are those that the register states.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        labels: Sequence[tuple[Label, ...]],
        layout: Layout,
        text: Callable[[Sequence[Run]], str],
        statuses: Mapping[str, int],
        of_report: Meanings,
    ) -> None:
        self.lines, self.labels, self.layout = lines, labels, layout
        self.text, self.statuses, self.of_report = text, statuses, of_report
        self._read = {
            position: [Value(label, *_label_and_value(lines[position], label)) for label in at]
            for position, at in enumerate(labels)
            if at
        }
        self._stated = [(position, text) for position, text, _ in self._latest()]
        self.are_prose = self._are_statuses_prose()
        self.are_with_text = self._are_statuses_with_text()

    def read(self, position: int) -> LabelLine:
        """The labels of the line at `position`, and the values that wrap below."""
        line = self.lines[position]
        values = self._read[position].copy()
        last = values[-1]
        if last.label.kind == "narrative":
            rest = _line_of(line, last.value)
            return LabelLine([*values[:-1], last._replace(value=[])], position + 1, rest)
        if line.cell % 2:  # a label in a value's cell has its own beside it, on its line
            return self._in_cell(values, position)
        if last.label.kind == "status":
            return self._status(values, position)
        if last.label.kind == "ministries" and not last.value:
            marks, names, after = self._bulleted(position + 1)
            if names:
                values[-1] = last._replace(printed=[*last.printed, *marks], value=names)
                return LabelLine(values, after, None)
        count = self._lines_of_value(last, position)
        more = [
            run for other in self.lines[position + 1 : position + 1 + count] for run in other.runs
        ]
        values[-1] = last._replace(value=[*last.value, *more])
        return LabelLine(values, position + 1 + count, None)

    def _in_cell(self, values: list[Value], position: int) -> LabelLine:
        """The value in the cell of a label. Where a status is told in sentences, it is text."""
        cell = self.lines[position].cell + 1
        after = position + 1
        while after < len(self.lines) and self.lines[after].cell == cell:
            if any(label.reason != ALONE for label in self.labels[after]):
                break  # another, with its value behind it
            after += 1
        value = [run for line in self.lines[position + 1 : after] for run in line.runs]
        is_status = values[-1].label.kind == "status"
        if not value or (is_status and self._is_told(self.text(value))):
            return LabelLine(values, position + 1, None)
        values[-1] = values[-1]._replace(value=value)
        return LabelLine(values, after, None)

    def _is_told(self, text: str) -> bool:
        """Whether what stands in the cell of a status is running text."""
        return not self._is_status(text) and (self.are_prose or text[-1] in ".:")

    # Statuses

    def _latest(self) -> list[tuple[int, str, Time]]:
        """By position, what stands behind each label of a status on its line, and the label's time;
        none of last year's status, beside this year's.
        """
        stated = [
            (position, self.text(value) if value else "", label.time)
            for position, values in self._read.items()
            for label, _, value in values
            if label.kind == "status"
        ]
        return [
            each
            for number, each in enumerate(stated)
            if all(
                abs(other[0] - each[0]) > BESIDE or other[2] <= each[2]
                for other in stated[max(0, number - 1) : number + 2]
            )
        ]

    def _status(self, values: list[Value], position: int) -> LabelLine:
        label, printed, value = values[-1]
        after = position + 1
        if not value and self._has_line(after) and self._is_status_below(after):
            value, after = list(self.lines[after].runs), after + 1
        elif self.are_prose or (value and self._is_prose(self.text(value), position)):
            rest = _line_of(self.lines[position], value)
            return LabelLine([*values[:-1], Value(label, printed, [])], after, rest)
        if not value:
            return LabelLine([*values[:-1], Value(label, printed, [])], after, None)
        while True:
            words = self._words_of_status(self.text(value))
            if words is not None and self._is_text(after):
                value, told = self._parted(value, words)
                rest = _line_of(self.lines[after - 1], told)
                return LabelLine([*values[:-1], Value(label, printed, value)], after, rest)
            if not (self._has_line(after) and self._status_goes_on(value, after)):
                return LabelLine([*values[:-1], Value(label, printed, value)], after, None)
            value = [*value, *self.lines[after].runs]
            after += 1

    def _is_text(self, after: int) -> bool:
        """Whether a sentence behind a status, on the line before `after`, is running text.

        It is where it runs on, where the report has such sentences behind most statuses, or where
        no other text of the item follows. Else it is an addition to the status.
        """
        if self.are_with_text or not self._has_line(after):
            return True
        return is_full(self.lines[after - 1], self.lines[after], self.layout)

    def _are_statuses_with_text(self) -> bool:
        """Whether sentences stand behind most statuses, on the same line."""
        texts = [self._with_rest(position, text) for position, text in self._stated]
        return 2 * sum(self._words_of_status(text) is not None for text in texts) > len(texts)

    def _with_rest(self, position: int, text: str) -> str:
        """The text, with the line below where a status is not whole: «Status: Under», «arbeid»."""
        below = position + 1
        if not self._has_line(below) or status_at_start(text, self.of_report) is not None:
            return text
        whole = f"{text} {self.lines[below].text}".strip()
        return whole if status_at_start(whole, self.of_report) is not None else text

    def _words_of_status(self, text: str) -> int | None:
        """How many words are the status, with what is added; None where no sentence follows."""
        known = status_at_start(text, self.of_report)
        end = NEW_SENTENCE.search(text, known.end if known else 0)
        if end is None:
            return None
        words = len(text[: end.end()].split())
        return words if known is not None or words <= SHORT else None

    def _parted(self, value: list[Run], words: int) -> tuple[list[Run], list[Run]]:
        """A value, parted behind so many words of its text: one of them may be broken in two."""
        length = len(" ".join(self.text(value).split()[:words]))
        while len(self.text(parted(value, words)[0])) < length:
            words += 1
        return parted(value, words)

    def _status_goes_on(self, value: Sequence[Run], position: int) -> bool:
        """Whether the line is more of a status.

        The whole of it stands elsewhere, a word is broken, a small letter, a bracket or a figure
        follows on a full line, perhaps behind a dash («Pågår – i rute»), or the two are a status
        that is known.
        """
        above, line = self.lines[position - 1], self.lines[position]
        broken = value[-1].text[-1] in BREAKS
        begun = line.text.lstrip("-\u2013 ")
        stated = status_at_start(self.text(value), self.of_report)
        is_whole = stated is not None and stated.end == len(self.text(value))
        small = begun[:1].islower() or begun[:1] == "(" or (_is_figure(begun) and not is_whole)
        wrapped = small and is_full(above, line, self.layout)
        whole = self.text([*value, *line.runs])
        known = stated is None and status_at_start(whole, self.of_report) is not None
        return broken or wrapped or whole in self.statuses or known

    def _is_status(self, text: str) -> bool:
        """Whether a text is a status: a known one, one that stands elsewhere, or a few words."""
        if status_at_start(text, self.of_report) is not None or text in self.statuses:
            return True
        return len(text.split(" ")) <= SHORT and text[-1] not in ".:" and text[0].isupper()

    def _is_status_below(self, position: int) -> bool:
        """Whether the line is a status: a known one where the report tells statuses at length."""
        text = self.lines[position].text
        if self.are_prose:
            return status_at_start(text, self.of_report) is not None
        return self._is_status(text)

    def _is_prose(self, text: str, position: int) -> bool:
        """Whether what stands behind «Status:» is running text with no word for a status first."""
        if status_at_start(text, self.of_report) is not None or self.statuses.get(text, 0) > 1:
            return False
        end = NEW_SENTENCE.search(text)
        if end is not None and len(text[: end.end()].split()) <= SHORT:
            return False
        following = self.lines[position + 1] if self._has_line(position + 1) else None
        line = self.lines[position]
        runs_on = following is not None and is_full(line, following, self.layout)
        return len(text.split(" ")) > SHORT and (runs_on or text[-1] in ".:")

    def _are_statuses_prose(self) -> bool:
        """Whether most statuses of the report are running text."""
        prose = 0
        for position, text in self._stated:
            if text:
                prose += self._is_prose(text, position)
            elif not self.lines[position].cell:
                has_line = self._has_line(position + 1)
                prose += not has_line or not self._is_status(self.lines[position + 1].text)
        return prose > 0 and prose >= PROSE * len(self._stated)

    def _has_line(self, position: int) -> bool:
        """Whether a line without labels stands at `position`."""
        return position < len(self.lines) and not self.labels[position]

    # Ministries and others

    def _lines_of_value(self, value: Value, position: int) -> int:
        """How many lines below the label's belong to its value."""
        following: list[Line] = []
        above = self.lines[position]
        for line in self.lines[position + 1 : position + 1 + LIST_LINES]:
            near = line.page != above.page or (
                line.baseline - above.baseline < CLOSE * self.layout.on(line.page).pitch
                or not value.value
            )
            if self.labels[position + 1 + len(following)] or not near:
                break
            following.append(line)
            above = line
        if value.label.kind == "ministries":
            return self._lines_of_list(value.value, following)
        return self._lines_of_other(value.value, position, following)

    def _bulleted(self, position: int) -> tuple[list[Run], list[Run], int]:
        """The bullets and the names of ministries in a list that begins at `position`, and where
        it ends. A name that nobody knows is one if it is as short.
        """
        points: list[tuple[list[Run], list[Run], int]] = []
        while self._has_line(position):
            line = self.lines[position]
            if BULLET.fullmatch(line.text.split(" ")[0]) and " " in line.text:
                points.append((*parted(line.runs, 1), position + 1))
            elif points and line.text[0].islower() and not _reads_whole(self.text(points[-1][1])):
                points[-1] = (points[-1][0], [*points[-1][1], *line.runs], position + 1)
            else:
                break
            position += 1
        texts = [self.text(name) for _, name, _ in points]
        if not any(map(_reads_whole, texts)):
            return [], [], position
        short = takewhile(
            lambda at: len(texts[at].split()) <= SHORT and texts[at][-1] not in ".:",
            range(len(points)),
        )
        points = [points[at] for at in short]
        marks = [run for mark, _, _ in points for run in mark]
        names = [run for _, name, _ in points for run in name]
        return marks, names, points[-1][2] if points else position

    def _lines_of_list(self, value: Sequence[Run], following: Sequence[Line]) -> int:
        """How many lines go on with a list of ministries: as many as read whole together.

        Else those after a line that breaks off, and those with nothing but codes.
        """
        for count in range(len(following), 0, -1):
            more = [run for line in following[:count] for run in line.runs]
            if _reads_whole(self.text([*value, *more])):
                return count
        if not value:  # below a label that stands overleaf, the next item may begin
            return sum(item_heading(line.text) is None for line in following[:1])
        count = 0
        printed = list(value)
        for line in following:
            last = printed[-1].text.rsplit(" ", 1)[-1]
            unfinished = last.endswith(",") or last.lower() in tagged("and")
            if not (unfinished or all(map(_is_code, line.text.split(" ")))):
                break
            printed += line.runs
            count += 1
        return count

    def _lines_of_other(
        self, value: Sequence[Run], position: int, following: Sequence[Line]
    ) -> int:
        """How many lines go on with another value: one where it stands below its label, then those
        that a full line leads to or one that breaks off, or that hang under it.
        """
        count = 0 if value or not following else 1
        left = self.lines[position].x0
        while count < len(following):
            above = self.lines[position + count]
            line = following[count]
            hangs = line.x0 > left + 2 * line.size and bool(value) and value[0].x0 > left
            small = line.text[0].islower() or _is_figure(line.text)
            wrapped = small and is_full(above, line, self.layout)
            broken = BROKEN_OFF.search(above.text) is not None and bool(value)
            if not (hangs or wrapped or broken):
                break
            count += 1
        return count


def _reads_whole(text: str) -> bool:
    named, unread = find_ministries(text)
    return bool(named) and not unread


def _is_figure(text: str) -> bool:
    """Whether a line begins with a figure and as no item does: «2027», «440, post 01», «01»."""
    return text.isdigit() or (text[:1].isdigit() and item_heading(text) is None)


def _is_code(text: str) -> bool:
    bare = text.strip(",;()/*.")
    words = {*tagged("and"), "alle", "m.fl", ""}
    return (bare.isupper() and len(bare) <= 4) or bare.lower() in words


def _line_of(line: Line, runs: Sequence[Run]) -> Line | None:
    """The line with some of its runs only; None for none."""
    return line.of_words([word for run in runs for word in run.words()]) if runs else None


def _label_and_value(line: Line, label: Label) -> tuple[list[Run], list[Run]]:
    """The words of a label and of its value; a word that holds both counts as value.

    A sign that parts the value from the next label belongs to that, one at the end to this.
    """
    text = line.text
    words = text.count(" ") + 1
    # Each is how many words stand before a place in the line.
    first = text.count(" ", 0, _start_with_sign(text, label.start))
    middle = text.count(" ", 0, label.value_start) if label.value_start < len(text) else words
    last = text.count(" ", 0, label.value_end) + _cuts_word(text, label.value_end)
    last = last if label.value_end < len(text) else words
    upto, behind = parted(line.runs, last) if last < words else (line.runs, [])
    before, value = parted(upto, middle)
    glued = label.value_start - (text.rfind(" ", 0, label.value_start) + 1)
    if glued and value:  # «Status:Gjennomført», printed without a space
        value[0] = replace(value[0], text=value[0].text[glued:])
    sign = behind if text[label.value_end :].strip() in SEPARATORS else []  # at the line's end
    return [*(parted(before, first)[1] if first else before), *sign], value


def _start_with_sign(text: str, start: int) -> int:
    """Where a label begins, with the sign before it that parts it from the value of another."""
    before = text[:start].rstrip()
    return len(before) - 1 if before[-1:] in ("|", "·", "•") else start


def _cuts_word(text: str, end: int) -> int:
    """1 where a value ends behind a word and before a space, else 0."""
    return int(end < len(text) and text[end] == " ")
