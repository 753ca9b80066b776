"""Files that are not lines of UTF-8, made so: gzip, UTF-16, JSON arrays, lines that CR ends.

Lines can be planned in ranges of bytes, and a bad one costs only itself. Anything else is made into lines,
block by block: one place for all that is unusual.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from frontdesk.errors import Rejected

GZIP = b"\x1f\x8b"

# Text shrinks five- to twenty-fold; a file that grows a hundredfold is made to fill a memory.
MOST_GROWTH = 100
# gzip gives out at most this much at a time, so that a bomb is seen before it has gone off.
STEP = 1 << 20

# What has a meaning between the elements of a JSON array; a quote alone is a string not yet complete.
_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\],]', re.DOTALL)


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is something else than lines of UTF-8."""
    text = head.decode(errors="replace")
    return head.startswith(GZIP) or _encoding(head) != "utf-8-sig" or _is_array(text) or _is_old(text)


def unpack(blocks: Iterable[bytes], most: int, longest: int) -> Iterator[bytes]:
    """The same rows as lines of UTF-8. most: the bytes that may come out. longest: of a line that was an
    array's element; for a much longer one stands a line that is longer, too, and no JSON.

    Raises Rejected for a file that is no text, is cut short, or grows too much.
    """
    first, blocks = _peek(blocks)
    if first.startswith(GZIP):
        first, blocks = _peek(_gunzip(blocks, most))
        if first.startswith(GZIP):
            raise Rejected("packed_twice")
    text = _decode(blocks, _encoding(first))
    opening, text = _peek_text(text)
    if _is_array(opening):
        text = _elements(text, longest)
    elif _is_old(opening):
        text = (piece.replace("\r", "\n") for piece in text)
    return (piece.encode(errors="surrogateescape") for piece in text)


def _peek(blocks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    source = iter(blocks)
    first = next(source, b"")
    return first, chain([first], source)


def _peek_text(text: Iterator[str]) -> tuple[str, Iterator[str]]:
    first = next(text, "")
    return first, chain([first], text)


def _is_array(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("[")


def _is_old(text: str) -> bool:
    """Whether CR alone ends the lines, as in what some spreadsheets still write."""
    return "\r" in text[:-1] and "\n" not in text


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    begins = head[:64]
    for encoding, high in ("utf-16-le", begins[1::2]), ("utf-16-be", begins[::2]):
        if high.count(0) * 2 > len(high):  # nearly every second byte: one alone is a bad byte of its row
            return encoding
    return "utf-8-sig"


def _decode(blocks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Text; in UTF-8 a bad byte is kept, to cost its row alone; in others nothing can be told after it."""
    errors = "surrogateescape" if encoding == "utf-8-sig" else "strict"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        for block in blocks:
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Rejected("not_text") from error


def _gunzip(blocks: Iterable[bytes], most: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    taken = given = 0
    try:
        for block in blocks:
            taken += len(block)
            while block:
                piece = inflater.decompress(block, STEP)
                block = inflater.unconsumed_tail
                given += len(piece)
                if given > most or given > STEP + taken * MOST_GROWTH:
                    raise Rejected("grows_too_much")
                if piece:
                    yield piece
    except zlib.error as error:
        raise Rejected("damaged") from error
    if not inflater.eof or inflater.unused_data:
        raise Rejected("damaged")


def _elements(text: Iterable[str], longest: int) -> Iterator[str]:
    """The elements of a JSON array, one a line, as they stand there: whether one is a row is seen later."""
    buffer, at, depth, begins, closed = "", 0, 0, 0, False
    for piece in text:
        buffer += piece
        while token := _TOKENS.search(buffer, at):
            kind = token.group()
            if kind == '"':
                break
            if closed or (depth == 1 and kind == "}"):  # after the array's end, or instead of it
                raise Rejected("damaged")
            at = token.end()
            ends = depth == 1 and kind in ",]"
            depth += (kind in "{[") - (kind in "}]")
            if ends:
                yield _one_line(buffer[begins : token.start()])
            if ends or (depth == 1 and kind == "["):
                begins = at
            closed = depth == 0
        buffer, at, begins = buffer[begins:], at - begins, 0
        if closed and buffer.strip():
            raise Rejected("damaged")
        if len(buffer) > longest + len(piece):
            buffer, at = _forgotten(buffer, at, longest)
    if not closed:
        raise Rejected("damaged")


def _forgotten(buffer: str, at: int, longest: int) -> tuple[str, int]:
    """In place of an element's beginning that would fill a memory: as much as makes a line too long, which is
    no JSON. What was read of it up to `at` counts no more; a string that has begun after that goes on."""
    if not buffer.strip():
        return "", 0
    instead = "x" * (longest + 1)
    begun = buffer.find('"', at)
    if begun < 0:
        return instead, len(instead)
    escapes = len(buffer) - len(buffer.rstrip("\\"))
    return instead + '"' + "\\" * (escapes % 2), len(instead)


def _one_line(element: str) -> str:
    return " ".join(element.split()) + "\n" if "\n" in element or "\r" in element else element.strip() + "\n"
