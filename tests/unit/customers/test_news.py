"""What tickets tell, however often and in whatever order: one booking has one effect (G4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import replace
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.app import Tools
from frontdesk.domains.customers.events import Keeper
from frontdesk.domains.customers.service import Customers
from frontdesk.errors import Rejected
from tests.conftest import Clock
from tests.support.ledger import ID, adds_up, in_memory, ledger, on_a_table
from tests.support.soak import sequences

BOOKINGS = ("b-1", "b-2", "b-3")
PLENTY = 100_000


@dataclass
class Told:
    """A topic that keeps what it is told."""

    messages: list[Mapping[str, Any]] = field(default_factory=list)

    def publish(self, message: Mapping[str, Any], **attributes: str) -> None:
        assert attributes == {"type": message["type"]}
        self.messages.append(message)


def keeper(customers: Customers) -> tuple[Keeper, Told]:
    topic = Told()
    return Keeper(customers, topic, 5), topic  # type: ignore[arg-type]


def news(kind: str, of: str, **more: Any) -> dict[str, Any]:
    number = int(of[2:])
    usual = {"account": "zoe", "customer": ID, "cents": 1_000 * number, "points": 100 * number, "at": "…"}
    return {"type": kind, "booking": of, **usual, **more}


def wanted(booking: str) -> dict[str, Any]:
    return news("points.wanted", booking)


def issued(booking: str) -> dict[str, Any]:
    return news("ticket.issued", booking)


def refunded(booking: str) -> dict[str, Any]:
    return news("ticket.refunded", booking)


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    """What happened, in its order, and how it is delivered: one to five times each, in any order but that the
    points of a booking are wanted before all else."""
    happened, delivered = [], []
    for booking in BOOKINGS:
        story = [wanted(booking), issued(booking), refunded(booking)][: draw(st.integers(1, 3))]
        happened += story
        delivered += [each for each in story for _ in range(draw(st.integers(1, 5)))]
    delivered = draw(st.permutations(delivered))
    for booking in BOOKINGS:
        places = [place for place, each in enumerate(delivered) if each["booking"] == booking]
        first = next(place for place in places if delivered[place]["type"] == "points.wanted")
        delivered[places[0]], delivered[first] = delivered[first], delivered[places[0]]
    return happened, delivered


def state(customers: Customers, entries: Sequence[Any]) -> Any:
    known = customers.get(ID, now=True)
    assert adds_up(known, list(entries))
    return known.points, Counter(replace(entry, at="") for entry in entries)


@given(deliveries())
@sequences(400)
def test_any_delivery_of_the_same_news_ends_in_the_same_state(told: tuple[list[Any], list[Any]]) -> None:
    ends = []
    for messages in told:
        customers, store = in_memory(PLENTY, Clock())
        keep, _ = keeper(customers)
        for message in messages:
            keep.keep(message)
        ends.append(state(customers, store.entries[ID]))
    assert ends[0] == ends[1]


@st.composite
def anything(draw: st.DrawFn) -> list[Any]:
    """News of three bookings, in no order at all."""
    kinds = (wanted, issued, refunded)
    told = st.tuples(st.sampled_from(kinds), st.sampled_from(BOOKINGS))
    return [kind(booking) for kind, booking in draw(st.lists(told, max_size=12))]


@given(anything(), st.sampled_from([0, 150, 100_000]))
@sequences(200)
def test_whatever_comes_the_ledger_adds_up_and_all_who_ask_hear_the_same(
    messages: list[Any], balance: int
) -> None:
    customers, store = in_memory(balance, Clock())
    keep, topic = keeper(customers)
    for message in messages:
        keep.keep(message)
        assert adds_up(customers.get(ID), store.entries[ID])
    heard = {(told["booking"], told["accepted"], told["points"]) for told in topic.messages}
    assert len(heard) == len({booking for booking, *_ in heard})


def test_the_ledger_in_memory_is_as_the_one_on_the_table(tools: Tools, clock: Clock) -> None:
    """With the points of one booking short, and one told out of order."""
    story = [issued("b-2"), wanted("b-1"), wanted("b-3"), refunded("b-3"), refunded("b-2"), wanted("b-2")]
    story += [refunded("b-1"), issued("b-1"), wanted("b-3")]
    real = on_a_table(tools, 250)
    memory, store = in_memory(250, clock)
    heard = []
    for customers in (real, memory):
        keep, topic = keeper(customers)
        for message in story:
            keep.keep(message)
        heard.append(topic.messages)
    assert heard[0] == heard[1]
    assert state(real, ledger(real)) == state(memory, store.entries[ID])


def test_points_that_are_wanted_are_settled_or_refused(tools: Tools) -> None:
    keep, topic = keeper(on_a_table(tools, 150))
    keep.keep(wanted("b-1"))
    keep.keep(wanted("b-3"))
    keep.keep(news("points.wanted", "b-2", customer="c-unknown"))
    keep.keep(news("points.wanted", "b-2", customer=None, account=""))
    accepted, *refused = topic.messages
    assert accepted == {
        "type": "points.settled",
        "booking": "b-1",
        "accepted": True,
        "points": 100,
        "cents": 100,
        "at": "2027-01-15T08:00:00Z",
    }
    assert [(each["accepted"], each["points"], each["cents"]) for each in refused] == [(False, 0, 0)] * 3


def test_a_customer_is_found_by_the_account_and_whoever_is_none_earns_nothing(tools: Tools) -> None:
    customers = on_a_table(tools, 0)
    keep, _ = keeper(customers)
    keep.keep(news("ticket.issued", "b-1", customer=None))
    assert customers.get(ID, now=True).points.balance == 50
    for customer, account in ((None, "stranger"), (None, ""), ("c-unknown", "zoe")):
        keep.keep(news("ticket.issued", "b-2", customer=customer, account=account))
        keep.keep(news("ticket.refunded", "b-2", customer=customer, account=account))
    assert customers.get(ID, now=True).points.balance == 50


@pytest.mark.parametrize(
    "message",
    [
        [],
        "text",
        {},
        news("ticket.sold", "b-1"),
        news("ticket.issued", "b-1", booking=""),
        news("ticket.issued", "b-1", booking="b" * 129),
        news("ticket.issued", "b-1", cents=-1),
        news("ticket.issued", "b-1", cents=1.5),
        news("ticket.issued", "b-1", cents=True),
        news("ticket.issued", "b-1", cents=None),
        news("ticket.issued", "b-1", cents=10**10),
        news("ticket.issued", "b-1", customer=["c-1"]),
        news("points.wanted", "b-1", points=0),
        news("points.wanted", "b-1", points="100"),
    ],
)
def test_what_can_be_no_news_is_rejected(message: Any, clock: Clock) -> None:
    customers, _ = in_memory(0, clock)
    keep, _ = keeper(customers)
    with pytest.raises(Rejected):
        keep.keep(message)
