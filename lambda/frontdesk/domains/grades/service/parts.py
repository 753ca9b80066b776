"""A chunk's grades as sorted lines of text, and what can be told from all chunks' lines side by side.

The lines sort by student, course and place in the file, so that a class of any size is merged from its chunks
in one pass and little memory: who is in it twice, what a corrected file changed, and all that is counted.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from decimal import Decimal

from frontdesk.domains.grades.model import Grade, Label

type Key = tuple[int, str, str, str]


def to_lines(grades: Iterable[Grade]) -> list[str]:
    """Sorted lines, without their ends. Texts hold no control characters, so a tab divides."""
    return sorted(
        "\t".join((
            f"{len(each.roll):02}{each.roll}",  # shorter numbers first: 99 before 100
            *each.course,
            f"{each.line:010}",
            str(each.points),
            str(each.out_of),
            each.letter,
            each.date,
            each.subject.title,
            each.test.title,
            each.name,
        ))
        for each in grades
    )  # fmt: skip


def from_line(line: str) -> Grade:
    """The grade of a line."""
    roll, subject, test, number, points, out_of, letter, date, subject_title, test_title, name = line.split(
        "\t"
    )
    return Grade(
        roll[2:],
        name,
        Label(subject, subject_title),
        Label(test, test_title),
        Decimal(points),
        Decimal(out_of),
        letter,
        date,
        int(number),
    )


def merged(chunks: Iterable[Iterator[str]]) -> Iterator[tuple[Grade, bool]]:
    """The grades of all chunks in order; whether each is its student's first in its course:
    that alone counts."""
    last: Key | None = None
    for line in heapq.merge(*chunks):
        grade = from_line(line)
        key = _key(grade)
        yield grade, key != last
        last = key


def changed(before: Iterable[Grade], after: Iterable[Grade]) -> Iterator[tuple[Grade, Grade]]:
    """What was and what is, of grades that are in both and differ. Both come in the order of `merged`."""
    older = iter(before)
    was = next(older, None)
    for now in after:
        while was is not None and _key(was) < _key(now):
            was = next(older, None)
        if was is not None and _key(was) == _key(now) and _value(was) != _value(now):
            yield was, now


def _key(grade: Grade) -> Key:
    return len(grade.roll), grade.roll, *grade.course


def _value(grade: Grade) -> tuple[Decimal, Decimal, str]:
    return grade.points, grade.out_of, grade.letter
