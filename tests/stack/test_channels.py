"""The simulators in front of the deployed functions: what a person on this machine talks to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.alexa import AlexaDevice, Sender, load_model
from simulator.alexa.model import model_path
from simulator.alexa.remote import over_http
from simulator.desk import Desk, client
from simulator.nlu import alexa_nlu
from simulator.people import PEOPLE
from tests.support.servers import ask

ROOT = Path(__file__).parents[2]


def device(desk: Desk, person: str, skill: str = "amzn1.ask.skill.front-desk") -> AlexaDevice:
    nlu = alexa_nlu(json.loads(model_path("en-US").read_text()), "en-US")
    sender = Sender(PEOPLE[person].alexa_user, "en-US", skill)
    return AlexaDevice(over_http(desk.url), nlu, sender.user_id, "en-US", load_model("en-US"), sender)


def test_the_skill_answers_a_device_within_every_rule(deployed: Desk) -> None:
    speaker = device(deployed, "maya")
    for sentence in ("open front desk", "help", "stop"):
        answer = speaker.say(sentence)
        assert answer.speech
        assert (answer.problems, answer.warnings) == ((), ())
    assert not answer.open


def test_the_skill_refuses_another_skills_requests_in_a_valid_response(deployed: Desk) -> None:
    mine = device(deployed, "maya").say("open front desk")
    foreign = device(deployed, "maya", "amzn1.ask.skill.another").say("open front desk")
    assert (foreign.problems, foreign.open) == ((), False)
    assert foreign.speech != mine.speech


def test_the_bot_answers_boto3(deployed: Desk) -> None:
    bot: Any = client(deployed.url, "lexv2-runtime")
    path = {"botId": "FRONTDESK1", "botAliasId": "TSTALIASID", "localeId": "en_US", "sessionId": "stack-test"}
    said = bot.recognize_text(**path, text="help")
    assert said["messages"][0]["content"]
    assert said["interpretations"][0]["intent"]["name"] == "HelpIntent"
    assert bot.get_session(**path)["messages"] == said["messages"]
    bot.delete_session(**path)
    with pytest.raises(bot.exceptions.ResourceNotFoundException):
        bot.get_session(**path)


@pytest.mark.parametrize("channel", ["alexa", "lex"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_conversation_in_the_terminal(deployed: Desk, channel: str, person: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator.talk"],
        cwd=ROOT,
        env=os.environ | {"SAY": "help; stop", "CHANNEL": channel, "AS": person},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(line.startswith("desk: ") for line in done.stdout.splitlines()) >= 2


def test_the_page_and_health(deployed: Desk) -> None:
    assert ask(deployed.url, "GET", "/health") == (200, {"status": "ok"})
