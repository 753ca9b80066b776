"""What the skill gets and what the person hears, sentence by sentence."""

from __future__ import annotations

import pytest

from simulator.alexa.device import TROUBLE
from simulator.functions import FunctionFailed
from simulator.nlu import Heard
from tests.support.skills import Skill, a_device, directive, speech


def test_opening_the_skill_is_a_launch_request_in_a_new_session() -> None:
    skill = Skill(speech("Hello. What would you like?", ends=False))
    answer = a_device(skill).say("Alexa, open front desk")
    assert answer.speech == "Hello. What would you like?"
    assert answer.reprompt == "Hello. What would you like? (again)"
    assert answer.open
    assert answer.answered
    assert skill.got == [
        {
            "version": "1.0",
            "session": {
                "new": True,
                "sessionId": "amzn1.echo-api.session.1",
                "application": {"applicationId": "amzn1.ask.skill.front-desk"},
                "attributes": {},
                "user": {"userId": "amzn1.ask.account.TEST"},
            },
            "context": {
                "System": {
                    "application": {"applicationId": "amzn1.ask.skill.front-desk"},
                    "user": {"userId": "amzn1.ask.account.TEST"},
                    "device": {"deviceId": "amzn1.ask.device.TEST", "supportedInterfaces": {}},
                    "apiEndpoint": "https://api.amazonalexa.com",
                    "apiAccessToken": "simulated",
                }
            },
            "request": {
                "type": "LaunchRequest",
                "requestId": "amzn1.echo-api.request.2",
                "timestamp": "2026-11-23T09:00:00Z",
                "locale": "en-US",
            },
        }
    ]


@pytest.mark.parametrize("text", ["ask front desk what's my grade", "what's my grade"])
def test_a_question_without_a_session_is_asked_at_once(text: str) -> None:
    skill = Skill(speech("Ten."))
    answer = a_device(skill).say(text)
    assert (answer.speech, answer.open, answer.reprompt) == ("Ten.", False, "")
    assert skill.got[0]["session"]["new"]
    assert skill.requests[0]["intent"] == {
        "name": "Grade",
        "confirmationStatus": "NONE",
        "slots": {
            "subject": {"name": "subject", "confirmationStatus": "NONE"},
            "note": {"name": "note", "confirmationStatus": "NONE"},
        },
    }
    assert "dialogState" not in skill.requests[0]


def test_an_intent_without_slots_has_none() -> None:
    skill = Skill(speech("Ask me about grades?", ends=False))
    a_device(skill).say("help")
    assert skill.requests[0]["intent"] == {"name": "AMAZON.HelpIntent", "confirmationStatus": "NONE"}


def test_entities_are_resolved_to_every_match_or_to_none() -> None:
    skill = Skill(speech("Ten?", ends=False), speech("Hm."))
    device = a_device(skill)
    device.say("my grade in maths")
    device.say("my grade in alchemy")
    authority = "amzn1.er-authority.echo-sdk.amzn1.ask.skill.front-desk.Subject"
    several, none = (request["intent"]["slots"]["subject"] for request in skill.requests)
    assert several == {
        "name": "subject",
        "value": "maths",
        "resolutions": {
            "resolutionsPerAuthority": [
                {
                    "authority": authority,
                    "status": {"code": "ER_SUCCESS_MATCH"},
                    "values": [
                        {"value": {"name": "math", "id": "math"}},
                        {"value": {"name": "algebra", "id": "alg"}},
                    ],
                }
            ]
        },
        "confirmationStatus": "NONE",
        "source": "USER",
    }
    assert none["value"] == "alchemy"
    assert none["resolutions"]["resolutionsPerAuthority"] == [
        {"authority": authority, "status": {"code": "ER_SUCCESS_NO_MATCH"}}
    ]


