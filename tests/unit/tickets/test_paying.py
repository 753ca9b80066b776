"""What the payment queue brings: what makes no sense can never succeed, and costs only itself."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.errors import Rejected
from tests.support.money_and_seats import BoxOffice

SETTLED = {"type": "points.settled", "booking": "b0", "accepted": True, "points": 100, "cents": 100}


@pytest.mark.parametrize(
    "message",
    [
        *([], "text", None, {}, {"type": "booking.held"}, {"booking": "b0"}),
        {"type": "booking.held", "booking": "unknown"},
        {"type": "booking.held", "booking": "x" * 3_000},
        {"type": "booking.held", "booking": "\ud800"},
        {"type": "booking.held", "booking": 7},
        {**SETTLED, "cents": float("inf")},
        {**SETTLED, "cents": None},
        {"type": "charge.settled", "booking": "b0", "cents": 100},
    ],
)
def test_what_makes_no_sense_is_rejected(message: Any) -> None:
    office = BoxOffice()
    office.order("maya", 2)
    with pytest.raises(Rejected):
        office.payments.take(message)
    office.close()
