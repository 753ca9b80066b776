"""`make talk` as somebody types it: a process, its words, and its exit code."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.alexa import SKILL_ID
from simulator.functions import FunctionFailed
from simulator.holding import held
from simulator.lex import LexService
from simulator.nlu import Understood
from simulator.place import Place
from simulator.server import create_app
from tests.support.bots import answer
from tests.support.servers import served
from tests.support.skills import speech
from tests.support.understanding import Scripted

ROOT = Path(__file__).parents[2]


def skill(envelope: dict[str, Any]) -> dict[str, Any]:
    """Says who it thinks is speaking, about what; fails for those who ask for help."""
    assert envelope["session"]["application"]["applicationId"] == SKILL_ID
    request, user = envelope["request"], envelope["session"]["user"]["userId"]
    about = request.get("intent", {}).get("name", request["type"])
    if about == "AMAZON.HelpIntent":
        raise FunctionFailed("the function failed (Unhandled)")
    if request["type"] == "SessionEndedRequest":
        return {"version": "1.0", "response": {}}
    return speech(f"{user.rpartition('-')[2]} about {about}?", ends=False)


def hook(event: dict[str, Any]) -> dict[str, Any]:
    """Says what it hears, and whether anybody vouches for who says it."""
    known = "x-frontdesk-caller" in event["requestAttributes"]
    return answer("ElicitIntent", text=f"{event['inputTranscript']} ({known})?")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The state folder of a desk that is open, as `make run` leaves it."""
    folder = tmp_path_factory.mktemp("state")
    lex = LexService(hook, {"en_US": Scripted({"hi": Understood("Hello", 1.0)}, fallback="FallbackIntent")})
    with held(Place(0, 0, folder)), served(create_app(skill, lex)) as url:
        desk = {"url": url, "aws_url": "http://127.0.0.1:9", "outputs": {"DeskKeyArn": "key"}}
        (folder / "desk.json").write_text(json.dumps(desk))
        yield folder


TALK = [sys.executable, "-m", "simulator.talk"]


def surroundings(state: Path, **environment: str) -> dict[str, str]:
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return clean | {"PYTHONPATH": "lambda:.", "FRONTDESK_STATE": str(state)} | environment


def talk(state: Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        TALK,
        cwd=ROOT,
        env=surroundings(state, **environment),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_spoken_script(state: Path) -> None:
    done = talk(state, SAY="open front desk; what's my grade; exit", AS="omar")
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "you: open front desk",
        "desk: OMAR about LaunchRequest?",
        "you: what's my grade",
        "desk: OMAR about MyGrade?",
        "you: exit",
        "(the session is over)",
    ]
    assert done.returncode == 0


def test_a_turn_that_is_not_answered_is_told_by_the_exit_code(state: Path) -> None:
    done = talk(state, SAY="help; what's my grade", JSON="1")
    assert done.returncode == 1
    assert "not answered: the skill did not answer: the function failed (Unhandled)" in done.stderr
    requests = [line for line in done.stdout.splitlines() if line.startswith("request: ")]
    types = [json.loads(line.removeprefix("request: "))["request"]["type"] for line in requests]
    assert types == ["IntentRequest", "SessionEndedRequest", "IntentRequest"]
    assert "desk: MAYA about MyGrade?" in done.stdout


def test_a_written_script(state: Path) -> None:
    done = talk(state, SAY='hi; say "what"', CHANNEL="lex", AS="guest")
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "you: hi",
        "desk: hi (False)?",
        'you: say "what"',
        'desk: say "what" (False)?',
    ]
    assert done.returncode == 0


def test_sentences_may_be_piped_in(state: Path) -> None:
    done = talk(state, "hi\n\nwhat; ever\n", CHANNEL="lex", AS="guest")
    assert [line for line in done.stdout.splitlines() if line.startswith("you")] == [
        "you: hi",
        "you: what; ever",
    ]
    assert done.returncode == 0


def test_whoever_cannot_be_vouched_for_is_told_why(state: Path) -> None:
    done = talk(state, SAY="hi", CHANNEL="lex", AS="maya")
    assert done.returncode == 2
    assert "the embedded AWS at http://127.0.0.1:9 does not answer" in done.stderr


@pytest.mark.parametrize("bad", [{"AS": "bob"}, {"CHANNEL": "fax"}, {"LOCALE": "xx-XX"}, {"SAY": ";"}])
def test_what_is_not_there_is_told(state: Path, bad: dict[str, str]) -> None:
    done = talk(state, **{"SAY": "hi", **bad})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "try" in done.stderr


def test_whoever_reads_along_may_stop_reading(state: Path) -> None:
    with subprocess.Popen(
        TALK,
        cwd=ROOT,
        env=surroundings(state, SAY="hi; hi; hi", CHANNEL="lex", AS="guest"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == ("", 1)


def test_without_a_desk_it_says_how_to_start_one(tmp_path: Path) -> None:
    done = talk(tmp_path, SAY="hi")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("no desk is running here: `make run` starts one")


def test_a_desk_that_is_gone_without_a_word_is_none_either(tmp_path: Path) -> None:
    desk = {"url": "http://127.0.0.1:9", "aws_url": "http://127.0.0.1:9", "outputs": {}}
    (tmp_path / "desk.json").write_text(json.dumps(desk))
    assert "no desk is running here" in talk(tmp_path, SAY="hi").stderr


def test_a_desk_that_is_still_starting_is_to_be_waited_for(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("1")
        lock.flush()
        done = talk(tmp_path, SAY="hi")
    assert done.returncode == 2
    assert done.stderr.startswith("the desk is still starting: try again")
