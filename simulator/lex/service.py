"""The Lex V2 runtime for one bot: RecognizeText, GetSession, PutSession, DeleteSession."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.functions import Invoke, Json
from simulator.lex.bot import Bot, BotLocale, load_template, read_bot
from simulator.lex.dialog import Dialog, prompted
from simulator.lex.errors import ResourceNotFoundException, ValidationException
from simulator.lex.hook import MAX_ATTRIBUTES, Hook
from simulator.lex.listening import expected, listen
from simulator.lex.sessions import Session, Sessions
from simulator.lex.shapes import Shapes
from simulator.lex.states import intent_fault, whole
from simulator.nlu import Nlu

BOT_ID, ALIAS_ID = "FRONTDESK1", "TSTALIASID"
# As the service spells it when a locale does not look like one.
_LOCALE = "([a-z]{2}_[A-Z]{2}|[a-z]{2}_[A-Z]{2}_[0-9]{3})$"


def _id() -> str:
    return str(uuid.uuid4())


class LexService:
    """A bot's runtime, called by as many threads as may be.

    invoke: takes a code hook's event, returns its response, raises FunctionFailed where there is none.
    nlus: what understands each locale ("en_US") of the bot. bot: by default that of stacks/lex.yaml.
    clock: seconds, for the idle time of sessions. new_id: request ids.
    Every operation takes the request's JSON members without those of the path, returns the response's, and
    raises a LexError where the service would refuse.
    """

    def __init__(
        self,
        invoke: Invoke,
        nlus: Mapping[str, Nlu],
        bot: Bot | None = None,
        clock: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = _id,
    ) -> None:
        self.bot = bot or read_bot(load_template())
        self._invoke, self._nlus, self._new_id = invoke, nlus, new_id
        self._shapes = Shapes()
        self._sessions = Sessions(self.bot.idle_ttl, clock)

    def recognize_text(self, locale_id: str, session_id: str, request: Json) -> Json:
        """One turn: what somebody typed, and what the bot says and waits for."""
        self._check("RecognizeTextRequest", locale_id, session_id, request)
        locale, key = self._locale(locale_id), (locale_id, session_id)
        with self._sessions.turn(key):
            session = self._told(locale, self._sessions.find_or_new(key), request)
            understood = self._nlus[locale_id].understand(request["text"], expected(session))
            session = listen(locale, session, understood)
            dialog = self._dialog(locale, session_id, request, request["text"])
            session = dialog.advance(session)
            self._sessions.keep(key, session)
        return _shown(session_id, session) | {"requestAttributes": request.get("requestAttributes") or {}}

    def get_session(self, locale_id: str, session_id: str) -> Json:
        """The session as the last turn left it. Raises ResourceNotFoundException where there is none."""
        self._check("GetSessionRequest", locale_id, session_id, {})
        self._locale(locale_id)
        return _shown(session_id, self._sessions.find((locale_id, session_id)))

    def put_session(self, locale_id: str, session_id: str, request: Json) -> Json:
        """Moves a session, or makes one, to a state of the client's; delegated, Lex goes on from there."""
        self._check("PutSessionRequest", locale_id, session_id, request)
        locale, key = self._locale(locale_id), (locale_id, session_id)
        with self._sessions.turn(key):
            session = self._told(locale, self._sessions.find_or_new(key), request)
            session = replace(session, messages=tuple(request.get("messages") or ()), interpretations=())
            if session.intent and session.action and session.action["type"] == "Delegate":
                session = self._dialog(locale, session_id, request, "").advance(session)
            else:
                session = prompted(locale, session)
            self._sessions.keep(key, session)
        shown = _shown(session_id, session)
        del shown["interpretations"]
        return shown | {"requestAttributes": request.get("requestAttributes") or {}}

    def delete_session(self, locale_id: str, session_id: str) -> Json:
        """Forgets a session. Raises ResourceNotFoundException where there is none."""
        self._check("DeleteSessionRequest", locale_id, session_id, {})
        self._locale(locale_id)
        with self._sessions.turn((locale_id, session_id)):
            self._sessions.drop((locale_id, session_id))
        return {
            "botId": BOT_ID,
            "botAliasId": ALIAS_ID,
            "localeId": locale_id,
            "sessionId": session_id,
        }

    def _check(self, shape: str, locale_id: str, session_id: str, request: Json) -> None:
        path = {"botId": BOT_ID, "botAliasId": ALIAS_ID, "localeId": locale_id, "sessionId": session_id}
        faults = self._shapes.faults(shape, {**request, **path})
        if not re.fullmatch(_LOCALE, locale_id):
            faults.append(
                "Value at 'localeId' failed to satisfy constraint: "
                f"Member must satisfy regular expression pattern: {_LOCALE}"
            )
        if faults:
            count = f"{len(faults)} validation error{'s' if len(faults) > 1 else ''} detected"
            raise ValidationException(f"{count}: {'; '.join(faults)}")

    def _locale(self, locale_id: str) -> BotLocale:
        locale = self.bot.locales.get(locale_id)
        if locale is None:
            raise ResourceNotFoundException("The bot alias has no such locale.")
        return locale

    def _told(self, locale: BotLocale, session: Session, request: Mapping[str, Any]) -> Session:
        state = request.get("sessionState") or {}
        session = replace(session.told(state), request_id=self._new_id())
        fault = intent_fault(locale, session.state)
        if fault:
            raise ValidationException(f"Invalid session state: {fault}.")
        for attributes in (session.attributes, request.get("requestAttributes")):
            if len(json.dumps(attributes).encode()) > MAX_ATTRIBUTES:
                raise ValidationException(f"The attributes have more than {MAX_ATTRIBUTES} bytes.")
        return replace(session, intent=whole(locale, session.intent)) if session.intent else session

    def _dialog(self, locale: BotLocale, session_id: str, request: Json, text: str) -> Dialog:
        hook = Hook(self._invoke, self.bot, locale, self._shapes, BOT_ID, ALIAS_ID)
        return Dialog(hook, session_id, text, request.get("requestAttributes") or {})


def _shown(session_id: str, session: Session) -> Json:
    shown: Json = {"sessionId": session_id, "sessionState": session.state}
    shown["interpretations"] = list(session.interpretations)
    return shown | ({"messages": list(session.messages)} if session.messages else {})
