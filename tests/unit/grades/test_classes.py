"""Classes counted and compared, against other ways to come to the same."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.grades.model import Grade, Label
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.service import parts
from frontdesk.domains.grades.service.tally import MOST_VALUES, ClassTally, Tally
from tests.support.classes import grade, tallied

# --- counted ---------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 20), min_size=1))
def test_a_class_is_counted_exactly(points: list[int]) -> None:
    stats = tallied(points)
    assert (stats.count, stats.total, stats.zeros) == (len(points), sum(points), points.count(0))
    assert stats.median == Decimal(str(statistics.median(points)))
    assert abs(Fraction(stats.mean) - Fraction(sum(points), len(points))) <= Fraction(1, 2000)
    assert stats.spread == {Decimal(n): points.count(n) for n in set(points)}
    assert stats.out_of == 20
    assert not stats.coarse


@given(st.lists(st.integers(0, 20), min_size=1), st.randoms())
def test_the_order_does_not_matter(points: list[int], shuffled: random.Random) -> None:
    before = tallied(points)
    shuffled.shuffle(points)
    assert tallied(points) == before


def test_the_mean_has_three_places() -> None:
    assert tallied([10] * 394 + [174]).mean == Decimal("10.415")  # 4114 / 395, as in the wild
    assert tallied([1, 1, 2]).mean_percent == Decimal("6.7")


def test_with_different_maxima_a_class_is_counted_in_percent() -> None:
    tally = Tally()
    tally.add(grade(points=10, out_of=20))
    tally.add(grade(points=90, out_of=100))
    stats = tally.stats()
    assert (stats.out_of, stats.mean, stats.coarse) == (None, 70, True)
    assert stats.spread == {Decimal(50): 1, Decimal(90): 1}


def test_with_many_values_the_spread_is_by_whole_percents() -> None:
    points = [Decimal(n) / 100 for n in range(MOST_VALUES + 1)]
    stats = tallied(points)
    assert stats.coarse
    assert sum(stats.spread.values()) == len(points)
    assert all(value == int(value) for value in stats.spread)
    assert stats.total == sum(points)
    assert not tallied(points[:-1]).coarse


def test_nobody_is_no_class() -> None:
    with pytest.raises(LookupError):
        Tally().stats()


def test_courses_are_told_apart_and_students_counted_once() -> None:
    tally = ClassTally()
    for roll in ("1", "2"):
        tally.add(grade(roll, 40, subject=Label.of("Art"), date="2026-10-01"))
        tally.add(grade(roll, 60, subject=Label.of("Math"), date="2026-11-01"))
    assert tally.students == 2
    assert tally.overall().mean == 50
    told = [(course.subject.title, course.date, course.stats.mean) for course in tally.courses()]
    assert told == [("Math", "2026-11-01", 60), ("Art", "2026-10-01", 40)]


# --- merged and compared ---------------------------------------------------------------------------------

rolls = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,4}", fullmatch=True)
names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=8)
graded = st.builds(
    grade,
    rolls,
    st.integers(0, 100),
    subject=st.sampled_from(["", "Math", "Math 2", "Ärt", "a b"]).map(Label.of),
    test=st.sampled_from(["", "mid-term", "final"]).map(Label.of),
)


def merged(chunks: Sequence[Sequence[Grade]]) -> list[tuple[Grade, bool]]:
    return list(parts.merged([iter(parts.to_lines(chunk)) for chunk in chunks]))


@given(st.lists(graded, max_size=8), names)
def test_lines_are_grades_again(grades: list[Grade], name: str) -> None:
    named = [Grade(g.roll, name.strip(), *_rest(g)) for g in grades]
    assert sorted(map(parts.from_line, parts.to_lines(named)), key=repr) == sorted(named, key=repr)


def _rest(g: Grade) -> tuple[object, ...]:
    return g.subject, g.test, g.points, g.out_of, g.letter, g.date, g.line


@given(st.lists(st.lists(graded, max_size=6), max_size=4))
def test_a_student_counts_once_in_a_course_with_the_first_line(chunks: list[list[Grade]]) -> None:
    line, numbered = 0, []
    for chunk in chunks:
        numbered.append([])
        for each in chunk:
            line += 1
            numbered[-1].append(Grade(each.roll, each.name, *_rest(each)[:-1], line))  # type: ignore[arg-type]
    first: dict[tuple[str, str, str], Grade] = {}
    for chunk in numbered:
        for each in chunk:
            first.setdefault((each.roll, *each.course), each)
    both = merged(numbered)
    assert len(both) == line
    assert {(g.roll, *g.course): g for g, is_first in both if is_first} == first


@given(st.lists(graded, max_size=12), st.lists(graded, max_size=12))
def test_what_changed_is_in_both_and_differs(before: list[Grade], after: list[Grade]) -> None:
    def of(grades: list[Grade]) -> dict[tuple[str, str, str], Grade]:
        return {(g.roll, *g.course): g for g, first in merged([grades]) if first}

    old, new = of(before), of(after)
    found = parts.changed((g for g, f in merged([before]) if f), (g for g, f in merged([after]) if f))
    expected = {
        key: (old[key], new[key]) for key in old.keys() & new.keys() if old[key].points != new[key].points
    }
    assert {(now.roll, *now.course): (was, now) for was, now in found} == expected


# --- letters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "letter"),
    [("0", "F"), ("59.99", "F"), ("60", "D"), ("89.999", "B"), ("90", "A"), ("100", "A")],
)
def test_letters_begin_at_their_percent(percent: str, letter: str) -> None:
    assert parse_scale("A:90 B:80 C:70 D:60 F:0").letter(Decimal(percent)) == letter


@pytest.mark.parametrize("text", ["", "A:90 B:80", "A:90 B:90 F:0", "A:x F:0", ":90 F:0", "A90 F:0"])
def test_a_scale_that_leaves_a_percent_without_a_letter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="grading scale"):
        parse_scale(text)
