"""What of a page's text a reader does not see, or not as the report's: hidden, covered, added.

Every page gets a glance at what MuPDF says of its text anyway: direction, colour, size, whether it
is drawn, and which filled boxes are drawn later. Only words that give reason to are looked at
closely (pixels.py): if the page is the same picture without them, nobody sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import pymupdf

from pipeline.extract.overlay import STAMPED
from pipeline.extract.pixels import is_frame, parts_unseen, shows_nothing, slim
from pipeline.extract.runs import LEVEL, Text, united
from pipeline.runtime.printable import printable
from pipeline.seams.vocabularies import KeptKind
from pipeline.seams.words import Box, Kept, Turn

TINY = 2.0  # points: nobody reads smaller type
PALE = 48  # of 255: text whose colour differs less from what lies under it is looked at closely
OPAQUE = 128  # of 255: what lets more through hides no text
THICK = 2.5  # points: a thinner filled box underlines or strikes out
PICTURED = 0.5  # of the page: under so large a picture, text that is not drawn is what OCR read
BLACK, WHITE = 0x000000, 0xFFFFFF
_WATERMARK: KeptKind = "watermark"
_FILLED, _STROKED, _CLIPPED = 16, 32, 64  # MuPDF's FZ_STEXT_…, as PyMuPDF's `char_flags`
_ICONS = (  # a reader can move or open them
    pymupdf.PDF_ANNOT_TEXT,
    pymupdf.PDF_ANNOT_CARET,
    pymupdf.PDF_ANNOT_FILE_ATTACHMENT,
)
_UPRIGHT = ((1, 0), (0, -1), (-1, 0), (0, 1))  # the direction that so many quarter turns level


class Picture(NamedTuple):
    """A picture on the page, and the boxes of text that was drawn before it."""

    box: Box
    texts_before: list[Box]


class Note(NamedTuple):
    """An annotation that may lie over text: its type, as PyMuPDF counts them, and its box."""

    type: int
    box: Box


class Look(NamedTuple):
    """A page as MuPDF read it, in the frame of the file.

    `blocks` are text and vectors in the order in which they are drawn; `turns` is the reading
    direction (see `quarter_turns`).
    """

    document: Any
    page_index: int
    frame: Box
    blocks: list[dict[str, Any]]
    text: Text
    turns: int
    pictures: list[Picture]
    notes: list[Note]

    @property
    def picture_share(self) -> float:
        """How much of the page its pictures take, at most all."""
        return min(1.0, sum(_area(picture.box) for picture in self.pictures) / _area(self.frame))


class _Word(NamedTuple):
    """A word: its position among all, the span it begins in, and which block it is drawn with."""

    position: int
    text: str
    box: Box
    span: dict[str, Any]
    direction: tuple[float, float]
    level: bool
    order: int

    @property
    def middle(self) -> tuple[float, float]:
        x0, top, x1, bottom = self.box
        return (x0 + x1) / 2, (top + bottom) / 2

    @property
    def type(self) -> tuple[str, float, int]:
        return self.span["font"], round(self.span["size"]), self.span["color"]


class Seen(NamedTuple):
    """The words that are not the report's, by their position, each with the reason.

    `unseen` counts letters that are read, though nobody sees them but in a picture of the page.
    """

    kinds: dict[int, KeptKind]
    unseen: int


def quarter_turns(lines: Sequence[dict[str, Any]]) -> int:
    """How many quarter turns clockwise bring most of the text upright."""
    letters = [0, 0, 0, 0]
    for line in lines:
        x, y = line["dir"]
        along = [x * right + y * down for right, down in _UPRIGHT]
        letters[along.index(max(along))] += sum(len(span["text"]) for span in line["spans"])
    return letters.index(max(letters))


def seen(look: Look) -> Seen:
    """What of a page is not the report's; how much of it only text recognition has read."""
    if not _gives_reason(look):
        return Seen({}, 0)
    words = list(_words(look))
    kinds: dict[int, KeptKind] = {}
    for word in words:
        kind = _at_sight(word)
        if kind is not None:
            kinds[word.position] = kind
    recognised = _recognised(words, look)
    if recognised:
        kinds = {position: kind for position, kind in kinds.items() if kind != "invisible"}
    rest = [word for word in words if word.position not in kinds]
    over = [] if recognised else list(_printed_over(rest))
    kinds |= _hidden(rest, look, bool(recognised), bool(over))
    if over:  # what lies over words that are covered is written on the cover
        seen_words = [word for word in rest if word.position not in kinds]
        kinds |= dict.fromkeys(_printed_over(seen_words), _WATERMARK)
    return Seen(kinds, sum(len(word.text) for word in recognised if word.position not in kinds))


