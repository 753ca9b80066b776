"""The Alexa channel against CONTRACTS: what Amazon sends, well-formed or not, and what it takes back."""

from __future__ import annotations

import copy
import json
import re
import xml.dom.minidom
from typing import Any

import pytest

from frontdesk.channels import alexa
from frontdesk.conversation.turn import Account, Ask, Card, Confirm, Confirmation, End, Listen, Reply, Turn
from tests.support import desks

SKILL = "amzn1.ask.skill.front-desk"
heard: list[Turn] = []


def envelope(request: dict[str, Any], attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    application, user = {"applicationId": SKILL}, {"userId": "u", "accessToken": "expired"}
    return {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "s",
            "application": application,
            "user": user,
            "attributes": attributes or {},
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "d", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "t",
            }
        },
        "request": {"requestId": "r", "timestamp": "2026-11-23T12:00:00Z", "locale": "en-US", **request},
    }


def intent(name: str = "MyGrade", slots: Any = None, **more: Any) -> dict[str, Any]:
    asked = {"name": name, "confirmationStatus": "NONE", "slots": slots}
    return {"type": "IntentRequest", "dialogState": "STARTED", "intent": asked, **more}


def subject(value: Any, *resolutions: dict[str, Any]) -> dict[str, Any]:
    slot = {"name": "subject", "value": value, "confirmationStatus": "NONE"}
    if resolutions:
        slot["resolutions"] = {"resolutionsPerAuthority": list(resolutions)}
    return {"subject": slot}


def resolution(code: str, *ids: str) -> dict[str, Any]:
    values = [{"value": {"id": each, "name": each.title()}} for each in ids]
    return {"authority": "a", "status": {"code": code}, "values": values}


def skill(reply: Reply | None = None) -> alexa.Handler:
    heard.clear()

    def answer(turn: Turn) -> Reply:
        heard.append(turn)
        return reply or Reply("desk.goodbye")

    account = Account("a", {"grades": ("1",)})
    return alexa.handler(desks.desk({"MyGrade": answer}, lambda caller: account), SKILL)


def is_valid(response: dict[str, Any]) -> bool:
    """What Amazon takes: a version, speech within its size and well-formed, nothing over 24 KB."""
    body = response["response"]
    for spoken in (body.get("outputSpeech"), body.get("reprompt", {}).get("outputSpeech")):
        if spoken and spoken["type"] == "SSML":
            assert len(spoken["ssml"]) <= 8_000
            xml.dom.minidom.parseString(spoken["ssml"])
    assert len(json.dumps(response)) <= 24 * 1024
    return response["version"] == "1.0"


def changed(event: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    event = copy.deepcopy(event)
    *parents, last = path.split(".")
    place = event
    for parent in parents:
        place = place[parent]
    if value is KeyError:
        del place[last]
    else:
        place[last] = value
    return event


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


NASTY = """Rock 'n' Roll & Friends <audio src="https://x"/> \x00\x1b ]]> &amp; 👩‍🚀 \u202eabc"""


def test_values_are_spoken_inertly() -> None:
    response = skill(Reply("desk.again", {"help": NASTY}))(envelope(intent()), None)
    assert is_valid(response)
    ssml = response["response"]["outputSpeech"]["ssml"]
    assert re.findall(r"<[^>]*>", ssml) == ["<speak>", "</speak>"]
    assert "Rock &#x27;n&#x27; Roll &amp; Friends" in ssml


@pytest.mark.parametrize("unit", ["word ", "&'<>\" ", "x", "🎭", "A sentence. Is it? "])
@pytest.mark.parametrize("then", [End(), Listen(), Ask("subject"), Confirm()])
def test_an_answer_of_any_length_fits(unit: str, then: Any) -> None:
    long = unit * 20_000
    card = Card("desk.goodbye", "desk.again", {"help": long})
    response = skill(Reply("desk.again", {"help": long}, then=then, card=card))(envelope(intent()), None)
    assert is_valid(response)


@pytest.mark.parametrize(
    ("then", "directive"),
    [
        (End(), None),
        (Listen(), None),
        (Ask("subject"), "Dialog.ElicitSlot"),
        (Confirm(), "Dialog.ConfirmIntent"),
    ],
)
def test_a_session_is_open_only_after_a_question(then: Any, directive: str | None) -> None:
    body = skill(Reply("desk.not_found", then=then))(envelope(intent()), None)["response"]
    ends = isinstance(then, End)
    assert body["shouldEndSession"] is ends
    assert ("reprompt" not in body) is ends
    assert [each["type"] for each in body.get("directives", [])] == ([directive] if directive else [])


def test_eliciting_goes_on_with_the_other_intent_and_never_hands_on_a_pin() -> None:
    from frontdesk.conversation.turn import Slot

    reply = Reply(
        "desk.help", {"can": "x"}, then=Ask("pin"), intent="VerifyPin", slots={"pin": Slot("2468", "2468")}
    )
    (directive,) = skill(reply)(envelope(intent()), None)["response"]["directives"]
    assert directive["slotToElicit"] == "pin"
    assert directive["updatedIntent"]["name"] == "VerifyPin"
    assert "2468" not in str(directive)


def test_not_linked_is_a_card_and_a_sentence_about_the_app() -> None:
    handle = alexa.handler(desks.desk({"MyGrade": lambda turn: Reply("desk.goodbye")}), SKILL)
    body = handle(envelope(intent()), None)["response"]
    assert body["card"] == {"type": "LinkAccount"}
    assert "Alexa app" in body["outputSpeech"]["ssml"]
    assert body["shouldEndSession"] is True


def test_when_the_memory_is_out_of_reach_it_is_kept_as_it_was() -> None:
    from frontdesk.errors import TryAgain

    def key() -> bytes:
        raise TryAgain

    handle = alexa.handler(desks.desk({}, key=key), SKILL)
    attributes = {"memory": "m", "seal": "s"}
    response = handle(envelope(intent(), attributes), None)
    assert is_valid(response)
    assert response["sessionAttributes"] == attributes
    assert response["response"]["shouldEndSession"] is False
