"""Who a record is about, without saying so: keyed hashes, since 10⁹ SSNs could be hashed one after another.

All of them come from the MAC of an SSN under a key that never leaves KMS; the MAC itself is kept nowhere.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass

from frontdesk.domains.patients.record import Record


@dataclass(frozen=True, slots=True)
class Identity:
    """token: the patient. match: the SSN, the same for all who have it. content: the record's text."""

    token: str
    match: str
    content: str


def identify(secret: bytes, record: Record) -> Identity:
    """secret: the MAC of the record's SSN.

    One SSN with another name or birth date is another patient: a human may put them together, for what was
    merged can never be told apart.
    """
    person = "\0".join([*map(_fold, record.names), record.born])
    return Identity(
        _derive(secret, "patient", person.encode())[:32],
        _derive(secret, "ssn", b"")[:32],
        _derive(secret, "content", record.text),
    )


def _derive(secret: bytes, purpose: str, text: bytes) -> str:
    return hmac.digest(secret, purpose.encode() + b"\0" + text, "sha256").hex()


def _fold(name: str) -> str:
    """A name without what is spelled now so, now so: case, accents, blanks, apostrophes and hyphens."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(each for each in letters if each.isalnum())