def kept_rows(number: int, text: Text, kinds: Mapping[int, KeptKind], turn: Turn) -> list[Kept]:
    """What was set apart, a row for each stretch of words in a line, with its box turned."""
    rows: list[Kept] = []
    if not kinds:
        return rows
    for start, words in text.words_by_line():
        positions = [p for p in range(start, start + len(words)) if p in kinds]
        stretches = groupby(enumerate(positions), key=lambda at: (kinds[at[1]], at[1] - at[0]))
        for (kind, _), stretch in stretches:
            members = [position for _, position in stretch]
            box = united([turn.box(tuple(text.boxes[p][:4])) for p in members])
            printed = " ".join([words[p - start] for p in members])
            rows.append(Kept(kind, "" if kind == "covered" else printable(printed), number, *box))
    return rows


# At a glance


def _gives_reason(look: Look) -> bool:
    """Whether anything on the page may be hidden or added."""
    if look.notes or look.pictures or any(map(_may_cover, look.blocks)):
        return True
    if _outermost_lies_over(look.text.lines):
        return True
    for line in look.text.lines:
        if not _is_level(line, look.turns):
            return True
        for span in line["spans"]:
            if not is_drawn(span) or span["size"] < TINY:
                return True
            if (span["color"] != BLACK or span["alpha"] < OPAQUE) and _contrast(span, WHITE) < PALE:
                return True
    return False


def _outermost_lies_over(lines: Sequence[dict[str, Any]]) -> bool:
    """Whether what is drawn first or last on the page lies over other lines, or they over it."""
    for outermost, others in ((lines[:1], lines[1:]), (lines[-1:], lines[:-1])):
        for line in outermost:
            _, top, _, bottom = box = slim(line["bbox"])
            for other in others:
                near = other["bbox"]
                if near[1] < bottom and near[3] > top and _cross(box, slim(near)):
                    return True
    return False


def _is_level(line: dict[str, Any], turns: int) -> bool:
    (x, y), (right, down) = line["dir"], _UPRIGHT[turns]
    return bool(x * right + y * down >= LEVEL)


def is_drawn(span: dict[str, Any]) -> bool:
    """Whether the letters of a span are filled or stroked, inside the clip, and not transparent."""
    flags = span["char_flags"]
    return bool(flags & (_FILLED | _STROKED)) and not flags & _CLIPPED and span["alpha"] != 0


def _is_fill(block: dict[str, Any]) -> bool:
    """Whether a block is an area of colour that may lie under text."""
    return _may_cover(block) and not block["stroked"]


def _may_cover(block: dict[str, Any]) -> bool:
    """Whether a block may lie over text: an area of colour, or what a broad pen has drawn."""
    if block["type"] != 3 or block["alpha"] < OPAQUE:
        return False
    x0, top, x1, bottom = block["bbox"]
    return bool(x1 - x0 > THICK and bottom - top > THICK)


def _is_frame(block: dict[str, Any], look: Look) -> bool:
    return is_frame(look.document, look.page_index, block["bbox"], block["color"])


def _contrast(span: dict[str, Any], ground: int) -> float:
    """How far a span's letters, which may be see-through, stand out from the colour under them.

    Letters that are not drawn at all are those of text recognition here: they lie under a picture.
    """
    return _differ(span["color"], ground) * (int(span["alpha"]) or 255) / 255


def _differ(one: int, other: int) -> int:
    """How far two colours are apart in the channel where they differ most."""
    return max([abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) for shift in (16, 8, 0)])


# Word by word


def _words(look: Look) -> Iterator[_Word]:
    orders = [
        order for order, block in enumerate(look.blocks) if block["type"] == 0
        for _ in block["lines"]
    ]  # fmt: skip
    lines = zip(look.text.lines, look.text.words_by_line(), orders, strict=True)
    for line, (start, words), order in lines:
        level = _is_level(line, look.turns)
        spans = iter(line["spans"])
        span, reach, position = next(spans, None), 0, 0
        text = "".join([each["text"] for each in line["spans"]])
        reach = len(span["text"]) if span is not None else 0
        for offset, word in enumerate(words):
            position = text.index(word, position)
            while position >= reach and (following := next(spans, None)) is not None:
                span = following
                reach += len(span["text"])
            box = tuple(look.text.boxes[start + offset][:4])
            yield _Word(start + offset, word, box, span or {}, line["dir"], level, order)
            position += len(word)


def _at_sight(word: _Word) -> KeptKind | None:
    """Why a word is kept out that needs no second look."""
    if not word.level:
        return "stamp" if max(map(abs, word.direction)) >= LEVEL else "watermark"
    if not is_drawn(word.span):
        return "invisible"
    return "tiny" if word.span["size"] < TINY else None


