"""Ways to hold the same conversation: with the core, and as Alexa and Lex would, by intents or in words.

A driver takes a turn of a script and gives what the desk said and whether it listens on; `card` is then the
card that came with it, as "title: text".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import count
from typing import Any, Protocol

from frontdesk.channels import alexa, caller_token, lex
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.intents import INTENTS, NAMES, VALUES
from frontdesk.conversation.turn import Ask, Caller, Confirm, End, Reply, Slot, Turn
from frontdesk.conversation.values import resolve
from simulator.alexa import SKILL_ID, AlexaDevice, Answer
from simulator.lex import LexService, load_template, read_bot
from simulator.nlu import Expected, Heard, Nlu, Understood, Value, alexa_nlu, lex_nlu
from tests.support.aws import ROOT
from tests.support.people import Person
from tests.support.scripts import Exchange

# The day of the tests' clock: what "tomorrow" counts from.
TODAY = date(2027, 1, 15)
BOT = read_bot(load_template())


class Driver(Protocol):
    card: str

    def say(self, turn: Exchange) -> tuple[str, bool]:
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

    def say(self, turn: Exchange) -> tuple[str, bool]:
        name, known = self._dialogue
        intent, types = turn.intent, INTENTS[turn.intent].slots if turn.intent in INTENTS else {}
        heard = {slot: self._slot(types[slot], words) for slot, words in turn.slots.items()}
        said = Turn(
            f"r{next(self._ids)}",
            "core",
            "en-US",
            intent,
            {**(known if name == intent else {}), **heard},
            caller=self._caller,
        )
        reply, self._attributes = self._desk.converse(said, self._attributes, "s")
        self._go_on(reply, said)
        self.card = ""
        if card := reply.card:
            parts = (self._desk.phrases.say("en-US", part, card.words) for part in (card.title, card.text))
            self.card = ": ".join(parts)
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
        self._device = AlexaDevice(
            lambda event: handler(event, None), self.understanding(), person.alexa_user, "en-US"
        )

    def understanding(self) -> Nlu:
        return Bringing()

    def meet(self, device: AlexaDevice, turn: Exchange) -> Answer:
        return device.launch() if turn.intent == "Launch" else device.send(turn.intent, turn.slots)

    def say(self, turn: Exchange) -> tuple[str, bool]:
        answer = self.meet(self._device, turn)
        assert answer.answered and not answer.warnings, (answer.problems, answer.warnings)
        shown = answer.card or {}
        self.card = ": ".join(str(shown[part]) for part in ("title", "content", "text") if part in shown)
        return answer.speech, answer.open


class AlexaInWords(Alexa):
    """The same, understanding what the person says by the generated model."""

    def understanding(self) -> Nlu:
        return _alexa_nlu()

    def meet(self, device: AlexaDevice, turn: Exchange) -> Answer:
        return device.say(turn.text)


class Lex:
    """The bot's runtime, in front of the code hook, with the web gateway's word for who is typing."""

    def __init__(self, desk: Desk, person: Person) -> None:
        handler = lex.handler(desk)
        self.nlu = self.understanding()
        self.service = LexService(lambda event: handler(event, None), {"en_US": self.nlu}, BOT)
        token = caller_token.sign(desk.caller_key(), person.lex_subject, desk.now() + 600)
        self._attributes = {lex.CALLER: token} if person.account else {}

    def understanding(self) -> Nlu:
        return Bringing()

    def bring(self, turn: Exchange) -> None:
        intents = self.service.bot.locales["en_US"].intents
        intent = "Hello" if turn.intent == "Launch" else turn.intent  # nobody opens a bot: one greets it
        types = INTENTS[intent].slots
        heard = {slot: _heard(types[slot], words) for slot, words in turn.slots.items()}
        assert isinstance(self.nlu, Bringing)
        spelt = intent if intent in intents else f"{intent}Intent"
        self.nlu.meant = Understood(spelt, float(intent != "Fallback"), heard)

    def say(self, turn: Exchange) -> tuple[str, bool]:
        self.bring(turn)
        request = {"text": turn.text, "requestAttributes": self._attributes}
        said = self.service.recognize_text("en_US", "a-session", request)
        text = " ".join(m["content"] for m in said["messages"] if m["contentType"] == "PlainText")
        cards = [m["imageResponseCard"] for m in said["messages"] if m["contentType"] == "ImageResponseCard"]
        self.card = "".join(f"{card['title']}: {card.get('subtitle', '')}" for card in cards)
        return text, said["sessionState"]["dialogAction"]["type"] != "Close"


class LexInWords(Lex):
    """The same, understanding what the person types by the generated bot."""

    def understanding(self) -> Nlu:
        return _lex_nlu()

    def bring(self, turn: Exchange) -> None:
        pass


@cache
def _alexa_nlu() -> Nlu:
    model = ROOT / "skill-package" / "interactionModels" / "custom" / "en-US.json"
    return alexa_nlu(json.loads(model.read_text()), "en-US", lambda: TODAY)


@cache
def _lex_nlu() -> Nlu:
    return lex_nlu(load_template(), "en_US", lambda: TODAY)


def _heard(slot_type: str, words: str) -> Heard:
    """A slot as Lex resolves it: to one value at most."""
    if slot_type.startswith("AMAZON."):
        return Heard(words, words)
    ids = VALUES["en-US"][slot_type].get(words.casefold(), ())
    matches = tuple(Value(each, NAMES["en-US"][slot_type][each]) for each in ids[:1])
    return Heard(words, matches[0].name if matches else None, matches)
