"""One session of a small conversation: a grade, a standing behind a PIN, and what they answer."""

from __future__ import annotations

from dataclasses import replace

from frontdesk.conversation.router import Router
from frontdesk.conversation.turn import (
    Account,
    Ask,
    Caller,
    Confirm,
    Confirmation,
    Memory,
    Reply,
    Resume,
    Slot,
    Turn,
)
from tests.support import desks

NOW = 1_800_000_000
ACCOUNT = Account("a", {"grades": ("1",)})
SUBJECT = {"subject": Slot("the maths", "math")}


def my_grade(turn: Turn) -> Reply:
    if turn.confirmation is Confirmation.CONFIRMED:
        return Reply("said.rest")
    if turn.confirmation is Confirmation.DENIED:
        return Reply("said.enough")
    return Reply("said.grade", {"subject": turn.value("subject") or "all"}, then=Confirm())


def verify_pin(turn: Turn) -> Reply:
    if turn.value("pin") == "2468":
        return Reply("pin.right", then=Resume(), memory=replace(turn.memory, pin_until=NOW + 300))
    return Reply("pin.wrong", then=Ask("pin"), memory=replace(turn.memory, pin_misses=1))


def standing(turn: Turn) -> Reply:
    if turn.value("subject") is None:
        return Reply("said.which", then=Ask("subject"))
    return Reply("said.standing", {"subject": turn.value("subject") or ""})


ANSWERS = {"MyGrade": my_grade, "VerifyPin": verify_pin, "ClassStanding": standing}


class Talk:
    """One session: says turns and carries the memory along."""

    def __init__(self, answers=ANSWERS, find=lambda caller: ACCOUNT if caller else None, caller="c") -> None:
        self.router: Router = desks.desk(answers, find).router
        self.memory, self.caller = Memory(), Caller(caller)

    def say(self, intent: str, slots=None, confirmation=Confirmation.NONE) -> Reply:
        turn = Turn("r", "core", "en-US", intent, slots or {}, confirmation, self.caller, self.memory)
        reply = self.router.answer(turn)
        assert reply.memory is not None
        self.memory = reply.memory
        return reply
