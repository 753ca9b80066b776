"""Slots that a client may make up: whatever they hold, the answer is a kind one."""

from __future__ import annotations

import pytest

from frontdesk.app import Tools
from frontdesk.conversation.turn import Ask, Caller, Slot, Turn
from frontdesk.domains import trucks
from tests.support import world
from tests.support.people import PEOPLE

BLUE = {"truck": Slot("blue seven", "blue_seven")}


def turn(intent: str, **slots: str) -> Turn:
    given = {name: Slot(value, value) for name, value in slots.items()}
    return Turn(
        "t", "core", "en-US", intent, BLUE | given, caller=Caller("core:maya", PEOPLE["maya"].account)
    )


@pytest.mark.parametrize("distance", ["²", "-1", "0", "1001", "9" * 5_000, "", "ten"])
def test_a_distance_that_is_none_is_asked_for_again(tools: Tools, distance: str) -> None:
    world.populate(tools, ["trucks"], [])
    said = trucks.answers(tools)["TellWhenNear"](turn("TellWhenNear", distance=distance))
    assert (said.phrase, said.then) == ("trucks.ask_distance", Ask("distance"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1969-07-20"])
def test_of_a_day_at_the_end_of_time_nothing_is_known(tools: Tools, day: str) -> None:
    world.populate(tools, ["trucks"], [])
    assert (
        trucks.answers(tools)["WhereWasTruck"](turn("WhereWasTruck", day=day)).phrase == "trucks.was_nowhere"
    )
