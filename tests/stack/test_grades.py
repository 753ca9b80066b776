"""Grades from end to end: a file goes into the deployed desk, and what it says is asked for aloud."""

from __future__ import annotations

import csv
import os
import time
from decimal import Decimal
from pathlib import Path

import pytest

from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store.ledger import Ledger
from simulator.desk import Desk
from simulator.load import __main__ as load
from simulator.place import here
from tests.support import scripts
from tests.support.scripts import Script
from tests.support.talking import say

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("FRONTDESK_SHARED_DATA", ROOT.parent / "shared" / "data"))
SMOKE = [script for script in scripts.load() if script.smoke and script.domain == "grades"]


@pytest.fixture
def graded(deployed: Desk) -> Desk:
    """The desk, when the demo's class is out."""
    ledger = Ledger.of(deployed.client("dynamodb"), deployed.outputs["StudentsTable"])
    deadline = time.monotonic() + 60
    while ledger.published(shelf.file_id("scores/demo-class.csv")) is None:
        assert time.monotonic() < deadline, "the demo's scores were not graded"
        time.sleep(0.1)
    return deployed


@pytest.mark.parametrize("channel", ["alexa", "lex"])
@pytest.mark.parametrize("script", SMOKE, ids=lambda script: script.name)
def test_a_conversation_with_the_deployed_functions(graded: Desk, script: Script, channel: str) -> None:
    said = say(script.person.name, channel, *(turn.text for turn in script.turns))
    for turn, answer in zip(script.turns, said, strict=True):
        assert scripts.matches(answer, turn.answer(channel)), f"U: {turn.text}\nA: {answer}"


def test_a_file_is_graded_the_bad_rows_set_aside_and_a_correction_replaces_it(
    graded: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "Übung 1+2.csv"  # S3 tells of such a key in its own spelling
    file.write_text(
        "rollNo,name,testScore,subject\n7001,A,50,pottery\n7002,B,101,pottery\n7003,=cmd(),90,pottery\n"
    )
    environment = {"FILE": str(file), "KIND": "scores"}
    assert load.main(environment) == 0
    told = capsys.readouterr().out
    assert "2 rows graded, 1 rejected, 2 students" in told
    assert "class mean 70.000" in told
    (table,) = here().state.glob("reports/bung-1-2-*/class.csv")
    assert not any(cell.startswith("=") for row in csv.reader(table.open()) for cell in row)
    (rejected,) = here().state.glob("reports/bung-1-2-*/rejected.jsonl")
    assert "101" not in rejected.read_text()
    file.write_text(
        "rollNo,name,testScore,subject\n7001,A,60,pottery\n7002,B,100,pottery\n7003,C,90,pottery\n"
    )
    assert load.main(environment) == 0
    assert "3 rows graded, 0 rejected, 3 students" in capsys.readouterr().out
    (said,) = say("guest", "alexa", "what is the class average in pottery")
    assert "about 83 out of 100, over 3 students" in said


def test_a_file_that_is_none_is_refused_with_what_to_do(
    graded: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("who,what\nA,B\n")
    assert load.main({"FILE": str(file), "KIND": "scores"}) == 2
    assert "MAP=" in capsys.readouterr().err
    file.write_text("rollNo,testScore\n")
    assert load.main({"FILE": str(file), "KIND": "scores"}) == 1
    assert "it has no row" in capsys.readouterr().err
    file.write_text("rollNo,testScore\n1,x\n2,y\n3,-1\n")
    assert load.main({"FILE": str(file), "KIND": "scores"}) == 1
    told = capsys.readouterr()
    assert "  2 × testscore: not_a_number" in told.out
    assert "none of its rows could be graded" in told.err


@pytest.mark.skipif(not (SHARED / "students.csv").exists(), reason="the public data is not here")
def test_a_real_class(graded: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    file = SHARED / "students.csv"
    environment = {"FILE": str(file), "KIND": "scores", "MAP": "testScore=G3", "MAX": "20"}
    assert load.main(environment | {"NUMBER_FROM": "1001", "SUBJECT": "latin"}) == 0
    assert "395 rows graded, 0 rejected, 395 students" in capsys.readouterr().out
    finals = [Decimal(row["G3"]) for row in csv.DictReader(file.open())]
    assert (round(sum(finals) / len(finals), 3), finals.count(Decimal(0))) == (Decimal("10.415"), 38)
    (page,) = here().state.glob("reports/students-*/class.html")
    assert "10.415" in page.read_text()
    assert ">38<" in page.read_text()
    (said,) = say("guest", "lex", "how did the class do in latin")
    assert "10.415 out of 20, over 395 students" in said
