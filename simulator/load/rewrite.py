"""A CSV of somebody else's columns, written anew with ours."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from simulator.load.options import COLUMNS, Options, Unusable


def rewrite(options: Options, target: Path) -> None:
    """Writes the file as `target`: our columns, rows numbered, what is the same in all rows filled in.

    The delimiter is found out. Raises Unusable for a file that is no CSV, or lacks a column that MAP names.
    """
    with options.file.open(newline="", encoding="utf-8-sig") as source, target.open("w", newline="") as out:
        try:
            rows = _rows(csv.reader(source, delimiter=delimiter(options.file)), options)
            csv.writer(out, lineterminator="\n").writerows(rows)
        except (UnicodeDecodeError, csv.Error) as error:
            raise Unusable(
                f"{options.file} cannot be read as CSV in UTF-8: save it so and try again"
            ) from error


def delimiter(file: Path) -> str:
    """What stands between a CSV's columns: whatever its first line has most of."""
    with file.open(encoding="utf-8-sig", errors="replace") as source:
        header = source.readline()
    return max(",;\t|", key=header.count)


def _rows(source: Iterator[list[str]], options: Options) -> Iterator[list[str]]:
    header = [name.strip() for name in next(source, [])]
    places: dict[str, int] = {}
    for column in COLUMNS:
        wanted = options.columns.get(column, column)
        if wanted in header:
            places[column] = header.index(wanted)
        elif column in options.columns:
            raise Unusable(f"{options.file} has no column {wanted!r}; it has {', '.join(header)}")
    numbered = options.number_from is not None
    ours = [c for c in COLUMNS if c in places or c in options.fixed or (c == "rollNo" and numbered)]
    yield ours
    for number, row in enumerate((row for row in source if row), options.number_from or 0):
        values = {column: row[place] for column, place in places.items() if place < len(row)}
        values.update(options.fixed)
        if numbered:
            values["rollNo"] = str(number)
        yield [values.get(column, "") for column in ours]
