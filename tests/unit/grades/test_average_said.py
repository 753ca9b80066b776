"""The class average aloud: how many had no point at all is part of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import frontdesk.domains.grades as grades
from frontdesk.conversation.phrases import Phrase, Phrases
from frontdesk.conversation.turn import Ask, Turn
from frontdesk.domains.grades.model import Course, Label, Published, Source, Stats
from frontdesk.domains.grades.talk import _average, _average_in
from tests.support.classes import tallied

PHRASES = Phrases({"grades": Path(grades.__file__).parent / "phrases"})
STATS = Stats(395, Decimal(4114), Decimal(20570), Decimal(20), 38)
COURSE = Course(Label("math", "math"), Label(), "2026-11-23", STATS)


@pytest.mark.parametrize(("zeros", "said"), [(38, ", 38 with zero points."), (0, " students.")])
def test_zeros_are_said_where_there_are_some(zeros: int, said: str) -> None:
    turn = Turn("r", "core", "en-US", "ClassAverage")
    reply = _average_in(turn, replace(COURSE, stats=replace(STATS, zeros=zeros)))
    text = PHRASES.word("en-US", Phrase(reply.phrase, reply.words))
    assert text.startswith("The class average in math is 10.415 out of 20, over 395 students")
    assert text.endswith(said)


@pytest.mark.parametrize(
    ("zeros", "said"),
    [(0, ""), (1, ", with one score of zero"), (38, ", with 38 scores of zero")],
)
def test_zeros_are_said_of_all_subjects_together_too(zeros: int, said: str) -> None:
    other = replace(COURSE, subject=Label("art", "art"))
    overall = replace(STATS, count=790, total=Decimal(8228), percents=Decimal(41140), zeros=zeros)
    published = Published(
        Source("f", "1", "2026-11-23"), "k", "o", "", True, "r", 790, 0, 395, overall, [COURSE, other]
    )
    reply = _average(Turn("r", "core", "en-US", "ClassAverage"), [published])
    text = PHRASES.word("en-US", Phrase(reply.phrase, reply.words))
    assert text == (
        f"Over all subjects the class average is 10.415 out of 20, over 395 students{said}:"
        " 10.415 out of 20 in math and 10.415 out of 20 in art."
    )


@pytest.mark.parametrize(
    ("stats", "said"),
    [
        (tallied([79, 78, 79], 100), "about 79 out of 100"),
        (tallied([10.415], 20), "10.415 out of 20"),
        (replace(STATS, out_of=None, percents=Decimal(25820)), "about 65 percent"),
    ],
)
def test_a_part_of_a_point_is_said_where_a_point_is_much(stats: Stats, said: str) -> None:
    turn = Turn("r", "core", "en-US", "ClassAverage")
    reply = _average_in(turn, replace(COURSE, stats=stats))
    assert f" is {said}, " in PHRASES.word("en-US", Phrase(reply.phrase, reply.words))


def test_subjects_that_were_not_said_are_offered() -> None:
    courses = [replace(COURSE, subject=Label.of(each)) for each in ("art", "math", "music", "latin", "math")]
    published = Published(
        Source("f", "1", "2026-11-23"), "k", "o", "", True, "r", 790, 0, 395, STATS, courses
    )
    reply = _average(Turn("r", "core", "en-US", "ClassAverage"), [published])
    assert PHRASES.word("en-US", Phrase(reply.phrase, reply.words)).endswith(
        "20 in music. I also have latin. Which one would you like to hear about?"
    )
    assert reply.then == Ask("subject", ("latin",))
