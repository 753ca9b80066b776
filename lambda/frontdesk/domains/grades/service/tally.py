"""A class counted, one grade at a time, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache

from frontdesk.domains.grades.model import Course, Grade, Label, Stats

# With more different values than this, a spread is kept by whole percents: still enough to tell a standing,
# and small enough to be said from one read of the table.
MOST_VALUES = 200

_PLACES = Decimal("0.0001")


@lru_cache(maxsize=4096)  # points, the same in many rows
def _percents(points: Decimal, out_of: Decimal) -> tuple[Decimal, Decimal]:
    """The percent to four places, and the whole of it."""
    percent = points * 100 / out_of
    return percent.quantize(_PLACES), Decimal(int(percent))


class Tally:
    """What `Stats` holds, while it is counted. The order in which grades are added does not matter."""

    def __init__(self) -> None:
        self._count = self._zeros = 0
        self._total = self._percents = Decimal(0)
        self._maxima: set[Decimal] = set()
        self._letters: Counter[str] = Counter()
        self._points: Counter[Decimal] = Counter()
        self._whole_percents: Counter[Decimal] = Counter()

    def add(self, grade: Grade) -> None:
        """Count one grade."""
        percent, whole = _percents(grade.points, grade.out_of)
        self._count += 1
        self._zeros += grade.points == 0
        self._total += grade.points
        self._percents += percent
        self._letters[grade.letter] += 1
        self._whole_percents[whole] += 1
        if len(self._maxima) < 2:
            self._maxima.add(grade.out_of)
        if len(self._points) <= MOST_VALUES:
            self._points[grade.points] += 1

    def stats(self) -> Stats:
        """The class so far. Raises LookupError where there is nobody in it."""
        if not self._count:
            raise LookupError("nobody is in this class")
        coarse = len(self._maxima) > 1 or len(self._points) > MOST_VALUES
        return Stats(
            self._count,
            self._total,
            self._percents,
            next(iter(self._maxima)) if len(self._maxima) == 1 else None,
            self._zeros,
            dict(self._letters),
            dict(self._whole_percents if coarse else self._points),
            coarse,
        )


class ClassTally:
    """A file's class: all of it, and each of its courses. Grades come ordered by student."""

    def __init__(self) -> None:
        self.students = 0
        self._overall = Tally()
        self._courses: dict[tuple[str, str], tuple[Label, Label, Tally]] = {}
        self._dates: dict[tuple[str, str], str] = {}
        self._last = ""

    def add(self, grade: Grade) -> None:
        """Count one grade."""
        self.students += grade.roll != self._last
        self._last = grade.roll
        self._overall.add(grade)
        found = self._courses.setdefault(grade.course, (grade.subject, grade.test, Tally()))
        found[2].add(grade)
        self._dates[grade.course] = max(grade.date, self._dates.get(grade.course, ""))

    def overall(self) -> Stats:
        """All of the class. Raises LookupError where there is nobody in it."""
        return self._overall.stats()

    def courses(self) -> list[Course]:
        """Each course, the newest first."""
        listed = [
            Course(subject, test, self._dates[subject.key, test.key], tally.stats())
            for subject, test, tally in self._courses.values()
        ]
        listed.sort(key=lambda course: (course.subject.key, course.test.key))
        return sorted(listed, key=lambda course: course.date, reverse=True)
