"""Which of a student's rows is said, and how one stands."""

from __future__ import annotations

import random
import statistics
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.grades.model import Course, Held, Label, Published, Source
from frontdesk.domains.grades.service import questions
from frontdesk.domains.grades.service.questions import standing
from tests.support.classes import DAY, grade, tallied


def held(
    points: int, *, subject: str = "", test: str = "", file: str = "f", version: str = "1", **more: object
) -> Held:
    chunk, loaded, date = more.get("chunk", 0), more.get("loaded", "1"), more.get("date", DAY)
    source = Source(file, version, str(loaded), int(str(chunk)))
    return Held(grade(points=points, subject=Label.of(subject), test=Label.of(test), date=date), source)


def said(rows: list[Held], seed: int = 3) -> list[int]:
    random.Random(seed).shuffle(rows)
    return [int(each.grade.points) for each in questions.current(rows)]


def test_of_a_file_the_newest_version_is_said() -> None:
    assert said([held(1, version="A"), held(2, version="B"), held(3, version="AA")]) == [2]


def test_of_a_version_the_first_chunk_is_said() -> None:
    assert said([held(1, chunk=2), held(2, chunk=1), held(3, chunk=10)]) == [2]


def test_of_a_course_the_newest_file_is_said() -> None:
    assert said([held(1, file="a", loaded="2026-11-01"), held(2, file="b", loaded="2026-11-02")]) == [2]


def test_of_a_subject_the_newest_test_is_said() -> None:
    rows = [held(1, test="quiz", date="2026-11-05"), held(2, test="final", date="2026-11-01")]
    assert said(rows) == [1]


def test_the_newest_subject_is_first() -> None:
    rows = [held(1, subject="art"), held(2, subject="math", date="2026-11-24"), held(3, subject="biology")]
    assert said(rows) == [2, 1, 3]


def published(file: str, loaded: str, *courses: tuple[str, str, int]) -> Published:
    listed = [Course(Label.of(s), Label.of(""), date, tallied([mean])) for s, date, mean in courses]
    return Published(Source(file, "1", loaded), "k", "o", "", True, "r", 1, 0, 1, tallied([1]), listed)


def test_of_all_classes_the_newest_course_of_each_subject_is_said() -> None:
    classes = [
        published("a", "1", ("math", "2026-11-01", 1), ("art", "2026-11-09", 2)),
        published("b", "2", ("math", "2026-11-02", 3)),
    ]
    found = [(course.subject.key, int(course.stats.mean)) for course in questions.courses(classes)]
    assert found == [("art", 2), ("math", 3)]


@given(st.lists(st.integers(0, 20), min_size=1), st.data())
def test_a_standing_is_what_counting_by_hand_gives(points: list[int], data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(points))
    found = standing(grade(points=mine, out_of=20), Course(Label(), Label(), DAY, tallied(points)))
    assert found.rank == 1 + sum(each > mine for each in points)
    assert found.beaten == 100 * sum(each < mine for each in points) // len(points)
    assert found.count == len(points)
    if mine != statistics.mean(points):
        assert (
            found.above_mean is (mine > statistics.mean(points))
            or abs(mine - statistics.mean(points)) < 0.001
        )


def test_a_coarse_standing_has_no_rank() -> None:
    stats = tallied([Decimal(n) / 20 for n in range(0, 401)])
    found = standing(grade(points=10, out_of=20), Course(Label(), Label(), DAY, stats))
    assert (found.rank, found.count) == (None, 401)
    assert found.beaten == 49
