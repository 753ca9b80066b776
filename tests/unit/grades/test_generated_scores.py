"""The benchmark's file is as bad as its oracle says, by the code that it measures."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

from benchmarks import scores
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.service import layout, rows
from frontdesk.domains.grades.service.rows import Marking

COUNT = 20_000


def test_what_is_read_is_what_was_foretold(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    expected = scores.write(COUNT, path)
    data = path.read_bytes()
    begins = layout.beginning(data[:100_000])
    marking = Marking(parse_scale("A:90 B:80 C:70 D:60 F:0"), Decimal(100), "2027-01-12")
    grades, faults = rows.read(data[begins.start :], begins.line, begins.layout, marking)
    assert {fault.line for fault in faults} == expected.set_aside
    assert len({fault.reason for fault in faults}) >= 6
    assert (len(grades), len(expected.set_aside)) == (expected.rows, COUNT // scores.BAD)
    assert len({grade.roll for grade in grades}) == expected.students
    assert sum(grade.points for grade in grades) == expected.total
    assert Counter(grade.letter for grade in grades) == expected.letters
    assert sum(grade.points == 0 for grade in grades) == expected.zeros
