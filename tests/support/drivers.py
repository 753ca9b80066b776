"""Three ways to hold the same conversation: with the core, and as Alexa and Lex would.

A driver takes an intent with its slots and gives what was said and whether the desk listens on.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from frontdesk.channels import alexa
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import Ask, Caller, Confirm, End, Reply, Slot, Turn
from frontdesk.conversation.values import resolve
from simulator.alexa import SKILL_ID, AlexaDevice
from simulator.nlu import Expected, Understood
from tests.support.people import Person


class Driver(Protocol):
    def say(self, intent: str, slots: Mapping[str, str]) -> tuple[str, bool]:
        """What the desk says, and whether it listens on."""
        ...


class Deaf:
    """An understanding for drivers that bring the intent along."""

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        raise AssertionError("this conversation brings its intents along")


class Core:
    """The core by itself. It keeps a dialogue's slots as the channels do."""

    def __init__(self, desk: Desk, person: Person) -> None:
        self._desk = desk
        self._caller = Caller(f"core:{person.name}" if person.account else "")
        self._attributes: dict[str, Any] = {}
        self._dialogue: tuple[str, Mapping[str, Slot]] = ("", {})
        self._ids = count()

    def say(self, intent: str, slots: Mapping[str, str]) -> tuple[str, bool]:
        name, known = self._dialogue
        types = INTENTS[intent].slots if intent in INTENTS else {}
        heard = {slot: self._slot(types[slot], words) for slot, words in slots.items()}
        turn = Turn(
            f"r{next(self._ids)}",
            "core",
            "en-US",
            intent,
            {**(known if name == intent else {}), **heard},
            caller=self._caller,
        )
        reply, self._attributes = self._desk.converse(turn, self._attributes, "s")
        self._go_on(reply, turn)
        return self._desk.say("en-US", reply), not isinstance(reply.then, End)

    def _slot(self, slot_type: str, words: str) -> Slot:
        return resolve("en-US", slot_type, words, words if slot_type.startswith("AMAZON.") else None)

    def _go_on(self, reply: Reply, turn: Turn) -> None:
        goes_on = isinstance(reply.then, Ask | Confirm)
        slots = turn.slots if reply.slots is None else reply.slots
        self._dialogue = (reply.intent or turn.intent, slots) if goes_on else ("", {})


class Alexa:
    """A device and Amazon's cloud, in front of the skill's handler."""

    def __init__(self, desk: Desk, person: Person) -> None:
        handler = alexa.handler(desk, SKILL_ID)
        self._device = AlexaDevice(lambda event: handler(event, None), Deaf(), person.alexa_user, "en-US")

    def say(self, intent: str, slots: Mapping[str, str]) -> tuple[str, bool]:
        answer = self._device.launch() if intent == "Launch" else self._device.send(intent, slots)
        assert answer.answered and not answer.warnings, (answer.problems, answer.warnings)
        return answer.speech, answer.open
