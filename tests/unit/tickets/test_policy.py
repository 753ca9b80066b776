"""What seats cost, what points take off, what cancelling gives back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.tickets import policy
from frontdesk.domains.tickets.model import Policy
from frontdesk.settings import Settings
from tests.support.house import EVENT
from tests.support.money_and_seats import BoxOffice


@given(
    st.integers(0, 100_000),
    st.integers(1, 8),
    st.integers(0, 1_000_000),
    st.integers(0, 500),
    st.integers(1, 30),
)
def test_a_quote_adds_up_and_can_be_charged(
    cents: int, quantity: int, points: int, fee: int, point: int
) -> None:
    rules = Policy(fee=fee, point=point)
    quote = rules.quote(cents, quantity, points)
    full = quote.cents + quote.fees + quote.tax
    assert (quote.cents, quote.fees) == (cents * quantity, fee * quantity)
    assert quote.total == full - quote.off >= 0
    assert quote.points <= points and quote.off <= quote.points * point
    assert not 0 < quote.total < rules.least_charge or full < rules.least_charge


def test_two_seats_with_fees_and_tax() -> None:
    quote = Policy().quote(2_500, 2)
    assert (quote.cents, quote.fees, quote.tax, quote.total) == (5_000, 300, 424, 5_724)


@pytest.mark.parametrize(("days", "back"), [(30, 5_724), (7, 5_724), (6, 2_862), (1, 2_862), (0, 0), (-1, 0)])
def test_who_cancels_early_gets_more_back(days: int, back: int) -> None:
    office = BoxOffice()
    booking = office.order("maya", 2)
    assert booking is not None
    assert Policy().refundable(booking, EVENT, EVENT.at - days * 86_400) == back


def test_the_rules_are_a_setting() -> None:
    said = "fee=0 tax=1000 refunds=3:80,14:100 pin=5000 hold=300"
    rules = policy(Settings({"TICKET_RULES": said, "POINT_CENTS": "2"}))
    assert (rules.fee, rules.tax, rules.pin_from, rules.hold, rules.point) == (0, 1000, 5000, 300, 2)
    assert rules.refunds == ((14, 100), (3, 80))
