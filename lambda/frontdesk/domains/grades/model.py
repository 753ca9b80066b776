"""Grades, as values: what a row says, what a class did, how one stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Label:
    """A subject or a test. title: as the file writes it; key: the same for every way to write the same
    words ("MATH " and "math" are one). What a file calls two subjects stays two."""

    key: str = ""
    title: str = ""

    @classmethod
    def of(cls, text: str) -> Label:
        """The label of a name."""
        title = " ".join(text.split())
        return cls(title.casefold(), title)


@dataclass(frozen=True, slots=True)
class Grade:
    """One good row of a file. date: ISO, the test's day or else the upload's. line: its line in the file."""

    roll: str
    name: str
    subject: Label
    test: Label
    points: Decimal
    out_of: Decimal
    letter: str
    date: str
    line: int = 0

    @property
    def percent(self) -> Decimal:
        """0 to 100."""
        return self.points * 100 / self.out_of

    @property
    def course(self) -> tuple[str, str]:
        """What it is a grade in: the keys of subject and test."""
        return self.subject.key, self.test.key


@dataclass(frozen=True, slots=True)
class Source:
    """Where a grade comes from. file: an id for the object's key; version: the newest sorts last;
    loaded: when the object came, ISO; chunk: its number in the version."""

    file: str
    version: str
    loaded: str
    chunk: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A grade that a student has, and its source."""

    grade: Grade
    source: Source

    @property
    def newest(self) -> tuple[str, str]:
        """Sorts what is newer last: by the day of the test, then by when the file came."""
        return self.grade.date, self.source.loaded


@dataclass(frozen=True, slots=True)
class Change:
    """A grade that was one thing and, since a corrected file came, is another."""

    was: Grade
    now: Grade
    source: Source


@dataclass(frozen=True, slots=True)
class Stats:
    """What a class did in one course, or in all of a file's.

    total: of the points. out_of: None where not all rows have the same maximum; means are percents then.
    percents: the sum of every row's percent, each rounded to four places.
    spread: how many have how much: by points, or (coarse) by whole percents where there are too many values.
    """

    count: int
    total: Decimal
    percents: Decimal
    out_of: Decimal | None
    zeros: int
    letters: Mapping[str, int] = field(default_factory=dict)
    spread: Mapping[Decimal, int] = field(default_factory=dict)
    coarse: bool = False

    @property
    def mean(self) -> Decimal:
        """In points out of `out_of`, or in percent where there is none; three places."""
        total = self.percents if self.out_of is None else self.total
        return (total / self.count).quantize(Decimal("0.001"), ROUND_HALF_UP)

    @property
    def mean_percent(self) -> Decimal:
        """0 to 100, one place."""
        if self.out_of is not None:
            percent = self.total * 100 / self.out_of / self.count
        else:
            percent = self.percents / self.count
        return percent.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def median(self) -> Decimal:
        """The middle of the spread, in its unit; between two, their mean."""
        left, right = (self.count - 1) // 2, self.count // 2
        return (self._ranked(left) + self._ranked(right)) / 2

    def _ranked(self, place: int) -> Decimal:
        for value in sorted(self.spread):
            place -= self.spread[value]
            if place < 0:
                return value
        raise LookupError("nobody is in this class")


@dataclass(frozen=True, slots=True)
class Course:
    """A class's results in one course of a file. date: the newest of its rows."""

    subject: Label
    test: Label
    date: str
    stats: Stats


@dataclass(frozen=True, slots=True)
class Published:
    """A file's class, complete and counted: what the report says and what is said aloud.

    key, object: the uploaded object's key and version id. base: the version that this one replaced, "" for
    none. settled: whether all that follows from replacing it is under way. report: the prefix of the
    report's objects.
    """

    source: Source
    key: str
    object: str
    base: str
    settled: bool
    report: str
    rows: int
    rejected: int
    students: int
    overall: Stats
    courses: Sequence[Course]


@dataclass(frozen=True, slots=True)
class FileState:
    """How far the newest version of a file has come. key, object: the uploaded object's key and version id.
    done: the numbers of the chunks that are in."""

    source: Source
    key: str
    object: str
    chunks: int
    done: frozenset[int] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether every chunk is in."""
        return len(self.done) == self.chunks


@dataclass(frozen=True, slots=True)
class Standing:
    """How a grade stands in its class. rank: from the top, None where the spread is too coarse to tell.
    beaten: the percent of the class with less, whole."""

    count: int
    rank: int | None
    beaten: int
    above_mean: bool
    mean: Decimal
