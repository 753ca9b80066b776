"""What is on a ticket, and on the link to it: signed, so that nobody makes one up.

A ticket's payload, the text in its QR code: FD1.<booking>.<number>.<signature>. A signature is the first 120
bits of an HMAC-SHA256: enough that nobody guesses one, and short enough for a code that a telephone reads.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass

VERSION = "FD1"
# No booking has more seats; an id has 32 hexadecimal digits. What is longer is no payload.
LONGEST = 80
_SIGNATURE_BYTES = 15
_SERIAL = 10  # characters


@dataclass(frozen=True, slots=True)
class Signer:
    """secret: gives the key; raises TryAgain where it cannot be had."""

    secret: Callable[[], bytes]

    def payload(self, booking: str, number: int) -> str:
        """The text in the code of a booking's ticket, numbered from 1."""
        said = f"{VERSION}.{booking}.{number}"
        return f"{said}.{self._sign(said)}"

    def serial(self, booking: str, number: int) -> str:
        """What a person calls the ticket by; it opens nothing."""
        return self._sign(f"serial\n{booking}\n{number}")[:_SERIAL]

    def read(self, payload: str) -> tuple[str, int] | None:
        """The booking and the number of a payload; None where the desk has not signed it."""
        if len(payload) > LONGEST or not payload.isascii():
            return None
        said, _, signature = payload.rpartition(".")
        version, _, rest = said.partition(".")
        booking, _, number = rest.rpartition(".")
        if version != VERSION or not number.isdecimal():
            return None
        if not hmac.compare_digest(signature, self._sign(said)):
            return None
        return booking, int(number)

    def link(self, booking: str, until: int) -> str:
        """The signature of a link to a booking's page that ends at a time, epoch seconds."""
        return self._sign(f"page\n{booking}\n{until}")

    def opens(self, signature: str, booking: str, until: int) -> bool:
        """Whether the desk has signed this link. (Whether it has ended is for the caller to see.)"""
        return signature.isascii() and hmac.compare_digest(signature, self.link(booking, until))

    def _sign(self, text: str) -> str:
        mac = hmac.digest(self.secret(), text.encode(), "sha256")
        return base64.b32encode(mac[:_SIGNATURE_BYTES]).decode()
