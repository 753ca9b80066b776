"""The report: right in its figures, safe in what it says of people."""

from __future__ import annotations

import csv
import re
from xml.etree import ElementTree

import pytest

from frontdesk.domains.grades.report.table import safe
from tests.support.school import School

ROWS = (
    "rollNo,name,testScore,subject,maxScore\n"
    "1,=cmd()|' /C calc'!A0,0,<b>Art</b>,20\n"
    "2,@SUM(1+1),20,<b>Art</b>,20\n"
    '3,"O\'Brien & ""Sons""",10,Math,20\n'
    "4,-2+3,5,Math,20\n"
    "5,Zoë,x,Math,20\n"
)


@pytest.fixture
def school() -> School:
    school = School(chunk=4096)
    school.upload(ROWS)
    school.settle()
    return school


def test_cells_that_a_spreadsheet_would_run_are_text(school: School) -> None:
    rows = list(csv.DictReader(school.report("class.csv").splitlines()))
    assert [row["name"] for row in rows] == [
        "'=cmd()|' /C calc'!A0",
        "'@SUM(1+1)",
        'O\'Brien & "Sons"',
        "'-2+3",
    ]
    assert [row["percent"] for row in rows] == ["0", "100", "50", "25"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_whatever_a_formula_begins_with(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_the_page_tells_the_figures(school: School) -> None:
    page = school.report("class.html")
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert figures == {
        "Students": "4",
        "Scores": "4",
        "Rows set aside": "1",
        "Mean": "8.75 / 20",
        "Median": "7.5 / 20",
        "Zeros": "1",
    }
    assert "Class report: class.csv" in page


def test_the_page_has_charts_of_the_distribution_the_grades_and_the_subjects(school: School) -> None:
    page = school.report("class.html")
    charts = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314
    assert len(charts) == 3
    counts = [[text.text for text in chart.iter("text")] for chart in charts]
    assert counts[0][::2] == ["1", "0", "1", "0", "0", "1", "0", "0", "0", "1"]
    assert counts[1] == ["1", "A", "3", "F"]
    assert counts[2] == ["<b>Art</b>", "50", "math", "37.5"]


def test_what_files_say_is_never_markup(school: School) -> None:
    page = school.report("class.html")
    assert "<b>" not in page
    assert "&lt;b&gt;Art&lt;/b&gt;" in page


def test_the_page_names_nobody(school: School) -> None:
    assert not any(name in school.report("class.html") for name in ("Zoë", "Brien", "cmd"))


def test_a_class_of_many_courses_has_a_page_and_all_of_them_in_the_table() -> None:
    school = School(chunk=1 << 20)
    rows = "".join(f"1,A,5,Subject {n}\n" for n in range(130))
    school.upload(f"rollNo,name,testScore,subject\n{rows}")
    school.settle()
    assert "80 more are in the table" in school.report("class.html")
    assert school.report("class.csv").count("Subject") == 130
    published = school.published()
    assert published is not None
    assert len(published.courses) == 100
