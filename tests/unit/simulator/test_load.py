"""`make load` below the desk: what it is asked for, and files of other columns written anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from simulator.load import __main__ as command
from simulator.load import options
from simulator.load.options import Unusable
from simulator.load.rewrite import rewrite

KINDS = command.KINDS


def wanted(file: Path, **environment: str) -> options.Options:
    return options.read({"FILE": str(file), "KIND": "scores", **environment}, KINDS)


def rewritten(file: Path, **environment: str) -> list[str]:
    target = file.with_name("out.csv")
    rewrite(wanted(file, **environment), target)
    return target.read_text().splitlines()


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


def test_a_file_of_our_own_columns_goes_as_it_is(file: Path) -> None:
    assert not wanted(file).changes
    assert wanted(file, MAX="20").changes


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
        ({"FILE": __file__, "KIND": "scores", "NUMBER_FROM": "-1"}, "NUMBER_FROM is"),
    ],
)
def test_what_cannot_be_meant_is_said_so(environment: Mapping[str, str], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        options.read(environment, KINDS)


def test_a_column_that_is_not_there_is_named_with_those_that_are(file: Path) -> None:
    with pytest.raises(Unusable, match="no column 'G4'; it has student, G1, G3"):
        rewritten(file, MAP="testScore=G4")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("rollNo,testScore\n1,2\n".encode("utf-16"))
    with pytest.raises(Unusable, match="cannot be read as CSV"):
        rewritten(path, MAX="20")


def test_without_a_desk_it_says_how_to_start_one(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRONTDESK_STATE", str(tmp_path / "nowhere"))
    assert command.main({"FILE": str(file), "KIND": "scores"}) == 2
    assert "make up" in capsys.readouterr().err
