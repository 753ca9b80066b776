"""One turn of a conversation in the terminal, whatever the channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from frontdesk.conversation.contract import SECRET_TYPES
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.values import canonical


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back for a sentence.

    lines: what the desk said. card: what a screen would show beside it, "" for nothing. open: the session
    goes on. problems: why the turn was not answered; none where it was. secret: the sentence may have held a
    PIN. envelopes: what went to the desk and what came back (None where nothing did), in order.
    """

    lines: tuple[str, ...] = ()
    card: str = ""
    open: bool = True
    problems: tuple[str, ...] = ()
    secret: bool = False
    envelopes: tuple[tuple[Any, Any], ...] = ()


class Conversation(Protocol):
    """A channel to the desk."""

    def say(self, text: str) -> Heard:
        """One sentence, and what the desk makes of it. A desk that fails is a problem of the turn."""
        ...

    def leave(self) -> None:
        """The person goes away."""
        ...


def keeps_secret(intent: object) -> bool:
    """Whether an intent, as a channel spells it, has a slot whose words nobody may keep."""
    known = INTENTS.get(canonical(str(intent)))
    return known is not None and any(kind in SECRET_TYPES for kind in known.slots.values())
