"""Bookings through both deployed channels: the smoke scripts; begun by voice and finished in the chat."""

from __future__ import annotations

import pytest

from simulator.desk import Desk
from tests.stack.test_trucks import eventually
from tests.support import scripts
from tests.support.scripts import Script
from tests.support.talking import say

SMOKE = [script for script in scripts.load() if script.smoke and script.domain == "tickets"]


@pytest.mark.parametrize("channel", ["alexa", "lex"])
@pytest.mark.parametrize("script", SMOKE, ids=lambda script: script.name)
def test_a_conversation_with_the_deployed_functions(deployed: Desk, script: Script, channel: str) -> None:
    said = say(script.person.name, channel, *(turn.text for turn in script.turns))
    for turn, answer in zip(script.turns, said, strict=True):
        assert scripts.matches(answer, turn.answer(channel)), f"U: {turn.text}\nA: {answer}"


def test_a_booking_begun_by_voice_is_finished_in_the_chat_and_paid(deployed: Desk) -> None:
    begun = say("dana", "alexa", "book two tickets for peter and the wolf", "stop")
    assert begun[0].endswith("Shall I book that?")
    resumed, summed, held = say("dana", "lex", "i want to book tickets", "yes", "yes")
    assert resumed.startswith("Last time we were booking 2 tickets for Peter and the Wolf")
    assert "The total is $23.76 with fees and tax." in summed
    assert held.startswith("Your seats are held: 2 tickets for Peter and the Wolf")

    def through() -> bool:
        (told,) = say("dana", "lex", "is my payment through")
        return "$23.76 is through" in told

    eventually(through)
    (booked,) = say("dana", "alexa", "what have i booked")
    assert "2 tickets for Peter and the Wolf" in booked
