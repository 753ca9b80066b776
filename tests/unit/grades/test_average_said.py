"""The class average aloud: how many had no point at all is part of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import frontdesk.domains.grades as grades
from frontdesk.conversation.phrases import Phrases
from frontdesk.conversation.turn import Phrase, Turn
from frontdesk.domains.grades.model import Course, Label, Stats
from frontdesk.domains.grades.talk import _average_in

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
