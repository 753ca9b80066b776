"""The shape of what interactionModels/intents.yaml promises; `intents.py` beside it holds the promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# Slots of these built-in types say nothing about a person and may be remembered for a session.
PLAIN_TYPES = frozenset({"AMAZON.NUMBER", "AMAZON.Ordinal", "AMAZON.DATE", "AMAZON.TIME", "AMAZON.DURATION"})

# A four-digit number is only ever asked for as a PIN: no channel hands one on.
SECRET_TYPES = frozenset({"AMAZON.FOUR_DIGIT_NUMBER"})


class Intent(NamedTuple):
    """One intent.

    domain: who answers it; "desk" for the conversation itself.
    asks: who may ask it: "anyone", "linked" or "pin".
    slots: name → type, as Alexa spells the type ("AMAZON.NUMBER", "Subject").
    joins: intent → the slot that this one fills while a question of that intent is open, instead of being
        answered by itself ("use five hundred points" in the middle of a booking).
    gives: intent → the slots that this one fills there with values of its own ("without points": none).
    stays: whether an open question of this intent is come back to after another one was answered in between.
    """

    domain: str
    asks: str = "anyone"
    slots: Mapping[str, str] = {}
    joins: Mapping[str, str] = {}
    gives: Mapping[str, Mapping[str, str]] = {}
    stays: bool = False


def may_be_remembered(slot_type: str) -> bool:
    """Whether a slot of this type is free of personal words: a catalogue value, a number, a day or a time."""
    return slot_type in PLAIN_TYPES or not slot_type.startswith("AMAZON.")
