"""What Amazon refuses in a skill's response, and what its certification dislikes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.alexa import read_model
from simulator.alexa.responses import Response, read_response
from tests.support.skills import directive, interaction_model, speech

MODEL = read_model(interaction_model())
BOOK = {"type": "IntentRequest", "intent": {"name": "Book", "slots": {}}}
GRADE = {"type": "IntentRequest", "intent": {"name": "Grade", "slots": {}}}


def read(body: Any, request: dict[str, Any] = BOOK) -> Response:
    return read_response(body, request, MODEL)


def ssml(text: str) -> dict[str, Any]:
    return {"version": "1.0", "response": {"outputSpeech": {"type": "SSML", "ssml": text}}}


def with_card(**card: Any) -> dict[str, Any]:
    return speech("Ok.", card=card)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, "the skill returned no response object"),
        ([], "the skill returned no response object"),
        ({"version": "1.0"}, "the skill returned no response object"),
        ({"version": "1.0", "response": "hello"}, "response is not an object"),
        (speech("Ok.") | {"version": "2"}, 'the response has no version "1.0"'),
        (speech("Ok.") | {"sessionAttributes": []}, "sessionAttributes is not an object"),
        (
            {"version": "1.0", "response": {"outputSpeech": {"type": "SSML", "text": "Ok."}}},
            "outputSpeech is neither PlainText with text nor SSML with ssml",
        ),
        ({"version": "1.0", "response": {"outputSpeech": "Ok."}}, "outputSpeech is not an object"),
        (speech("x" * 8001), "outputSpeech has 8001 characters; 8000 are allowed"),
        (
            speech("Ok?", reprompt={"outputSpeech": {"type": "PlainText", "text": "x" * 8001}}),
            "reprompt has 8001 characters; 8000 are allowed",
        ),
        (ssml("Ok."), "outputSpeech: the SSML does not begin with <speak>"),
        (with_card(type="Loud"), "there is no card of type Loud"),
        (with_card(type="Simple", content="x" * 8001), "the card's text has more than 8000 characters"),
        (
            with_card(type="Standard", image={"smallImageUrl": "https://a/" + "x" * 2000}),
            "a card's image needs an https URL of at most 2000 characters",
        ),
        (
            with_card(type="Standard", image={"smallImageUrl": "http://a/"}),
            "a card's image needs an https URL of at most 2000 characters",
        ),
        (speech("Ok.", directives={}), "directives is not a list of objects"),
        (speech("Ok.", directives=["Dialog.Delegate"]), "directives is not a list of objects"),
        (
            speech("Ok?", ends=False, directives=[{"type": "Dialog.ConfirmIntent"}] * 2),
            "a response can have one dialog directive only",
        ),
        (
            speech("Ok?", directives=[{"type": "Dialog.ConfirmIntent"}]),
            "Dialog.ConfirmIntent needs shouldEndSession false",
        ),
        (
            speech("Ok?", ends=False, directives=[{"type": "Dialog.Delegate"}]),
            "Dialog.Delegate cannot come with outputSpeech: Alexa speaks the prompt",
        ),
        (
            directive("Dialog.ElicitSlot", slotToElicit="seats", updatedIntent={"name": "Cook"}),
            "Dialog.ElicitSlot names no intent of the interaction model",
        ),
        (
            directive("Dialog.ConfirmIntent", updatedIntent={"name": "Grade"}),
            "Dialog.ConfirmIntent: the interaction model has no dialog for Grade",
        ),
        (
            directive("Dialog.ElicitSlot", slotToElicit="colour"),
            "Dialog.ElicitSlot: the dialog of Book has no slot colour",
        ),
        (
            directive("Dialog.ConfirmIntent", updatedIntent={"name": "Book", "slots": {"colour": {}}}),
            "Dialog.ConfirmIntent: Book has no slot colour",
        ),
        (
            directive("Dialog.ConfirmIntent", updatedIntent={"name": "Book", "slots": ["seats"]}),
            "Dialog.ConfirmIntent: the slots of Book are not an object of slots",
        ),
    ],
)
def test_what_is_refused(body: Any, problem: str) -> None:
    assert problem in read(body).problems


def test_a_response_may_have_24_kilobytes_and_no_more() -> None:
    def padded(size: int) -> dict[str, Any]:
        body = speech("Ok.") | {"sessionAttributes": {"pad": ""}}
        spare = size - len(json.dumps(body, separators=(",", ":")))
        return body | {"sessionAttributes": {"pad": "x" * spare}}

    assert read(padded(24 * 1024)).problems == []
    assert read(padded(24 * 1024 + 1)).problems == ["the response has 24577 bytes; 24576 are allowed"]


def test_an_intent_that_was_not_confirmable_cannot_be_confirmed() -> None:
    model = interaction_model()
    model["interactionModel"]["dialog"]["intents"][0]["confirmationRequired"] = False
    found = read_response(directive("Dialog.ConfirmIntent"), BOOK, read_model(model)).problems
    assert found == ["Dialog.ConfirmIntent: the dialog of Book has no confirmation"]


def test_a_dialog_directive_cannot_answer_a_launch_without_naming_an_intent() -> None:
    found = read(directive("Dialog.ElicitSlot", slotToElicit="seats"), {"type": "LaunchRequest"}).problems
    assert found == ["Dialog.ElicitSlot names no intent of the interaction model"]


@pytest.mark.parametrize("key", ["outputSpeech", "card", "directives", "reprompt"])
def test_the_end_of_a_session_is_answered_with_nothing(key: str) -> None:
    ended = {"type": "SessionEndedRequest"}
    assert read({"version": "1.0", "response": {}}, ended).problems == []
    spoken = {"outputSpeech": {"type": "PlainText", "text": "Bye."}, "card": {"type": "Simple"}}
    value = (spoken | {"directives": [{"type": "Hint"}], "reprompt": {"outputSpeech": None}})[key]
    found = read({"version": "1.0", "response": {key: value}}, ended).problems
    assert found == ["a SessionEndedRequest cannot be answered with speech, card or directives"]


@pytest.mark.parametrize(
    ("body", "warnings"),
    [
        (speech("What would you like?", ends=False), []),
        (speech("¿Qué quiere?", ends=False), []),
        (speech("Ten."), []),
        (speech("Go on.", ends=False), ["the session stays open and nothing is asked"]),
        (speech("What else?"), ["something is asked and the session is closed"]),
        (
            speech("What else?", ends=False) | {"response": {"shouldEndSession": False}},
            ["the session stays open without a reprompt", "the session stays open and nothing is asked"],
        ),
        ({"version": "1.0", "response": {}}, ["nothing is said"]),
        (directive("Dialog.Delegate"), []),
    ],
)
def test_what_certification_dislikes(body: Any, warnings: list[str]) -> None:
    found = read(body)
    assert (found.problems, found.warnings) == ([], warnings)


def test_other_directives_pass() -> None:
    found = read(speech("Ok.", directives=[{"type": "Dialog.UpdateDynamicEntities"}]), GRADE)
    assert (found.problems, found.dialog) == ([], None)
