"""Which of the subjects that there are somebody means by a word."""

from __future__ import annotations

import pytest

from frontdesk.conversation.values import resolve
from frontdesk.domains.grades import words
from frontdesk.domains.grades.model import Label


@pytest.mark.parametrize(
    ("heard", "there", "meant"),
    [
        ("math", ["mathematics", "algebra"], ["mathematics"]),  # one subject, called otherwise
        ("maths", ["algebra", "math"], ["math"]),
        ("mathematics", ["general math", "geometry"], ["general math"]),
        ("bio", ["biology", "science"], ["biology"]),
        ("math", ["algebra", "geometry", "history"], ["algebra", "geometry"]),
        ("math", ["algebra", "history"], ["algebra"]),
        ("math", ["math", "mathematics"], ["math"]),  # the very name
        ("science", ["biology", "chemistry"], ["biology", "chemistry"]),
        ("history", ["algebra"], []),
        ("underwater basket weaving", ["algebra"], []),
    ],
)
def test_a_subject_is_meant_by_its_names_else_by_its_field(
    heard: str, there: list[str], meant: list[str]
) -> None:
    slot = resolve("en-US", "Subject", heard, None)
    found = words.meant("en-US", slot, [Label.of(name) for name in there])
    assert [label.key for label in found] == meant
