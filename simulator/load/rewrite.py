"""A CSV of somebody else's columns, written anew with ours."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from simulator.load import Unusable
from simulator.load.columns import OF_KIND, find, plain, reading
from simulator.load.options import Options

# How files begin that are no CSV: gzip, UTF-16 and UTF-32, JSON. The desk reads those itself.
OTHERS = (b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"{", b"[")

# Bytes that are no UTF-8 stay as they are: they cost their own row, and no other.
BAD_BYTES = "surrogateescape"


def ready(options: Options, needed: Collection[str], target: Path) -> Path:
    """The file to upload: as it is where the desk knows its columns, else `target`, with ours in it.

    needed: our columns that the file must have. Raises Unusable for a file that is no CSV where it is to be
    changed, or has no column for what is needed.
    """
    with options.file.open("rb") as source:
        head = source.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(OTHERS) or b"\0" in head or not head:
        if options.changes:
            raise Unusable(f"{options.file} is no CSV in UTF-8: save it so and try again")
        return options.file
    with reading(options.file, BAD_BYTES) as rows:
        given = {*options.fixed, *(["rollNo"] if options.number_from is not None else [])}
        header = list(rows.fieldnames or ())
        wanted = [column for column in needed if column not in given]
        columns = find(options.file, header, OF_KIND[options.kind], options.columns, wanted)
        if not options.changes and all(plain(theirs) == ours.lower() for ours, theirs in columns.items()):
            return options.file
        with target.open("w", newline="", encoding="utf-8", errors=BAD_BYTES) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows(_rows(rows, columns, options))
    return target


def _rows(rows: Iterable[dict[str, str]], columns: dict[str, str], options: Options) -> Iterator[list[str]]:
    numbered = options.number_from is not None
    ours = [
        c for c in OF_KIND[options.kind] if c in columns or c in options.fixed or (c == "rollNo" and numbered)
    ]
    yield ours
    for number, row in enumerate(rows, options.number_from or 0):
        values = {column: row.get(theirs) or "" for column, theirs in columns.items()} | dict(options.fixed)
        if numbered:
            values["rollNo"] = str(number)
        yield [values.get(column, "") for column in ours]
