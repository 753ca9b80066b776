"""What a payment provider is asked, and what it may answer; `payments` is the one there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from frontdesk.domains.tickets.model import Booking

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_booking(text: object) -> bool:
    """Whether a booking can have this id."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Charged:
    """Money was taken. id: the charge's, at the provider. cents: how much."""

    id: str
    cents: int


@dataclass(frozen=True, slots=True)
class Declined:
    """No money was taken, and none will be. reason: the provider's word for it ("insufficient_funds")."""

    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where somebody pays who has no saved payment method. until: epoch seconds."""

    id: str
    url: str
    until: int


type Outcome = Charged | Declined


class Unanswered(Exception):
    """The provider did not answer, or with a failure of its own: what came of it is unknown. Asking again in
    the same words is safe."""


class Stored(Exception):
    """The provider keeps a failure as its answer: asking again in the same words gets the same. What came of
    it has to be looked up."""


class Provider(Protocol):
    """All methods raise Unanswered; those that change something raise Stored, too."""

    def charge(self, booking: Booking) -> Outcome:
        """Charge the booking's total to its saved payment method: once, however often it is asked."""
        ...

    def find(self, booking: Booking) -> Charged | None:
        """The charge of a booking, looked up; some time behind."""
        ...

    def refund(self, booking: Booking) -> str:
        """Give `booking.refund` cents of its charge back: once. The refund's id."""
        ...

    def open_page(self, booking: Booking, until: int) -> Page:
        """A page on which the booking is paid, until a time (epoch seconds)."""
        ...

    def look_at_page(self, booking: Booking, close: bool) -> Outcome | None:
        """What came of the booking's page; None while it is open. close: end it where nobody has paid."""
        ...
