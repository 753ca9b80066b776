"""What a session knows of a booking, which event it means, and how these are put: phrases and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from frontdesk.conversation.turn import Ask, Confirm, Listing, Memory, Money, Phrase, Reply, Turn, Word
from frontdesk.domains.tickets.finding import Wish
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import CANCELLED, Booking, Draft, Event
from frontdesk.domains.tickets.slots import nth

# The intent of the dialogue in which an offer is taken up.
INTENT = "BookTicket"
# So many events are offered at once: nobody keeps more in mind.
OFFER = 3
# Where the session's memory has the draft, and what was offered.
_DRAFT, _OFFERED = "tickets", "events"
UNSAID = -1


@dataclass(frozen=True, slots=True)
class Known:
    """What this session knows of a booking. total: the cents that the person was told, UNSAID where they were
    asked for no yes yet. offered: the ids of the events to choose from."""

    draft: Draft = field(default_factory=Draft)
    total: int = UNSAID
    offered: tuple[str, ...] = ()

    def remembered(self, memory: Memory) -> Memory:
        """The session's memory with it."""
        draft = self.draft
        texts = (draft.booking, draft.event, str(draft.quantity), str(draft.points), str(self.total))
        about = {**memory.about, _DRAFT: "\t".join(texts), _OFFERED: "\t".join(self.offered)}
        if draft == Draft():
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


def said(event: Event) -> Phrase:
    """An event as it is said: name, day, time and place."""
    return Phrase("tickets.event", _parts(event))


def brief(event: Event) -> Phrase:
    """The same among others: without the city."""
    return Phrase("tickets.event_brief", _parts(event))


def _parts(event: Event) -> dict[str, Word]:
    where: dict[str, Word] = {"place": event.place, "city": event.city}
    return {"name": event.name, "day": event.day, "time": event.start, **where}


def several(quantity: int) -> Phrase:
    """So many tickets, as that is said."""
    return Phrase("tickets.tickets", {"count": quantity})


def offer(turn: Turn, now: Known, events: Sequence[Event], why: Word = "") -> Reply:
    """Offer events to choose from, or the only one. why: what made them come up, said before."""
    now = replace(now, total=UNSAID, offered=tuple(event.id for event in events[:OFFER]))
    first = [brief(event) for event in events[:OFFER]]
    then: Ask | Confirm
    if len(events) == 1:
        one: dict[str, Word] = {"event": said(events[0]), "price": Money(events[0].cents)}
        phrase, then = Phrase("tickets.offer_one", one), Confirm()
    elif len(events) > OFFER:
        words: dict[str, Word] = {"count": len(events), "events": Listing(first)}
        phrase, then = Phrase("tickets.offer_first", words), _choice(events)
    elif events:
        phrase, then = Phrase("tickets.offer_all", {"events": Listing(first, "or")}), _choice(events)
    else:
        phrase, then = Phrase("tickets.which_event"), Ask("event")
    if why:
        phrase = Phrase("tickets.why", {"why": why, "then": phrase})
    memory = now.remembered(turn.memory)
    return Reply(phrase.key, phrase.words, then, intent=INTENT, slots={}, memory=memory)


def _choice(events: Sequence[Event]) -> Ask:
    return Ask("choice", tuple(Phrase("tickets.button", _parts(event)) for event in events[:OFFER]))


def choose(turn: Turn, now: Known, events: Sequence[Event], today: date) -> Event | Reply | None:
    """The event that is meant, the question to ask back, or None where nobody has named one.

    events: what is still to come. today: where they are.
    """
    wish = Wish.of(turn)
    there = {event.id: event for event in events}
    offered, current = [there[each] for each in now.offered if each in there], there.get(now.draft.event)
    if wish.choice and offered:
        at = nth(wish.choice, len(offered))
        return offer(turn, now, offered) if at is None else offered[at]
    wish = replace(wish, choice="")
    if not wish.given:
        only = offered[0] if len(offered) == 1 else None
        return current or only or (offer(turn, now, offered) if offered else None)
    pool: Sequence[Event] = events
    if wish.narrows and (offered or current):
        pool = offered or [each for each in events if current and each.name == current.name]
    found = wish.among(pool)
    if not found and len({each.name for each in pool}) > 1:  # "and on Sunday?", after what is on today
        found = wish.among(events)
    if not (found or wish.is_over(today)):
        again = wish.another_week(pool)
        found = again if current in again or len(again) > 1 else []
        now = replace(now, draft=replace(now.draft, event="", booking="")) if again else now
        if len(again) == 1 and not found:
            return offer(turn, now, again)
    if current in found or len(found) == 1:
        return current if current in found else found[0]
    now = replace(now, draft=replace(now.draft, event="", booking=""))
    return offer(turn, now, found) if found else _nothing(turn, now, wish, events, pool, today)


def _nothing(
    turn: Turn, now: Known, wish: Wish, events: Sequence[Event], pool: Sequence[Event], today: date
) -> Reply:
    """There is no such event, or not then: say so, and what comes nearest."""
    later = wish.any_day().among(pool) if wish.day else []
    if wish.is_over(today):
        return offer(turn, now, later, Phrase("tickets.gone_by"))
    if later:
        return offer(turn, now, later, Phrase("tickets.not_then"))
    others = replace(wish, names=(), kind="", heard="").among(events) or events
    return offer(turn, now, others, Phrase("tickets.unknown" if wish.names else "tickets.nothing_such"))


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
