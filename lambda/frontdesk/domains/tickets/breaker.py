"""A circuit breaker before the payment provider: while it is out, nobody waits for it in vain.

Each worker counts by itself; one that sees too many failures in a row opens the breaker for all of them, in
the table. After that time the next who ask find out whether it is over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.model import Booking
from frontdesk.domains.tickets.provider import Stored, Unanswered

# So many failures in a row are an outage; a provider that loses every fifth answer has as good as never six.
FAILURES = 6
OPEN_SECONDS = 30
# For so long a worker believes what it has read, in seconds.
LOOK_SECONDS = 2


class Later(Exception):
    """The booking waits for the provider: look after it again in a while. `booking` is how it stands."""

    def __init__(self, booking: Booking) -> None:
        super().__init__()
        self.booking = booking


@dataclass(slots=True)
class Breaker:
    """now: the time, in epoch seconds."""

    store: Ledger
    now: Callable[[], int]
    _failures: int = 0
    _until: int = 0
    _looked: int = -LOOK_SECONDS

    def is_open(self) -> bool:
        """Whether nobody should ask now. Raises TryAgain."""
        now = self.now()
        if now - self._looked >= LOOK_SECONDS:
            self._until, self._looked = self.store.outage(), now
        return now < self._until

    @contextlib.contextmanager
    def asking(self, booking: Booking) -> Iterator[None]:
        """What asks the provider about a booking. Raises Later while it is out, and where it does not answer;
        TryAgain."""
        if self.is_open():
            raise Later(booking)
        try:
            yield
        except Unanswered:
            self._failed()
            raise Later(booking) from None
        except (Stored, Later):  # whatever it was, it was an answer
            self._failures = 0
            raise
        self._failures = 0

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._until = self.now() + OPEN_SECONDS
            self.store.keep_outage(self._until)
            self._failures = FAILURES - 1  # the next failure opens it again at once
