"""Whom an import's rows are about: nobody becomes two people, and no change is undone by an old file."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.app import Tools
from tests.support.customer_api import NAMES, Door
from tests.support.ledger import ID, on_a_table


@pytest.fixture
def door(tools: Tools) -> Door:
    return Door(on_a_table(tools, 100))


def imported(door: Door, *rows: Any) -> list[tuple[str, str]]:
    """Status and id of each row; of a rejected one the reason."""
    said = door.call("POST /customers:import", list(rows)).body["rows"]
    return [(each["status"], each.get("id") or each["errors"][0]["reason"]) for each in said]


def at(door: Door, email: str) -> list[str]:
    found = door.call("GET /customers", query={"email": email}).body["customers"]
    return [each["id"] for each in found]


def row(email: str, **more: Any) -> dict[str, Any]:
    return {**NAMES, "email": email, **more}


def test_a_row_without_an_id_is_about_who_has_the_address(door: Door) -> None:
    posted = door.call("POST /customers", row("ada@b.c", rewardPoints=7)).body["id"]
    rows = row("ZOE@example.com", firstName="Zoe", rewardPoints=500), row("ada@b.c")
    assert imported(door, *rows) == [("updated", ID), ("unchanged", posted)]
    assert (at(door, "zoe@example.com"), at(door, "ada@b.c")) == ([ID], [posted])
    known = door.call(f"GET /customers/{ID}").body
    assert (known["firstName"], known["rewardPoints"]) == ("Zoe", 100)


def test_an_address_that_was_changed_since_stays_changed(door: Door) -> None:
    ((_, old),) = imported(door, row("old@b.c", rewardPoints=10))
    door.call(f"PATCH /customers/{old}", {"email": "new@b.c"}, headers={"If-Match": "*"})
    assert imported(door, row("new@b.c")) == [("unchanged", old)]
    ((status, reason),) = imported(door, row("old@b.c"))
    assert (status, "give the id" in reason) == ("rejected", True)
    assert (at(door, "old@b.c"), at(door, "new@b.c")) == ([], [old])
    assert imported(door, row("old@b.c", id="9"), row("new@b.c")) == [("created", "9"), ("unchanged", old)]
    assert imported(door, row("old@b.c")) == [("unchanged", "9")]  # it is somebody else's now


def test_an_address_of_several_is_nobody_s_in_particular(door: Door) -> None:
    assert [each for each, _ in imported(door, row("x@b.c", id="1"), row("x@b.c", id="2"))] == ["created"] * 2
    reason = "several customers have this address: give the id"
    assert imported(door, row("x@b.c"), row("y@b.c", id="1")) == [("rejected", reason), ("updated", "1")]
    assert imported(door, row("x@b.c")) == [("unchanged", "2")]


def test_two_rows_about_one_customer_are_one(door: Door) -> None:
    twice = "another row is about the same customer"
    same = (
        row("a@b.c"),
        row("A@b.c"),
        row("n@b.c"),
        row("n@b.c", id="5"),
        row("zoe@example.com"),
        row("z@b.c", id=ID),
    )
    (_, made), *others = imported(door, *same)
    assert others == [
        ("rejected", twice),
        ("rejected", twice),
        ("created", "5"),
        ("unchanged", ID),
        ("rejected", twice),
    ]
    assert imported(door, *same[:4])[0] == ("unchanged", made)
    assert at(door, "n@b.c") == ["5"]
