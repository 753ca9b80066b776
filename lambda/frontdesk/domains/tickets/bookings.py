"""What people ask about their bookings: what and when it is, what became of the money, and to cancel one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from frontdesk.conversation.phrases import Listing, Money, Phrase, Word
from frontdesk.conversation.turn import Ask, Confirm, Confirmation, Memory, Reply, Turn
from frontdesk.domains.tickets.choosing import Choosing
from frontdesk.domains.tickets.finding import Wish
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import CANCELLED, Booking, Event
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.slots import nth
from frontdesk.domains.tickets.words import OFFER, brief, known, refund_rules, said, several, state_of

# Where the session's memory has the bookings that were spoken of.
_BOOKINGS = "bookings"

type Mine = list[tuple[Booking, Event]]


class Bookings:
    """The questions of somebody who has booked something."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets, self._choosing = tickets, Choosing(tickets)

    def mine(self, turn: Turn) -> Reply:
        """What is booked, and how far it is."""
        mine = self._tickets.mine(turn.account.id)
        if not mine:
            return Reply("tickets.none_booked")
        told: list[Word] = [
            Phrase(_BRIEF[booking.state], {"tickets": several(booking.quantity), "event": brief(event)})
            for booking, event in mine[:OFFER]
        ]
        words: dict[str, Word] = {"count": len(mine), "bookings": Listing(told)}
        memory = _about(turn, [booking for booking, _ in mine[:OFFER]])
        phrase = "tickets.mine" if len(mine) <= OFFER else "tickets.mine_first"
        return Reply(phrase, words, memory=memory)

    def when(self, turn: Turn) -> Reply:
        """When and where something is that was booked; else what the catalogue says of it."""
        mine, wish = self._tickets.mine(turn.account.id), Wish.of(turn)
        booked = wish.among([event for _, event in mine])
        if not booked and wish.names:
            now, found = replace(known(turn.memory), offered=()), wish.among(self._tickets.events())
            return self._choosing.offer(turn, now, found, Phrase("tickets.not_booked_yet"))
        if not booked:
            return Reply("tickets.none_booked")
        event = next(iter(booked))
        words: dict[str, Word] = {"name": event.name, **said(event).words}
        return Reply("tickets.when" if wish.names or len(mine) == 1 else "tickets.when_next", words)

    def payment(self, turn: Turn) -> Reply:
        """What became of the money of the newest booking: the truth, while it is pending too."""
        newest = next(iter(self._tickets.bookings(turn.account.id)), None)
        return self._state(newest) if newest else Reply("tickets.nothing_to_pay")

    def refund(self, turn: Turn) -> Reply:
        """How far the money is that comes back: the latest."""
        bookings = self._tickets.bookings(turn.account.id)
        back = [each for each in bookings if each.state in (State.REFUNDING, State.REFUNDED)]
        return self._state(max(back, key=lambda each: each.since)) if back else Reply("tickets.no_refund")

    def _state(self, booking: Booking) -> Reply:
        state = state_of(booking, self._tickets.event(booking.event), self._tickets.now())
        return Reply(state.key, state.words)

    def cancel(self, turn: Turn) -> Reply:
        """Call a booking off: which one, what comes back, yes or no."""
        spoken_of = turn.memory.about.get(_BOOKINGS, "").split("\t")
        if turn.confirmation is Confirmation.DENIED:
            return Reply("tickets.not_cancelled", memory=_about(turn, []))
        if turn.confirmation is Confirmation.CONFIRMED and len(spoken_of) == 1 and spoken_of[0]:
            return self._cancelled(turn, spoken_of[0])
        mine = self._tickets.mine(turn.account.id)
        if not mine:
            return Reply("tickets.none_to_cancel")
        meant = self._meant(turn, mine, spoken_of)
        if len(meant) == 1:
            return self._cancel(turn, *meant[0])
        first = meant[:OFFER] or mine[:OFFER]
        more = len(meant or mine) > OFFER
        names = [(several(booking.quantity), brief(event)) for booking, event in first]
        told = [Phrase("tickets.brief_confirmed", {"tickets": n, "event": event}) for n, event in names]
        words: dict[str, Word] = {
            "count": len(meant or mine),
            "events": Listing(told, "and" if more else "or"),
        }
        which = "tickets.which_booking_first" if more else "tickets.which_booking"
        phrase = which if meant else "tickets.no_such_booking"
        buttons = tuple(Phrase("tickets.button", event.words) for _, event in names)
        return Reply(phrase, words, Ask("choice", buttons), memory=_about(turn, [each for each, _ in first]))

    def _meant(self, turn: Turn, mine: Mine, spoken_of: Sequence[str]) -> Mine:
        """The bookings that may be meant; empty for one that there is not."""
        wish, there = Wish.of(turn), {booking.id: (booking, event) for booking, event in mine}
        listed = [there[each] for each in spoken_of if each in there] or mine
        if wish.choice:
            at = nth(wish.choice, len(listed))
            return [] if at is None else [listed[at]]
        if not wish.given:
            return mine
        events = wish.among([event for _, event in mine])
        return [each for each in mine if each[1] in events]

    def _cancel(self, turn: Turn, booking: Booking, event: Event) -> Reply:
        """Say what comes of cancelling it, and ask."""
        back = self._tickets.refundable(booking)
        words: dict[str, Word] = {
            "tickets": several(booking.quantity),
            "event": said(event),
            "refund": Money(back),
            "total": Money(booking.total),
            "rules": refund_rules(self._tickets.policy),
        }
        if booking.state is State.CHARGING and not booking.link:
            return Reply("tickets.cancel_not_now", words)
        if booking.state in (State.HELD, State.CHARGING):
            return self._sure(turn, booking, "tickets.cancel_held", words)
        if not back:
            return Reply("tickets.cancel_used" if booking.admitted else "tickets.cancel_too_late", words)
        phrase = "tickets.cancel_all" if back == booking.total else "tickets.cancel_part"
        return self._sure(turn, booking, phrase, words)

    def _sure(self, turn: Turn, booking: Booking, phrase: str, words: Mapping[str, Word]) -> Reply:
        memory = _about(turn, [booking])
        return Reply(phrase, words, Confirm(), intent="CancelBooking", slots={}, memory=memory)

    def _cancelled(self, turn: Turn, booking_id: str) -> Reply:
        booking = self._tickets.cancel(turn.account.id, booking_id)
        if booking is None:
            return Reply("tickets.none_to_cancel", memory=_about(turn, []))
        event = self._tickets.event(booking.event)
        state = state_of(booking, event, self._tickets.now())
        paying = booking.state is State.CHARGING and booking.reason != CANCELLED
        return Reply("tickets.cancel_not_now" if paying else state.key, state.words, memory=_about(turn, []))


_BRIEF = {
    State.HELD: "tickets.brief_pending",
    State.CHARGING: "tickets.brief_pending",
    State.PAID: "tickets.brief_paid",
    State.CONFIRMED: "tickets.brief_confirmed",
}


def _about(turn: Turn, bookings: Sequence[Booking]) -> Memory:
    """The session's memory, in which these bookings were spoken of."""
    about = {**turn.memory.about, _BOOKINGS: "\t".join(booking.id for booking in bookings)}
    return replace(turn.memory, about={name: text for name, text in about.items() if text})
