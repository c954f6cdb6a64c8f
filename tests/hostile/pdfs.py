"""PDFs that mean harm or are broken, made as small as they can be."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pymupdf

FONT = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
TWICE = b"/Filter [/FlateDecode /FlateDecode]"


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue and numbered 1."""
    parts, places, length = [b"%PDF-1.7\n"], [], 9
    for number, body in enumerate(objects, start=1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    parts.append(b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, length))
    return b"".join(parts)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def squeezed(piece: bytes, times: int) -> bytes:
    """`piece` that many times over, compressed twice: a thousandth, and a thousandth again."""
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])
    return zlib.compress(packed, 9)


def two_pages(second: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """A first page with a word, and a second with this content stream; more objects from 8 on."""
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
    page += b"/Resources <</Font <</F 7 0 R>> " + resources + b">>>>"
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>>",
        page % 5,
        page % 6,
        stream(b"BT /F 20 Tf 50 700 Td (Statusrapport) Tj ET"),
        second,
        FONT,
        *more,
    )


def bomb_of_words() -> bytes:
    """A quarter of a gigabyte of words in two kilobytes: ten times that in memory."""
    piece = b"BT /F 9 Tf 9 9 Td (bombe bombe bombe) Tj ET\n" * 20_000
    return two_pages(stream(squeezed(piece, 300), TWICE))


def with_bomb(content: bytes, page: int) -> bytes:
    """The PDF with such words on one of its pages."""
    with pymupdf.open(stream=content) as document:
        (number,) = document[page].get_contents()
        piece = b"BT /F1 9 Tf 9 9 Td (bombe bombe bombe) Tj ET\n" * 20_000
        document.update_stream(number, squeezed(piece, 300), compress=False)
        document.xref_set_key(number, "Filter", "[/FlateDecode /FlateDecode]")
        return bytes(document.tobytes())


