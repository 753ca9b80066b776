"""What the Alexa channel gives back, against CONTRACTS: speech, reprompts, cards, directives, sessions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from frontdesk.channels import alexa
from frontdesk.conversation.turn import Ask, Card, Confirm, End, Listen, Reply, Slot
from frontdesk.errors import TryAgain
from tests.support import desks
from tests.support.alexa_requests import SKILL, envelope, intent, is_valid, skill

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
    card = Card("desk.again", "desk.again", {"help": long}, image="https://example.com/" + "x" * 1_900)
    response = skill(Reply("desk.again", {"help": long}, then=then, card=card))(envelope(intent()), None)
    assert is_valid(response)


@pytest.mark.parametrize("then", [Listen(), Ask("subject"), Confirm()])
def test_a_question_is_still_asked_where_the_answer_is_too_long(then: Any) -> None:
    reply = Reply("desk.help", {"can": "ask " * 5_000}, then=then)
    body = skill(reply)(envelope(intent()), None)["response"]
    assert body["outputSpeech"]["ssml"].endswith("ask… What would you like to know?</speak>")
    assert body["reprompt"]["outputSpeech"]["ssml"] == "<speak>What would you like to know?</speak>"


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
    def key() -> bytes:
        raise TryAgain

    handle = alexa.handler(desks.desk({}, key=key), SKILL)
    attributes = {"memory": "m", "seal": "s"}
    response = handle(envelope(intent(), attributes), None)
    assert is_valid(response)
    assert response["sessionAttributes"] == attributes
    assert response["response"]["shouldEndSession"] is False
