"""How a file of scores is laid out: its columns, whatever their order, spelling and delimiter.

Columns are rollNo, name, testScore and, where wanted, subject, test, maxScore and date. CSV has them in its
first line; JSON Lines name them in every object. One line is one row, so that a bad one costs only itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from frontdesk.errors import Rejected

ROLL, NAME, SCORE = "rollno", "name", "testscore"
SUBJECT, TEST, MAXIMUM, DATE = "subject", "test", "maxscore", "date"
COLUMNS = (ROLL, NAME, SCORE, SUBJECT, TEST, MAXIMUM, DATE)
DELIMITERS = ",;\t|"

# A name is a few words, a row a few hundred bytes; what is longer is something else.
LONGEST_LINE = 1 << 16

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Layout:
    """delimiter: "" for JSON Lines. columns: for each place in a line, the column's name, "" for others."""

    delimiter: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """A file's layout, and where its first row begins: byte offset and line number, from 1."""

    layout: Layout
    start: int
    line: int


@lru_cache(maxsize=256)  # names of columns, the same in every row
def column(name: str) -> str:
    """The column that a name stands for: "Roll No" and "rollNo" are one; "" where it is none of ours."""
    letters = re.sub(r"[^a-z]", "", name.casefold())
    return letters if letters in COLUMNS else ""


def beginning(head: bytes) -> Beginning:
    """How a file of UTF-8 lines begins. head: its first bytes, LONGEST_LINE of them and more, or all.

    Raises Rejected where there is no row to be found.
    """
    start = len(_BOM) if head.startswith(_BOM) else 0
    line = 1
    while head[start : start + 1] in (b"\n", b"\r"):
        line += head[start : start + 1] == b"\n"
        start += 1
    if not head[start:].strip():
        raise Rejected("empty")
    if head[start:].lstrip().startswith(b"{"):
        return Beginning(Layout(), start, line)
    end = head.find(b"\n", start)
    if end < 0 or end - start > LONGEST_LINE:
        raise Rejected("no_line_ends" if len(head) > LONGEST_LINE or b"\r" in head else "no_rows")
    try:
        header = head[start:end].decode().rstrip("\r")
    except UnicodeDecodeError as error:
        raise Rejected("not_text") from error
    return Beginning(_of_header(header), end + 1, line + 1)


def _of_header(header: str) -> Layout:
    for delimiter in DELIMITERS:
        try:
            columns = tuple(map(column, fields(header, delimiter)))
        except csv.Error:
            continue
        if ROLL in columns and SCORE in columns:
            if _twice(columns):
                raise Rejected("column_twice")
            return Layout(delimiter, columns)
    raise Rejected("columns_missing")


def _twice(columns: Iterable[str]) -> bool:
    named = [each for each in columns if each]
    return len(set(named)) < len(named)


def fields(line: str, delimiter: str) -> list[str]:
    """One line of CSV. Raises csv.Error for a quote that is not closed on it."""
    if '"' not in line:
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter, strict=True))
