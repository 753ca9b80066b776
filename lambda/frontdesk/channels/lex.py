"""Lex V2, on plain dicts: a code hook's event becomes a turn, a reply its response within Lex's limits.

Lex never speaks for itself here: the hook answers at every turn what to say and what comes next.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from frontdesk.channels import caller_token
from frontdesk.channels.text import fit, pieces, whole
from frontdesk.conversation.contract import SECRET_TYPES
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import (
    Ask,
    Caller,
    Confirm,
    Confirmation,
    End,
    Listen,
    Reply,
    Resume,
    Slot,
    Turn,
)
from frontdesk.conversation.values import canonical, resolve
from frontdesk.errors import FrontDeskError

type Event = Mapping[str, Any]
type Handler = Callable[[Event, object], dict[str, Any]]

# The request attribute in which the web gateway vouches for whom it has signed in.
CALLER = "x-frontdesk-caller"

# Lex's limits, in characters and pieces (Amazon Lex V2 developer guide, "Quotas").
MESSAGE, MESSAGES, BUTTONS, BUTTON, CARD = 1_024, 9, 5, 50, 250
# A response takes 25 KB, of which a client's own attributes may fill half: what is left for words, as JSON.
TEXT = 7_000

logger = logging.getLogger("frontdesk")


def handler(desk: Desk) -> Handler:
    """The code hook's entry: an event in, a response out, whatever the event is. It never raises."""

    def handle(event: Event, context: object) -> dict[str, Any]:
        try:
            turn = read(event, desk)
            attributes = event["sessionState"].get("sessionAttributes")
            reply, kept = desk.converse(turn, attributes, event["sessionId"])
            return write(reply, turn, desk, kept, _name(event))
        except FrontDeskError as error:
            return _sorry(desk, error.phrase)
        except Exception as error:  # noqa: BLE001  (Lex promises to add fields; a person waits for an answer)
            logger.error("event refused", exc_info=error)
            return _sorry(desk, "desk.refused")

    return handle


def _name(event: Event) -> str:
    return str(event["sessionState"]["intent"]["name"])


def _sorry(desk: Desk, phrase: str) -> dict[str, Any]:
    content = desk.say("", Reply(phrase))
    return {
        "sessionState": {"dialogAction": {"type": "ElicitIntent"}},
        "messages": [{"contentType": "PlainText", "content": content}],
    }


def read(event: Event, desk: Desk) -> Turn:
    """The turn that a code hook event brings.

    The caller is whom the gateway's token names; the session's id and attributes are the client's own, and
    so are no word of who that is. Raises TryAgain where the token cannot be checked now.
    """
    state = event["sessionState"]
    intent = "Fallback" if _missed(event) else canonical(_name(event))
    locale = str(event["bot"]["localeId"]).replace("_", "-")
    types = INTENTS[intent].slots if intent in INTENTS else {}
    slots = {
        name: _slot(slot["value"], locale, types[name])
        for name, slot in (state["intent"].get("slots") or {}).items()
        if name in types and slot and slot.get("value") and slot["value"].get("originalValue")
    }
    said = str(state["intent"].get("confirmationState") or "None").upper()
    confirmation = Confirmation[said] if said in Confirmation.__members__ else Confirmation.NONE
    request = str(state.get("originatingRequestId") or uuid4())  # the session's id is the client's choice
    return Turn(request, "lex", locale, intent, slots, confirmation, _caller(event, desk))


def _missed(event: Event) -> bool:
    """Whether what was said answers nothing that was asked. Lex brings the asked intent back then, as it was,
    as if it had been asked anew; it only tells by counting how often it has to ask ("Retry1")."""
    proposed = event.get("proposedNextState") or {}
    attempt = str((proposed.get("prompt") or {}).get("attempt"))
    if not attempt.startswith("Retry") or _said_anew(event):
        return False
    slots = event["sessionState"]["intent"].get("slots") or {}
    return not slots.get((proposed.get("dialogAction") or {}).get("slotToElicit"))


