"""The simulators read the models that are deployed, and both know what the contract promises."""

from __future__ import annotations

import pytest

from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.values import canonical
from simulator.alexa import load_model
from simulator.lex import load_template, read_bot

BOT = read_bot(load_template())
SKILL = load_model("en-US")


def test_the_skill_knows_every_intent_and_its_slots() -> None:
    assert {canonical(name): dict(slots) for name, slots in SKILL.intents.items()} == {
        name: dict(intent.slots) for name, intent in INTENTS.items()
    }


def test_the_bot_knows_every_slot_of_every_intent() -> None:
    known = BOT.locales["en_US"].intents
    assert {canonical(name): set(intent.slots) for name, intent in known.items()} == {
        name: set(intent.slots) for name, intent in INTENTS.items() if name != "NavigateHome"
    }


def test_the_bot_is_the_one_that_is_deployed() -> None:
    assert (BOT.name, BOT.alias, BOT.locales["en_US"].fallback) == ("FrontDesk", "live", "FallbackIntent")
    assert 60 <= BOT.idle_ttl <= 86_400


@pytest.mark.parametrize(
    "intent", [name for name, intent in BOT.locales["en_US"].intents.items() if intent.slots]
)
def test_the_code_hook_leads_every_dialog(intent: str) -> None:
    known = BOT.locales["en_US"].intents[intent]
    assert known.dialog_hook
    assert not known.confirms
    assert not any(slot.required for slot in known.slots.values())


def test_the_pin_is_a_secret_and_nothing_else_is() -> None:
    secrets = {
        (intent.name, name)
        for intent in BOT.locales["en_US"].intents.values()
        for name, slot in intent.slots.items()
        if slot.secret
    }
    assert secrets == {("VerifyPin", "pin")}
