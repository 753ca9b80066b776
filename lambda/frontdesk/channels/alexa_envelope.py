"""Alexa's request as plain JSON: what must be looked at before the ASK SDK may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from frontdesk.conversation.desk import Desk
from frontdesk.conversation.turn import Reply

type Event = Mapping[str, Any]
type Handler = Callable[[Event, object], dict[str, Any]]

TOLD = ("SessionEndedRequest", "System.ExceptionEncountered", "AlexaSkillEvent.")
DIALOG_STATES = ("STARTED", "IN_PROGRESS", "COMPLETED")
CONFIRMATIONS = ("NONE", "CONFIRMED", "DENIED")
MATCH = "ER_SUCCESS_MATCH"


def is_for(skill_id: str, event: Event) -> bool:
    """Whether the request is for this skill and speaks of one user only: what a forger would get wrong.

    Amazon wants the application's id checked in the context and in the session. Raises LookupError or
    TypeError for what is no Alexa request.
    """
    system, session = event["context"]["System"], event.get("session")
    if system["application"]["applicationId"] != skill_id:
        return False
    if session is None:
        return True
    one_user: bool = session["user"]["userId"] == system["user"]["userId"]
    return one_user and session["application"]["applicationId"] == skill_id


def is_told(event: Event) -> bool:
    """Whether Amazon only tells, and takes no word: of a session's end, of an account, of an error it had.

    It is told by the type alone: reasons and errors that the SDK does not know yet are no trouble.
    """
    return str(event["request"].get("type")).startswith(TOLD)


def tolerable(event: Event) -> Event:
    """The event without what the SDK's enums refuse and nothing here depends on: a dialog state
    ("BEGINNING"), a confirmation or a resolution's status of tomorrow."""
    request = dict(event["request"])
    if request.get("dialogState", "STARTED") not in DIALOG_STATES:
        del request["dialogState"]
    if isinstance(request.get("intent"), dict):
        intent = request["intent"] = _confirmed(request["intent"])
        slots = intent.get("slots") or {}
        intent["slots"] = {name: _resolved(slot) if slot else slot for name, slot in slots.items()}
    return {**event, "request": request}


def _confirmed(part: Event) -> dict[str, Any]:
    known = part.get("confirmationStatus") in CONFIRMATIONS
    return {**part, "confirmationStatus": part["confirmationStatus"] if known else "NONE"}


def _resolved(slot: Event) -> dict[str, Any]:
    authorities = (slot.get("resolutions") or {}).get("resolutionsPerAuthority") or []
    matched = [each for each in authorities if (each.get("status") or {}).get("code") == MATCH]
    return {**_confirmed(slot), "resolutions": {"resolutionsPerAuthority": matched}}


def refusal(desk: Desk) -> dict[str, Any]:
    """The response to what is no request for this skill: a polite sentence, and the end."""
    speech = {"type": "PlainText", "text": desk.say("", Reply("desk.refused"))}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}


def sample(skill_id: str) -> dict[str, Any]:
    """A request to warm up on: a stranger says stop, which reads nothing and changes nothing."""
    application, user = {"applicationId": skill_id}, {"userId": "warm-up"}
    return {
        "version": "1.0",
        "session": {"new": True, "sessionId": "warm-up", "application": application, "user": user},
        "context": {"System": {"application": application, "user": user}},
        "request": {
            "type": "IntentRequest",
            "requestId": "warm-up",
            "timestamp": "2026-01-01T00:00:00Z",
            "locale": "en-US",
            "intent": {"name": "AMAZON.StopIntent", "confirmationStatus": "NONE", "slots": {}},
        },
    }
