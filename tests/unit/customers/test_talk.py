"""Answers about points that no script of a conversation can hold: a turn that comes twice, points that go."""

from __future__ import annotations

from copy import replace

import pytest

from frontdesk.conversation.turn import Account, Ask, Caller, Confirm, Confirmation, Slot, Turn
from frontdesk.domains.customers.model import period
from frontdesk.domains.customers.talk import answers
from tests.conftest import Clock
from tests.support.ledger import ID, in_memory

ZOE = Caller("core:zoe", Account("zoe", {"customers": (ID,)}))
USE = Turn("turn-1", "core", "en-US", "UsePoints", {"points": Slot("80", "80")}, Confirmation.NONE, ZOE)
YES = replace(USE, id="turn-2", confirmation=Confirmation.CONFIRMED)


def test_a_yes_that_is_delivered_twice_spends_once_and_is_answered_the_same(clock: Clock) -> None:
    customers, store = in_memory(100, clock)
    use = answers(customers)["UsePoints"]
    assert isinstance(use(USE).then, Confirm)
    assert use(YES) == use(YES)
    assert store.customers[ID].points.balance == 20


def test_what_is_told_of_a_turn_that_comes_again_with_other_points_is_what_was_spent(clock: Clock) -> None:
    customers, store = in_memory(100, clock)
    use = answers(customers)["UsePoints"]
    use(YES)
    again = use(replace(YES, slots={"points": Slot("5", "5")}))
    assert (again.phrase, again.words["count"]) == ("customers.use_done", 80)
    assert store.customers[ID].points.balance == 20


def test_points_that_have_gone_before_the_yes_are_said_to_have_gone(clock: Clock) -> None:
    customers, store = in_memory(100, clock)
    use = answers(customers)["UsePoints"]
    use(USE)
    customers.redeem(ID, 50, "elsewhere")
    said = use(YES)
    assert (said.phrase, said.words["count"], said.then) == ("customers.use_too_many", 50, Ask("points"))
    assert store.customers[ID].points.balance == 50


def test_points_that_have_expired_are_none_though_nobody_has_settled_them(clock: Clock) -> None:
    customers, store = in_memory(100, clock)
    clock.now += 3 * 366 * 86_400
    said = answers(customers)
    for intent in ("PointsBalance", "UsePoints"):
        assert said[intent](replace(USE, intent=intent)).phrase == "customers.balance_none"
    assert said["PointsExpiring"](USE).phrase == "customers.expiring_nothing"
    assert store.customers[ID].points.balance == 100  # a question writes nothing


@pytest.mark.parametrize("heard", ["-5", "0", "1.5", "five", "", "²", "9" * 5_000])
def test_what_is_no_number_of_points_is_asked_for_again(clock: Clock, heard: str) -> None:
    customers, store = in_memory(100, clock)
    said = answers(customers)["UsePoints"](replace(YES, slots={"points": Slot("…", heard)}))
    assert (said.phrase, said.then) == ("customers.use_ask", Ask("points"))
    assert store.customers[ID].points.balance == 100


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-11-27", ("2026-11-27", "2026-11-27")),
        ("2026-W48", ("2026-11-23", "2026-11-29")),
        ("2026-W48-WE", ("2026-11-28", "2026-11-29")),
        ("2026-02", ("2026-02-01", "2026-02-28")),
        ("2026", ("2026-01-01", "2026-12-31")),
        ("9999-W52", None),
        ("2026-SU", None),
        ("2026-13", None),
        ("PRESENT_REF", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_slot_is_a_time_of_days(text: str | None, days: tuple[str, str] | None) -> None:
    found = period(text)
    assert (found and tuple(day.isoformat() for day in found)) == days
