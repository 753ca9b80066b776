"""A booking's whole life as a state machine: Hypothesis chooses what happens, and what dies; the oracle
counts seats and money after every step, and again when everything has come to its end."""

from __future__ import annotations

import random

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.chances import STEPS
from tests.support.house import PAYERS
from tests.support.money_and_seats import BoxOffice

ACCOUNTS = st.sampled_from([*PAYERS, "nobody"])


class Bookings(RuleBasedStateMachine):
    """Rules are what people, queues, the provider and time may do."""

    def __init__(self) -> None:
        super().__init__()
        self.office = BoxOffice(deaf=True)

    @rule(account=ACCOUNTS, quantity=st.integers(1, 8), points=st.sampled_from([0, 0, 100, 9_000]))
    def order(self, account: str, quantity: int, points: int) -> None:
        self.office.order(account, quantity, points)

    @rule(account=ACCOUNTS, quantity=st.integers(1, 8), data=st.data())
    @precondition(lambda self: self.office.ids)
    def order_in_another_channel(self, account: str, quantity: int, data: st.DataObject) -> None:
        self.office.order(account, quantity, booking=data.draw(st.sampled_from(self.office.ids)))

    @rule()
    def publish(self) -> None:
        self.office.publish()

    @rule(data=st.data(), twice=st.booleans())
    @precondition(lambda self: self.office.payment or self.office.later)
    def work(self, data: st.DataObject, twice: bool) -> None:
        queue = self.office.payment or self.office.later
        index = data.draw(st.integers(0, len(queue) - 1))
        if twice:
            queue.append(queue[index])
        self.office.work(queue, index)

    @rule(data=st.data())
    @precondition(lambda self: self.office.ids)
    def cancel(self, data: st.DataObject) -> None:
        self.office.cancel(data.draw(st.sampled_from(self.office.ids)))

    @rule(accepted=st.booleans())
    def settle_points(self, accepted: bool) -> None:
        self.office.settle(accepted)

    @rule()
    def pay_on_pages(self) -> None:
        self.office.pay_pages()

    @rule(seconds=st.sampled_from([1, 40, 130, 700, 3_000, 90_000]))
    def wait(self, seconds: int) -> None:
        self.office.now += seconds

    @rule()
    def sweep(self) -> None:
        self.office.sweep()

    @rule(
        lost=st.sampled_from([0, 0.5, 1]), broken=st.sampled_from([0, 0.5]), failed=st.sampled_from([0, 0.5])
    )
    def provider_fails(self, lost: float, broken: float, failed: float) -> None:
        faults = self.office.stripe.faults
        faults.lost, faults.broken, faults.failed = lost, broken, failed

    @rule(effects=st.integers(0, 4), after=st.booleans())
    def kill(self, effects: int, after: bool) -> None:
        self.office.kill(effects, after)

    @rule(other=st.sampled_from(["order", "work", "sweep", "cancel", "pay"]), seed=st.integers(0, 99))
    def meet(self, other: str, seed: int) -> None:
        self.office.meet(lambda: STEPS[other](self.office, random.Random(seed)))

    @invariant()
    def seats_and_money_are_where_they_should_be(self) -> None:
        self.office.check()

    def teardown(self) -> None:
        self.office.drain()
        self.office.check(final=True)
        self.office.close()


TestBookings = Bookings.TestCase
TestBookings.settings = hypothesis.settings(max_examples=25, stateful_step_count=30)