def bomb_of_calls() -> bytes:
    """Forms that draw each other, ten times each and twelve deep: nothing, but for ever."""
    forms = [
        stream(
            b"/N Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</N %d 0 R>>>>"
            % (9 + depth),
        )
        for depth in range(12)
    ]
    leaf = stream(b"0 0 m 1 1 l n", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return two_pages(stream(b"/N Do"), *forms, leaf, resources=b"/XObject <</N 8 0 R>>")


def shared_page_tree() -> bytes:
    """A thousand million pages in eleven objects: every branch has the same branch ten times."""
    branches = [
        b"<</Type /Pages /Count %d /Kids [%s]>>"
        % (10 ** (9 - depth), b" ".join([b"%d 0 R" % (depth + 3)] * 10))
        for depth in range(9)
    ]
    leaf = b"<</Type /Page /MediaBox [0 0 9 9]>>"
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", *branches, leaf)


def many_pages(count: int) -> bytes:
    """So many pages with their own number on each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(count))
    pages = []
    for index in range(count):
        pages += [
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources <</Font <</F 3 0 R>>>>>>" % (5 + 2 * index),
            stream(b"BT /F 20 Tf 50 700 Td (og side %d) Tj ET" % (index + 1)),
        ]
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, kids),
        FONT,
        *pages,
    )


def locked(content: bytes, password: str, encryption: int) -> bytes:
    """The same PDF, to be opened with `password` (or by all, if that is empty)."""
    with pymupdf.open(stream=content) as document:
        return bytes(document.tobytes(encryption=encryption, user_pw=password, owner_pw="eier"))


def rotated(content: bytes, degrees: int) -> bytes:
    """The same pages to look at, but stored lying on their side, as some printers' drivers do."""
    with pymupdf.open(stream=content) as upright, pymupdf.open() as turned:
        for page in upright:
            width, height = page.rect.width, page.rect.height
            if degrees % 180:
                width, height = height, width
            own = turned.new_page(width=width, height=height)
            own.show_pdf_page(own.rect, upright, page.number, rotate=degrees)
            own.set_rotation(degrees)
        return bytes(turned.tobytes())


def recognised(content: bytes) -> bytes:
    """A scan of the pages with an invisible layer of their words, as OCR programs make it."""
    with pymupdf.open(stream=content) as printed, pymupdf.open() as scan:
        for page in printed:
            own = scan.new_page(width=page.rect.width, height=page.rect.height)
            own.insert_image(own.rect, pixmap=page.get_pixmap(dpi=60, colorspace="gray"))
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    for span in line["spans"]:
                        own.insert_text(
                            span["origin"], span["text"], fontsize=span["size"], render_mode=3
                        )
        return bytes(scan.tobytes(deflate=True))


def scanned(content: bytes) -> bytes:
    """A scan of the pages, without any words."""
    with pymupdf.open(stream=content) as printed, pymupdf.open() as scan:
        for page in printed:
            own = scan.new_page(width=page.rect.width, height=page.rect.height)
            own.insert_image(own.rect, pixmap=page.get_pixmap(dpi=60, colorspace="gray"))
        return bytes(scan.tobytes(deflate=True))


def broken_off(content: bytes, page: int) -> bytes:
    """The PDF with noise in the middle of a page's compressed content, as bad downloads have."""
    with pymupdf.open(stream=content) as document:
        (number,) = document[page].get_contents()
        document.update_stream(number, document.xref_stream(number), compress=True)
        whole = document.tobytes()
        packed = document.xref_stream_raw(number)
    middle = len(packed) // 2
    noise = packed[:middle] + bytes(40) + packed[middle + 40 :]
    assert whole.count(packed) == 1
    return bytes(whole.replace(packed, noise))


def misspelt(content: bytes, page: int) -> bytes:
    """The PDF with a command on a page that no reader knows, in place of one that shows text."""
    with pymupdf.open(stream=content) as document:
        (number,) = document[page].get_contents()
        commands = document.xref_stream(number)
        assert commands.count(b" Tj") > 3
        document.update_stream(number, commands.replace(b" Tj", b" >>) Tj", 1))
        return bytes(document.tobytes())


def without_start(content: bytes) -> bytes:
    """The PDF without the word that says where its table of objects is, which is a stream."""
    with pymupdf.open(stream=content) as document:
        packed = bytes(document.tobytes(use_objstms=1))
    assert packed.count(b"startxref") == 1
    return packed.replace(b"startxref", b"startxxxx")


def changed(content: bytes, page: int, key: str, value: str) -> bytes:
    """The PDF with another value for a key of a page, in PDF's words."""
    with pymupdf.open(stream=content) as document:
        document.xref_set_key(document[page].xref, key, value)
        return bytes(document.tobytes())


def with_fonts(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The PDF with the ToUnicode table of every font changed."""
    with pymupdf.open(stream=content) as document:
        tables = {
            document.xref_get_key(font[0], "ToUnicode")[1].split()[0]
            for page in document
            for font in page.get_fonts()
        }
        for number in map(int, tables):
            document.update_stream(number, change(document.xref_stream(number)))
        return bytes(document.tobytes())


def shuffled(table: bytes) -> bytes:
    """Every letter read as another: what a font with a broken table gives."""

    def other(entry: re.Match[bytes]) -> bytes:
        number = int(entry[2], 16)
        if chr(number).isalpha() and number < 128:
            number = (number & ~31) + (number & 31) % 26 + 1
        return b"%s<%04X>" % (entry[1], number)

    return re.sub(rb"(<[0-9A-F]{4}>\s*)<([0-9A-F]{4})>(?=\s)", other, table)


def code_of(table: bytes, letter: str) -> bytes | None:
    found = re.search(rb"<([0-9A-Fa-f]{4})>\s*<%04X>" % ord(letter), table)
    return found[1] if found else None


def lie_that_only_mupdf_believes(letter: str, said: str) -> Callable[[bytes], bytes]:
    """A second entry for a letter, in a list that says that it has none.

    MuPDF and pdfminer read a list to its end; PDFium reads as many entries as are promised.
    """

    def change(table: bytes) -> bytes:
        code = code_of(table, letter)
        lie = b"0 beginbfchar\n<%s> <%04X>\nendbfchar\nendcmap" % (code or b"", ord(said))
        return table.replace(b"endcmap", lie, 1) if code else table

    return change


def lie_that_only_pdfium_believes(letter: str, said: str) -> Callable[[bytes], bytes]:
    """A second entry for a letter, after the end of the table, where the others stop."""

    def change(table: bytes) -> bytes:
        code = code_of(table, letter)
        lie = b"\n1 beginbfchar\n<%s> <%04X>\nendbfchar\n" % (code or b"", ord(said))
        return table + lie if code else table

    return change


def lie_that_neither_second_reader_believes(letter: str, said: str) -> Callable[[bytes], bytes]:
    """A second entry for a letter, in a list of glyph numbers, which MuPDF takes for text."""

    def change(table: bytes) -> bytes:
        code = code_of(table, letter)
        lie = b"1 begincidchar\n<%s> %d\nendcidchar\nendcmap" % (code or b"", ord(said))
        return table.replace(b"endcmap", lie, 1) if code else table

    return change
