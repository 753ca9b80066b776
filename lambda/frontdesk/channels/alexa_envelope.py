"""Alexa's request as plain JSON: what must be looked at before the ASK SDK may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from frontdesk.conversation.desk import Desk
from frontdesk.conversation.turn import Reply

type Event = Mapping[str, Any]
type Handler = Callable[[Event, object], dict[str, Any]]

DIALOG_STATES = ("STARTED", "IN_PROGRESS", "COMPLETED")


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


def tolerable(event: Event) -> Event:
    """The event without a dialog state that the SDK refuses ("BEGINNING"): nothing here depends on it."""
    request = event["request"]
    if request.get("dialogState", "STARTED") in DIALOG_STATES:
        return event
    return {**event, "request": {name: value for name, value in request.items() if name != "dialogState"}}


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
