"""Files in, grades out: however often, late or shuffled events come, and whoever is killed (G4 to G7)."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.domains.grades.service.shelf import version
from tests.support.memory import Power
from tests.support.school import School

CLASS = "scores/class.csv"
type Scores = Mapping[str, int]


def some(shuffled: random.Random) -> Scores:
    """A class of one to six."""
    rolls = shuffled.sample(range(7, 14), shuffled.randint(1, 6))
    return {str(roll): shuffled.randrange(101) for roll in rolls}


def file_of(scores: Scores) -> str:
    rows = "".join(f"{roll},Student {roll},{points}\n" for roll, points in scores.items())
    return f"rollNo,name,testScore\n{rows}"


def seen(school: School) -> dict[str, Decimal]:
    """Every student's points, as they would be said."""
    rolls = {key[0].partition("#")[2] for key in school.rows()}
    return {roll: grade.points for roll in rolls for grade in school.grades(roll)}


def assert_is(school: School, scores: Scores) -> None:
    """The school holds exactly these scores: said, counted, reported, and nothing left of anything else."""
    assert seen(school) == scores
    assert len(school.rows()) == len(scores)
    published = school.published()
    assert published is not None
    assert (published.rows, published.students, published.rejected) == (len(scores), len(scores), 0)
    assert published.overall.total == sum(scores.values())
    assert published.overall.spread == Counter(map(Decimal, scores.values()))
    reported = {
        row["rollNo"]: int(row["testScore"])
        for row in csv.DictReader(school.report("class.csv").splitlines())
    }
    assert reported == scores
    assert published.settled
    assert school.parked == []


@pytest.mark.parametrize("quarter", range(4))
@settings(max_examples=2_500)
@given(seed=st.integers(0, 2**32))
def test_events_in_any_order_up_to_five_times_leave_the_newest_version(quarter: int, seed: int) -> None:
    shuffled, school = random.Random(f"{quarter} {seed}"), School()
    versions = [some(shuffled) for _ in range(shuffled.randint(1, 3))]
    for scores in versions:
        school.upload(file_of(scores))
    school.settle(shuffled, most=5)
    assert_is(school, versions[-1])


@settings(max_examples=500)
@given(st.integers(0, 2**32))
def test_whoever_is_changed_is_told_once_however_often_events_come(seed: int) -> None:
    shuffled, school, expected = random.Random(seed), School(), Counter[tuple[str, str, str]]()
    before: Scores = {}
    for after in [some(shuffled) for _ in range(3)]:
        school.upload(file_of(after))
        school.settle(shuffled, most=5)
        both = before.keys() & after.keys()
        expected.update((r, str(before[r]), str(after[r])) for r in both if before[r] != after[r])
        before = after
    told = Counter((each["student"], each["was"]["points"], each["now"]["points"]) for each in school.told)
    assert told == expected
    assert len({each["id"] for each in school.told}) == len(school.told)


def test_of_an_object_the_newest_version_wins_in_every_order() -> None:
    """Seven versions of an object in each of the 5,040 orders that their events can come in."""
    for order in permutations(range(7)):
        school = School()
        records = [school.upload(file_of({"1": n})) for n in range(7)]
        school.waiting.clear()
        for n in order:
            school.deliver("upload", records[n])
        school.settle()
        assert_is(school, {"1": 6})


def test_sequencers_are_compared_padded_on_the_right() -> None:
    assert version("0055AED6DCD90281E5") > version("0055AED6DCD90281")
    assert version("0055aed6dcd90281e6") > version("0055AED6DCD90281E5")
    assert version("0A") == version("0A00")


BEFORE = {str(n): n for n in range(1, 13)}
AFTER = {str(n): n if n % 2 else n + 50 for n in range(3, 15)}


def both_versions(power: Power) -> School:
    """A class is there, and a correction comes, while the power is cut."""
    school = School(power=power)
    school.upload(file_of(BEFORE))
    school.settle()
    power.effects = 0
    school.upload(file_of(AFTER))
    school.settle()
    return school


EFFECTS = both_versions(Power()).power.effects


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_effect_the_work_is_done_again_and_nothing_differs(after: bool) -> None:
    changed = {roll for roll in BEFORE.keys() & AFTER.keys() if BEFORE[roll] != AFTER[roll]}
    assert EFFECTS > 50
    for cut_at in range(EFFECTS):
        power = Power()
        school = School(power=power)
        school.upload(file_of(BEFORE))
        school.settle()
        power.effects, power.at, power.after = 0, cut_at, after
        school.upload(file_of(AFTER))
        school.settle()
        assert power.effects > cut_at, "the power was cut"
        assert_is(school, AFTER)
        told = Counter(each["student"] for each in school.told)
        assert told.keys() == changed
        # Killed between telling and noting it, a student is told twice, with the same id.
        assert sum(told.values()) <= len(changed) + 1
        assert len({each["id"] for each in school.told}) == len(changed)


def test_a_version_that_is_overtaken_half_way_leaves_nothing() -> None:
    school = School()
    school.upload(file_of(BEFORE))
    school.deliver(*school.waiting.pop())
    first, *rest = school.waiting
    school.waiting.clear()
    school.deliver(*first)
    school.upload(file_of(AFTER))
    school.settle()
    school.waiting += rest  # the old version's other chunks are late
    school.settle()
    assert_is(school, AFTER)
    assert school.told == []
    assert {version_of(key) for key in school.objects.keys("parts/")} == {published_version(school)}


def test_a_worker_that_sleeps_while_a_newer_version_comes_leaves_nothing() -> None:
    """Stopped at any of its effects until the newer version is published and settled, then going on."""
    slept = 0
    while True:
        power = Power()
        school = School(power=power)
        school.upload(file_of(BEFORE))
        school.deliver(*school.waiting.pop())
        chunk = school.waiting.pop(0)
        school.upload(file_of(AFTER))
        power.effects, power.at, power.happens = 0, slept, school.settle
        school.deliver(*chunk)
        woke = power.effects > slept
        school.settle()
        assert_is(school, AFTER)
        assert {version_of(key) for key in school.objects.keys("parts/")} == {published_version(school)}
        if not woke:
            break
        slept += 1
    assert slept > 4, "a part, three rows and the mark"


def version_of(key: str) -> str:
    return key.split("/")[2]


def published_version(school: School) -> str:
    published = school.published()
    assert published is not None
    return published.source.version
