"""The server follows what is deployed: other functions and another bot are answered for at once."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from simulator import desk, server
from simulator.holding import held
from simulator.place import Place
from tests.support.servers import ask, served
from tests.support.skills import speech

ENVELOPE = {"version": "1.0", "request": {"type": "LaunchRequest", "requestId": "r", "timestamp": "t"}}
SESSION = "/bots/FRONTDESK1/botAliases/TSTALIASID/botLocales/en_US/sessions/maya"


class Lambda:
    """Stands for boto3's client: every function says its own name."""

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:
        answer = speech(FunctionName) if "Alexa" in FunctionName else _lex(json.loads(Payload), FunctionName)
        return {"Payload": io.BytesIO(json.dumps(answer).encode())}


def _lex(event: dict[str, Any], name: str) -> dict[str, Any]:
    state = {"dialogAction": {"type": "ElicitIntent"}, "sessionAttributes": {"turns": "1"}}
    return {"sessionState": state, "messages": [{"contentType": "PlainText", "content": name}]}


def announce(place: Place, version: int, when: int) -> None:
    functions = {"AlexaSkillArn": f"Alexa-{version}", "LexBotArn": f"Lex-{version}"}
    desk.announce(place, functions | {"TrucksTable": "trucks"})
    os.utime(place.state / "desk.json", ns=(when, when))


def test_the_server_answers_for_what_is_deployed_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.Desk, "client", lambda self, service, **config: Lambda())
    place = Place(port=8000, aws_port=4566, state=tmp_path)
    announce(place, 1, when=1)
    with held(place), served(server.Deployed(place)) as url:

        def skill() -> Any:
            return ask(url, "POST", "/alexa", ENVELOPE)[1]["response"]["outputSpeech"]["text"]

        def bot() -> Any:
            return ask(url, "POST", f"{SESSION}/text", {"text": "hello"})[1]["messages"][0]["content"]

        assert (skill(), bot()) == ("Alexa-1", "Lex-1")
        announce(place, 1, when=2)
        assert ask(url, "GET", SESSION)[0] == 200, "the same again: the session lives on"
        announce(place, 2, when=3)
        assert (skill(), ask(url, "GET", SESSION)[0], bot()) == ("Alexa-2", 404, "Lex-2")
        desk.withdraw(place)
        assert skill() == "Alexa-2", "whoever is speaking while the desk closes is answered"


def test_without_a_desk_there_is_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(desk.NotRunning):
        server.Deployed(Place(port=8000, aws_port=4566, state=tmp_path))