def _printed_over(words: Sequence[_Word]) -> Iterator[int]:
    """The words that lie over others, and those drawn with them, if they are few and stand apart.

    They were drawn before or after all others, in type that these do not have.
    """
    for drawn in (words, words[::-1]):
        _, alike = next(groupby(drawn, key=attrgetter("type")), (None, ()))
        few = list(alike)
        others = drawn[len(few) :]
        if not few or len(few) > STAMPED or any(word.type == few[0].type for word in others):
            continue
        boxes = [slim(word.box) for word in others]
        if any(_cross(slim(word.box), box) for word in few for box in boxes):
            yield from (word.position for word in few)


def _recognised(words: Sequence[_Word], look: Look) -> list[_Word]:
    """The words that text recognition has put behind a picture of the page, if these are most.

    A picture of nothing hides them instead.
    """
    behind = [word for word in words if not is_drawn(word.span) or _lies_under_picture(word, look)]
    if 2 * len(behind) <= len(words) or look.picture_share < PICTURED:
        return []
    return [] if shows_nothing(look.document, look.page_index) else behind


def _hidden(
    words: Sequence[_Word], look: Look, recognised: bool, stamped: bool
) -> dict[int, KeptKind]:
    """Words that lie under something, or have the colour of what lies under them.

    Where text was `recognised`, it lies under the picture that it was read from. Where something
    may be `stamped` over the page, it may have a frame, which hides nothing.
    """
    fills = [(order, block) for order, block in enumerate(look.blocks) if _is_fill(block)]
    covers = [
        (order, block)
        for order, block in enumerate(look.blocks)
        if _may_cover(block) and not (stamped and block["stroked"] and _is_frame(block, look))
    ]
    hidden: dict[int, KeptKind] = {}
    suspects: dict[int, KeptKind] = {}
    for word in words:
        if any(note.type == pymupdf.PDF_ANNOT_REDACT and _meet(word.box, note.box)
               for note in look.notes):  # fmt: skip
            hidden[word.position] = "covered"
        elif _may_lie_under(word, look, covers) or (
            not recognised and _lies_under_picture(word, look)
        ):
            suspects[word.position] = "covered"
        elif _is_pale(word, look, fills):
            suspects[word.position] = "invisible"
    if suspects:
        boxes = {word.position: word for word in words}
        for position, unseen in _unseen(suspects, boxes, look).items():
            # A word half under a box is not read; pale letters are all seen or none.
            if any(unseen) if suspects[position] == "covered" else all(unseen):
                hidden[position] = suspects[position]
    return hidden


def _unseen(
    suspects: Mapping[int, KeptKind], words: Mapping[int, _Word], look: Look
) -> dict[int, list[bool]]:
    texts = [(words[position].box, words[position].text) for position in suspects]
    others = [word.box for position, word in words.items() if position not in suspects]
    parts = parts_unseen(look.document, look.page_index, texts, others)
    return dict(zip(suspects, parts, strict=True))


def _may_lie_under(word: _Word, look: Look, covers: Sequence[tuple[int, dict[str, Any]]]) -> bool:
    """Whether something that may be opaque is drawn over a word after it."""
    if any(order > word.order and _meet(word.box, cover["bbox"]) for order, cover in covers):
        return True
    return any(_meet(word.box, note.box) for note in look.notes if note.type not in _ICONS)


def _lies_under_picture(word: _Word, look: Look) -> bool:
    """Whether a picture is drawn over a word after it."""
    return any(
        _meet(word.box, picture.box)
        and any(_holds(before, *word.middle) for before in picture.texts_before)
        for picture in look.pictures
    )


def _is_pale(word: _Word, look: Look, fills: Sequence[tuple[int, dict[str, Any]]]) -> bool:
    """Whether a word has nearly the colour of what was drawn under it last, or of paper."""
    under = [
        fill["color"] for order, fill in fills
        if order < word.order and _holds(fill["bbox"], *word.middle)
    ]  # fmt: skip
    if not under and any(_holds(picture.box, *word.middle) for picture in look.pictures):
        return _contrast(word.span, WHITE) < PALE
    return _contrast(word.span, under[-1] if under else WHITE) < PALE


# Boxes


def _area(box: Box) -> float:
    x0, top, x1, bottom = box
    return max(0.0, x1 - x0) * max(0.0, bottom - top)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _cross(one: Box, other: Box) -> bool:
    """Whether two boxes lie over each other, by more than a rim."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1.0
        and min(one[3], other[3]) > max(one[1], other[1])
    )  # fmt: skip


def _meet(word: Box, cover: Box) -> bool:
    """Whether a cover lies over the middle of a word's height, and over more than its rim."""
    width = min(word[2], cover[2]) - max(word[0], cover[0])
    return cover[1] <= (word[1] + word[3]) / 2 <= cover[3] and width > 1.0
