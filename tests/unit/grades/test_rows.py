"""Rows as grades, and every way in which one can be wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from frontdesk.domains.grades.model import Grade, Label, Source
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.service.layout import Layout, beginning
from frontdesk.domains.grades.service.rows import Fault, Marking, read
from frontdesk.domains.grades.store import rows as table_rows

MARKING = Marking(parse_scale("A:90 B:80 C:70 D:60 F:0"), Decimal(100), "2026-11-23")
HEADER = "rollNo,name,testScore,subject,test,maxScore,date"
WANTED = beginning(f"{HEADER}\n".encode()).layout
JSON = Layout()
SOURCE = Source("f" * 16, "v" * 32, "2026-11-27T09:00:00+00:00", 99_999)


def graded(*lines: str) -> list[Grade]:
    """Lines that are all good, as grades."""
    grades, faults = read("\n".join(lines).encode(), 2, WANTED, MARKING)
    assert not faults
    return grades


def one(line: str | bytes, how: Layout = WANTED) -> list[Fault]:
    """What is wrong with a line that stands between two good ones, which must be none the worse for it."""
    raw = line.encode() if isinstance(line, str) else line
    good = (
        (b"1,Ann,50,,,,\n", b"3,Cid,70,,,,\n")
        if how.delimiter
        else (b'{"rollNo":"1","testScore":50}\n', b'{"rollNo":3,"testScore":70}\n')
    )
    grades, faults = read(good[0] + raw + b"\n" + good[1], 2, how, MARKING)
    assert [grade.roll for grade in grades] == ["1", "3"]
    assert [grade.line for grade in grades] == [2, 4]
    return faults


def test_a_row_is_a_grade() -> None:
    (grade,), faults = read(b"1042,Maya Ortiz,17.5,Algebra,quiz  1,20,2026-10-05\n", 7, WANTED, MARKING)
    assert faults == []
    assert (grade.roll, grade.name, grade.line, grade.date) == ("1042", "Maya Ortiz", 7, "2026-10-05")
    assert (grade.points, grade.out_of, grade.letter) == (Decimal("17.5"), Decimal(20), "B")
    assert (grade.subject, grade.test) == (Label("algebra", "Algebra"), Label("quiz 1", "quiz 1"))
    assert grade.percent == Decimal("87.5")


def test_what_a_row_does_not_say_is_filled_in() -> None:
    layout = beginning(b"testScore;rollNo\n").layout
    (grade,), _ = read(b"91,5;A-7\r\n", 2, layout, MARKING)
    assert (grade.roll, grade.points, grade.out_of) == ("A-7", Decimal("91.5"), Decimal(100))
    assert (grade.name, grade.subject, grade.test, grade.date) == ("", Label(), Label(), "2026-11-23")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2,Bea,101,,,,", "testscore", "above_maximum"),
        ("2,Bea,21,,,20,", "testscore", "above_maximum"),
        ("2,Bea,-1,,,,", "testscore", "below_zero"),
        ("2,Bea,A,,,,", "testscore", "not_a_number"),
        ("2,Bea,true,,,,", "testscore", "not_a_number"),
        ("2,Bea,NaN,,,,", "testscore", "not_a_number"),
        ("2,Bea,1e400,,,,", "testscore", "not_a_number"),
        ("2,Bea,12345678901234567890,,,,", "testscore", "not_a_number"),
        ("2,Bea,1.23456,,,,", "testscore", "not_a_number"),
        ("2,Bea,,,,,", "testscore", "missing"),
        ("2,Bea,0,,,0,", "maxscore", "zero"),
        ("2,Bea,5,,,ten,", "maxscore", "not_a_number"),
        (",Bea,50,,,,", "rollno", "missing"),
        ("two words,Bea,50,,,,", "rollno", "not_a_roll_number"),
        (f"{'9' * 33},Bea,50,,,,", "rollno", "not_a_roll_number"),
        (f"2,{'n' * 101},50,,,,", "name", "too_long"),
        (f"2,Bea,50,{'𠮷' * 96},,,", "subject", "too_long"),
        ("2,Bea,50,,,,2026-02-30", "date", "not_a_day"),
        ("2,Bea,50,,,,02/03/2026", "date", "not_a_day"),
        ("2,Bea,50", "", "number_of_columns"),
        ("2,Bea,50,,,,,more", "", "number_of_columns"),
        ('2,"Bea,50,,,,', "", "quote_not_closed"),
        (b"2,B\xe9a,50,,,,", "", "not_text"),
        (b"2," + b"n" * 70_000 + b",50,,,,", "", "line_too_long"),
        ("1,Ann,60,,,,", "rollno", "student_twice"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_number_and_reason_and_costs_only_itself(
    line: str | bytes, column: str, reason: str
) -> None:
    assert one(line) == [Fault(3, column, reason)]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ('{"rollNo":"2","testScore":true}', "testscore", "not_a_number"),
        ('{"rollNo":"2","testScore":-1}', "testscore", "below_zero"),
        ('{"rollNo":"2","testScore":[5]}', "testscore", "not_a_number"),
        ('{"rollNo":"2","testScore":null}', "testscore", "missing"),
        ('{"rollNo":"2","testScore":NaN}', "", "not_json"),
        ('{"rollNo":"2","testScore":1e400}', "testscore", "not_a_number"),
        ('{"rollNo":{"x":1},"testScore":5}', "rollno", "not_text"),
        ('{"rollNo":"2","testScore":5', "", "not_json"),
        ("[2, 5]", "", "not_an_object"),
        ("[" * 30_000 + "]" * 30_000, "", "not_json"),
        ('{"name":"Bea","testScore":5}', "rollno", "missing"),
    ],
)
def test_a_bad_object_too(line: str, column: str, reason: str) -> None:
    assert one(line, JSON) == [Fault(3, column, reason)]


def test_a_fault_holds_no_value() -> None:
    faults = one("2,Bea Secret,31337,,,,")
    assert faults
    assert not any(value in str(faults) for value in ("Bea", "Secret", "31337"))


def test_json_numbers_are_kept_as_they_are_written() -> None:
    (grade,), _ = read(b'{"Roll No": 7, "TESTSCORE": 0.1, "maxScore": 0.3}', 1, JSON, MARKING)
    assert (grade.roll, grade.points, grade.out_of) == ("7", Decimal("0.1"), Decimal("0.3"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ('"Nguyễn, Thị ""Ann"" "', 'Nguyễn, Thị "Ann"'),
        ("=cmd()", "=cmd()"),  # made safe where it is written as CSV, see test_report
        ("a\tb\x00c", "a b c"),
        ("O'Brien & <Sons>", "O'Brien & <Sons>"),
    ],
)
def test_names_are_kept(name: str, kept: str) -> None:
    (grade,), _ = read(f"2,{name},50,,,,".encode(), 1, WANTED, MARKING)
    assert grade.name == kept


def test_half_a_character_in_json_is_no_poison() -> None:
    (grade,), _ = read(b'{"rollNo":"7","name":"a\\ud800b","testScore":5}', 1, JSON, MARKING)
    assert grade.name.encode()


def test_the_same_student_in_two_courses_is_not_twice() -> None:
    grades, faults = read(
        b"1,A,5,math,,,\n1,A,6,art,,,\n1,A,7,math,final,,\n1,A,8,MATH ,,,\n", 2, WANTED, MARKING
    )
    assert [grade.points for grade in grades] == [5, 6, 7]
    assert faults == [Fault(5, "rollno", "student_twice")]


def test_empty_lines_are_nothing() -> None:
    assert read(b"\n  \n\r\n", 2, WANTED, MARKING) == ([], [])


@pytest.mark.parametrize("text", ["数" * 100, "#" * 100, "%" * 100, "ΐ" * 60, "𠮷" * 95])
def test_the_longest_subject_and_test_fit_a_sort_key(text: str) -> None:
    """DynamoDB takes 1,024 bytes; what the source adds is the longest there is."""
    (grade,) = graded(f"2,Bea,50,{text},{text},,")
    assert len(table_rows.grade_key(grade, SOURCE)["sk"].encode()) <= 1_024


def test_subjects_that_differ_by_a_hash_have_keys_of_their_own() -> None:
    keys = [
        table_rows.grade_key(grade, SOURCE)["sk"] for grade in graded("2,Bea,50,c#d,e,,", "2,Bea,50,c,d#e,,")
    ]
    assert len(set(keys)) == 2
    assert all(key.count("#") == 5 for key in keys)
