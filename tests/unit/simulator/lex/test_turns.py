"""Turns of a Lex conversation: the events that the code hook gets, and what the client is answered."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.lex import LexService
from simulator.nlu import Expected
from tests.support.bots import ANSWERS, SENTENCES, CodeHook, a_service, answer, delegate
from tests.support.understanding import Scripted


def say(service: LexService, text: str, **more: Any) -> dict[str, Any]:
    return service.recognize_text("en_US", "maya", {"text": text, **more})


def texts(response: dict[str, Any]) -> list[str]:
    return [message["content"] for message in response.get("messages", ())]


def slots(event: dict[str, Any]) -> dict[str, Any]:
    return {
        name: slot and slot["value"].get("interpretedValue")
        for name, slot in event["sessionState"]["intent"]["slots"].items()
    }


def test_the_event_and_the_response_of_a_turn() -> None:
    hook = CodeHook(answer("Close", "Grade", "Ten.", attributes={"memory": "sealed"}))
    response = say(a_service(hook), "grade in maths", requestAttributes={"x-caller": "token"})
    slot = {
        "shape": "Scalar",
        "value": {
            "originalValue": "maths",
            "interpretedValue": "math",
            "resolvedValues": ["math", "algebra"],
        },
    }
    grade = {
        "name": "Grade",
        "slots": {"subject": slot, "note": None},
        "state": "InProgress",
        "confirmationState": "None",
    }
    fallback = {"name": "FallbackIntent", "slots": {}, "state": "InProgress", "confirmationState": "None"}
    assert hook.got == [
        {
            "messageVersion": "1.0",
            "invocationSource": "DialogCodeHook",
            "inputMode": "Text",
            "responseContentType": "text/plain; charset=utf-8",
            "sessionId": "maya",
            "inputTranscript": "grade in maths",
            "bot": {
                "id": "FRONTDESK1",
                "name": "FrontDesk",
                "aliasId": "TSTALIASID",
                "aliasName": "live",
                "localeId": "en_US",
                "version": "1",
            },
            "interpretations": [
                {"intent": grade, "nluConfidence": 0.8, "interpretationSource": "Lex"},
                {"intent": fallback, "interpretationSource": "Lex"},
            ],
            "proposedNextState": {
                "dialogAction": {"type": "Close"},
                "intent": grade | {"state": "ReadyForFulfillment"},
            },
            "requestAttributes": {"x-caller": "token"},
            "sessionState": {
                "sessionAttributes": {},
                "activeContexts": [],
                "intent": grade,
                "originatingRequestId": "request-1",
            },
            "transcriptions": [
                {
                    "transcription": "grade in maths",
                    "rawTranscription": "grade in maths",
                    "transcriptionConfidence": 1.0,
                    "resolvedContext": {"intent": "Grade"},
                    "resolvedSlots": {"subject": slot},
                }
            ],
        }
    ]
    closed = grade | {"slots": {"subject": None, "note": None}, "state": "Fulfilled"}
    assert response == {
        "sessionId": "maya",
        "messages": [{"contentType": "PlainText", "content": "Ten."}],
        "sessionState": {
            "sessionAttributes": {"memory": "sealed"},
            "activeContexts": [],
            "dialogAction": {"type": "Close"},
            "intent": closed,
            "originatingRequestId": "request-1",
        },
        "interpretations": [
            {"intent": closed, "nluConfidence": {"score": 0.8}, "interpretationSource": "Lex"},
            {"intent": fallback, "interpretationSource": "Lex"},
        ],
        "requestAttributes": {"x-caller": "token"},
    }


def test_what_is_not_understood_is_the_fallback_without_a_confidence() -> None:
    hook = CodeHook(answer("ElicitIntent", text="Sorry?"))
    response = say(a_service(hook), "colourless green ideas")
    assert hook.got[0]["sessionState"]["intent"]["name"] == "FallbackIntent"
    assert "nluConfidence" not in hook.got[0]["interpretations"][0]
    assert response["sessionState"]["dialogAction"] == {"type": "ElicitIntent"}
    assert "intent" not in response["sessionState"]


def test_words_that_a_resolving_type_does_not_know_have_no_interpreted_value() -> None:
    hook = CodeHook(answer("ElicitIntent", text="Hm?"))
    say(a_service(hook), "grade in alchemy")
    assert hook.got[0]["sessionState"]["intent"]["slots"]["subject"] == {
        "shape": "Scalar",
        "value": {"originalValue": "alchemy", "resolvedValues": []},
    }


def test_a_hook_elicits_a_slot_and_gets_it_beside_those_it_kept() -> None:
    kept = {
        "subject": {"shape": "Scalar", "value": {"originalValue": "alg", "interpretedValue": "algebra"}},
        "seats": None,
    }
    hook = CodeHook(
        answer("ElicitSlot", "Book", "How many?", slotToElicit="seats", slots=kept), answer("Close", "Book")
    )
    nlu = Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    service = a_service(hook, nlu=nlu)
    asked = say(service, "grade")
    assert texts(asked) == ["How many?"]
    assert asked["sessionState"]["intent"]["name"] == "Book"
    assert [each["intent"]["name"] for each in asked["interpretations"]] == [
        "Book",
        "Grade",
        "FallbackIntent",
    ]
    say(service, "two")
    assert nlu.asked == [None, Expected("Book", "seats")]
    assert slots(hook.got[1]) == {"subject": "algebra", "seats": "2"}


@pytest.mark.parametrize(("word", "state"), [("yes", "Confirmed"), ("no", "Denied")])
def test_yes_and_no_answer_a_confirmation(word: str, state: str) -> None:
    hook = CodeHook(answer("ConfirmIntent", "Grade", "Sure?"), answer("Close", "Grade", "Ok."))
    nlu = Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    service = a_service(hook, nlu=nlu)
    say(service, "grade")
    response = say(service, word)
    assert nlu.asked[1] == Expected("Grade", None, confirm=True)
    intent = hook.got[1]["sessionState"]["intent"]
    assert (intent["name"], intent["confirmationState"]) == ("Grade", state)
    assert response["interpretations"][0]["intent"]["name"] == "Grade"


def test_yes_to_nothing_is_an_intent_of_its_own() -> None:
    hook = CodeHook(answer("Close", "Yes"))
    say(a_service(hook), "yes")
    assert hook.got[0]["sessionState"]["intent"]["name"] == "Yes"


def test_a_change_of_subject_leaves_the_dialog_behind() -> None:
    hook = CodeHook(
        answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject"),
        answer("ElicitIntent", text="You can ask about grades."),
        answer("Close", "Grade"),
    )
    nlu = Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    service = a_service(hook, nlu=nlu)
    for text in ("grade in maths", "help", "grade"):
        say(service, text)
    assert [event["sessionState"]["intent"]["name"] for event in hook.got] == ["Grade", "HelpIntent", "Grade"]
    assert slots(hook.got[2]) == {"subject": None, "note": None}
    assert nlu.asked[2] is None


def test_a_question_that_is_not_answered_is_put_again_and_then_given_up() -> None:
    again = answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject")
    hook = CodeHook(again, again, again, answer("Close", "FallbackIntent", "Never mind.", state="Failed"))
    service = a_service(hook)
    for text in ("grade", "alchemy", "colourless green ideas", "alchemy"):
        response = say(service, text)
    assert [event["sessionState"]["intent"]["name"] for event in hook.got] == [
        "Grade",
        "Grade",
        "Grade",
        "FallbackIntent",
    ]
    assert [event["proposedNextState"].get("prompt") for event in hook.got] == [
        None,
        {"attempt": "Retry1"},
        {"attempt": "Retry2"},
        None,
    ]
    question = {"type": "ElicitSlot", "slotToElicit": "subject"}
    assert hook.got[1]["proposedNextState"]["dialogAction"] == question
    assert texts(response) == ["Never mind."]


def test_an_answer_begins_the_count_anew() -> None:
    again = answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject")
    hook = CodeHook(*[again] * 6)
    service = a_service(hook)
    for text in ("grade", "alchemy", "algebra", "alchemy", "alchemy"):
        say(service, text)
    prompts = [event["proposedNextState"].get("prompt", {}).get("attempt") for event in hook.got]
    assert prompts == [None, "Retry1", None, "Retry1", "Retry2"]


def test_a_confirmation_that_is_not_answered_is_put_again() -> None:
    hook = CodeHook(*[answer("ConfirmIntent", "Grade", "Sure?")] * 3, answer("Close", "FallbackIntent"))
    service = a_service(hook)
    for text in ("grade", "perhaps", "perhaps", "perhaps"):
        say(service, text)
    names = [event["sessionState"]["intent"]["name"] for event in hook.got]
    assert names == ["Grade", "Grade", "Grade", "FallbackIntent"]
    assert hook.got[1]["proposedNextState"]["prompt"] == {"attempt": "Retry1"}


def test_a_delegated_dialog_is_led_by_the_bots_prompts_to_fulfilment() -> None:
    hook = CodeHook(*[delegate] * 9)
    service = a_service(hook)
    heard = [texts(say(service, text)) for text in ("book", "algebra", "two", "yes")]
    assert heard == [["subject?"], ["seats?"], ["Shall I book?"], ["Done."]]
    assert [event["invocationSource"] for event in hook.got] == ["DialogCodeHook"] * 4 + [
        "FulfillmentCodeHook"
    ]
    assert hook.got[-1]["sessionState"]["intent"]["state"] == "ReadyForFulfillment"
    assert hook.got[0]["proposedNextState"]["prompt"] == {"attempt": "Initial"}
    state = service.get_session("en_US", "maya")["sessionState"]
    assert (state["dialogAction"], state["intent"]["state"]) == ({"type": "Close"}, "Fulfilled")


def test_a_delegated_question_is_put_again() -> None:
    hook = CodeHook(*[delegate] * 9)
    service = a_service(hook)
    heard = [texts(say(service, text)) for text in ("book", "alchemy", "algebra")]
    assert heard == [["subject?"], ["subject?"], ["seats?"]]


def test_a_denied_intent_fails_without_being_fulfilled() -> None:
    hook = CodeHook(*[delegate] * 9)
    service = a_service(hook)
    for text in ("book algebra", "two", "no"):
        response = say(service, text)
    assert response["sessionState"]["intent"]["state"] == "Failed"
    assert {event["invocationSource"] for event in hook.got} == {"DialogCodeHook"}


def test_an_intent_without_hooks_closes_ready_for_the_client_to_fulfil() -> None:
    hook = CodeHook()
    response = say(a_service(hook), "plain")
    state = response["sessionState"]
    assert (state["dialogAction"], state["intent"]["state"]) == ({"type": "Close"}, "ReadyForFulfillment")
    assert hook.got == []


def test_a_question_without_words_gets_the_bots_own() -> None:
    hook = CodeHook(
        answer("ElicitSlot", "Grade", slotToElicit="subject"), answer("ConfirmIntent", "Grade", messages=[])
    )
    service = a_service(hook)
    assert texts(say(service, "grade")) == ["subject?"]
    assert texts(say(service, "algebra")) == ["Shall I go on?"]


def test_session_attributes_are_those_of_the_last_answer() -> None:
    hook = CodeHook(
        answer("ElicitIntent", text="A?", attributes={"memory": "one"}),
        answer("ElicitIntent", text="B?"),
        answer("ElicitIntent", text="C?"),
    )
    service = a_service(hook)
    for _ in range(3):
        say(service, "grade")
    got = [event["sessionState"]["sessionAttributes"] for event in hook.got]
    assert got == [{}, {"memory": "one"}, {}]


def test_a_client_may_set_the_session_with_its_text() -> None:
    hook = CodeHook(answer("Close", "Book"))
    state = {
        "sessionAttributes": {"from": "client"},
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "seats"},
        "intent": {"name": "Book"},
    }
    say(a_service(hook), "two", sessionState=state)
    assert slots(hook.got[0]) == {"seats": "2", "subject": None}
    assert hook.got[0]["sessionState"]["sessionAttributes"] == {"from": "client"}
