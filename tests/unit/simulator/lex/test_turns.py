"""Turns of a Lex conversation: the events that the code hook gets, and what the client is answered."""

from __future__ import annotations

from tests.support.bots import CodeHook, a_service, answer, say, slots


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


def test_yes_to_nothing_is_an_intent_of_its_own() -> None:
    hook = CodeHook(answer("Close", "Yes"))
    say(a_service(hook), "yes")
    assert hook.got[0]["sessionState"]["intent"]["name"] == "Yes"


def test_an_intent_without_hooks_closes_ready_for_the_client_to_fulfil() -> None:
    hook = CodeHook()
    response = say(a_service(hook), "plain")
    state = response["sessionState"]
    assert (state["dialogAction"], state["intent"]["state"]) == ({"type": "Close"}, "ReadyForFulfillment")
    assert hook.got == []


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
