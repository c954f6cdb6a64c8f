"""Random damage to a PDF: to its objects, as bad programs leave it, and to its bytes, as disks do.

The same number gives the same damage to the same file. A small part leaves the file as it was.
"""

from __future__ import annotations

import random
import re

import pymupdf

# Values that a key may have by mistake: wrong kinds, odd names and strings, references to nothing.
ODD = (
    "null", "true", "0", "-1", "7", "2147483648", "1e999", "-0.0001", f"1{'0' * 60}",
    "/Navn", "/#00#ff", f"/{'N' * 300}", "()", "(\\033[31m\\007)", "<FEFFD800>", "<FEFF202E0041>",
    f"({'a' * 70_000})", "[]", "[null null null null]", "[1 2 3]", "[/a /b /c /d]", "<<>>",
    "99999 0 R", "0 0 R", "[99999 0 R]",
)  # fmt: skip
NUMBER = re.compile(rb"(?<=[ \[/])\d+")


def damaged(content: bytes, number: int) -> tuple[bytes, str]:
    """The PDF with the damage of that number, and the name of the kind of damage."""
    chance = random.Random(number)
    damage = chance.choice(DAMAGES)
    return damage(content, chance), damage.__name__.strip("_")


def rewritten(content: bytes) -> bytes:
    """The same PDF with a plain table of its objects, to which damage can be added."""
    with pymupdf.open(stream=content) as document:
        return bytes(document.tobytes(no_new_id=True))


def _updated(document: pymupdf.Document, content: bytes, number: int, raw: bytes = b"") -> bytes:
    """The PDF with one of its objects as `document` has it now, as a later version of the file.

    Written by hand: a library refuses to write what makes no sense. `raw` is the object's stream,
    if it has one.
    """
    body = document.xref_object(number, compressed=True).encode(errors="surrogateescape")
    if raw:
        body += b"\nstream\n" + raw + b"\nendstream"
    start = int(content.rpartition(b"startxref")[2].split()[0])
    root = document.xref_get_key(-1, "Root")[1].encode()
    size = document.xref_length()
    update = b"\n%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(content) + 1)
    trailer = b"trailer\n<</Size %d/Root %s/Prev %d>>\n" % (size, root, start)
    end = b"startxref\n%d\n%%%%EOF\n" % (len(content) + len(update))
    return content + update + table + trailer + end


def _with_key(content: bytes, number: int, key: str, value: str) -> bytes:
    """The PDF with another value for a key of an object; `null` for none."""
    with pymupdf.open(stream=content) as document:
        raw = document.xref_stream_raw(number) if document.xref_is_stream(number) else b""
        document.xref_set_key(number, key, value)
        return _updated(document, content, number, raw)


def _value(document: pymupdf.Document, number: int, chance: random.Random) -> str:
    """None, an odd value, a reference to some object, or to the very object that it stands in."""
    some = chance.randrange(1, document.xref_length())
    others = f"{some} 0 R", f"{some} 0 R", f"{number} 0 R", f"[{number} 0 R]"
    return "null" if chance.random() < 0.3 else chance.choice((*ODD, *others))


def _key(content: bytes, chance: random.Random) -> bytes:
    """A key is missing, or has a value that it cannot have."""
    with pymupdf.open(stream=content) as document:
        keyed = [n for n in range(1, document.xref_length()) if document.xref_get_keys(n)]
        number = chance.choice(keyed)
        key = chance.choice(document.xref_get_keys(number))
        value = _value(document, number, chance)
    return _with_key(content, number, key, value)


def _page(content: bytes, chance: random.Random) -> bytes:
    """A key of a page is missing or odd."""
    keys = ("Type", "Parent", "MediaBox", "CropBox", "Rotate", "Contents", "Resources", "Annots",
            "UserUnit")  # fmt: skip
    with pymupdf.open(stream=content) as document:
        number = document[chance.randrange(document.page_count)].xref
        value = _value(document, number, chance)
    return _with_key(content, number, chance.choice(keys), value)


