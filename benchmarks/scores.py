"""A generated file of scores, and what must come of it: told by its rows alone, not by the desk's code.

Every student has a score in each of four subjects. One row in a thousand is bad, in one of nine ways; the
ninth is the first student once more, which only whoever has seen the whole file can tell.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

SUBJECTS = ("algebra", "biology", "history", "physics")
HEADER = b"rollNo,name,subject,testScore,maxScore,date\n"
FIRST = 100_000  # the first roll number: all have the same length, so text order is their order
BAD = 1_000  # one row of so many
FLOORS = ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row. bad: in which way, None where it is good."""

    line: int
    roll: int
    subject: str
    points: int
    bad: int | None = None

    @property
    def letter(self) -> str:
        """The grade that the points earn."""
        return next(letter for floor, letter in FLOORS if self.points >= floor)

    def text(self) -> bytes:
        """The row as the file has it, without its end."""
        name = f"Student {self.roll}"
        good = f"{self.roll},{name},{self.subject},{self.points},100,2027-01-11".encode()
        if self.bad is None:
            return good
        tail = ",100,2027-01-11"
        return (
            f"{self.roll},{name},{self.subject},101{tail}".encode(),
            f"{self.roll},{name},{self.subject},-1{tail}".encode(),
            f"{self.roll},{name},{self.subject},A{tail}".encode(),
            f"{self.roll},{name},{self.subject},true{tail}".encode(),
            f",{name},{self.subject},{self.points}{tail}".encode(),
            f"{self.roll},{name}".encode(),
            good.replace(b"Student", b"Stud\xffent"),
            good.replace(b"Student", b'"Student'),
            f"{FIRST},{name},{SUBJECTS[0]},{self.points}{tail}".encode(),
        )[self.bad]


def rows(count: int) -> Iterator[Row]:
    """The rows of a file of that many, always the same."""
    bad = set(random.Random(count).sample(range(1, count), count // BAD))  # the first row is good
    for number in range(count):
        points = number * 7919 % 101
        way = number % 9 if number in bad else None
        yield Row(number + 2, FIRST + number // 4, SUBJECTS[number % 4], points, way)


@dataclass
class Class:
    """What a file must become. set_aside: the lines of its bad rows."""

    rows: int = 0
    students: int = 0
    total: Decimal = Decimal(0)
    zeros: int = 0
    letters: Counter[str] = field(default_factory=Counter)
    set_aside: set[int] = field(default_factory=set)


def write(count: int, path: Path) -> Class:
    """Writes a file, and tells what must come of it."""
    expected, last = Class(), 0
    with path.open("wb") as file:
        file.write(HEADER)
        for row in rows(count):
            file.write(row.text() + b"\n")
            if row.bad is not None:
                expected.set_aside.add(row.line)
                continue
            expected.rows += 1
            expected.students += row.roll != last
            expected.total += row.points
            expected.zeros += row.points == 0
            expected.letters[row.letter] += 1
            last = row.roll
    return expected
