"""A small interaction model, a skill that answers by a script, and a device that brings them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from simulator.alexa import AlexaDevice, Sender, SkillModel, read_model
from simulator.nlu import Heard, Understood, Value
from tests.support.understanding import Scripted

ALGEBRA, MATH, GEOMETRY = Value("alg", "algebra"), Value("math", "math"), Value("geo", "geometry")


def _slot(name: str, kind: str, required: bool = False, confirm: bool = False) -> dict[str, Any]:
    prompts = {"elicitation": f"ask.{name}"} if required else {}
    return {
        "name": name,
        "type": kind,
        "elicitationRequired": required,
        "confirmationRequired": confirm,
        "prompts": prompts | ({"confirmation": f"sure.{name}"} if confirm else {}),
    }


def _spoken(key: str, text: str) -> dict[str, Any]:
    return {"id": key, "variations": [{"type": "PlainText", "value": text}]}


def interaction_model() -> dict[str, Any]:
    """Booking seats for a subject: two required slots, one confirmed, and the whole; and plain intents."""
    booking = [_slot("subject", "Subject", True), _slot("seats", "AMAZON.NUMBER", True, True)]
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "front desk",
                "intents": [
                    {"name": "Book", "samples": ["book"], "slots": [*booking]},
                    {
                        "name": "Grade",
                        "samples": ["grade"],
                        "slots": [
                            {"name": "subject", "type": "Subject"},
                            {"name": "note", "type": "AMAZON.SearchQuery"},
                        ],
                    },
                    *(
                        {"name": f"AMAZON.{name}Intent", "samples": []}
                        for name in ("Yes", "No", "Help", "Fallback", "Stop")
                    ),
                ],
                "types": [
                    {
                        "name": "Subject",
                        "values": [
                            {"id": "alg", "name": {"value": "algebra", "synonyms": ["maths"]}},
                            {"id": "math", "name": {"value": "math", "synonyms": ["Maths"]}},
                        ],
                    }
                ],
            },
            "dialog": {
                "delegationStrategy": "SKILL_RESPONSE",
                "intents": [
                    {
                        "name": "Book",
                        "confirmationRequired": True,
                        "prompts": {"confirmation": "sure"},
                        "slots": booking,
                    }
                ],
            },
            "prompts": [
                _spoken("ask.subject", "Which subject?"),
                _spoken("ask.seats", "How many seats in {subject}?"),
                _spoken("sure.seats", "{seats} seats?"),
                _spoken("sure", "Shall I book {seats} in {subject}?"),
            ],
        }
    }


SENTENCES = {
    "book": Understood("Book", 0.9),
    "book algebra": Understood("Book", 0.9, {"subject": Heard("algebra", "algebra", (ALGEBRA,))}),
    "my grade in maths": Understood("Grade", 0.8, {"subject": Heard("maths", "math", (MATH, ALGEBRA))}),
    "my grade in alchemy": Understood("Grade", 0.8, {"subject": Heard("alchemy", None)}),
    "what's my grade": Understood("Grade", 1.0),
    "help": Understood("AMAZON.HelpIntent", 1.0),
}
ANSWERS = {
    "algebra": Heard("algebra", "algebra", (ALGEBRA,)),
    "two": Heard("two", "2"),
    "a few": Heard("a few", None),
}


def speech(text: str, ends: bool = True, **more: Any) -> dict[str, Any]:
    """A response with plain speech, and a reprompt where the session stays open."""
    response: dict[str, Any] = {
        "outputSpeech": {"type": "PlainText", "text": text},
        "shouldEndSession": ends,
        **more,
    }
    if not ends:
        response["reprompt"] = {"outputSpeech": {"type": "PlainText", "text": f"{text} (again)"}}
    return {"version": "1.0", "sessionAttributes": {}, "response": response}


def directive(kind: str, **more: Any) -> dict[str, Any]:
    """A response with one dialog directive, with speech unless it delegates."""
    if kind == "Dialog.Delegate":
        response = {"directives": [{"type": kind, **more}], "shouldEndSession": False}
        return {"version": "1.0", "sessionAttributes": {}, "response": response}
    return speech("Well?", ends=False, directives=[{"type": kind, **more}])


class Skill:
    """Answers requests with the responses it was given, one after another; keeps the envelopes it got."""

    def __init__(self, *responses: Any) -> None:
        self._responses: Iterable[Any] = iter(responses)
        self.got: list[dict[str, Any]] = []

    def __call__(self, envelope: dict[str, Any]) -> Any:
        self.got.append(envelope)
        if envelope["request"]["type"] == "SessionEndedRequest":
            return {"version": "1.0", "response": {}}
        response = next(iter(self._responses))
        if isinstance(response, Exception):
            raise response
        return response

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The requests, without what is around them."""
        return [envelope["request"] for envelope in self.got]


def a_device(invoke: Callable[[dict[str, Any]], Any], model: SkillModel | None = None) -> AlexaDevice:
    """A device with counted ids and a clock that stands still."""
    ids = count(1)
    sender = Sender(
        "amzn1.ask.account.TEST",
        "en-US",
        clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC),
        new_id=lambda: str(next(ids)),
    )
    nlu = Scripted(SENTENCES, ANSWERS)
    return AlexaDevice(invoke, nlu, sender.user_id, "en-US", model or read_model(interaction_model()), sender)
