"""Voice and chat: what a turn of each channel comes to on the screen."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from frontdesk.channels.caller_token import verify
from simulator.functions import FunctionFailed
from simulator.nlu import Nlu, Understood
from simulator.talk.chat import TOKEN_SECONDS, Chat, signer
from simulator.talk.heard import keeps_secret
from simulator.talk.voice import Soon, Voice
from tests.support.skills import Skill, a_device, speech
from tests.support.understanding import Scripted


def voice(*responses: Any) -> Voice:
    return Voice(a_device(Skill(*responses)))


class Bot:
    """Stands for boto3's client; answers by a script."""

    def __init__(self, *responses: Any) -> None:
        self._responses = iter(responses)
        self.got: list[dict[str, Any]] = []

    def recognize_text(self, **request: Any) -> Any:
        self.got.append(request)
        response = next(self._responses)
        if isinstance(response, Exception):
            raise response
        return {"ResponseMetadata": {}, **response}


def said(text: str = "Ten.", action: str = "Close", intent: str = "MyGrade", **more: Any) -> dict[str, Any]:
    return {
        "messages": [{"contentType": "PlainText", "content": text}],
        "sessionState": {"dialogAction": {"type": action}, "intent": {"name": intent}},
        "interpretations": [{"intent": {"name": intent}}],
    } | more


def test_a_spoken_turn() -> None:
    card = {"type": "Simple", "title": "Grades", "content": "Math: 10"}
    heard = voice(speech("Ten.", card=card)).say("what's my grade")
    assert (heard.lines, heard.card, heard.open, heard.problems) == (
        ("Ten.",),
        "Grades | Math: 10",
        False,
        (),
    )
    ((request, response),) = heard.envelopes
    assert (request["request"]["type"], response["version"]) == ("IntentRequest", "1.0")


def test_a_linking_card_is_told_of() -> None:
    heard = voice(speech("Please link.", card={"type": "LinkAccount"})).say("what's my grade")
    assert heard.card == "(link your account)"


def test_a_skill_that_fails_or_says_nothing_has_not_answered() -> None:
    assert voice(FunctionFailed("it failed")).say("help").problems == ("it failed",)
    assert voice({"version": "1.0", "response": {}}).say("help").problems == ("the skill said nothing",)


def test_exit_is_answered_by_silence() -> None:
    talk = voice(speech("Yes?", ends=False))
    talk.say("open front desk")
    heard = talk.say("exit")
    assert (heard.lines, heard.problems, heard.open) == ((), (), False)


def test_leaving_tells_the_skill_of_it_once() -> None:
    skill = Skill(speech("Yes?", ends=False))
    talk = Voice(a_device(skill))
    talk.say("open front desk")
    talk.leave()
    talk.leave()
    assert [request["type"] for request in skill.requests] == ["LaunchRequest", "SessionEndedRequest"]


@pytest.mark.parametrize(
    ("intent", "secret"),
    [
        ("VerifyPin", True),
        ("MyGrade", False),
        ("AMAZON.HelpIntent", False),
        ("Unheard", False),
        (None, False),
    ],
)
def test_which_intents_keep_a_secret(intent: str | None, secret: bool) -> None:
    assert keeps_secret(intent) is secret


def test_a_written_turn() -> None:
    card = {"title": "Which?", "buttons": [{"text": "Algebra", "value": "a"}, {"text": "Math", "value": "m"}]}
    messages = [
        {"contentType": "PlainText", "content": "Two subjects."},
        {"contentType": "PlainText", "content": "Which?"},
        {"contentType": "ImageResponseCard", "imageResponseCard": card},
    ]
    bot = Bot(said(action="ElicitSlot", messages=messages), said())
    chat = Chat(bot, "en-US", lambda: "token")
    heard = chat.say("my grade")
    assert (heard.lines, heard.card, heard.open) == (("Two subjects.", "Which?"), "[Algebra] [Math]", True)
    assert (heard.problems, heard.secret) == ((), False)
    assert chat.say("math").open, "a chat goes on after an answer"
    first, second = bot.got
    assert first["requestAttributes"] == {"x-frontdesk-caller": "token"}
    assert (first["localeId"], first["text"]) == ("en_US", "my grade")
    assert first["sessionId"] == second["sessionId"]


def test_a_card_without_buttons_shows_its_text() -> None:
    card = {
        "contentType": "ImageResponseCard",
        "imageResponseCard": {"title": "Grades", "subtitle": "Math: 10"},
    }
    assert Chat(Bot(said(messages=[card])), "en-US").say("my grade").card == "Grades | Math: 10"


def test_a_stranger_brings_no_token() -> None:
    bot = Bot(said())
    Chat(bot, "en-US").say("my grade")
    assert "requestAttributes" not in bot.got[0]


def test_a_chat_keeps_secret_what_answers_or_means_a_pin() -> None:
    bot = Bot(
        said(action="ElicitSlot", intent="VerifyPin"), said(intent="FallbackIntent"), said(intent="MyGrade")
    )
    chat = Chat(bot, "en-US")
    assert [chat.say(text).secret for text in ("my standing", "two four six eight", "my grade")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (
            ClientError(
                {"Error": {"Code": "DependencyFailedException", "Message": "it failed"}}, "RecognizeText"
            ),
            "DependencyFailedException",
        ),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), "Could not connect"),
    ],
)
def test_a_bot_that_fails_has_not_answered(failure: Exception, problem: str) -> None:
    heard = Chat(Bot(failure), "en-US").say("my grade")
    assert problem in heard.problems[0]
    assert heard.envelopes[0][1] is None


def test_a_bot_that_says_nothing_has_not_answered() -> None:
    assert Chat(Bot(said(messages=[])), "en-US").say("my grade").problems == ("the bot said nothing",)


def test_a_token_is_signed_for_each_message_and_soon_worthless(monkeypatch: pytest.MonkeyPatch) -> None:
    token = signer(b"key", "demo-maya")
    monkeypatch.setattr("time.time", lambda: 1000.5)
    assert verify(b"key", token(), 1000) == "demo-maya"
    assert verify(b"key", token(), 1000 + TOKEN_SECONDS) == ""


def test_an_understanding_is_waited_for_and_its_failure_is_told() -> None:
    made: Nlu = Scripted({"hi": Understood("Hello", 1.0)})
    assert Soon(lambda: made).understand("hi").intent == "Hello"

    def broken() -> Nlu:
        raise ValueError("no model")

    with pytest.raises(ValueError, match="no model"):
        Soon(broken).understand("hi")
