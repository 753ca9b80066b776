"""Intents and session states as a bot allows them, whether a code hook or a client sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.functions import Json
from simulator.lex.bot import BotLocale

_FINAL = ("Fulfilled", "Failed", "ReadyForFulfillment")


def whole(locale: BotLocale, intent: Mapping[str, Any]) -> Json:
    """An intent with both its states, and with all its slots, the empty ones null."""
    given = intent.get("slots") or {}
    return {
        "name": intent["name"],
        "slots": {slot: given.get(slot) for slot in locale.intents[intent["name"]].slots},
        "state": intent.get("state") or "InProgress",
        "confirmationState": intent.get("confirmationState") or "None",
    }


def intent_fault(locale: BotLocale, state: Mapping[str, Any]) -> str | None:
    """What is wrong with a session state's intent and the slot that it asks for; None where nothing is."""
    action, intent = state.get("dialogAction") or {}, state.get("intent")
    if intent is None:
        needs = action.get("type") not in (None, "ElicitIntent", "None")
        return f"{action['type']} needs an intent" if needs else None
    known = locale.intents.get(intent["name"])
    if known is None:
        return "the bot has no such intent"
    if set(intent.get("slots") or {}) - set(known.slots):
        return "the intent has no such slot"
    if action.get("type") == "ElicitSlot" and action.get("slotToElicit") not in known.slots:
        return "slotToElicit is not a slot of the intent"
    return None


def state_fault(locale: BotLocale, state: Mapping[str, Any], says: bool) -> str | None:
    """What is wrong with the session state of a code hook's response. says: it has messages."""
    kind = (state.get("dialogAction") or {}).get("type", "None")
    if kind == "None":
        return "there is no dialogAction"
    if kind == "ElicitIntent" and not says:
        return "ElicitIntent needs messages"
    fault = intent_fault(locale, state)
    if fault is None and kind == "Close" and state["intent"].get("state") not in _FINAL:
        return "Close needs an intent whose state is final"
    return fault