def _page_tree(content: bytes, chance: random.Random) -> bytes:
    """The tree of pages bites its tail, has branches that are none, or counts wrongly."""
    with pymupdf.open(stream=content) as document:
        root = int(document.xref_get_key(document.pdf_catalog(), "Pages")[1].split()[0])
        kids = document.xref_get_key(root, "Kids")[1].strip("[]")
    first = kids[: kids.find("R") + 1]
    key, value = chance.choice(
        [
            ("Kids", f"[{kids} {root} 0 R]"), ("Kids", f"[{root} 0 R {kids}]"),
            ("Kids", f"[{kids} 99999 0 R]"), ("Kids", f"[{kids} {first}]"),
            ("Kids", f"[null {kids}]"), ("Kids", "[]"), ("Kids", f"[{kids} 7 /Navn]"),
            ("Count", "-1"), ("Count", "0"), ("Count", "1"), ("Count", "99999999"),
            ("Count", "/Mange"), ("Parent", f"{root} 0 R"), ("Type", "/Page"),
        ]
    )  # fmt: skip
    return _with_key(content, root, key, value)


def _lost_object(content: bytes, chance: random.Random) -> bytes:
    """An object is empty, or another thing altogether."""
    with pymupdf.open(stream=content) as document:
        number = chance.randrange(1, document.xref_length())
        document.update_object(number, chance.choice(("null", "<<>>", "7", "[]", "/Navn")))
        return _updated(document, content, number)


def _stream(content: bytes, chance: random.Random) -> bytes:
    """A stream is cut off, has wrong bytes in it, or goes by another filter."""
    with pymupdf.open(stream=content) as document:
        streams = [n for n in range(1, document.xref_length()) if document.xref_is_stream(n)]
        number = chance.choice(streams)
        raw = bytearray(document.xref_stream_raw(number))
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(5):
            case 0:
                del raw[at:]
            case 1:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            case 2:
                raw[at : at + 30] = chance.randbytes(30)
            case 3:
                length = chance.choice(("0", "1", str(len(raw) // 2), str(2 * len(raw)), "-1"))
                document.xref_set_key(number, "Length", length)
            case _:
                filters = "/LZWDecode", "/ASCIIHexDecode", "[/FlateDecode /FlateDecode]", "/Ingen"
                document.xref_set_key(number, "Filter", chance.choice(filters))
        return _updated(document, content, number, bytes(raw))


def _flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncated(content: bytes, chance: random.Random) -> bytes:
    """The end is not there."""
    return content[: chance.randrange(len(content))]


def _pasted(content: bytes, chance: random.Random) -> bytes:
    """A stretch of it is missing, stands twice, or is empty."""
    start = chance.randrange(len(content))
    stretch = content[start : start + chance.choice((1, 10, 200, 4096))]
    instead = chance.choice((b"", stretch * 2, bytes(len(stretch)), chance.randbytes(9)))
    return content[:start] + instead + content[start + len(stretch) :]


def _numbers(content: bytes, chance: random.Random) -> bytes:
    """A number between the streams is another: a length, an offset, a reference."""
    places = [
        match for match in NUMBER.finditer(content) if b"\n" not in match[0] and len(match[0]) < 11
    ]
    place = chance.choice(places)
    other = chance.choice((b"0", b"1", b"99999", str(int(place[0]) + 1).encode(), b"4294967295"))
    return content[: place.start()] + other + content[place.end() :]


def _words(content: bytes, chance: random.Random) -> bytes:
    """A word of the file's own grammar is misspelt."""
    word = chance.choice(
        (b"startxref", b"endobj", b"endstream", b"stream", b"obj", b"trailer", b"xref", b"/Root",
         b"%%EOF", b"/Length", b"/Type", b"%PDF", b">>")
    )  # fmt: skip
    places = [match.start() for match in re.finditer(re.escape(word), content)]
    if not places:
        return content
    at = chance.choice(places)
    return content[:at] + b"x" * len(word) + content[at + len(word) :]


DAMAGES = (
    _key, _key, _key, _page, _page_tree, _lost_object, _stream, _stream, _flipped, _truncated,
    _pasted, _numbers, _words,
)  # fmt: skip
