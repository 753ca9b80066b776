"""What people ask about events: what is on, how many seats are left, what it costs.

Booking is in `ordering.py`, what has been booked in `bookings.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from frontdesk.conversation.phrases import Listing, Money, Phrase, Word
from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import Reply, Turn
from frontdesk.domains.tickets.bookings import Bookings
from frontdesk.domains.tickets.choosing import Choosing, Tell, after
from frontdesk.domains.tickets.finding import Wish
from frontdesk.domains.tickets.model import Event
from frontdesk.domains.tickets.ordering import Ordering
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.words import INTENT, OFFER, STALE, known, parts, refund_rules, short

# Fewer seats than these are told by their number: more are plenty for anybody who may book.
PLENTY = 20


def answers(tickets: Tickets) -> Mapping[str, Answer]:
    """intent → answer."""
    talk, bookings = Talk(tickets), Bookings(tickets)
    return {
        "FindEvents": talk.find,
        "SeatsLeft": talk.seats,
        "TicketPrice": talk.price,
        "SaleTerms": talk.terms,
        "BookTicket": talk.ordering.answer,
        "MyBookings": bookings.mine,
        "BookingTime": lambda turn: talk.when(turn) or bookings.when(turn),
        "CancelBooking": bookings.cancel,
        "PaymentStatus": bookings.payment,
        "RefundStatus": bookings.refund,
    }


class Talk:
    """The questions. What was being booked stays as it is."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets, self._choosing, self.ordering = tickets, Choosing(tickets), Ordering(tickets)

    def find(self, turn: Turn) -> Reply:
        """What is on."""
        wish, events = Wish.of(turn), self._tickets.events()
        now, offer = replace(known(turn.memory), offered=()), self._choosing.offer
        if not events:
            return Reply("tickets.no_events")
        if found := wish.among(events):
            return offer(turn, now, found)
        if wish.is_over(self._tickets.today()):
            return offer(turn, now, wish.any_day().among(events) or events, Phrase("tickets.gone_by"))
        if wish.day and (later := wish.any_day().among(events)):
            return offer(turn, now, later, Phrase("tickets.not_then"))
        why = "tickets.unknown" if wish.names else "tickets.nothing_such"
        return offer(turn, now, events, Phrase(why))

    def seats(self, turn: Turn) -> Reply:
        """How many seats are left."""
        return self._told(turn, _seats)

    def price(self, turn: Turn) -> Reply:
        """What a ticket costs."""
        return self._told(turn, _prices)

    def when(self, turn: Turn) -> Reply | None:
        """When and where it is that is being booked; None where somebody asks for something else."""
        event = self._being_booked(turn)
        if event is None or Wish.of(turn).given:
            return None
        return self._told_between(turn, Phrase("tickets.when", parts(event)))

    def terms(self, turn: Turn) -> Reply:
        """Who sells, and what comes back of the price: the rule; what is being booked goes on."""
        event = self._being_booked(turn)
        rules: dict[str, Word] = {"rules": refund_rules(self._tickets.policy)}
        if event is None:
            return Reply("tickets.terms", rules)
        told = Phrase("tickets.terms_of", {"name": event.name, "seller": event.seller, **rules})
        return self._told_between(turn, told)

    def _told(self, turn: Turn, tell: Tell) -> Reply:
        """Something of the events that are meant: that were named, or offered, or of the one that is being
        booked; whose booking then goes on."""
        now, wish, events = known(turn.memory), Wish.of(turn), self._tickets.events(STALE)
        offered = [event for event in events if event.id in now.offered]
        booked = [event for event in events if event.id == now.draft.event]
        if booked and not (wish.given or offered):
            return self._told_between(turn, tell(booked, self._tickets.left(booked)))
        found = wish.among(events) if wish.given else offered or events
        if not found:
            return self.find(turn)
        return self._choosing.offer(turn, replace(now, offered=()), found, tell=tell)

    def _being_booked(self, turn: Turn) -> Event | None:
        event = known(turn.memory).draft.event
        return next((each for each in self._tickets.events(STALE) if each.id == event), None)

    def _told_between(self, turn: Turn, told: Phrase) -> Reply:
        """Something is told, and the dialogue asks again what it has asked. The question is open to
        strangers, but who is booking something is none."""
        caller = replace(turn.caller, account=turn.memory.account)
        return after(told, self.ordering.answer(replace(turn, intent=INTENT, slots={}, caller=caller)))


def _seats(events: Sequence[Event], left: Mapping[str, int]) -> Phrase:
    if len(events) > OFFER:
        return Phrase("tickets.seats_depend")
    return Phrase("tickets.seats", {"seats": Listing([_free(event, left[event.id]) for event in events])})


def _free(event: Event, left: int) -> Phrase:
    words: dict[str, Word] = {"event": short(event), "count": left}
    return Phrase("tickets.seats_plenty" if left >= PLENTY else "tickets.seats_few", words)


def _prices(events: Sequence[Event], left: Mapping[str, int]) -> Phrase:
    if len(events) > OFFER:
        least, most = min(event.cents for event in events), max(event.cents for event in events)
        phrase = "tickets.price_range" if least < most else "tickets.price_of_all"
        return Phrase(phrase, {"least": Money(least), "most": Money(most)})
    prices = [Phrase("tickets.price", {"price": Money(each.cents), "event": short(each)}) for each in events]
    return Phrase("tickets.prices", {"prices": Listing(prices)})
