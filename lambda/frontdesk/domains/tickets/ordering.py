"""The dialogue of a booking: which event, how many, how much, yes or no; in any order, corrected at any time.

What was said is in the session's memory and, for whatever session comes next, in the account's draft. A yes
orders what this session has heard, under the id that was made when it was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from frontdesk.conversation.phrases import Phrase, Word
from frontdesk.conversation.turn import Ask, Card, Confirm, Confirmation, Reply, Then, Turn
from frontdesk.domains.tickets.choosing import Choosing, after, then
from frontdesk.domains.tickets.finding import Wish
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Draft, Event, Quote, SoldOut
from frontdesk.domains.tickets.service import Tickets, new_booking_id
from frontdesk.domains.tickets.slots import count, quantity
from frontdesk.domains.tickets.words import (
    INTENT,
    RESUMED,
    STALE,
    Known,
    alone,
    costs,
    goes_on,
    known,
    said,
    several,
    state_of,
    which,
)

# For how long an interrupted booking can be taken up again, in seconds.
KEEPS = 3 * 86_400


class Ordering:
    """Holds the dialogue."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets, self._choosing = tickets, Choosing(tickets)

    def answer(self, turn: Turn) -> Reply:
        """The reply to whatever is said in the dialogue, or begins it."""
        turn = alone(turn)
        reply, another = self._answer(turn), self._choosing.another(turn)
        return after(Phrase("tickets.one_at_a_time", {"name": another}), reply) if another else reply

    def _answer(self, turn: Turn) -> Reply:
        now = known(turn.memory)
        if turn.confirmation is Confirmation.WITHDRAWN:
            return self._withdrawn(turn, now)
        if turn.confirmation is Confirmation.DENIED:
            return self._denied(turn, now)
        if turn.confirmation is Confirmation.CONFIRMED:
            return self._confirmed(replace(turn, slots={}), now)
        if not goes_on(turn):
            if Wish.of(turn).given:
                now = Known(offered=now.offered)
            elif not now.draft.event and (kept := self._tickets.draft(turn.account.id)):
                return self._resume(turn, kept)
        return self._fill(turn, now)

    def _resume(self, turn: Turn, kept: Draft) -> Reply:
        """Offer to go on with what was begun in another session, or in another channel."""
        event = self._upcoming(kept.event)
        if event is None:
            return self._fill(turn, Known())
        many = quantity(turn) or 0
        now = Known(Draft(quantity=many), RESUMED, (event.id,))  # of the old one nothing counts without a yes
        tickets = several(told) if (told := many or kept.quantity) else Phrase("tickets.some_tickets")
        words: dict[str, Word] = {"tickets": tickets, "event": said(event)}
        return self._say(turn, now, "tickets.resume", words, Confirm())

    def _fill(self, turn: Turn, before: Known) -> Reply:
        """Take what the turn adds, and ask for what is missing still."""
        turn, draft, most = which(turn, before), before.draft, self._tickets.policy.most
        many, points = quantity(turn), count(turn, "points")
        if many and many <= most:
            draft = replace(draft, quantity=many)
        if points or turn.value("points") == "0":  # "none" is an answer
            draft = replace(draft, points=points or 0)
        wish, events = Wish.of(turn), self._tickets.events(STALE)
        if wish.names and not wish.among(events):
            events = self._tickets.events()  # it may be new
        event = self._choosing.choose(turn, replace(before, draft=draft), events)
        if isinstance(event, Reply):
            return event
        if event is None:
            return self._say(turn, replace(before, draft=draft), "tickets.which_event", {}, Ask("event"))
        draft = replace(draft, event=event.id)
        now = before if draft == before.draft else Known(replace(draft, booking=""))
        now = replace(now, offered=())
        tells: dict[str, Word] = {"event": said(event), "most": most}
        if many is not None and not 0 < many <= most:
            again = "tickets.too_many" if many else "tickets.how_many_again"
            return self._ask(turn, now, again, tells, "quantity")
        if not draft.quantity:
            return self._ask(turn, now, "tickets.how_many", tells, "quantity")
        if points == 0 and turn.value("points") != "0":
            return self._ask(turn, now, "tickets.how_many_points", tells, "points")
        return self._summary(turn, now, event)

    def _summary(self, turn: Turn, now: Known, event: Event, changed: bool = False) -> Reply:
        """Say what would be ordered and ask for a yes; first for the PIN, where the sum wants one."""
        draft = now.draft
        quote = self._tickets.quote(event, draft.quantity, draft.points)
        left = self._tickets.free(event)
        if left < draft.quantity:
            return self._sold_out(turn, now, event, left)
        if self._wants_pin(turn, quote):
            self._keep(turn, now)
            words: dict[str, Word] = costs(event, draft.quantity, quote)
            memory = now.remembered(turn.memory)
            return Reply("tickets.pin_ask", words, Ask("pin"), intent="VerifyPin", slots={}, memory=memory)
        booking = draft.booking or new_booking_id()
        now = replace(now, draft=replace(draft, booking=booking), total=quote.total)
        self._keep(turn, now)
        phrase = "tickets.confirm_points" if quote.off else "tickets.confirm"
        summary = Phrase(phrase, costs(event, draft.quantity, quote))
        if changed:
            summary = then(Phrase("tickets.price_changed"), summary)
        return self._say(turn, now, summary.key, summary.words, Confirm())

    def _wants_pin(self, turn: Turn, quote: Quote) -> bool:
        dear = quote.total + quote.off >= self._tickets.policy.pin_from  # points are worth money, too
        return dear and turn.memory.pin_until <= self._tickets.now()

    def _sold_out(self, turn: Turn, now: Known, event: Event, left: int) -> Reply:
        """Fewer seats than were asked for: the rest of them, or the nearest event that has enough."""
        tells: dict[str, Word] = {"event": said(event), "left": left}
        if left:
            less = replace(now, draft=replace(now.draft, quantity=0, booking=""))
            return self._ask(turn, less, "tickets.few_left", {**tells, "count": left}, "quantity")
        now = replace(now, draft=replace(now.draft, event="", booking=""))
        return self._choosing.instead(turn, now, [event])

    def _confirmed(self, turn: Turn, now: Known) -> Reply:
        """A yes: to what was summed up, to going on, or to the event that was offered."""
        if now.total == RESUMED and (kept := self._tickets.draft(turn.account.id)):
            kept = replace(kept, until=0, quantity=now.draft.quantity or kept.quantity)
            return self._fill(turn, Known(kept))
        if now.total < 0:
            return self._fill(turn, now)
        draft, event = now.draft, self._upcoming(now.draft.event)
        if event is None:
            return self._choosing.offer(turn, Known(), self._tickets.events(), Phrase("tickets.gone_by"))
        quote = self._tickets.quote(event, draft.quantity, draft.points)
        if quote.total != now.total or self._wants_pin(turn, quote):
            return self._summary(turn, replace(now, draft=replace(draft, booking="")), event, changed=True)
        customer = next(iter(turn.account.linked("customers")), "")
        try:
            booking = self._tickets.order(
                turn.account.id, customer, draft.booking, event, draft.quantity, draft.points
            )
        except SoldOut as error:
            return self._sold_out(turn, now, event, error.left)
        memory = Known().remembered(turn.memory)
        state = state_of(booking, event, self._tickets.now())
        if booking.state is State.HELD:
            state = Phrase("tickets.ordered", state.words)
        card = Card("tickets.card_title", "tickets.card_text", state.words)
        return Reply(state.key, state.words, card=card, intent=INTENT, slots={}, memory=memory)

    def _denied(self, turn: Turn, now: Known) -> Reply:
        """A no: to the order, which is forgotten, or to what was offered, and then to something else."""
        if now.draft.event or now.total == RESUMED:
            self._tickets.drop(turn.account.id)
        memory = Known().remembered(turn.memory)
        if now.total >= 0:
            return Reply("tickets.not_booked", intent=INTENT, slots={}, memory=memory)
        return Reply("tickets.which_other", then=Ask("event"), intent=INTENT, slots={}, memory=memory)

    def _withdrawn(self, turn: Turn, now: Known) -> Reply:
        """What was being booked is given up; unless it has been ordered and nobody has heard so."""
        memory, draft = Known().remembered(turn.memory), now.draft
        if draft.booking and (made := self._tickets.booking(turn.account.id, draft.booking)):
            state = state_of(made, self._tickets.event(made.event), self._tickets.now())
            return Reply(state.key, state.words, memory=memory)
        self._tickets.drop(turn.account.id)
        return Reply("tickets.not_booked", memory=memory)

    def _upcoming(self, event: str) -> Event | None:
        found = self._tickets.event(event)
        return found if found and found.at > self._tickets.now() else None

    def _ask(self, turn: Turn, now: Known, phrase: str, tells: dict[str, Word], slot: str) -> Reply:
        self._keep(turn, now)
        return self._say(turn, now, phrase, tells, Ask(slot))

    def _say(self, turn: Turn, now: Known, phrase: str, words: Mapping[str, Word], then: Then) -> Reply:
        return Reply(phrase, words, then, intent=INTENT, slots={}, memory=now.remembered(turn.memory))

    def _keep(self, turn: Turn, now: Known) -> None:
        """Write the draft where it is another than before."""
        if now.draft.event and now.draft != known(turn.memory).draft:
            until = self._tickets.now() + KEEPS
            self._tickets.keep(turn.account.id, replace(now.draft, until=until))
