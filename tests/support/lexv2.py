"""Lex V2's own service model as a referee: the bot's parts, as the requests that would make them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.model import Shape

# Where CloudFormation spells things otherwise than the service.
SPELLING = {
    "IsActive": "active",
    "MessageGroupsList": "messageGroups",
    "TOP_RESOLUTION": "TopResolution",
    "ORIGINAL_VALUE": "OriginalValue",
}

BOT = {"botId": "ABCDEFGHIJ", "botVersion": "DRAFT"}


@cache
def _shape(name: str) -> Shape:
    return botocore.session.get_session().get_service_model("lexv2-models").shape_for(name)


def _spelled(content: Any) -> Any:
    if isinstance(content, dict):
        return {
            SPELLING.get(key, key[:1].lower() + key[1:]): _spelled(value) for key, value in content.items()
        }
    if isinstance(content, list):
        return [_spelled(item) for item in content]
    return SPELLING.get(content, content) if isinstance(content, str) else content


def requests(locale: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A locale of AWS::Lex::Bot, taken apart: (request shape, request) for each part."""
    parts = _spelled(locale)
    where = {**BOT, "localeId": parts["localeId"]}
    yield (
        "CreateBotLocaleRequest",
        {
            **where,
            "nluIntentConfidenceThreshold": parts["nluConfidenceThreshold"],
            "voiceSettings": parts["voiceSettings"],
        },
    )
    for kind in parts["slotTypes"]:
        yield "CreateSlotTypeRequest", {**where, "slotTypeName": kind.pop("name"), **kind}
    for intent in parts["intents"]:
        slots = intent.pop("slots", [])
        priorities = {p["slotName"]: p["priority"] for p in intent.pop("slotPriorities", [])}
        assert priorities.keys() == {slot["name"] for slot in slots}
        yield "CreateIntentRequest", {**where, "intentName": intent.pop("name"), **intent}
        for slot in slots:
            kind = slot.pop("slotTypeName")
            kind = kind if kind.startswith("AMAZON.") else "ABCDEFGHIJ"  # the id that a custom type gets
            name = slot.pop("name")
            yield (
                "CreateSlotRequest",
                {**where, "intentId": "ABCDEFGHIJ", "slotName": name, "slotTypeId": kind, **slot},
            )


def faults(content: Any, shape_name: str) -> list[str]:
    """Where and how a request is not what its shape says, one line each."""
    return list(_faults(content, _shape(shape_name), shape_name))


def _faults(content: Any, shape: Any, at: str) -> Iterator[str]:
    match shape.type_name, content:
        case "structure", dict():
            yield from (f"{at}.{key}: unknown" for key in content.keys() - shape.members.keys())
            yield from (f"{at}.{key}: missing" for key in set(shape.required_members) - content.keys())
            for key in content.keys() & shape.members.keys():
                yield from _faults(content[key], shape.members[key], f"{at}.{key}")
        case "list", list():
            yield from _size(len(content), shape.metadata, at)
            for number, item in enumerate(content):
                yield from _faults(item, shape.member, f"{at}[{number}]")
        case "string", str():
            yield from _text(content, shape, at)
        case "integer", int():
            yield from _size(content, shape.metadata, at)
        case ("boolean", bool()) | ("double", float()):
            pass
        case kind, _:
            yield f"{at}: {content!r} is no {kind}"


def _text(content: str, shape: Any, at: str) -> Iterator[str]:
    yield from _size(len(content), shape.metadata, at)
    if shape.enum and content not in shape.enum:
        yield f"{at}: {content!r} is not one of {shape.enum}"
    if not re.search(shape.metadata.get("pattern", ""), content):
        yield f"{at}: {content!r} does not match {shape.metadata['pattern']}"


def _size(size: int, limits: dict[str, Any], at: str) -> Iterator[str]:
    if not limits.get("min", size) <= size <= limits.get("max", size):
        yield f"{at}: {size} is not between {limits.get('min')} and {limits.get('max')}"
