"""The code hook: the event that Lex sends it, and the rules that its response must keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.functions import FunctionFailed, FunctionUnreachable, Invoke, Json
from simulator.lex.bot import Bot, BotLocale
from simulator.lex.errors import BadGatewayException, DependencyFailedException
from simulator.lex.sessions import Session
from simulator.lex.shapes import Shapes
from simulator.lex.states import state_fault, whole

MAX_OUTPUT = 25 * 1024  # bytes of a code hook's response (Amazon Lex V2 quotas)
MAX_ATTRIBUTES = 12 * 1024  # bytes of session attributes


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What a code hook decided: the next action, the intent it is about (None for ElicitIntent without one),
    the session attributes and contexts from here on, and what to say."""

    action: Json
    intent: Json | None
    attributes: Mapping[str, str]
    contexts: tuple[Json, ...] | None
    messages: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Hook:
    """The function behind one locale of a bot's alias."""

    invoke: Invoke
    bot: Bot
    locale: BotLocale
    shapes: Shapes
    bot_id: str
    alias_id: str

    def event(self, source: str, text: str, session_id: str, session: Session) -> Json:
        """The event of one call, but for what the dialog proposes next."""
        intent = session.intent
        assert intent is not None, "a code hook is called about an intent"
        return {
            "messageVersion": "1.0",
            "invocationSource": source,
            "inputMode": "Text",
            "responseContentType": "text/plain; charset=utf-8",
            "sessionId": session_id,
            "inputTranscript": text,
            "bot": {
                "id": self.bot_id,
                "name": self.bot.name,
                "aliasId": self.alias_id,
                "aliasName": self.bot.alias,
                "localeId": self.locale.id,
                "version": "1",
            },
            "interpretations": [_bare(each) for each in session.interpretations],
            "sessionState": {key: value for key, value in session.state.items() if key != "dialogAction"},
            "transcriptions": [
                {
                    "transcription": text,
                    "rawTranscription": text,
                    "transcriptionConfidence": 1.0,
                    "resolvedContext": {"intent": intent["name"]},
                    "resolvedSlots": {name: slot for name, slot in intent["slots"].items() if slot},
                }
            ],
        }

    def call(self, event: Json) -> HookAnswer:
        """The function's answer to an event. Raises DependencyFailedException where it failed, or where Lex
        cannot use what it returned, and BadGatewayException where it could not be called; they say why."""
        try:
            response = self.invoke(event)
        except FunctionUnreachable as error:
            raise BadGatewayException(str(error)) from error
        except FunctionFailed as error:
            raise DependencyFailedException(f"Received error response from Lambda: {error}") from error
        faults = self._faults(response)
        if faults:
            raise DependencyFailedException(f"Invalid Lambda Response: {'; '.join(faults)}")
        state = response["sessionState"]
        contexts = state.get("activeContexts")
        return HookAnswer(
            action=dict(state["dialogAction"]),
            intent=whole(self.locale, state["intent"]) if state.get("intent") else None,
            attributes=state.get("sessionAttributes") or {},
            contexts=None if contexts is None else tuple(contexts),
            messages=tuple(response.get("messages") or ()),
        )

    def _faults(self, response: object) -> list[str]:
        if not isinstance(response, dict) or not isinstance(response.get("sessionState"), dict):
            return ["there is no sessionState"]
        if len(json.dumps(response).encode()) > MAX_OUTPUT:
            return [f"the response has more than {MAX_OUTPUT} bytes"]
        state = response["sessionState"]
        faults = self.shapes.faults("SessionState", state, "sessionState")
        if response.get("messages") is not None:
            faults += self.shapes.faults("Messages", response["messages"], "messages")
        if faults:
            return faults
        if len(json.dumps(state.get("sessionAttributes")).encode()) > MAX_ATTRIBUTES:
            return [f"the session attributes have more than {MAX_ATTRIBUTES} bytes"]
        messages = response.get("messages") or ()
        found = (state_fault(self.locale, state, bool(messages)), *map(_message_fault, messages))
        return [fault for fault in found if fault]


def _message_fault(message: Json) -> str | None:
    card = message["contentType"] == "ImageResponseCard"
    if not message.get("imageResponseCard" if card else "content"):
        return f"a message of type {message['contentType']} has nothing to show"
    return None


def _bare(interpretation: Json) -> Json:
    """An interpretation as events show it: its confidence a bare number, where responses have an object."""
    confidence = interpretation.get("nluConfidence")
    return interpretation | ({"nluConfidence": confidence["score"]} if confidence else {})
