"""What may be known of a visit outside the vault: its number and how far its checkout is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How far a checkout is. The values are in the Visits table."""

    RECEIVED = "received"  # in the vault, not billed yet
    DELAYED = "delayed"  # the news of it could not be delivered: somebody has to look
    BILLED = "billed"  # finished


class Visit(NamedTuple):
    """number: the visit's own, as the hospital counts. left: the day of the discharge, "2026-11-24"."""

    number: str
    state: State
    left: str
