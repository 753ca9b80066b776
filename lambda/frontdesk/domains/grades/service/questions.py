"""What people ask about grades, answered over the rows that there are.

A student's rows may come from several files, and from versions of a file that are being replaced: the newest
version of a file wins, then the newest test of a course, then the newest course of a subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from frontdesk.domains.grades.model import Change, Course, Grade, Held, Published, Standing
from frontdesk.domains.grades.store.book import GradeBook


class Questions:
    """Each method makes one call, and raises TryAgain where it is not answered."""

    def __init__(self, book: GradeBook) -> None:
        self.book = book

    def grades(self, roll: str) -> list[Held]:
        """A student's grade in each subject, the newest first."""
        return current(self.book.student(roll)[0])

    def grades_and_changes(self, roll: str) -> tuple[list[Held], list[Change]]:
        """The same, and what corrections have changed, the newest first."""
        rows, changes = self.book.student(roll)
        return current(rows), sorted(changes, key=lambda change: change.source.loaded, reverse=True)

    def grades_and_classes(self, roll: str) -> tuple[list[Held], list[Published]]:
        """A student's grade in each subject and every class, the newest first."""
        rows, classes = self.book.student_and_classes(roll)
        return current(rows), newest_first(classes)

    def classes(self) -> list[Published]:
        """Every class, the newest first."""
        return newest_first(self.book.classes())


def current(rows: Iterable[Held]) -> list[Held]:
    """A student's grade in each subject, the newest first."""
    of_file = _best(rows, lambda row: (row.grade.course, row.source.file), _version)
    of_subject = _best(of_file, lambda row: row.grade.subject.key, lambda row: (*row.newest, row.source.file))
    by_name = sorted(of_subject, key=lambda row: row.grade.subject.key)
    return sorted(by_name, key=lambda row: row.newest, reverse=True)


def _version(row: Held) -> tuple[str, int]:
    """The newest version of a file; a student who is twice in it is who came first."""
    return row.source.version, -row.source.chunk


def _best[K](rows: Iterable[Held], group: Callable[[Held], K], rank: Callable[[Held], object]) -> list[Held]:
    best: dict[K, Held] = {}
    for row in rows:
        key = group(row)
        if key not in best or rank(row) > rank(best[key]):  # type: ignore[operator]
            best[key] = row
    return list(best.values())


def average(held: Sequence[Held]) -> Decimal:
    """The mean of a student's percents, every subject counting once."""
    return sum((each.grade.percent for each in held), Decimal(0)) / len(held)


def newest_first(classes: Iterable[Published]) -> list[Published]:
    """Classes by when their file came."""
    return sorted(classes, key=lambda each: (each.source.loaded, each.source.file), reverse=True)


def courses(classes: Sequence[Published]) -> list[Course]:
    """The newest course of each subject over all classes, the newest first."""
    best: dict[str, tuple[tuple[str, str], Course]] = {}
    for each in classes:
        for course in each.courses:
            newest = (course.date, each.source.loaded)
            key = course.subject.key
            if key not in best or newest > best[key][0]:
                best[key] = newest, course
    ranked = sorted(best.values(), key=lambda pair: pair[0], reverse=True)
    return [course for _, course in ranked]


def course_of(held: Held, classes: Iterable[Published]) -> Course | None:
    """The class that a grade belongs to: its own file's, in its own course; None where it is not out yet."""
    for each in classes:
        if each.source.file == held.source.file:
            for course in each.courses:
                if (course.subject.key, course.test.key) == held.grade.course:
                    return course
    return None


def standing(grade: Grade, course: Course) -> Standing:
    """How a grade stands among those of its course."""
    stats = course.stats
    mine = grade.percent.__floor__() if stats.coarse else grade.points
    less = sum(count for value, count in stats.spread.items() if value < mine)
    more = sum(count for value, count in stats.spread.items() if value > mine)
    own = grade.percent if stats.out_of is None else grade.points
    rank = None if stats.coarse else more + 1
    return Standing(stats.count, rank, less * 100 // stats.count, own >= stats.mean, stats.mean)
