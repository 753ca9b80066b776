"""A standing aloud: nobody is told that they are ahead of nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

import frontdesk.domains.grades as grades
from frontdesk.conversation.phrases import Phrase, Phrases
from frontdesk.conversation.turn import Turn
from frontdesk.domains.grades.model import Course, Held, Label, Published, Source, Stats
from frontdesk.domains.grades.talk import _standing
from tests.support.classes import DAY, grade, tallied

SOURCE = Source("f", "1", "2026-11-23")
PHRASES = Phrases({"grades": Path(grades.__file__).parent / "phrases"})


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (1, "The class average is 8 out of 20, over 5 students. There is room to grow,"),
        (4, "and you are ahead of 20 percent of 5 students. There is room to grow,"),
        (18, "Well done: the class average is 8 out of 20, you are number 1 of 5,"),
    ],
)
def test_a_standing_is_kind(points: int, said: str) -> None:
    assert said in standing(points, tallied([1, 4, 7, 10, 18]))


def test_all_the_same_is_level() -> None:
    assert standing(7, tallied([7, 7, 7])).endswith(
        "The class average is 7 out of 20, over 3 students, and you are level with it."
    )


@pytest.mark.parametrize(
    ("scores", "out_of", "said"),
    [([79, 78, 79], 100, "about 79 out of 100"), ([10, 10, 11], 20, "about 10.3 out of 20")],
)
def test_a_class_average_to_compare_with_is_rounded(scores: list[int], out_of: int, said: str) -> None:
    assert f"The class average is {said}, over 3 students" in standing(0, tallied(scores, out_of), out_of)


def standing(points: int, stats: Stats, out_of: int = 20) -> str:
    course = Course(Label.of("math"), Label.of(""), DAY, stats)
    of_class = Published(SOURCE, "k", "o", "", True, "r", 5, 0, 5, stats, [course])
    mine = Held(grade(points=points, out_of=out_of, subject=Label.of("math"), test=Label.of("")), SOURCE)
    reply = _standing(Turn("r", "core", "en-US", "ClassStanding"), [mine], [of_class])
    return PHRASES.word("en-US", Phrase(reply.phrase, reply.words))
