"""A standing aloud: nobody is told that they are ahead of nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

import frontdesk.domains.grades as grades
from frontdesk.conversation.phrases import Phrases
from frontdesk.conversation.turn import Phrase, Turn
from frontdesk.domains.grades.model import Course, Held, Label, Published, Source
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
    stats = tallied([1, 4, 7, 10, 18])
    course = Course(Label.of("math"), Label.of(""), DAY, stats)
    of_class = Published(SOURCE, "k", "o", "", True, "r", 5, 0, 5, stats, [course])
    mine = Held(grade(points=points, out_of=20, subject=Label.of("math"), test=Label.of("")), SOURCE)
    reply = _standing(Turn("r", "core", "en-US", "ClassStanding"), [mine], [of_class])
    assert said in PHRASES.word("en-US", Phrase(reply.phrase, reply.words))
