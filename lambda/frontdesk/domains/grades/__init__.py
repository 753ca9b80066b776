"""Grades: what students got, how the class did, and the files that it all comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.domains.grades import talk
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.service.questions import Questions
from frontdesk.domains.grades.store.book import GradeBook

if TYPE_CHECKING:
    from frontdesk.app import Tools
    from frontdesk.conversation.router import Answer


def build(tools: Tools) -> Questions:
    """The service on this process's tools."""
    return Questions(GradeBook(tools.clients.dynamodb, tools.settings["STUDENTS_TABLE"]))


def answers(tools: Tools) -> Mapping[str, Answer]:
    """intent → answer, of this domain."""
    return talk.answers(build(tools), parse_scale(tools.settings["GRADE_SCALE"]))
