"""Every second page is read by a second process, for pages do not need each other.

It is a copy of this one, made when the PDF is open. Where there are no such copies (anywhere but
on Linux), one process reads all pages.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import msgspec

from pipeline.shared.sandbox import end_with
from pipeline.shared.words import Page

_LENGTH = 4  # bytes that say how long the next page is


@contextmanager
def second_reader(read: Callable[[int], Page], indexes: Sequence[int]) -> Iterator[Iterator[Page]]:
    """Let a copy of this process read the pages at `indexes`; gives them in that order.

    They end where it meets what it cannot read: then this process comes to that page itself, and
    says what is wrong with it.
    """
    if sys.platform != "linux" or not indexes:
        yield iter(())
        return
    receiver, sender = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            end_with(parent)
            os.close(receiver)
            _send(sender, map(read, indexes))
        finally:
            os._exit(0)  # without a word, and without ending what belongs to the parent
    os.close(sender)
    try:
        with os.fdopen(receiver, "rb") as pages:
            yield _received(pages)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _send(sender: int, pages: Iterator[Page]) -> None:
    encoder = msgspec.msgpack.Encoder()
    with os.fdopen(sender, "wb") as pipe:
        for page in pages:
            message = encoder.encode(page)
            pipe.write(len(message).to_bytes(_LENGTH, "big") + message)
            pipe.flush()


def _received(pipe: BinaryIO) -> Iterator[Page]:
    decoder = msgspec.msgpack.Decoder(Page)
    while len(head := pipe.read(_LENGTH)) == _LENGTH:
        length = int.from_bytes(head, "big")
        message = pipe.read(length)
        if len(message) < length:
            return
        yield decoder.decode(message)
