"""What a student hears over all subjects: the average, the best, the lowest, and what passes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from frontdesk.conversation.phrases import Phrase
from frontdesk.conversation.turn import Reply, Slot, Turn
from frontdesk.domains.grades.model import Held, Label, Source
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.talk import _best, _my_average, _passing, _worst
from tests.support.classes import SCALE, grade
from tests.support.desks import phrases

PHRASES = phrases()
SCHOOLS = parse_scale(SCALE)
TURN = Turn("r", "core", "en-US", "MyAverage")


def held(**percents: object) -> list[Held]:
    return [
        Held(grade(points=points, subject=Label.of(subject), letter="L"), Source("f", "1", "1"))
        for subject, points in percents.items()
    ]


def aloud(reply: Reply) -> str:
    return PHRASES.word("en-US", Phrase(reply.phrase, reply.words))


@pytest.mark.parametrize(
    ("percents", "said"),
    [
        ((80, 90), "85 percent, which is B."),
        ((80, 90, 91), "87 percent, which is B."),
        ((80, 90, 92), "about 87 percent, which is B."),
        ((89, 90, 90), "about 89.6 percent, which is B."),  # "about 90" would be A
        ((100, 100, 99), "about 100 percent, which is A."),
    ],
)
def test_an_average_is_rounded_but_never_into_another_letter(percents: tuple[int, ...], said: str) -> None:
    subjects = dict(zip(("art", "math", "music"), percents, strict=False))
    assert aloud(_my_average(TURN, held(**subjects), SCHOOLS)).endswith(f"your average is {said}")


def test_every_subject_counts_once_whatever_its_maximum() -> None:
    out_of_twenty = Held(grade(points=10, out_of=20, subject=Label.of("art")), Source("f", "1", "1"))
    found = _my_average(TURN, [out_of_twenty, *held(math=100)], SCHOOLS)
    assert found.words["percent"] == Decimal(75)


def test_who_shares_the_first_or_the_last_place_is_named() -> None:
    there = held(art=90, math=70, music=90, latin=70)
    assert aloud(_best(TURN, there)) == (
        "Your best grades: you got L in art with 90 out of 100 and L in music with 90 out of 100."
    )
    assert aloud(_worst(TURN, there)) == (
        "Your lowest grades: you got L in math with 70 out of 100 and L in latin with 70 out of 100."
    )


def test_where_all_are_the_same_none_is_best_or_lowest() -> None:
    for answer in (_best, _worst):
        assert aloud(answer(TURN, held(art=80, math=80))).startswith(
            "Your grades are level: you got L in art"
        )


@pytest.mark.parametrize(
    ("percents", "said"),
    [
        ({"art": 60, "math": 99}, "You are passing in all 2 subjects. A pass begins at 60 percent."),
        (
            {"art": 59, "math": 60, "music": 0},
            "You are passing in 1 of 3 subjects, but not yet in art and music. A pass begins at 60 percent.",
        ),
        (
            {"art": 59, "math": 10},
            "You are not passing yet in art and math. A pass begins at 60 percent,"
            " and the next test is a new chance.",
        ),
        (
            {"art": 59},
            "You are not passing yet. You got L in art with 59 out of 100, and a pass begins at 60 percent."
            " The next test is a new chance.",
        ),
    ],
)
def test_what_passes(percents: dict[str, int], said: str) -> None:
    assert aloud(_passing(TURN, held(**percents), SCHOOLS)) == said


def test_in_a_subject_it_is_that_grade_that_passes_or_not() -> None:
    turn = Turn("r", "core", "en-US", "Passing", {"subject": Slot("math", None)})
    assert aloud(_passing(turn, held(art=90, math=59), SCHOOLS)).startswith("You are not passing yet.")


@pytest.mark.parametrize(("scale", "mark"), [("pass:50 fail:0", 50), ("A:90 B:80 C:0", 80), ("taken:0", 0)])
def test_all_letters_but_the_lowest_pass(scale: str, mark: int) -> None:
    assert parse_scale(scale).pass_mark == mark
