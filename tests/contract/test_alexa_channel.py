"""What Amazon sends to the Alexa channel, well-formed or not, against CONTRACTS; what it takes back is in
test_alexa_answers.py."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.conversation.turn import Confirmation, Listen, Reply
from tests.support.alexa_requests import (
    changed,
    envelope,
    heard,
    intent,
    is_valid,
    resolution,
    skill,
    subject,
)


@pytest.mark.parametrize(
    "event",
    [
        {},
        [],
        None,
        {"request": {"type": "LaunchRequest"}},
        changed(envelope(intent()), "context", KeyError),
        changed(envelope(intent()), "context.System", None),
        changed(envelope(intent()), "request", KeyError),
        changed(envelope(intent()), "request.intent", None),
        changed(envelope(intent()), "session.user", {"userId": "somebody-else"}),
        changed(envelope(intent()), "session.application", {"applicationId": "amzn1.ask.skill.other"}),
        changed(envelope(intent()), "context.System.application", {"applicationId": "amzn1.ask.skill.other"}),
        changed(envelope(intent()), "context.System.application", {}),
        envelope({"type": "Some.Future.Request"}),
        envelope({"type": "Connections.Response", "name": "x", "status": {}, "token": "t", "payload": {}}),
    ],
)
def test_what_is_not_for_this_skill_is_refused_in_a_valid_envelope(event: Any) -> None:
    response = skill()(event, None)
    assert is_valid(response)
    assert response["response"]["shouldEndSession"] is True
    assert not heard


@pytest.mark.parametrize(
    "request_",
    [
        {
            "type": "SessionEndedRequest",
            "reason": "ERROR",
            "error": {"type": "INVALID_RESPONSE", "message": "m"},
        },
        {"type": "SessionEndedRequest", "reason": "USER_INITIATED"},
        {"type": "SessionEndedRequest", "reason": "A_REASON_OF_TOMORROW"},
        {"type": "AlexaSkillEvent.SkillEnabled"},
        {"type": "AlexaSkillEvent.SkillDisabled"},
        {"type": "AlexaSkillEvent.SkillAccountLinked", "body": {"accessToken": "t"}},
        {"type": "System.ExceptionEncountered", "error": {"type": "INVALID_RESPONSE", "message": "m"}},
    ],
)
def test_what_amazon_only_tells_gets_no_speech(request_: dict[str, Any]) -> None:
    response = skill()(envelope(request_), None)
    assert is_valid(response)
    assert "outputSpeech" not in response["response"]


@pytest.mark.parametrize(("name", "verdict"), [("MyGrade", "YES"), ("OrderPizza", "NO")])
def test_can_fulfill(name: str, verdict: str) -> None:
    response = skill()(
        envelope({"type": "CanFulfillIntentRequest", "intent": {"name": name, "slots": {}}}), None
    )
    assert response["response"]["canFulfillIntent"]["canFulfill"] == verdict


@pytest.mark.parametrize(
    ("slots", "value", "choices"),
    [
        (subject("maths", resolution("ER_SUCCESS_MATCH", "math")), "math", ()),
        (subject("m", resolution("ER_SUCCESS_MATCH", "math", "music")), None, ("math", "music")),
        (subject("xyz", resolution("ER_SUCCESS_NO_MATCH")), None, ()),
        (subject("xyz", resolution("ER_ERROR_TIMEOUT")), None, ()),
        (subject("xyz", resolution("ER_CODE_OF_TOMORROW", "art")), None, ()),
        (subject("xyz", resolution("ER_SUCCESS_NO_MATCH"), resolution("ER_SUCCESS_MATCH", "art")), "art", ()),
        (subject("life science"), "biology", ()),
        (subject("earth_science"), "earth_science", ()),  # as an updatedIntent had it
        (subject("maths"), None, ("math", "algebra", "geometry", "trigonometry", "calculus", "statistics")),
    ],
)
def test_a_slot_as_alexa_resolved_it(
    slots: dict[str, Any], value: str | None, choices: tuple[str, ...]
) -> None:
    skill()(envelope(intent(slots=slots)), None)
    (turn,) = heard
    assert turn.slots["subject"].value == value
    assert turn.slots["subject"].choices == choices


@pytest.mark.parametrize(
    "slots",
    [None, {}, subject(None), subject(""), subject("?"), {"subject": None}, {"unknown": {"name": "unknown"}}],
)
def test_an_empty_slot_is_no_slot(slots: Any) -> None:
    assert is_valid(skill()(envelope(intent(slots=slots)), None))
    assert heard[0].slots == {}


@pytest.mark.parametrize("state", ["BEGINNING", "", None, 5])
def test_a_dialog_state_that_the_sdk_does_not_know_is_no_reason_to_fail(state: Any) -> None:
    skill()(envelope(intent(dialogState=state)), None)
    assert heard


def test_a_confirmation_of_tomorrow_is_none() -> None:
    event = envelope(intent(slots=subject("maths")))
    event["request"]["intent"]["confirmationStatus"] = "MAYBE"
    skill()(event, None)
    assert heard[0].confirmation is Confirmation.NONE


@pytest.mark.parametrize("locale", ["fr-FR", "xx", None])
def test_a_locale_that_nobody_speaks_is_answered(locale: Any) -> None:
    response = skill()(envelope(intent(locale=locale)), None)
    assert "Goodbye" in response["response"]["outputSpeech"]["ssml"]


def test_tampered_attributes_are_no_memory() -> None:
    forged = {
        "memory": '{"account":["x",{"grades":["1042"]},[]],"account_until":9999999999}',
        "seal": "0" * 64,
    }
    skill()(envelope(intent(), forged), None)
    assert heard[0].account.id == "a"


def test_the_same_request_twice_gets_the_same_answer() -> None:
    handle, event = skill(Reply("desk.not_found", then=Listen())), envelope(intent())
    assert handle(event, None) == handle(event, None)


def test_half_a_character_in_a_slot_is_none_in_the_turn() -> None:
    assert is_valid(skill()(envelope(intent(slots=subject("\ud800math"))), None))
    assert heard[0].slots["subject"].heard == "?math"
