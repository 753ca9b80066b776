"""Whatever a skill, a code hook or a client sends: the simulators answer or refuse, and never break."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.alexa import read_model
from simulator.alexa.responses import read_response
from simulator.lex.errors import DependencyFailedException, LexError, ResourceNotFoundException
from tests.support.bots import a_service, answer
from tests.support.skills import Skill, a_device, directive, interaction_model, speech

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "name", "slots"]), inner)
    ),
    max_leaves=6,
)
MODEL = read_model(interaction_model())
SUBJECT = {"subject": {"value": {"originalValue": "x"}}}
SEATS = {"name": "Book", "slots": {"seats": {"value": "2"}}}
CARD = {"type": "Standard", "title": "T", "image": {"smallImageUrl": "https://a"}}
RESPONSES = [
    speech("Well?", ends=False, card=CARD),
    {"version": "1.0", "response": {"outputSpeech": {"type": "SSML", "ssml": "<speak>Ten</speak>"}}},
    directive("Dialog.ElicitSlot", slotToElicit="seats", updatedIntent=SEATS),
    directive("Dialog.ConfirmSlot", slotToConfirm="seats"),
    directive("Dialog.Delegate", updatedIntent=SEATS),
]
ANSWERS = [
    answer("Close", "Grade", "Ten.", attributes={"a": "b"}),
    answer("ElicitSlot", "Grade", slotToElicit="subject", slots=SUBJECT),
    answer("Delegate", "Book"),
    {"messages": [{"contentType": "ImageResponseCard", "imageResponseCard": {"title": "T", "buttons": []}}]},
]
REQUESTS = [
    {"text": "book", "requestAttributes": {"a": "b"}},
    {
        "text": "two",
        "sessionState": {
            "dialogAction": {"type": "ElicitSlot", "slotToElicit": "seats"},
            "intent": {"name": "Book", "slots": {"seats": None}},
            "activeContexts": [],
        },
    },
]


@st.composite
def damaged(draw: st.DrawFn, originals: list[Any]) -> Any:
    """One of the originals with something else in one of its places."""
    value = copy.deepcopy(draw(st.sampled_from(originals)))
    holder: Any = value
    while isinstance(holder, dict | list) and holder:
        key = draw(st.sampled_from(sorted(holder))) if isinstance(holder, dict) else 0
        if not isinstance(holder[key], dict | list) or not holder[key] or draw(st.booleans()):
            holder[key] = draw(ANYTHING)
            return value
        holder = holder[key]
    return draw(ANYTHING)


@given(damaged(RESPONSES), st.sampled_from(["IntentRequest", "LaunchRequest", "SessionEndedRequest"]))
def test_any_response_is_read(body: Any, kind: str) -> None:
    request = {"type": kind, **({"intent": {"name": "Book"}} if kind == "IntentRequest" else {})}
    read = read_response(body, request, MODEL)
    assert isinstance(read.speech, str)


@given(st.lists(damaged(RESPONSES) | st.sampled_from(RESPONSES), min_size=1, max_size=4))
def test_a_device_gets_through_any_conversation(responses: list[Any]) -> None:
    device = a_device(Skill(*(responses * 30)))
    for sentence in ("open front desk", "book algebra", "two", "yes", "no"):
        heard = device.say(sentence)
        assert heard.open == device.open
        assert heard.speech or heard.problems or heard.warnings


class Hook:
    """A code hook that answers with what it was last given, and keeps what it last heard."""

    def __init__(self) -> None:
        self.answer: Any = None
        self.heard = ""

    def __call__(self, event: dict[str, Any]) -> Any:
        self.heard = event["inputTranscript"]
        return copy.deepcopy(self.answer)


HOOK = Hook()
SERVICE = a_service(HOOK)  # one for all examples: reading Amazon's service model takes its time


def turn(request: Any, response: Any) -> dict[str, Any]:
    """A turn in a session of its own."""
    with contextlib.suppress(ResourceNotFoundException):
        SERVICE.delete_session("en_US", "maya")
    HOOK.answer, HOOK.heard = response, ""
    return SERVICE.recognize_text("en_US", "maya", request)


@given(damaged(ANSWERS))
def test_any_answer_of_a_hook_is_used_or_refused(response: Any) -> None:
    with contextlib.suppress(DependencyFailedException):
        said = turn({"text": "grade"}, response)
        assert said["sessionState"]["dialogAction"]["type"] not in ("Delegate", "None")


@given(damaged(REQUESTS).filter(lambda request: isinstance(request, dict)))
def test_any_request_is_answered_or_refused(request: Any) -> None:
    with contextlib.suppress(LexError):
        assert turn(request, answer("ElicitIntent", text="Yes?"))["messages"]


@given(st.text(min_size=1, max_size=1024))
def test_any_text_reaches_the_hook_as_it_is(text: str) -> None:
    turn({"text": text}, answer("ElicitIntent", text="Yes?"))
    assert HOOK.heard == text
