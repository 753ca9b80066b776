"""Dialog management: what Lex does in a turn, by itself and as the code hook tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.functions import Json
from simulator.lex.bot import BotIntent, BotLocale
from simulator.lex.errors import DependencyFailedException
from simulator.lex.hook import Hook, HookAnswer
from simulator.lex.sessions import Session


@dataclass(frozen=True, slots=True)
class Dialog:
    """One turn of one session. text: what was said, "" where a client moved the session by itself."""

    hook: Hook
    session_id: str
    text: str
    request_attributes: Mapping[str, str]

    def advance(self, session: Session) -> Session:
        """The session after the turn: what Lex says, and what it waits for.

        Raises DependencyFailedException where the code hook fails or answers what Lex cannot use.
        """
        known = self._known(session)
        if known.dialog_hook:
            session = _taken(session, self._call("DialogCodeHook", session))
        if known.dialog_hook and session.action and session.action["type"] != "Delegate":
            return prompted(self.hook.locale, session)
        return prompted(self.hook.locale, self._by_itself(session))

    def _by_itself(self, session: Session) -> Session:
        known = self._known(session)
        proposed = _proposal(known, session)
        action, state = proposed["dialogAction"], proposed["intent"]["state"]
        session = replace(session, action=action, intent=proposed["intent"])
        if action["type"] != "Close" or state == "Failed" or not known.fulfillment_hook:
            return session
        answer = self._call("FulfillmentCodeHook", session)
        if answer.action["type"] == "Delegate":
            raise DependencyFailedException("Invalid Lambda Response: fulfillment cannot be delegated")
        return _taken(session, answer)

    def _call(self, source: str, session: Session) -> HookAnswer:
        event = self.hook.event(source, self.text, self.session_id, session)
        event["requestAttributes"] = dict(self.request_attributes)
        event["proposedNextState"] = _proposal(self._known(session), session)
        return self.hook.call(event)

    def _known(self, session: Session) -> BotIntent:
        assert session.intent is not None, "a turn is about an intent"
        return self.hook.locale.intents[session.intent["name"]]


def prompted(locale: BotLocale, session: Session) -> Session:
    """The session with the bot's own prompt where the question comes without one, and with interpretations
    that show its intent as it stands."""
    kind = session.action["type"] if session.action else ""
    known = locale.intents[session.intent["name"]] if session.intent else None
    prompt = ""
    if known and kind == "ElicitSlot" and session.action:
        prompt = known.slots[session.action["slotToElicit"]].prompt
    elif known and kind == "ConfirmIntent":
        prompt = known.confirmation
    if prompt and not session.messages:
        session = replace(session, messages=({"contentType": "PlainText", "content": prompt},))
    return replace(session, interpretations=_shown(session))


def _shown(session: Session) -> tuple[Json, ...]:
    intent = session.intent
    if intent is None:
        return session.interpretations
    others = tuple(
        each | {"intent": intent} if each["intent"]["name"] == intent["name"] else each
        for each in session.interpretations
    )
    if any(each["intent"] is intent for each in others):
        return others
    return ({"intent": intent, "interpretationSource": "Lex"}, *others)


def _taken(session: Session, answer: HookAnswer) -> Session:
    """The session as the hook's answer leaves it. A question that is put again keeps its count."""
    same = (answer.action, (answer.intent or {}).get("name")) == (
        session.action,
        (session.intent or {}).get("name"),
    )
    delegates = answer.action["type"] == "Delegate"
    return replace(
        session,
        attributes=answer.attributes,
        contexts=session.contexts if answer.contexts is None else answer.contexts,
        intent=answer.intent,
        action=session.action if delegates and session.attempts else answer.action,
        attempts=session.attempts if same or delegates else 0,
        messages=answer.messages,
    )


def _proposal(known: BotIntent, session: Session) -> Json:
    """What Lex would do next if nobody told it otherwise."""
    intent = session.intent
    assert intent is not None, "a turn is about an intent"
    if session.attempts and session.action and session.action["type"] != "Delegate":
        attempt = {"prompt": {"attempt": f"Retry{session.attempts}"}}
        return {"dialogAction": session.action, "intent": intent, **attempt}
    if intent["confirmationState"] == "Denied":
        return {"dialogAction": {"type": "Close"}, "intent": intent | {"state": "Failed"}}
    initial = {"prompt": {"attempt": "Initial"}}
    for name, slot in known.slots.items():
        if slot.required and not _resolved(intent["slots"].get(name)):
            action = {"type": "ElicitSlot", "slotToElicit": name}
            return {"dialogAction": action, "intent": intent, **initial}
    if known.confirms and intent["confirmationState"] == "None":
        return {"dialogAction": {"type": "ConfirmIntent"}, "intent": intent, **initial}
    return {"dialogAction": {"type": "Close"}, "intent": intent | {"state": "ReadyForFulfillment"}}


def _resolved(slot: Json | None) -> bool:
    return bool(slot and (slot.get("values") or (slot.get("value") or {}).get("interpretedValue")))
