"""What is told of a checkout: the visit's number, its state, and the last discharge first."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.conversation.turn import Account, Caller, Turn
from frontdesk.domains.patients import talk
from frontdesk.domains.patients.model import State, Visit
from frontdesk.domains.patients.service import Checkouts
from tests.support.desks import phrases

VISITS = {
    "p-one": [Visit("9", State.DELAYED, "2026-11-20")],
    "p-many": [Visit(str(n), State.BILLED, f"2026-11-{n:02}") for n in (8, 12, 10, 9)],
    "p-child": [Visit("77", State.RECEIVED, "2026-11-11")],
}


class Store:
    def of_patient(self, token: str) -> list[Visit]:
        return VISITS.get(token, [])


def told(*tokens: str) -> str:
    store: Any = Store()
    caller = Caller("core:x", Account("x", {"patients": tokens} if tokens else {}))
    turn = Turn("t", "core", "en-US", "CheckoutStatus", caller=caller)
    reply = talk.answers(Checkouts(store))["CheckoutStatus"](turn)
    return phrases().say("en-US", reply.phrase, reply.words)


@pytest.mark.parametrize(
    ("tokens", "answer"),
    [
        ((), "I don't know which patient you are. Please ask the hospital to link your account."),
        (
            ("p-none",),
            "I know of no checkout of yours yet. It will be here as soon as the hospital sends it.",
        ),
        (
            ("p-one",),
            "Your checkout for visit 9 is taking longer than it should. The hospital has been told.",
        ),
        (
            ("p-one", "p-child"),
            "You have 2 checkouts: visit 9 is delayed and visit 77 is not finished yet.",
        ),
        (
            ("p-many", "p-child"),
            "You have 5 checkouts. The latest: visit 12 is finished, visit 77 is not finished yet"
            " and visit 10 is finished.",
        ),
    ],
)
def test_what_is_told(tokens: tuple[str, ...], answer: str) -> None:
    assert told(*tokens) == answer
