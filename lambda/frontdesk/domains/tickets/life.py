"""A booking's life: HELD → CHARGING → PAID → CONFIRMED, or DECLINED | EXPIRED → RELEASED, or REFUNDING →
REFUNDED. Every step is conditional on the state before it."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a booking is in its life."""

    HELD = "HELD"  # seats are kept for the person until `expires_at`
    CHARGING = "CHARGING"  # the provider has been, or is about to be asked: the seats cannot be released
    PAID = "PAID"
    CONFIRMED = "CONFIRMED"  # the tickets are issued
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    RELEASED = "RELEASED"  # the seats are free again, and nothing was paid
    REFUNDING = "REFUNDING"
    REFUNDED = "REFUNDED"


# What may follow what. A state may follow itself: a hold is extended, its points are settled, a link is made.
# RELEASED → REFUNDING is a charge that came to light when nobody reckoned with it any more.
NEXT = {
    State.HELD: {State.HELD, State.CHARGING, State.DECLINED, State.EXPIRED},
    State.CHARGING: {State.CHARGING, State.PAID, State.DECLINED},
    State.PAID: {State.PAID, State.CONFIRMED, State.REFUNDING},
    State.CONFIRMED: {State.REFUNDING},
    State.DECLINED: {State.DECLINED, State.RELEASED},
    State.EXPIRED: {State.EXPIRED, State.RELEASED},
    State.RELEASED: {State.REFUNDING},
    State.REFUNDING: {State.REFUNDING, State.REFUNDED},
    State.REFUNDED: frozenset[State](),
}
# Nothing more happens to these by itself.
FINAL = frozenset({State.CONFIRMED, State.RELEASED, State.REFUNDED})
# These still get somebody in, or may.
LIVE = frozenset({State.HELD, State.CHARGING, State.PAID, State.CONFIRMED})


def counted(state: State) -> str:
    """As what the seats of a booking are counted: "held", "sold" or "free"."""
    if state in (State.HELD, State.CHARGING, State.DECLINED, State.EXPIRED):
        return "held"
    return "free" if state in (State.RELEASED, State.REFUNDED) else "sold"


class Overtaken(Exception):
    """Somebody else has changed the booking since it was read: read it again."""
