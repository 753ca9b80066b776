"""Alexa's requests as Amazon sends them, and a skill that answers with a reply of the test's choosing."""

from __future__ import annotations

import copy
import json
import xml.dom.minidom
from typing import Any

from frontdesk.channels import alexa
from frontdesk.conversation.turn import Account, Reply, Turn
from tests.support import desks

SKILL = "amzn1.ask.skill.front-desk"
heard: list[Turn] = []


def envelope(request: dict[str, Any], attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    application, user = {"applicationId": SKILL}, {"userId": "u", "accessToken": "expired"}
    return {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "s",
            "application": application,
            "user": user,
            "attributes": attributes or {},
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "d", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "t",
            }
        },
        "request": {"requestId": "r", "timestamp": "2026-11-23T12:00:00Z", "locale": "en-US", **request},
    }


def intent(name: str = "MyGrade", slots: Any = None, **more: Any) -> dict[str, Any]:
    asked = {"name": name, "confirmationStatus": "NONE", "slots": slots}
    return {"type": "IntentRequest", "dialogState": "STARTED", "intent": asked, **more}


def subject(value: Any, *resolutions: dict[str, Any]) -> dict[str, Any]:
    slot = {"name": "subject", "value": value, "confirmationStatus": "NONE"}
    if resolutions:
        slot["resolutions"] = {"resolutionsPerAuthority": list(resolutions)}
    return {"subject": slot}


def resolution(code: str, *ids: str) -> dict[str, Any]:
    values = [{"value": {"id": each, "name": each.title()}} for each in ids]
    return {"authority": "a", "status": {"code": code}, "values": values}


def skill(reply: Reply | None = None) -> alexa.Handler:
    heard.clear()

    def answer(turn: Turn) -> Reply:
        heard.append(turn)
        return reply or Reply("desk.goodbye")

    account = Account("a", {"grades": ("1",)})
    return alexa.handler(desks.desk({"MyGrade": answer}, lambda caller: account), SKILL)


def is_valid(response: dict[str, Any]) -> bool:
    """What Amazon takes: a version, speech within its size and well-formed, nothing over 24 KB."""
    body = response["response"]
    for spoken in (body.get("outputSpeech"), body.get("reprompt", {}).get("outputSpeech")):
        if spoken and spoken["type"] == "SSML":
            assert len(spoken["ssml"]) <= 8_000
            xml.dom.minidom.parseString(spoken["ssml"])
    card = body.get("card", {})
    shown = [card.get(part, "") for part in ("title", "content", "text")] + [*card.get("image", {}).values()]
    assert sum(map(len, shown)) <= 8_000
    assert len(json.dumps(response)) <= 24 * 1024
    return response["version"] == "1.0"


def changed(event: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    event = copy.deepcopy(event)
    *parents, last = path.split(".")
    place = event
    for parent in parents:
        place = place[parent]
    if value is KeyError:
        del place[last]
    else:
        place[last] = value
    return event
