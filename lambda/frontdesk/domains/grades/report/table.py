"""A class as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from frontdesk.domains.grades.model import Grade

HEADER = (
    "rollNo",
    "name",
    "subject",
    "test",
    "testScore",
    "maxScore",
    "percent",
    "grade",
    "date",
    "line",
)

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

# Rows are given out in blocks of about this many bytes.
_BLOCK = 1 << 18


def safe(cell: str) -> str:
    """The cell as text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def blocks(grades: Iterable[Grade]) -> Iterator[bytes]:
    """The file, block by block: UTF-8 with a mark that spreadsheets know it by."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for grade in grades:
        writer.writerow(_row(grade))
        if text.tell() > _BLOCK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _row(grade: Grade) -> tuple[str | int, ...]:
    return (
        safe(grade.roll),
        safe(grade.name),
        safe(grade.subject.title),
        safe(grade.test.title),
        str(grade.points),
        str(grade.out_of),
        str(grade.percent.quantize(Decimal("0.01")).normalize() + 0),
        safe(grade.letter),
        grade.date,
        grade.line,
    )