def _said_anew(event: Event) -> bool:
    """Whether the sentence was understood as the very question that is open."""
    interpretations = event.get("interpretations")
    return bool(interpretations and interpretations[0].get("nluConfidence"))


def _caller(event: Event, desk: Desk) -> Caller:
    token = (event.get("requestAttributes") or {}).get(CALLER)
    if not token:
        return Caller()
    subject = caller_token.verify(desk.caller_key(), token, desk.now())
    return Caller(f"lex:{subject}") if subject else Caller()


def _slot(value: Mapping[str, Any], locale: str, slot_type: str) -> Slot:
    heard, understood = whole(str(value["originalValue"])), value.get("interpretedValue")
    return resolve(locale, slot_type, heard, understood and whole(str(understood)))


def write(
    reply: Reply, turn: Turn, desk: Desk, attributes: Mapping[str, Any], lex_name: str
) -> dict[str, Any]:
    """The code hook's response for a reply. lex_name: the turn's intent as the bot spells it."""
    text = fit(desk.say(turn.locale, reply), TEXT, lambda part: len(json.dumps(part)))
    messages: list[dict[str, Any]] = [
        {"contentType": "PlainText", "content": part} for part in pieces(text, MESSAGE, MESSAGES)
    ]
    card = _card(reply, turn, desk)
    if card is not None:
        messages.append({"contentType": "ImageResponseCard", "imageResponseCard": card})
    state: dict[str, Any] = {"sessionAttributes": dict(attributes), "dialogAction": _action(reply)}
    if not isinstance(reply.then, Listen):
        state["intent"] = _intent(reply, turn, lex_name)
    return {"sessionState": state, "messages": messages}


def _action(reply: Reply) -> dict[str, str]:
    match reply.then:
        case Ask(slot=slot):
            return {"type": "ElicitSlot", "slotToElicit": slot}
        case Confirm():
            return {"type": "ConfirmIntent"}
        case Listen() | Resume():
            return {"type": "ElicitIntent"}
        case End():
            return {"type": "Close"}


def _intent(reply: Reply, turn: Turn, lex_name: str) -> dict[str, Any]:
    """The intent that the dialogue goes on with, and what is known of its slots; never a secret."""
    name = reply.intent or turn.intent
    asked = reply.then.slot if isinstance(reply.then, Ask) else ""
    known = turn.slots if reply.slots is None else reply.slots
    slots = {
        slot: _filled(known[slot]) if slot in known and slot != asked and of not in SECRET_TYPES else None
        for slot, of in (INTENTS[name].slots if name in INTENTS else {}).items()
    }
    return {
        "name": lex_name if name == turn.intent else name,
        "slots": slots,
        "state": "Fulfilled" if isinstance(reply.then, End) else "InProgress",
        "confirmationState": "None",
    }


def _filled(slot: Slot) -> dict[str, Any]:
    value = slot.value or slot.heard
    return {
        "shape": "Scalar",
        "value": {"originalValue": slot.heard, "interpretedValue": value, "resolvedValues": [value]},
    }


def _card(reply: Reply, turn: Turn, desk: Desk) -> dict[str, Any] | None:
    choices = reply.then.choices[:BUTTONS] if isinstance(reply.then, Ask) else ()
    if choices:
        labels = [fit(desk.say(turn.locale, choice), BUTTON) for choice in choices]
        title = fit(desk.say(turn.locale, reply), CARD)
        return {"title": title, "buttons": [{"text": label, "value": label} for label in labels]}
    if reply.card is None:
        return None
    words = reply.card.words
    card: dict[str, Any] = {
        "title": fit(desk.phrases.say(turn.locale, reply.card.title, words), CARD),
        "subtitle": fit(desk.phrases.say(turn.locale, reply.card.text, words), CARD),
    }
    return card | ({"imageUrl": reply.card.image} if 0 < len(reply.card.image) <= CARD else {})
