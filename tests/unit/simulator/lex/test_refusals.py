"""What the Lex service refuses: requests, and answers of code hooks."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from simulator.functions import FunctionFailed, FunctionUnreachable
from simulator.lex.errors import (
    BadGatewayException,
    ConflictException,
    DependencyFailedException,
    ResourceNotFoundException,
    ThrottlingException,
    ValidationException,
)
from tests.support.bots import TTL, Clock, CodeHook, a_service, answer

CLOSE = answer("Close", "Grade", "Ten.")


@pytest.mark.parametrize(
    ("session", "request_", "fault"),
    [
        ("maya", {}, "'text' failed to satisfy constraint: Member must not be null"),
        ("maya", {"text": ""}, "'text' failed to satisfy constraint: Member must have length greater"),
        ("maya", {"text": "x" * 1025}, "'text' .* less than or equal to 1024"),
        ("maya", {"text": 7}, "'text' .* must be a string"),
        ("m", {"text": "grade"}, "'sessionId' .* greater than or equal to 2"),
        ("m" * 101, {"text": "grade"}, "'sessionId' .* less than or equal to 100"),
        ("maya maya", {"text": "grade"}, "'sessionId' .* regular expression pattern"),
        ("maya", {"text": "grade", "requestAttributes": {"n": 1}}, "'requestAttributes.n.member' .* string"),
        ("maya", {"text": "grade", "sessionState": []}, "'sessionState' .* structure"),
        (
            "maya",
            {"text": "grade", "sessionState": {"dialogAction": {"type": "Sing"}}},
            "'sessionState.dialogAction.type' .* enum value set",
        ),
        (
            "maya",
            {"text": "grade", "sessionState": {"intent": {"name": "Sing"}}},
            "the bot has no such intent",
        ),
        (
            "maya",
            {"text": "grade", "sessionState": {"intent": {"name": "Grade", "slots": {"x": None}}}},
            "the intent has no such slot",
        ),
        (
            "maya",
            {
                "text": "grade",
                "sessionState": {
                    "intent": {"name": "Grade"},
                    "dialogAction": {"type": "ElicitSlot", "slotToElicit": "x"},
                },
            },
            "slotToElicit is not a slot",
        ),
        (
            "maya",
            {"text": "grade", "sessionState": {"dialogAction": {"type": "ConfirmIntent"}}},
            "ConfirmIntent needs an intent",
        ),
        ("maya", {"text": "grade", "requestAttributes": {"n": "x" * 12288}}, "more than 12288 bytes"),
        (
            "maya",
            {"text": "grade", "sessionState": {"sessionAttributes": {"n": "x" * 12288}}},
            "more than 12288 bytes",
        ),
    ],
)
def test_requests_that_are_not_valid(session: str, request_: dict[str, Any], fault: str) -> None:
    hook = CodeHook(CLOSE)
    with pytest.raises(ValidationException, match=fault):
        a_service(hook).recognize_text("en_US", session, request_)
    assert hook.got == []


def test_every_fault_is_told_and_no_value() -> None:
    with pytest.raises(ValidationException, match="^2 validation errors detected: ") as refusal:
        a_service(CodeHook()).recognize_text("en_US", "!!", {"text": "secret" * 200})
    assert "secret" not in str(refusal.value)


def test_a_request_of_1024_characters_is_taken() -> None:
    hook = CodeHook(answer("ElicitIntent", text="Sorry?"))
    a_service(hook).recognize_text("en_US", "maya", {"text": "😀" * 1024})
    assert hook.got[0]["inputTranscript"] == "😀" * 1024


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR"])
def test_a_locale_that_the_alias_does_not_enable_is_not_found(locale: str) -> None:
    with pytest.raises(ResourceNotFoundException):
        a_service(CodeHook()).recognize_text(locale, "maya", {"text": "grade"})


@pytest.mark.parametrize("locale", ["en-US", "english", "en_US,de_DE"])
def test_a_locale_that_does_not_look_like_one_is_not_valid(locale: str) -> None:
    with pytest.raises(ValidationException, match="'localeId'"):
        a_service(CodeHook()).get_session(locale, "maya")


INVALID: list[tuple[Any, str]] = [
    (None, "there is no sessionState"),
    ({}, "there is no sessionState"),
    ({"sessionState": {}}, "there is no dialogAction"),
    ({"sessionState": {"dialogAction": {"type": "None"}}}, "there is no dialogAction"),
    (answer("Sing", "Grade"), "enum value set"),
    (answer("ElicitIntent"), "ElicitIntent needs messages"),
    (answer("Close"), "Close needs an intent"),
    (answer("Close", "Grade", state="InProgress"), "Close needs an intent whose state is final"),
    (answer("ConfirmIntent", "Sing"), "the bot has no such intent"),
    (answer("ConfirmIntent", "Grade", slots={"x": None}), "the intent has no such slot"),
    (answer("ElicitSlot", "Grade"), "slotToElicit is not a slot"),
    (answer("ElicitSlot", "Grade", slotToElicit="x"), "slotToElicit is not a slot"),
    (answer("Close", "Grade", ""), "greater than or equal to 1"),
    (answer("Close", "Grade", "x" * 1025), "less than or equal to 1024"),
    (answer("Close", "Grade", messages="Ten."), "'messages' .* list"),
    (answer("Close", "Grade", messages=[{"contentType": "PlainText"}]), "nothing to show"),
    (answer("Close", "Grade", messages=[{"contentType": "ImageResponseCard"}]), "nothing to show"),
    (answer("Close", "Grade", messages=[{"content": "Ten."}]), "contentType"),
    (answer("Close", "Grade", messages=CLOSE["messages"] * 11), "less than or equal to 10"),
    (answer("Close", "Grade", attributes={"n": 1}), "string"),
    (answer("Close", "Grade", attributes={"n": "x" * 12288}), "more than 12288 bytes"),
    (answer("Close", "Grade", attributes={"n": "x" * 26000}), "more than 25600 bytes"),
]


@pytest.mark.parametrize(("response", "fault"), INVALID)
def test_answers_that_lex_cannot_use(response: Any, fault: str) -> None:
    hook = CodeHook(answer("ElicitIntent", text="A?", attributes={"memory": "one"}), response, CLOSE)
    service = a_service(hook)
    service.recognize_text("en_US", "maya", {"text": "grade"})
    with pytest.raises(DependencyFailedException, match=f"Invalid Lambda Response: .*{fault}"):
        service.recognize_text("en_US", "maya", {"text": "grade"})
    service.recognize_text("en_US", "maya", {"text": "grade"})
    assert hook.got[2]["sessionState"]["sessionAttributes"] == {"memory": "one"}


def test_a_slot_may_be_sent_back_as_it_came_without_a_value() -> None:
    unresolved = {"shape": "Scalar", "value": {"originalValue": "alchemy", "resolvedValues": []}}
    hook = CodeHook(answer("Close", "Grade", "Hm.", slots={"subject": unresolved, "note": None}))
    response = a_service(hook).recognize_text("en_US", "maya", {"text": "grade in alchemy"})
    assert response["sessionState"]["intent"]["slots"]["subject"] == unresolved


def test_fulfilment_cannot_be_delegated() -> None:
    delegated = answer("Delegate", "Grade")
    with pytest.raises(DependencyFailedException, match="fulfillment cannot be delegated"):
        a_service(CodeHook(delegated, delegated)).recognize_text("en_US", "maya", {"text": "grade"})


def test_a_hook_that_fails_and_one_that_cannot_be_reached() -> None:
    service = a_service(CodeHook(FunctionFailed("it failed"), FunctionUnreachable("it is not there")))
    with pytest.raises(DependencyFailedException, match="Received error response from Lambda: it failed"):
        service.recognize_text("en_US", "maya", {"text": "grade"})
    with pytest.raises(BadGatewayException, match="it is not there"):
        service.recognize_text("en_US", "maya", {"text": "grade"})


def test_a_session_has_one_turn_at_a_time_and_the_alias_as_many_as_it_may() -> None:
    entered, leave = threading.Semaphore(0), threading.Event()

    def slow(event: dict[str, Any]) -> dict[str, Any]:
        entered.release()
        assert leave.wait(30)
        return CLOSE

    service = a_service(slow)
    turns = [
        threading.Thread(target=service.recognize_text, args=("en_US", f"session-{n}", {"text": "grade"}))
        for n in range(25)
    ]
    for turn in turns:
        turn.start()
    for _ in turns:
        assert entered.acquire(timeout=30)
    with pytest.raises(ConflictException):
        service.recognize_text("en_US", "session-7", {"text": "grade"})
    with pytest.raises(ThrottlingException):
        service.recognize_text("en_US", "session-25", {"text": "grade"})
    leave.set()
    for turn in turns:
        turn.join(30)
    assert service.recognize_text("en_US", "session-25", {"text": "grade"})["messages"] == CLOSE["messages"]


def test_a_session_is_forgotten_after_the_bots_idle_time() -> None:
    clock, hook = Clock(), CodeHook(*[answer("ElicitIntent", text="A?", attributes={"memory": "one"})] * 9)
    service = a_service(hook, clock)
    for wait in (0, TTL - 1, TTL - 1, TTL):
        clock.now += wait
        service.recognize_text("en_US", "maya", {"text": "grade"})
    got = [event["sessionState"]["sessionAttributes"] for event in hook.got]
    assert got == [{}, {"memory": "one"}, {"memory": "one"}, {}]
    clock.now += TTL
    with pytest.raises(ResourceNotFoundException):
        service.get_session("en_US", "maya")
