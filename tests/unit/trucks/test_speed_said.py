"""How fast a truck is, by what is known of it."""

from __future__ import annotations

from typing import cast

import pytest

from frontdesk.conversation.phrases import Phrase
from frontdesk.domains.trucks import words
from frontdesk.domains.trucks.model import Truck
from frontdesk.domains.trucks.service import Trucks
from frontdesk.domains.trucks.store import TruckStore
from tests.support.desks import phrases
from tests.support.trucks import NOW, fix

TRUCKS = Trucks(cast(TruckStore, None), lambda: NOW)  # what a truck's speed is, no table is asked


def told(truck: Truck) -> str:
    phrase: Phrase = words.speed(TRUCKS, "en-US", truck)
    return phrases().say("en-US", phrase.key, phrase.words)


@pytest.mark.parametrize(
    ("speed", "pace", "seconds", "said"),
    [
        (13.4, 3.0, 0, "Blue Seven is going 30 miles an hour. It was seen just now."),
        (0.0, 13.4, 0, "Blue Seven is not moving. It was seen just now."),
        (None, 13.4, -120, "Blue Seven is going 30 miles an hour. It was seen 2 minutes ago."),
        (
            13.4,
            None,
            -3600,
            "I last heard from Blue Seven 60 minutes ago. It was going 30 miles an hour then.",
        ),
        (None, None, 0, "I don't know how fast Blue Seven is: it has not said so."),
    ],
)
def test_its_own_word_counts_then_the_way_that_it_came(
    speed: float | None, pace: float | None, seconds: int, said: str
) -> None:
    assert told(Truck("7", "Blue Seven", fix=fix(seconds=seconds, speed=speed), pace=pace)) == said


def test_of_one_that_was_never_heard_no_speed_is_told() -> None:
    assert told(Truck("7", "Blue Seven")) == "I have not heard from Blue Seven yet."
