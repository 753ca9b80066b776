"""A file of events as rows: CSV, a JSON array, or JSON Lines; plain or gzipped, in UTF-8 or UTF-16.

What is no such file is refused as a whole; what is wrong with one row is seen later, and costs that row.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any

from frontdesk.errors import Rejected
from frontdesk.unpacking import unpack

COLUMNS = ("id", "name", "kind", "place", "city", "starts", "price", "seller", "capacity", "sold")
NEEDED = frozenset({"name", "kind", "place", "city", "starts", "price", "capacity"})
DELIMITERS = ",;\t|"
LONGEST = 1 << 16  # bytes of an array's element: an event has some hundred

# A row as it came: its line (of an array: which one it is), and its cells, or what else it is.
type Row = tuple[int, Any]


def rows(data: bytes, largest: int) -> Iterator[Row]:
    """The rows of a file. largest: the bytes that it may have, unpacked too.

    Raises Rejected where it is no file of events: at once, or on the way through it.
    """
    if len(data) > largest:
        raise Rejected("too_large")
    unpacked = b"".join(unpack([data], largest, LONGEST))
    text = unpacked.decode(errors="surrogateescape").removeprefix("\ufeff").lstrip()
    if not text:
        raise Rejected("empty")
    return _lines(text) if text.startswith("{") or data.lstrip().startswith(b"[") else _csv(text)


def column(name: str) -> str:
    """The column that a name stands for, whatever its case and blanks; "" for none of ours."""
    plain = name.strip().casefold().replace(" ", "").replace("_", "")
    return plain if plain in COLUMNS else ""


def _csv(text: str) -> Iterator[Row]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = max(DELIMITERS, key=lines[0].count)
    columns = [column(name) for name in _cells(lines[0], delimiter) or ()]
    named = [name for name in columns if name]
    if len(set(named)) < len(named):
        raise Rejected("column_twice")
    if not set(named) >= NEEDED:
        raise Rejected("columns_missing")
    return _csv_rows(lines, delimiter, columns)


def _csv_rows(lines: list[str], delimiter: str, columns: list[str]) -> Iterator[Row]:
    """One row a line: a quotation mark that nobody closes costs its own row alone."""
    for number, line in enumerate(lines[1:], 2):
        cells = _cells(line, delimiter)
        if cells is None or any(cell.strip() for cell in cells):
            row = dict(zip(columns, cells or (), strict=False))
            row.pop("", None)
            yield number, row if cells and len(cells) == len(columns) else None


def _cells(line: str, delimiter: str) -> list[str] | None:
    """A line's cells; None where it is none of CSV."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, _names(_parsed(line))
            except ValueError:
                yield number, None


def _names(row: Any) -> Any:
    return {column(name): value for name, value in row.items()} if isinstance(row, Mapping) else row


def _parsed(text: str) -> Any:
    """JSON with its numbers as they are written. Raises ValueError."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("too deep") from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)