def test_intents_can_be_sent_with_words_that_the_catalogue_resolves() -> None:
    skill = Skill(speech("Ten?", ends=False), speech("Hm?", ends=False), speech("Bye."))
    device = a_device(skill)
    device.send("Grade", {"subject": "Maths", "note": "maths"})
    device.send("Book", {"subject": None, "seats": Heard("a few", None)})
    device.send("Stop")
    subject, note = (skill.requests[0]["intent"]["slots"][name] for name in ("subject", "note"))
    values = subject["resolutions"]["resolutionsPerAuthority"][0]["values"]
    assert [value["value"]["id"] for value in values] == ["alg", "math"]
    assert (note["value"], "resolutions" in note) == ("maths", False)
    seats = skill.requests[1]["intent"]["slots"]
    assert (seats["seats"]["value"], "value" in seats["subject"]) == ("?", False)
    assert skill.requests[2]["intent"]["name"] == "AMAZON.StopIntent"


def test_a_session_keeps_its_id_and_what_the_last_response_left_in_it() -> None:
    first = speech("One?", ends=False) | {"sessionAttributes": {"memory": "sealed"}}
    skill = Skill(first, speech("Two?", ends=False), speech("Three."), speech("Four."))
    device = a_device(skill)
    for _ in range(4):
        device.say("what's my grade")
    sessions = [envelope["session"] for envelope in skill.got]
    assert [session["new"] for session in sessions] == [True, False, False, True]
    assert [session["attributes"] for session in sessions] == [{}, {"memory": "sealed"}, {}, {}]
    ids = [session["sessionId"] for session in sessions]
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_opening_the_skill_again_begins_again() -> None:
    open_ended = speech("Yes?", ends=False) | {"sessionAttributes": {"memory": "sealed"}}
    skill = Skill(open_ended, open_ended)
    device = a_device(skill)
    device.launch()
    device.say("open front desk")
    assert [envelope["session"]["new"] for envelope in skill.got] == [True, True]
    assert skill.got[1]["session"]["attributes"] == {}


@pytest.mark.parametrize("text", ["exit", "Exit.", "quit", "Alexa, exit"])
def test_exit_ends_the_session_and_the_skill_may_not_speak(text: str) -> None:
    skill = Skill(speech("Yes?", ends=False))
    device = a_device(skill)
    device.launch()
    answer = device.say(text)
    assert (answer.speech, answer.open, answer.answered, device.open) == ("", False, True, False)
    assert (skill.requests[1]["type"], skill.requests[1]["reason"]) == (
        "SessionEndedRequest",
        "USER_INITIATED",
    )


def test_silence_is_reprompted_once_and_then_ends_the_session() -> None:
    skill = Skill(speech("Yes?", ends=False))
    device = a_device(skill)
    device.launch()
    assert device.silence().speech == "Yes? (again)"
    assert not device.silence().open
    assert skill.requests[-1]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert device.silence().exchanges == ()


def test_a_skill_that_fails_is_told_of_and_the_person_hears_that_there_was_a_problem() -> None:
    skill = Skill(FunctionFailed("the function timed out"))
    answer = a_device(skill).launch()
    assert (answer.speech, answer.open, answer.answered) == (TROUBLE, False, False)
    assert answer.problems == ("the function timed out",)
    assert skill.requests[-1]["reason"] == "ERROR"
    assert skill.requests[-1]["error"] == {"type": "INVALID_RESPONSE", "message": "the function timed out"}
    assert [exchange.response for exchange in answer.exchanges] == [None, {"version": "1.0", "response": {}}]


def test_a_response_that_amazon_refuses_ends_the_session() -> None:
    skill = Skill(directive("Dialog.ElicitSlot", slotToElicit="colour"), speech("Again."))
    device = a_device(skill)
    answer = device.say("book")
    assert answer.problems == ("Dialog.ElicitSlot: the dialog of Book has no slot colour",)
    assert (answer.speech, device.open) == (TROUBLE, False)
    assert device.say("book").speech == "Again."


def test_a_bug_in_an_in_process_skill_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        a_device(Skill(ZeroDivisionError())).launch()
