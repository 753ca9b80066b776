"""Grades and classes made up for tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from frontdesk.domains.grades.model import Grade, Label, Stats
from frontdesk.domains.grades.service.tally import Tally

DAY = "2026-11-23"
SCALE = "A:90 B:80 C:70 D:60 F:0"


def grade(roll: str = "1", points: object = 50, out_of: object = 100, **more: object) -> Grade:
    values: dict[str, object] = {"subject": Label(), "test": Label(), "letter": "F", "date": DAY, **more}
    return Grade(roll, "A name", points=Decimal(str(points)), out_of=Decimal(str(out_of)), **values)  # type: ignore[arg-type]


def tallied(points: Sequence[object], out_of: object = 20) -> Stats:
    tally = Tally()
    for each in points:
        tally.add(grade(points=each, out_of=out_of))
    return tally.stats()
