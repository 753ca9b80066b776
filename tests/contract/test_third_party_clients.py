"""The Alexa simulator by clients that others wrote: Amazon's `ask dialog`, and Bespoken's virtual-alexa."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.alexa import smapi
from simulator.alexa.model import model_path
from simulator.alexa.simulations import Simulations
from simulator.nlu import Understood
from simulator.server import create_app
from tests.support.bots import CodeHook, a_service
from tests.support.servers import served
from tests.support.understanding import Scripted

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".frontdesk" / "tools"
PACKAGES = TOOLS / "npm" / "node_modules"


class Skill:
    """Repeats what it is asked; listens on but for Stop. Keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []

    def __call__(self, envelope: dict[str, Any]) -> dict[str, Any]:
        self.got.append(envelope)
        request = envelope["request"]
        about = request.get("intent", {}).get("name", request["type"])
        ends = about in ("AMAZON.StopIntent", "SessionEndedRequest")
        said = {"outputSpeech": {"type": "PlainText", "text": f"{about}{'.' if ends else '?'}"}}
        response = {} if about == "SessionEndedRequest" else said | {"shouldEndSession": ends}
        return {"version": "1.0", "sessionAttributes": {"about": about}, "response": response}

    @property
    def abouts(self) -> list[str]:
        return [got["request"].get("intent", {}).get("name", got["request"]["type"]) for got in self.got]


@pytest.fixture
def skill() -> Skill:
    return Skill()


@pytest.fixture
def url(skill: Skill) -> Iterator[str]:
    sentences = {
        "what's my grade": Understood("MyGrade", 1.0),
        "stop": Understood("AMAZON.StopIntent", 1.0),
    }
    simulations = Simulations(skill, lambda locale: Scripted(sentences))
    with served(create_app(skill, a_service(CodeHook()), *smapi.routes(simulations))) as url:
        yield url


def run(folder: Path, *command: str, **environment: str) -> str:
    """Runs a command of the npm packages in a folder that is also its home; returns what it prints."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={
            "PATH": f"{TOOLS / 'node' / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "NODE_PATH": str(PACKAGES),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ask_dialog_replays_a_conversation(url: str, skill: Skill, tmp_path: Path) -> None:
    replay = {
        "skillId": "amzn1.ask.skill.front-desk",
        "locale": "en-US",
        "type": "text",
        "userInput": ["open front desk", "what's my grade", "stop", "what's my grade", ".quit"],
    }
    (tmp_path / "replay.json").write_text(json.dumps(replay))
    run(
        tmp_path,
        *(str(PACKAGES / ".bin" / "ask"), "dialog"),
        *("--replay", "replay.json", "--save-skill-io", "io.json"),
        ASK_SMAPI_SERVER_BASE_URL=url,
        ASK_ACCESS_TOKEN="omar",
        ASK_VENDOR_ID="vendor",
        AWS_ACCESS_KEY_ID="none",
        AWS_SECRET_ACCESS_KEY="none",
        ASK_SHARE_USAGE="false",
        ASK_SKIP_NEW_VERSION_REMINDER="1",
    )
    turns = json.loads((tmp_path / "io.json").read_text())["invocations"]
    bodies = [turn["response"]["body"] for turn in turns]
    assert [body["status"] for body in bodies] == ["SUCCESSFUL"] * 4
    captions = [
        body["result"]["alexaExecutionInfo"]["alexaResponses"][0]["content"]["caption"] for body in bodies
    ]
    assert captions == ["LaunchRequest?", "MyGrade?", "AMAZON.StopIntent.", "MyGrade?"]
    assert [turn["request"]["newSession"] for turn in turns] == [True, False, False, True]
    assert [got["session"]["new"] for got in skill.got] == [True, False, False, True]
    assert {got["session"]["user"]["userId"] for got in skill.got} == {"amzn1.ask.account.DEMO-OMAR"}


def test_virtual_alexa_speaks_to_the_skills_url(url: str, skill: Skill, tmp_path: Path) -> None:
    script = str(ROOT / "tests" / "support" / "virtual_alexa.js")
    printed = run(
        tmp_path,
        *("node", script, f"{url}/alexa", str(model_path("en-US"))),
        *("what's my grade", "what's my grade in algebra", "stop"),
    )
    answers = [json.loads(line) for line in printed.splitlines()]
    abouts = ["LaunchRequest", "MyGrade", "MyGrade", "AMAZON.StopIntent"]
    assert [answer["sessionAttributes"]["about"] for answer in answers] == abouts
    assert skill.abouts == abouts
    assert skill.got[2]["session"]["attributes"] == {"about": "MyGrade"}
    assert skill.got[2]["request"]["intent"]["slots"]["subject"]["value"] == "algebra"
