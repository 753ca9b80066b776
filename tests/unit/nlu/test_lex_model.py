"""The bot's stack as a model: a built-in intent and the one that carries its further words are one."""

from __future__ import annotations

from simulator.nlu.model import from_lex
from tests.support.tongues import TWO_TONGUES
from tools.models import bot
from tools.models.source import load


def test_a_built_in_intent_has_the_words_that_its_namesake_carries() -> None:
    model = from_lex(bot.template(load(TWO_TONGUES)), "en-US")
    assert [intent.name for intent in model.intents] == ["HelpIntent", "FallbackIntent", "OrderLunch"]
    help_intent = model.intent("HelpIntent")
    assert help_intent
    assert (help_intent.builtin, help_intent.samples) == ("Help", ("what is for lunch",))
