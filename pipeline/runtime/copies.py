"""Every second page is read by a second process, for pages do not need each other.

It is a copy of this one, made when the PDF is open. Where there are no such copies (anywhere but
on Linux), one process reads all pages.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, TypeVar

import msgspec

from pipeline.runtime.sandbox import end_with

_LENGTH = 4  # bytes that say how long the next page is

_T = TypeVar("_T")


def read_by_two(read: Callable[[int], _T], pages: Sequence[int], kind: type[_T]) -> Iterator[_T]:
    """What `read` makes of each of `pages`, in order; `kind` says how that is decoded.

    The document must be in memory: two processes that share an open file share the place in it.
    Where the copy cannot go on, this process comes to its pages itself, and says what is wrong.
    """
    with second_reader(read, pages[1::2], kind) as seconds:
        for position, page in enumerate(pages):
            second = next(seconds, None) if position % 2 else None
            yield read(page) if second is None else second


@contextmanager
def second_reader(
    read: Callable[[int], _T], pages: Sequence[int], kind: type[_T]
) -> Iterator[Iterator[_T]]:
    """Let a copy of this process read `pages`; gives what it makes of them, in that order.

    They end where it meets what it cannot read, or dies.
    """
    if sys.platform != "linux" or not pages:
        yield iter(())
        return
    receiver, sender = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            end_with(parent)
            os.close(receiver)
            _send(sender, map(read, pages))
        finally:
            os._exit(0)  # without a word, and without ending what belongs to the parent
    os.close(sender)
    try:
        with os.fdopen(receiver, "rb") as made:
            yield _received(made, kind)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _send(sender: int, made: Iterable[object]) -> None:
    encoder = msgspec.msgpack.Encoder()
    with os.fdopen(sender, "wb") as pipe:
        for page in made:
            message = encoder.encode(page)
            pipe.write(len(message).to_bytes(_LENGTH, "big") + message)
            pipe.flush()


def _received(pipe: BinaryIO, kind: type[_T]) -> Iterator[_T]:
    decoder = msgspec.msgpack.Decoder(kind)
    while len(head := pipe.read(_LENGTH)) == _LENGTH:
        length = int.from_bytes(head, "big")
        message = pipe.read(length)
        if len(message) < length:
            return
        yield decoder.decode(message)
