"""The shape of what interactionModels/intents.yaml promises; `intents.py` beside it holds the promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Intent:
    """One intent.

    domain: who answers it; "desk" for the conversation itself.
    asks: who may ask it: "anyone", "linked" or "pin".
    slots: name → type, as Alexa spells the type ("AMAZON.NUMBER", "Subject").
    """

    domain: str
    asks: str = "anyone"
    slots: Mapping[str, str] = field(default_factory=dict)
