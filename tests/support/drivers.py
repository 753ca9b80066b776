"""Three ways to hold the same conversation: with the core, and as Alexa and Lex would.

A driver takes an intent with its slots and gives what was said and whether the desk listens on.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from frontdesk.channels import alexa, caller_token, lex
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.intents import INTENTS, NAMES, VALUES
from frontdesk.conversation.turn import Ask, Caller, Confirm, End, Reply, Slot, Turn
from frontdesk.conversation.values import resolve
from simulator.alexa import SKILL_ID, AlexaDevice
from simulator.lex import LexService
from simulator.nlu import Expected, Heard, Understood, Value
from tests.support.people import Person


class Driver(Protocol):
    def say(self, intent: str, slots: Mapping[str, str]) -> tuple[str, bool]:
        """What the desk says, and whether it listens on."""
        ...


class Bringing:
    """An understanding that is brought along: it takes for meant what the script says is meant."""

    meant = Understood("", 1.0)

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        return self.meant


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
        self._device = AlexaDevice(lambda event: handler(event, None), Bringing(), person.alexa_user, "en-US")

    def say(self, intent: str, slots: Mapping[str, str]) -> tuple[str, bool]:
        answer = self._device.launch() if intent == "Launch" else self._device.send(intent, slots)
        assert answer.answered and not answer.warnings, (answer.problems, answer.warnings)
        return answer.speech, answer.open


class Lex:
    """The bot's runtime, in front of the code hook, with the web gateway's word for who is typing."""

    def __init__(self, desk: Desk, person: Person) -> None:
        handler = lex.handler(desk)
        self._nlu = Bringing()
        self._service = LexService(lambda event: handler(event, None), {"en_US": self._nlu})
        self._intents = self._service.bot.locales["en_US"].intents
        token = caller_token.sign(desk.caller_key(), person.lex_subject, desk.now() + 600)
        self._attributes = {lex.CALLER: token} if person.account else {}

    def say(self, intent: str, slots: Mapping[str, str]) -> tuple[str, bool]:
        intent = "Hello" if intent == "Launch" else intent  # nobody opens a bot: one greets it
        name = intent if intent in self._intents else f"{intent}Intent"
        types = INTENTS[intent].slots
        heard = {slot: _heard(types[slot], words) for slot, words in slots.items()}
        self._nlu.meant = Understood(name, 1.0, heard)
        request = {"text": "what the script says", "requestAttributes": self._attributes}
        said = self._service.recognize_text("en_US", "a-session", request)
        text = " ".join(m["content"] for m in said["messages"] if m["contentType"] == "PlainText")
        return text, said["sessionState"]["dialogAction"]["type"] != "Close"


def _heard(slot_type: str, words: str) -> Heard:
    """A slot as Lex resolves it: to one value at most."""
    if slot_type.startswith("AMAZON."):
        return Heard(words, words)
    ids = VALUES["en-US"][slot_type].get(words.casefold(), ())
    matches = tuple(Value(each, NAMES["en-US"][slot_type][each]) for each in ids[:1])
    return Heard(words, matches[0].name if matches else None, matches)
