"""Lines of a file as grades, and what is wrong with those that are none."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from frontdesk.domains.grades.model import Grade, Label
from frontdesk.domains.grades.scale import GradeScale
from frontdesk.domains.grades.service import layout
from frontdesk.domains.grades.service.layout import LONGEST_LINE, Layout

# A roll number may be a code; a name, a subject or a test is up to LONGEST_TEXT characters. Subject and test
# together are in one of DynamoDB's sort keys, of 1,024 bytes: LONGEST_KEY bytes each leave room for the rest.
_ROLL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,4})?")
_NEGATIVE = re.compile(r"-\s*[0-9]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
LONGEST_TEXT, LONGEST_KEY = 100, 380


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line is no grade. It holds no value of the line."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Marking:
    """How rows are graded. maximum, date: for rows that have none of their own."""

    scale: GradeScale
    maximum: Decimal
    date: str


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read(data: bytes, line: int, how: Layout, marking: Marking) -> tuple[list[Grade], list[Fault]]:
    """The grades and the faults of a range of a file. line: the number of its first line.

    A student who is in it twice in one course has the first of the grades.
    """
    grades: list[Grade] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str, str]] = set()
    for number, raw in enumerate(data.split(b"\n"), line):
        if not raw or raw.isspace():
            continue
        try:
            grade = _grade(_cells(raw, how), number, marking)
            key = (grade.roll, *grade.course)
            if key in seen:
                raise _Wrong(layout.ROLL, "student_twice")
        except _Wrong as wrong:
            faults.append(Fault(number, wrong.column, wrong.reason))
            continue
        seen.add(key)
        grades.append(grade)
    return grades, faults


def _cells(raw: bytes, how: Layout) -> Mapping[str, Any]:
    if len(raw) > LONGEST_LINE:
        raise _Wrong("", "line_too_long")
    try:
        text = raw.decode().rstrip("\r")
    except UnicodeDecodeError as error:
        raise _Wrong("", "not_text") from error
    return _csv(text, how) if how.delimiter else _json(text)


def _csv(text: str, how: Layout) -> dict[str, str]:
    try:
        cells = layout.fields(text, how.delimiter)
    except csv.Error as error:
        raise _Wrong("", "quote_not_closed") from error
    if len(cells) < len(how.columns) or any(cells[len(how.columns) :]):
        raise _Wrong("", "number_of_columns")
    return dict(zip(how.columns, cells, strict=False))


def _no_number(text: str) -> str:
    raise ValueError(text)


def _json(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _Wrong("", "not_json") from error
    if not isinstance(row, dict):
        raise _Wrong("", "not_an_object")
    return {layout.column(name): value for name, value in row.items()}


def _grade(cells: Mapping[str, Any], line: int, marking: Marking) -> Grade:
    roll = _text(cells, layout.ROLL)
    if not _ROLL.fullmatch(roll):
        raise _Wrong(layout.ROLL, "not_a_roll_number" if roll else "missing")
    points = _number(cells, layout.SCORE)
    if points is None:
        raise _Wrong(layout.SCORE, "missing")
    out_of = _number(cells, layout.MAXIMUM)
    if out_of is None:
        out_of = marking.maximum
    if not out_of:
        raise _Wrong(layout.MAXIMUM, "zero")
    if points > out_of:
        raise _Wrong(layout.SCORE, "above_maximum")
    day = _text(cells, layout.DATE)
    if day and not _is_day(day):
        raise _Wrong(layout.DATE, "not_a_day")
    return Grade(
        roll,
        _text(cells, layout.NAME),
        _label(cells, layout.SUBJECT),
        _label(cells, layout.TEST),
        points,
        out_of,
        marking.scale.letter(points * 100 / out_of),
        day or marking.date,
        line,
    )


def _text(cells: Mapping[str, Any], column: str) -> str:
    value = cells.get(column)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong(column, "not_text")
    text = _CONTROLS.sub(" ", value).strip()
    if len(text) > LONGEST_TEXT:
        raise _Wrong(column, "too_long")
    return text


def _number(cells: Mapping[str, Any], column: str) -> Decimal | None:
    """Points, exactly as written; None where the cell is empty."""
    if not isinstance(cells.get(column), str | None):
        raise _Wrong(column, "not_a_number")
    text = _text(cells, column)
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if text:
        raise _Wrong(column, "below_zero" if _NEGATIVE.match(text) else "not_a_number")
    return None


def _label(cells: Mapping[str, Any], column: str) -> Label:
    label, size = _label_of(_text(cells, column))
    if size > LONGEST_KEY:
        raise _Wrong(column, "too_long")
    return label


@lru_cache(maxsize=512)  # a file has few subjects and many rows; the values are no caller's
def _label_of(text: str) -> tuple[Label, int]:
    label = Label.of(text)
    return label, len(label.key.encode())


@lru_cache(maxsize=512)  # days, the same in many rows
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
