"""A file of lines cut into ranges of bytes that end on line ends: one piece of work each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A line that is too long costs only itself, up to what a worker's memory can hold beside its range.
LONGEST_TAIL = 4 << 20


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes from start to before end; line: the number of the first line in it, from 1."""

    start: int
    end: int
    line: int


def ranges(blocks: Iterable[bytes], start: int, line: int, size: int) -> Iterator[Range]:
    """The ranges of a file, in order, each of `size` bytes and up to its line's end.

    blocks: all of the file. start, line: where the first row begins. Of a line that goes far beyond its
    range, only LONGEST_TAIL bytes are in it: too many for a row.
    """
    most = size + LONGEST_TAIL
    begins, position, count = start, 0, 0
    for block in blocks:
        at = max(0, start - position)
        while at < len(block):
            least = begins + size - 1 - position
            end = block.find(b"\n", max(at, least)) + 1
            if not end:
                break
            yield Range(begins, min(position + end, begins + most), line)
            line += count + block.count(b"\n", at, end)
            begins, at, count = position + end, end, 0
        count += block.count(b"\n", at)
        position += len(block)
    if position > begins:
        yield Range(begins, min(position, begins + most), line)
