"""The Lex channel against CONTRACTS: what the service and its clients send, and what it takes back."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from frontdesk.channels import caller_token, lex
from frontdesk.conversation.turn import Account, Ask, Card, Confirm, End, Listen, Reply, Slot, Turn
from frontdesk.errors import TryAgain
from tests.support import desks

NOW = 1_800_000_000
heard: list[Turn] = []


def event(name: str = "MyGrade", slots: Any = None, **state: Any) -> dict[str, Any]:
    intent = {"name": name, "state": "InProgress", "confirmationState": "None", "slots": slots}
    return {
        "messageVersion": "1.0",
        "invocationSource": "DialogCodeHook",
        "inputMode": "Text",
        "responseContentType": "text/plain; charset=utf-8",
        "sessionId": "u",
        "inputTranscript": "…",
        "bot": {
            "id": "FRONTDESK1",
            "name": "frontdesk",
            "aliasId": "TSTALIASID",
            "aliasName": "live",
            "localeId": "en_US",
            "version": "1",
        },
        "interpretations": [{"intent": intent, "nluConfidence": 0.9, "interpretationSource": "Lex"}],
        "proposedNextState": {"dialogAction": {"type": "Close"}, "intent": intent},
        "requestAttributes": {"x-frontdesk-caller": token("somebody")},
        "sessionState": {
            "sessionAttributes": {},
            "activeContexts": [],
            "intent": intent,
            "originatingRequestId": "r",
            **state,
        },
        "transcriptions": [],
        "aFieldOfTomorrow": {"x": 1},
    }


def token(subject: str, expires: int = NOW + 60, key: bytes = desks.KEY) -> str:
    return caller_token.sign(key, subject, expires)


def subject(value: Any) -> dict[str, Any]:
    return {"subject": {"shape": "Scalar", "value": value}}


def hook(reply: Reply | None = None) -> lex.Handler:
    heard.clear()

    def answer(turn: Turn) -> Reply:
        heard.append(turn)
        return reply or Reply("desk.goodbye")

    account = Account("a", {"grades": ("1",)})
    return lex.handler(
        desks.desk({"MyGrade": answer}, lambda caller: account if caller == "lex:somebody" else None)
    )


def is_valid(response: dict[str, Any]) -> bool:
    """What Lex takes, by its quotas."""
    action = response["sessionState"]["dialogAction"]["type"]
    assert action in ("Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot")
    assert 1 <= len(response["messages"]) <= 10
    for message in response["messages"]:
        if message["contentType"] == "PlainText":
            assert 1 <= len(message["content"]) <= 1_024
        else:
            card = message["imageResponseCard"]
            assert 1 <= len(card["title"]) <= 250 and len(card.get("subtitle", "")) <= 250
            assert 1 <= len(card.get("imageUrl", "x")) <= 250
            assert all(1 <= len(b["text"]) <= 50 >= len(b["value"]) for b in card.get("buttons", []))
            assert len(card.get("buttons", [])) <= 5
    assert len(json.dumps(response["sessionState"].get("sessionAttributes", {}))) <= 12 * 1024
    assert len(json.dumps(response)) <= 25 * 1024
    return action == "ElicitIntent" or "intent" in response["sessionState"]


def without(*path: str) -> dict[str, Any]:
    place = changed = copy.deepcopy(event())
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return changed


@pytest.mark.parametrize(
    "odd",
    [
        {},
        [],
        None,
        without("sessionState"),
        without("sessionState", "intent"),
        without("sessionId"),
        without("bot"),
        {**event(), "sessionState": None},
    ],
)
def test_what_is_no_event_of_a_bot_is_refused_kindly(odd: Any) -> None:
    response = hook()(odd, None)
    assert is_valid(response)
    assert response["messages"][0]["content"] == "Sorry, I can't help with this request."
    assert not heard


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"originalValue": "bio", "interpretedValue": "biology", "resolvedValues": ["biology"]}, "biology"),
        ({"originalValue": "bio", "resolvedValues": []}, "biology"),
        ({"originalValue": "bio", "interpretedValue": None}, "biology"),
        ({"originalValue": "basket weaving", "interpretedValue": "basket weaving"}, None),
        ({"originalValue": "👩‍🚀 \u202e \u200b", "interpretedValue": None}, None),
    ],
)
def test_a_slot_as_lex_resolved_it(value: dict[str, Any], resolved: str | None) -> None:
    assert is_valid(hook()(event(slots=subject(value)), None))
    assert heard[0].slots["subject"].value == resolved


@pytest.mark.parametrize(
    "slots", [None, {}, {"subject": None}, subject(None), subject({}), {"tomorrow": None}]
)
def test_an_empty_slot_is_no_slot(slots: Any) -> None:
    assert is_valid(hook()(event(slots=slots), None))
    assert heard[0].slots == {}


@pytest.mark.parametrize(
    "attributes",
    [
        None,
        {},
        {"x-frontdesk-caller": None},
        {"x-frontdesk-caller": ""},
        {"x-frontdesk-caller": "somebody"},
        {"x-frontdesk-caller": "e30=.e30="},
        {"x-frontdesk-caller": "é.ü"},
        {"x-frontdesk-caller": "x" * 10_000},
        {"x-frontdesk-caller": token("somebody", NOW)},
        {"x-frontdesk-caller": token("somebody", key=b"another")},
        {"x-frontdesk-caller": token("somebody-else").replace(".", "x.", 1)},
    ],
)
def test_nobody_is_somebody_without_the_gateways_word(attributes: Any) -> None:
    response = hook()({**event(), "requestAttributes": attributes}, None)
    assert is_valid(response)
    assert not heard
    assert "sign in" in response["messages"][0]["content"]


def test_neither_session_id_nor_attributes_are_identity() -> None:
    forged = {**event(sessionAttributes={"caller": "lex:somebody", "account": "a"}), "requestAttributes": {}}
    hook()({**forged, "sessionId": "somebody"}, None)
    assert not heard


def test_anothers_sealed_memory_is_no_memory() -> None:
    mine = hook(Reply("desk.goodbye"))(event(), None)["sessionState"]["sessionAttributes"]
    assert mine["seal"]
    stolen = {**event(sessionAttributes=mine), "requestAttributes": {}}
    response = hook()(stolen, None)
    assert not heard
    assert "sign in" in response["messages"][0]["content"]


def test_a_clients_own_attributes_come_back() -> None:
    response = hook()(event(sessionAttributes={"page": "grades"}), None)
    assert response["sessionState"]["sessionAttributes"]["page"] == "grades"


def test_a_replayed_fulfilment_gets_the_same_answer() -> None:
    handle, again = hook(), {**event(), "invocationSource": "FulfillmentCodeHook"}
    assert handle(again, None) == handle(again, None)


@pytest.mark.parametrize("unit", ["word ", "x", "🎭", "A sentence. Is it? "])
@pytest.mark.parametrize("then", [End(), Listen(), Ask("subject", ("y" * 300,) * 9), Confirm()])
def test_an_answer_of_any_length_fits(unit: str, then: Any) -> None:
    long = unit * 20_000
    card = Card("desk.again", "desk.again", {"help": long}, image="https://example.com/" + "x" * 300)
    response = hook(Reply("desk.again", {"help": long}, then=then, card=card))(event(), None)
    assert is_valid(response)


@pytest.mark.parametrize("unit", ["ask ", "Ask. "])
def test_a_question_is_still_asked_where_the_answer_is_too_long(unit: str) -> None:
    response = hook(Reply("desk.help", {"can": unit * 5_000}, then=Listen()))(event(), None)
    assert is_valid(response)
    assert response["messages"][-1]["content"].endswith("… What would you like to know?")


@pytest.mark.parametrize(
    ("then", "action", "state"),
    [
        (End(), {"type": "Close"}, "Fulfilled"),
        (Listen(), {"type": "ElicitIntent"}, None),
        (Ask("subject"), {"type": "ElicitSlot", "slotToElicit": "subject"}, "InProgress"),
        (Confirm(), {"type": "ConfirmIntent"}, "InProgress"),
    ],
)
def test_what_comes_next(then: Any, action: dict[str, str], state: str | None) -> None:
    said = hook(Reply("desk.not_found", then=then))(event(), None)["sessionState"]
    assert said["dialogAction"] == action
    assert said.get("intent", {}).get("state") == state


def test_eliciting_goes_on_with_the_other_intent_and_never_hands_on_a_pin() -> None:
    slots = {"pin": Slot("2468", "2468")}
    reply = Reply("desk.help", {"can": "x"}, then=Ask("pin"), intent="VerifyPin", slots=slots)
    response = hook(reply)(event(), None)
    assert response["sessionState"]["intent"]["name"] == "VerifyPin"
    assert "2468" not in json.dumps(response)


def test_what_was_said_stays_in_the_dialogue() -> None:
    value = {"originalValue": "bio", "interpretedValue": "biology", "resolvedValues": ["biology"]}
    response = hook(Reply("desk.not_found", then=Confirm()))(event(slots=subject(value)), None)
    kept = response["sessionState"]["intent"]["slots"]["subject"]["value"]
    assert (kept["originalValue"], kept["interpretedValue"]) == ("bio", "biology")


def test_where_the_token_cannot_be_checked_now_one_is_asked_to_try_again() -> None:
    def key() -> bytes:
        raise TryAgain

    response = lex.handler(desks.desk({}, key=key))(event(), None)
    assert is_valid(response)
    assert response["messages"][0]["content"].endswith("Shall I try again?")


def test_half_a_character_in_a_slot_is_none_in_the_answer() -> None:
    value = subject({"originalValue": "\ud800math", "interpretedValue": "\ud800", "resolvedValues": []})
    response = hook(Reply("desk.welcome_to_it", then=Confirm()))(event(slots=value), None)
    json.dumps(response, ensure_ascii=False).encode()
    assert heard[0].slots["subject"].heard == "?math"
