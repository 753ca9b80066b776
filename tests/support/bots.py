"""A small Lex bot, a code hook that answers by a script, and the service that brings them together."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from simulator.lex import LexService, read_bot
from simulator.nlu import Heard, Understood, Value
from tests.support.understanding import Scripted

TTL = 300


def _prompt(text: str) -> dict[str, Any]:
    message = {"Message": {"PlainTextMessage": {"Value": text}}}
    return {"PromptSpecification": {"MaxRetries": 2, "MessageGroupsList": [message]}}


def _slot(name: str, kind: str, required: bool = False, **more: Any) -> dict[str, Any]:
    constraint = "Required" if required else "Optional"
    setting = {"SlotConstraint": constraint, **_prompt(f"{name}?")}
    return {"Name": name, "SlotTypeName": kind, "ValueElicitationSetting": setting, **more}


def _intent(name: str, dialog: bool = True, fulfillment: bool = True, **more: Any) -> dict[str, Any]:
    hooks = {"DialogCodeHook": {"Enabled": dialog}, "FulfillmentCodeHook": {"Enabled": fulfillment}}
    return {"Name": name, **hooks, **more}


def template() -> dict[str, Any]:
    """Book is Lex's own to lead (required slots, a confirmation), Grade the hook's; Plain has no hook."""
    book = [_slot("seats", "AMAZON.Number", True), _slot("subject", "Subject", True)]
    locale = {
        "LocaleId": "en_US",
        "SlotTypes": [
            {"Name": "Subject", "ValueSelectionSetting": {"ResolutionStrategy": "TOP_RESOLUTION"}},
            {"Name": "Words", "ValueSelectionSetting": {"ResolutionStrategy": "ORIGINAL_VALUE"}},
        ],
        "Intents": [
            _intent(
                "Book",
                Slots=book,
                SlotPriorities=[
                    {"Priority": 2, "SlotName": "seats"},
                    {"Priority": 1, "SlotName": "subject"},
                ],
                IntentConfirmationSetting=_prompt("Shall I book?"),
            ),
            _intent(
                "Grade",
                Slots=[
                    _slot("subject", "Subject"),
                    _slot(
                        "note", "Words", ObfuscationSetting={"ObfuscationSettingType": "DefaultObfuscation"}
                    ),
                ],
                IntentConfirmationSetting={"IsActive": False, **_prompt("Shall I go on?")},
            ),
            _intent("Plain", dialog=False, fulfillment=False),
            *(_intent(name) for name in ("Yes", "No")),
            _intent("HelpIntent", ParentIntentSignature="AMAZON.HelpIntent"),
            _intent("FallbackIntent", ParentIntentSignature="AMAZON.FallbackIntent"),
        ],
    }
    spare = {"LocaleId": "de_DE", "Intents": []}
    setting = {
        "Enabled": True,
        "CodeHookSpecification": {"LambdaCodeHook": {"LambdaArn": {"Ref": "FunctionArn"}}},
    }
    return {
        "Parameters": {"BotName": {"Type": "String", "Default": "FrontDesk"}},
        "Resources": {
            "Bot": {
                "Type": "AWS::Lex::Bot",
                "Properties": {
                    "Name": {"Ref": "BotName"},
                    "IdleSessionTTLInSeconds": TTL,
                    "BotLocales": [locale, spare],
                },
            },
            "Alias": {
                "Type": "AWS::Lex::BotAlias",
                "Properties": {
                    "BotAliasName": "live",
                    "BotAliasLocaleSettings": [
                        {"LocaleId": "en_US", "BotAliasLocaleSetting": setting},
                        {"LocaleId": "de_DE", "BotAliasLocaleSetting": {"Enabled": False}},
                    ],
                },
            },
        },
    }


ALGEBRA, MATH = Value("alg", "algebra"), Value("math", "math")
SENTENCES = {
    "book": Understood("Book", 0.91),
    "book algebra": Understood("Book", 0.91, {"subject": Heard("algebra", "algebra", (ALGEBRA,))}),
    "grade": Understood("Grade", 0.876),
    "grade in maths": Understood("Grade", 0.8, {"subject": Heard("maths", "math", (MATH, ALGEBRA))}),
    "grade in alchemy": Understood("Grade", 0.8, {"subject": Heard("alchemy", None)}),
    "plain": Understood("Plain", 0.7),
    "help": Understood("HelpIntent", 1.0),
}
ANSWERS = {
    "algebra": Heard("algebra", "algebra", (ALGEBRA,)),
    "alchemy": Heard("alchemy", None),
    "two": Heard("two", "2"),
}


def answer(kind: str, intent: str | None = None, text: str | None = None, **more: Any) -> dict[str, Any]:
    """A code hook's response. more: slotToElicit, slots, state, attributes, messages."""
    state: dict[str, Any] = {"dialogAction": {"type": kind}}
    if "slotToElicit" in more:
        state["dialogAction"]["slotToElicit"] = more["slotToElicit"]
    if intent:
        state["intent"] = {"name": intent, "slots": more.get("slots", {})}
        state["intent"]["state"] = more.get("state", "Fulfilled" if kind == "Close" else "InProgress")
    if "attributes" in more:
        state["sessionAttributes"] = more["attributes"]
    response: dict[str, Any] = {"sessionState": state}
    if text is not None:
        response["messages"] = [{"contentType": "PlainText", "content": text}]
    return response | ({"messages": more["messages"]} if "messages" in more else {})


def delegate(event: dict[str, Any]) -> dict[str, Any]:
    """A code hook that leaves everything to Lex, and fulfils."""
    intent = event["sessionState"]["intent"]
    if event["invocationSource"] == "FulfillmentCodeHook":
        return answer("Close", intent["name"], "Done.", slots=intent["slots"])
    state = {"dialogAction": {"type": "Delegate"}, "intent": intent}
    return {"sessionState": state}


class CodeHook:
    """Answers events with the responses it was given, one after another; keeps the events it got."""

    def __init__(self, *responses: Any) -> None:
        self._responses = iter(responses)
        self.got: list[dict[str, Any]] = []

    def __call__(self, event: dict[str, Any]) -> Any:
        self.got.append(event)
        response = next(self._responses)
        if isinstance(response, Exception):
            raise response
        return response(event) if callable(response) else response


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def a_service(
    hook: Callable[[dict[str, Any]], Any], clock: Clock | None = None, nlu: Scripted | None = None
) -> LexService:
    """The service of the small bot, with counted request ids."""
    ids = count(1)
    nlu = nlu or Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    return LexService(
        hook, {"en_US": nlu}, read_bot(template()), clock or Clock(), lambda: f"request-{next(ids)}"
    )


def say(service: LexService, text: str, **more: Any) -> dict[str, Any]:
    """A turn of maya's."""
    return service.recognize_text("en_US", "maya", {"text": text, **more})


def texts(response: dict[str, Any]) -> list[str]:
    """What was said."""
    return [message["content"] for message in response.get("messages", ())]


def slots(event: dict[str, Any]) -> dict[str, Any]:
    """What the code hook got of slots: their interpreted values."""
    return {
        name: slot and slot["value"].get("interpretedValue")
        for name, slot in event["sessionState"]["intent"]["slots"].items()
    }
