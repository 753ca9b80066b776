"""What a session knows of a booking, and how events and bookings are put: phrases and their words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from frontdesk.conversation.phrases import Listing, Money, Phrase, Word
from frontdesk.conversation.turn import Memory, Turn
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import CANCELLED, Booking, Draft, Event, Policy, Quote

# The intent of the dialogue in which an offer is taken up.
INTENT = "BookTicket"
# So many events are offered at once: nobody keeps more in mind.
OFFER = 3
# By how much older than usual the catalogue may be until the order is made, in seconds.
STALE = 600
# Where the session's memory has the draft, and what was offered.
_DRAFT, _OFFERED = "tickets", "events"
# Instead of a total: nobody was asked for a yes to one yet; and the draft is another session's, to which
# nobody has said yes.
UNSAID, RESUMED = -1, -2


@dataclass(frozen=True, slots=True)
class Known:
    """What this session knows of a booking. total: the cents that the person was told, or UNSAID or RESUMED.
    offered: the ids of the events to choose from."""

    draft: Draft = field(default_factory=Draft)
    total: int = UNSAID
    offered: tuple[str, ...] = ()

    def remembered(self, memory: Memory) -> Memory:
        """The session's memory with it."""
        draft = self.draft
        texts = (draft.booking, draft.event, str(draft.quantity), str(draft.points), str(self.total))
        about = {**memory.about, _DRAFT: "\t".join(texts), _OFFERED: "\t".join(self.offered)}
        if draft == Draft() and self.total == UNSAID:
            del about[_DRAFT]
        return replace(memory, about={name: text for name, text in about.items() if text})


def known(memory: Memory) -> Known:
    """What a session's memory knows."""
    offered = tuple(memory.about.get(_OFFERED, "").split("\t")) if memory.about.get(_OFFERED) else ()
    if not (text := memory.about.get(_DRAFT)):
        return Known(offered=offered)
    booking, event, quantity, points, total = text.split("\t")
    return Known(Draft(event, int(quantity), int(points), booking), int(total), offered)


def goes_on(turn: Turn) -> bool:
    """Whether this dialogue has asked something, or another question has handed over to it."""
    asked = turn.memory.question
    if asked is None or not asked.waits_for:
        return False
    return asked.intent == INTENT or asked.waits_for.startswith(f"{INTENT}.")


def alone(turn: Turn) -> Turn:
    """The turn; what is wanted beside an event where there is none is wanted by itself."""
    another, now = turn.slot("another"), known(turn.memory)
    if another is None or turn.slot("event") or turn.slot("choice") or now.draft.event or now.offered:
        return turn
    many = turn.slot("also")
    return replace(turn, slots={"event": another} | ({"quantity": many} if many else {}))


def which(turn: Turn, now: Known) -> Turn:
    """The turn; a bare number is which one, where that was asked and how many are wanted is known."""
    asked = turn.memory.question
    if asked is None or asked.waits_for != f"{INTENT}.choice" or not now.draft.quantity:
        return turn
    number = turn.slot("quantity")
    return replace(turn, slots={"choice": number}) if number and turn.slots.keys() == {"quantity"} else turn


def said(event: Event) -> Phrase:
    """An event as it is said: name, day, time and place."""
    return Phrase("tickets.event", parts(event))


def brief(event: Event) -> Phrase:
    """The same among others: without the city."""
    return Phrase("tickets.event_brief", parts(event))


def parts(event: Event) -> dict[str, Word]:
    """The words for an event."""
    where: dict[str, Word] = {"place": event.place, "city": event.city}
    return {"name": event.name, "day": event.day, "time": event.start, **where}


def short(event: Event) -> Phrase:
    """The same among many: its name and day."""
    return Phrase("tickets.event_short", parts(event))


def several(quantity: int) -> Phrase:
    """So many tickets, as that is said."""
    return Phrase("tickets.tickets", {"count": quantity})


def costs(event: Event, quantity: int, quote: Quote) -> dict[str, Word]:
    """The words for what so many tickets cost."""
    return {
        "seller": event.seller,
        "tickets": several(quantity),
        "event": said(event),
        "points": quote.points,
        "off": Money(quote.off),
        "total": Money(quote.total),
    }


def refund_rules(policy: Policy) -> Listing:
    """How much comes back of the price, until when."""
    rules = policy.refunds
    return Listing([Phrase("tickets.rule", {"count": days, "percent": percent}) for days, percent in rules])


def state_of(booking: Booking, event: Event | None, now: int) -> Phrase:
    """What became of a booking and its money, as it is. now: epoch seconds."""
    words: dict[str, Word] = {
        "tickets": several(booking.quantity),
        "event": said(event) if event else Phrase("tickets.past_event"),
        "total": Money(booking.total),
        "refund": Money(booking.refund),
        "count": max(1, (booking.expires_at - now + 59) // 60),
    }
    return Phrase(_state(booking), words)


def _state(booking: Booking) -> str:
    match booking.state:
        case State.CHARGING if booking.reason == CANCELLED:
            return "tickets.state_closing"
        case State.CHARGING if booking.link:
            return "tickets.state_link"
        case State.HELD | State.CHARGING:
            return "tickets.state_pending"
        case State.PAID:
            return "tickets.state_paid"
        case State.CONFIRMED:
            return "tickets.state_confirmed"
        case State.REFUNDING:
            return "tickets.state_refunding"
        case State.REFUNDED:
            return "tickets.state_refunded"
    return _ENDED.get(booking.reason, "tickets.state_declined")


# Why nothing was paid in the end, by the booking's reason; anything else is the provider's no.
_ENDED = {
    CANCELLED: "tickets.state_cancelled",
    "not_paid_in_time": "tickets.state_expired",
    "points": "tickets.state_points",
}
