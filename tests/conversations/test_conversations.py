"""Every script, on the core and through both channels: a conversation reads the same wherever it is held."""

from __future__ import annotations

import pytest

from frontdesk import app
from frontdesk.app import Tools
from tests.support import drivers, scripts, world
from tests.support.scripts import Script

CHANNELS = {
    "core": drivers.Core,
    "alexa": drivers.Alexa,
    "lex": drivers.Lex,
    "alexa in words": drivers.AlexaInWords,
    "lex in words": drivers.LexInWords,
}


@pytest.mark.parametrize("script", scripts.load(), ids=lambda script: script.name)
@pytest.mark.parametrize("channel", CHANNELS)
def test_conversation(script: Script, channel: str, tools: Tools) -> None:
    world.populate(tools, script.domains, [script.person])
    driver = CHANNELS[channel](app.desk(tools), script.person)
    for turn in script.turns:
        said, listens = driver.say(turn)
        written = turn.answer(channel.removesuffix(" in words"))
        assert scripts.matches(said, written), f"\nU: {turn.text}\nA: {said}\nscript: {written}"
        assert not turn.card or driver.card == turn.card
        assert listens is said.endswith("?"), "the desk listens after a question, and only then"
