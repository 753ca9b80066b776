"""`make load` below the desk: what it is asked for, and files of other columns written anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from frontdesk.domains.tickets.catalogue.files import NEEDED
from simulator.load import Unusable, options
from simulator.load import __main__ as command
from simulator.load.rewrite import ready

KINDS = command.KINDS


def wanted(file: Path, **environment: str) -> options.Options:
    return options.read({"FILE": str(file), "KIND": "scores", **environment}, KINDS)


def rewritten(file: Path, **environment: str) -> list[str]:
    target = file.with_name("out.csv")
    needed = ("rollNo", "testScore")
    return ready(wanted(file, **environment), needed, target).read_text(errors="replace").splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scores.csv"
    path.write_text("student;G1;G3\nAda;5;6\n\nBen;7;8\n", encoding="utf-8-sig")
    return path


def test_columns_are_mapped_rows_numbered_and_the_same_filled_in(file: Path) -> None:
    assert rewritten(file, MAP="testScore=G3 name=student", NUMBER_FROM="1001", MAX="20", SUBJECT="math") == [
        "rollNo,name,testScore,subject,maxScore",
        "1001,Ada,6,math,20",
        "1002,Ben,8,math,20",
    ]


def test_columns_of_no_use_are_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewritten(file, MAP="testScore=G3", NUMBER_FROM="1")
    assert capsys.readouterr().out == '· columns not used: G1; MAP="rollNo=…" takes one\n'


def test_a_file_of_our_own_columns_goes_as_it_is(file: Path) -> None:
    file.write_text("Roll No,test_score\n1,2\n")
    assert ready(wanted(file), ("rollNo", "testScore"), file.with_name("out.csv")) == file


def test_a_short_row_stays_short_of_its_values_only(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("rollNo,testScore\n1\n2,5\n")
    assert rewritten(path, SUBJECT="art") == ["rollNo,testScore,subject", "1,,art", "2,5,art"]


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "Which file?"),
        ({"FILE": "absent.csv", "KIND": "scores"}, "there is no file absent.csv"),
        ({"FILE": __file__}, "KIND is one of"),
        ({"FILE": __file__, "KIND": "pigeons"}, "KIND is one of"),
        ({"FILE": __file__, "KIND": "scores", "MAP": "G3"}, "MAP has pairs"),
        ({"FILE": __file__, "KIND": "scores", "MAP": "grade=G3"}, "MAP has pairs"),
        ({"FILE": __file__, "KIND": "scores", "MAP": "name='G3"}, "a quote that is not closed"),
        ({"FILE": __file__, "KIND": "scores", "NUMBER_FROM": "-1"}, "NUMBER_FROM is"),
    ],
)
def test_what_cannot_be_meant_is_said_so(environment: Mapping[str, str], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        options.read(environment, KINDS)


def test_a_column_that_is_not_there_is_named_with_those_that_are(file: Path) -> None:
    with pytest.raises(Unusable, match="no column 'G4'; it has student, G1, G3"):
        rewritten(file, MAP="testScore=G4", NUMBER_FROM="1")


def test_usual_names_are_found_and_a_name_of_several_words_is_quoted(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("Student ID,Full name,Test 1\n7,Ada,5\n8,Ben\n")
    assert rewritten(path, MAP="testScore='Test 1'") == ["rollNo,name,testScore", "7,Ada,5", "8,Ben,"]


def test_a_column_that_is_missing_is_said_with_those_that_there_are(file: Path) -> None:
    with pytest.raises(
        Unusable, match='no column for rollNo; it has student, G1, G3: say which, MAP="rollNo=…"'
    ):
        rewritten(file, MAP="testScore=G3")


def test_a_programme_of_other_columns_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("Show,Type,Venue,Town,Starts,Ticket price,Seats\nCats,musical,Palace,York,x,9,10\n")
    made = options.read({"FILE": str(path), "KIND": "events"}, KINDS)
    assert ready(made, sorted(NEEDED), tmp_path / "out.csv").read_text().splitlines() == [
        "name,kind,place,city,starts,price,capacity",
        "Cats,musical,Palace,York,x,9,10",
    ]


@pytest.mark.parametrize(
    "text", [b'{"rollNo": 1}\n', b" [{}]", b"\x1f\x8b", "rollNo,testScore".encode("utf-16"), b""]
)
def test_what_is_no_csv_goes_as_it_is_but_cannot_be_changed(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(text)
    assert ready(wanted(path), ("rollNo",), tmp_path / "out") == path
    with pytest.raises(Unusable, match="no CSV in UTF-8"):
        ready(wanted(path, MAX="20"), ("rollNo",), tmp_path / "out")


def test_bytes_that_are_no_text_are_left_to_their_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"roll,mark,name\n1,2,J\xe9r\n")
    made = ready(wanted(path), ("rollNo",), tmp_path / "out.csv")
    assert made.read_bytes() == b"rollNo,name,testScore\n1,J\xe9r,2\n"


def test_without_a_desk_it_says_how_to_start_one(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTDESK_STATE", str(tmp_path / "nowhere"))
    assert command.main({"FILE": str(file), "KIND": "scores"}) == 2
    assert "make up" in capsys.readouterr().err
