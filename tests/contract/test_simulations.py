"""The Skill Management API's simulations, request by request as `ask dialog` makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.alexa import smapi
from simulator.alexa.simulations import KEPT, Simulations
from simulator.functions import FunctionFailed
from simulator.people import PEOPLE
from simulator.server import create_app
from tests.support.bots import CodeHook, a_service
from tests.support.servers import ask, served
from tests.support.skills import ANSWERS, SENTENCES, speech
from tests.support.understanding import Scripted

SKILL = "skills/amzn1.ask.skill.front-desk/stages/development"


def skill(envelope: dict[str, Any]) -> dict[str, Any]:
    """Says who is speaking, and whether the session is new; fails for those who ask for help."""
    request, session = envelope["request"], envelope["session"]
    if request["type"] == "SessionEndedRequest":
        return {"version": "1.0", "response": {}}
    if request.get("intent", {}).get("name") == "AMAZON.HelpIntent":
        raise FunctionFailed("it failed")
    return speech(f"{session['user']['userId'].rpartition('-')[2]}, new: {session['new']}?", ends=False)


def simulations() -> Simulations:
    return Simulations(skill, lambda locale: Scripted(SENTENCES, ANSWERS))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(create_app(skill, a_service(CodeHook()), *smapi.routes(simulations()))) as url:
        yield url


@pytest.fixture
def simulate(url: str) -> Callable[..., Any]:
    def simulate(text: str, mode: str = "DEFAULT", token: str = "maya", locale: str = "en-US") -> Any:
        body = {"input": {"content": text}, "device": {"locale": locale}, "session": {"mode": mode}}
        headers = {"authorization": token}
        status, started = ask(url, "POST", f"/v2/{SKILL}/simulations", body, headers)
        if status != 200:
            return status, started
        assert started["status"] == "IN_PROGRESS"
        status, result = ask(url, "GET", f"/v2/{SKILL}/simulations/{started['id']}")
        assert (status, result["id"]) == (200, started["id"])
        return result

    return simulate


def caption(result: Any) -> str:
    (said,) = result["result"]["alexaExecutionInfo"]["alexaResponses"]
    assert said["type"] == "Speech"
    return str(said["content"]["caption"])


def test_a_conversation_goes_on_until_a_new_session_is_forced(simulate: Any) -> None:
    opened = simulate("open front desk", "FORCE_NEW_SESSION")
    assert opened["status"] == "SUCCESSFUL"
    assert caption(opened) == "MAYA, new: True?"
    assert caption(simulate("what's my grade")) == "MAYA, new: False?"
    again = simulate("what's my grade", "FORCE_NEW_SESSION")
    assert caption(again) == "MAYA, new: True?"
    (invocation,) = again["result"]["skillExecutionInfo"]["invocations"][-1:]
    assert invocation["invocationRequest"]["body"]["request"]["intent"]["name"] == "Grade"
    assert invocation["invocationResponse"]["body"]["response"]["shouldEndSession"] is False


def test_the_access_token_says_who_is_speaking(simulate: Any) -> None:
    assert caption(simulate("open front desk", token="omar")).startswith("OMAR")
    assert caption(simulate("open front desk", token="Bearer omar")).startswith("OMAR")
    assert caption(simulate("open front desk", token="somebody")).startswith("GUEST")


def test_a_skill_that_fails_is_a_failed_simulation(simulate: Any) -> None:
    failed = simulate("help", token="guest")
    assert failed["status"] == "FAILED"
    assert failed["result"]["error"] == {"message": "it failed"}


def test_an_end_without_words_has_no_caption(simulate: Any) -> None:
    simulate("open front desk", token="omar")
    ended = simulate("exit", token="omar")
    assert ended["status"] == "SUCCESSFUL"
    assert ended["result"]["alexaExecutionInfo"]["alexaResponses"] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": ""}, "input.content should have 1 to 1024 characters"),
        ({"text": "x" * 1025}, "input.content should have 1 to 1024 characters"),
        ({"text": "help", "locale": "../en-US"}, "device.locale is none of the skill's"),
        ({"text": "help", "mode": "LATER"}, "session.mode should be one of DEFAULT, FORCE_NEW_SESSION"),
    ],
)
def test_what_is_asked_wrongly(simulate: Any, change: dict[str, str], message: str) -> None:
    assert simulate(**change) == (400, {"message": message})


@pytest.mark.parametrize("body", [None, [], {}, {"input": []}, {"input": {"content": 7}}])
def test_other_bodies_are_refused(url: str, body: object) -> None:
    assert ask(url, "POST", f"/v2/{SKILL}/simulations", body)[0] == 400


def test_the_manifest_and_the_enablement(url: str) -> None:
    status, manifest = ask(url, "GET", f"/v1/{SKILL}/manifest")
    assert (status, "en-US" in manifest["manifest"]["publishingInformation"]["locales"]) == (200, True)
    assert ask(url, "GET", f"/v1/{SKILL}/enablement") == (204, None)


@pytest.mark.parametrize("path", ["v1/{}/manifest", "v1/{}/enablement", "v2/{}/simulations/1"])
def test_other_skills_are_not_here(url: str, path: str) -> None:
    other = path.format(SKILL.replace("front-desk", "another"))
    assert ask(url, "GET", f"/{other}") == (404, {"message": "there is no such skill"})


def test_old_results_are_forgotten() -> None:
    held = simulations()
    ids = [held.simulate(PEOPLE["maya"], "en-US", "what's my grade", False) for _ in range(KEPT + 1)]
    assert held.result(ids[0]) is None
    assert held.result(ids[1]) is not None
