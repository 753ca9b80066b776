"""PINs: what one is, and how it is kept.

Four digits have ten thousand values, so no hash alone can hide one from somebody who has the table. The hash
is therefore salted, slow, and peppered by a key that never leaves KMS; and guesses are counted.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

# Three wrong PINs lock the account, and the right fourth fails too (Alexa's rule for voice codes).
TRIES = 3

# scrypt's cost: 16 MB and some 50 ms, what OWASP's password storage sheet gives as (N=2^14, r=8, p=5) fits
# a function's memory with p=1; the pepper carries the weight here.
_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


class PinRecord(NamedTuple):
    """salt: 16 bytes. digest: the peppered hash, 32 bytes. passed: whether the last attempt was right."""

    salt: bytes
    digest: bytes
    passed: bool = False


def four_digits(heard: str | None) -> str | None:
    """The PIN in what was understood ("2 4 6 8", "2468"); None where it is not four digits."""
    digits = re.sub(r"[\s.,-]", "", heard or "")
    return digits if re.fullmatch(r"[0-9]{4}", digits) else None


def slow_hash(pin: str, salt: bytes) -> bytes:
    """The slow, salted hash of a PIN, 32 bytes; still to be peppered."""
    return hashlib.scrypt(pin.encode(), salt=salt, **_COST)
