"""What the local understanding hears and answers: the words that it shares with the simulators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a slot type's catalogue."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One slot.

    text: the person's words. value: the resolved built-in or catalogue value (its name); None where the
    words match nothing that the type knows. matches: every catalogue value that fits, best first.
    """

    text: str
    value: str | None
    matches: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What somebody meant. intent: as the channel spells it ("AMAZON.HelpIntent", "HelpIntent")."""

    intent: str
    confidence: float
    slots: Mapping[str, Heard] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the desk has just asked for: a slot of an intent, or (confirm) a yes or no about it."""

    intent: str
    slot: str | None = None
    confirm: bool = False


class Nlu(Protocol):
    """Anything that understands one locale of one channel's model."""

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        """What `text` means, given what the desk has asked for. Never raises: at worst it is Fallback."""
        ...
