"""The grading scale: letters for percents, as the school has configured them, and what of it is a pass."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class GradeScale:
    """floors: the least percent of each letter, ascending; the first is 0. letters: one for each floor."""

    floors: tuple[Decimal, ...]
    letters: tuple[str, ...]

    def letter(self, percent: Decimal) -> str:
        """The letter for 0 to 100 percent."""
        return self.letters[bisect_right(self.floors, percent) - 1]

    @property
    def pass_mark(self) -> Decimal:
        """The least percent that passes: each letter does but the one from 0, unless it is alone."""
        return self.floors[min(1, len(self.floors) - 1)]

    def rounded(self, percent: Decimal) -> Decimal:
        """A percent to be said: whole; to a tenth where whole it would have another letter."""
        whole = percent.quantize(Decimal(1), ROUND_HALF_UP)
        same = self.letter(whole) == self.letter(percent)
        return whole if same else percent.quantize(Decimal("0.1"), ROUND_FLOOR)


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
