"""The grading scale: letters for percents, as the school has configured them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GradeScale:
    """floors: the least percent of each letter, ascending; the first is 0. letters: one for each floor."""

    floors: tuple[Decimal, ...]
    letters: tuple[str, ...]

    def letter(self, percent: Decimal) -> str:
        """The letter for 0 to 100 percent."""
        return self.letters[bisect_right(self.floors, percent) - 1]


def parse_scale(text: str) -> GradeScale:
    """The scale of a setting such as "A:90 B:80 C:70 D:60 F:0": letters with their
    least percent, whole numbers.

    Raises ValueError for a scale that leaves a percent without a letter, or gives it two.
    """
    steps = [step.partition(":") for step in text.split()]
    pairs = sorted((Decimal(floor), letter) for letter, _, floor in steps if letter and floor.isdecimal())
    floors = tuple(floor for floor, _ in pairs)
    if len(pairs) != len(steps) or len(set(floors)) != len(floors) or not floors or floors[0] != 0:
        raise ValueError("a grading scale is letters with different least percents, one of them 0")
    return GradeScale(floors, tuple(letter for _, letter in pairs))
