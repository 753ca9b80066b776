"""The class that the conversations about grades are about."""

from __future__ import annotations

from decimal import Decimal

from frontdesk.app import Tools
from frontdesk.domains.grades.model import Change, Grade, Label, Published, Source
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.service import layout, rows
from frontdesk.domains.grades.service.rows import Marking
from frontdesk.domains.grades.service.tally import ClassTally
from frontdesk.domains.grades.store.ledger import Ledger

# A small class: maya is 1042, omar 1043. In algebra the points are 18, 12, 9 and 15 of 20: 13.5 on average.
SCORES = """\
rollNo,name,subject,test,testScore,maxScore,date
1042,Maya,algebra,,18,20,2027-01-11
1042,Maya,history,essay,31,50,2027-01-04
1042,Maya,biology,,66,100,2026-12-14
1043,Omar,algebra,,12,20,2027-01-11
1044,Ada,algebra,,9,20,2027-01-11
1045,Ben,algebra,,15,20,2027-01-11
"""


def populate(tools: Tools) -> None:
    """The class as the functions behind the conversation leave it, and a correction of omar's grade."""
    ledger = Ledger.of(tools.clients.dynamodb, tools.settings["STUDENTS_TABLE"])
    source = Source("a-file", "1".ljust(32, "0"), "2027-01-12T08:00:00+00:00")
    begins = layout.beginning(SCORES.encode())
    marking = Marking(parse_scale("A:90 B:80 C:70 D:60 F:0"), Decimal(100), "2027-01-12")
    grades, faults = rows.read(SCORES.encode()[begins.start :], begins.line, begins.layout, marking)
    assert not faults
    ledger.put_grades(grades, source)
    tally = ClassTally()
    for grade in sorted(grades, key=lambda grade: grade.roll):
        tally.add(grade)
    ledger.publish(
        Published(
            source,
            "scores/a-file.csv",
            "v",
            "",
            settled=True,
            report="reports/a-file/1/",
            rows=len(grades),
            rejected=0,
            students=tally.students,
            overall=tally.overall(),
            courses=tally.courses(),
        )
    )
    now = next(grade for grade in grades if grade.roll == "1043")
    was = Grade("1043", "Omar", Label.of("algebra"), Label(), Decimal(10), Decimal(20), "F", "2027-01-11")
    ledger.put_changes([Change(was, now, source)])
