"""Which event: what is offered to choose from, which of it is meant, and what comes instead of what is sold
out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from frontdesk.conversation.phrases import Listing, Money, Phrase, Word
from frontdesk.conversation.turn import Ask, Confirm, Reply, Then, Turn
from frontdesk.domains.tickets.finding import Wish, nearest
from frontdesk.domains.tickets.model import Event
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.slots import nth
from frontdesk.domains.tickets.words import INTENT, OFFER, STALE, UNSAID, Known, brief, parts, said, short

# Of so many events the seats are counted in one read.
COUNTED = 5

# What is said of events, and of how many seats are left for each.
type Tell = Callable[[Sequence[Event], Mapping[str, int]], Phrase]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Knows the catalogue and its seats."""

    tickets: Tickets

    def offer(
        self, turn: Turn, now: Known, events: Sequence[Event], why: Word = "", tell: Tell | None = None
    ) -> Reply:
        """Offer events to choose from, or the only one; what is sold out is none to choose. why: what made
        them come up, said before. tell: what is said of them, instead of when and where they are."""
        left = self.tickets.left(events[:COUNTED])
        gone = [event for event in events if left.get(event.id) == 0]
        free = [event for event in events if event not in gone]
        if gone and not free:
            return self.instead(turn, now, gone, why)
        if gone and Wish.of(turn).names and len({event.name for event in events}) == 1:  # it was asked for
            why = then(why, _sold_out(gone))
        told = tell(free, left) if tell else None
        if told and len(free) > OFFER:
            return propose(turn, now, free, then(why, told))
        want = Phrase("tickets.want", {"count": len(free), "told": told}) if told else None
        return propose(turn, now, free, why, want)

    def instead(self, turn: Turn, now: Known, gone: Sequence[Event], why: Word = "") -> Reply:
        """Say that these are sold out, and offer the nearest that has seats enough."""
        others = [each for each in nearest(self.tickets.events(STALE), gone[0]) if each not in gone]
        left, wanted = self.tickets.left(others[:COUNTED]), max(1, now.draft.quantity)
        fitting = [each for each in others[:COUNTED] if left[each.id] >= wanted]
        return propose(turn, now, fitting[:1], then(why, _sold_out(gone[:OFFER])))

    def choose(self, turn: Turn, now: Known, events: Sequence[Event]) -> Event | Reply | None:
        """The event that is meant, the question to ask back, or None where nobody has named one. events: what
        is still to come."""
        wish, today = Wish.of(turn), self.tickets.today()
        there = {event.id: event for event in events}
        offered, current = [there[each] for each in now.offered if each in there], there.get(now.draft.event)
        if wish.choice and offered:
            at = nth(wish.choice, len(offered))
            return propose(turn, now, offered) if at is None else offered[at]
        wish = replace(wish, choice="")
        if not wish.given:
            if len(offered) == 1:  # what was just offered goes before what was being booked
                return offered[0]
            return current or (propose(turn, now, offered) if offered else None)
        pool: Sequence[Event] = events
        if wish.narrows and (offered or current):
            pool = offered if len(offered) > 1 else _same(events, *offered, current)
        found = wish.among(pool)
        if not found and len({each.name for each in pool}) > 1:  # "and on Sunday?", after what is on today
            found = wish.among(events)
        another = replace(now, draft=replace(now.draft, event="", booking=""))
        if not (found or wish.is_over(today)):
            found = wish.another_week(pool)
            if len(found) == 1 and found[0] != current:
                return self.offer(turn, another, found)
        if current in found or len(found) == 1:
            return current if current in found else found[0]
        return self.offer(turn, another, found) if found else self._nothing(turn, another, wish, events, pool)

    def another(self, turn: Turn) -> str:
        """The name of the event that somebody wants beside the first; "" where there is none."""
        slot = turn.slot("another")
        wish = Wish.of(replace(turn, slots={"event": slot})) if slot else Wish()
        if not wish.names:
            return ""
        return next((event.name for event in wish.among(self.tickets.events(STALE))), wish.names[0])

    def _nothing(
        self, turn: Turn, now: Known, wish: Wish, events: Sequence[Event], pool: Sequence[Event]
    ) -> Reply:
        """There is no such event, or not then: say so, and what comes nearest."""
        later = wish.any_day().among(pool) if wish.day else []
        if wish.is_over(self.tickets.today()):
            return self.offer(turn, now, later, Phrase("tickets.gone_by"))
        if later:
            return self.offer(turn, now, later, Phrase("tickets.not_then"))
        others = replace(wish, names=(), kind="", heard="").among(events) or events
        why = Phrase("tickets.unknown" if wish.names else "tickets.nothing_such")
        return self.offer(turn, now, others, why)


def propose(
    turn: Turn, now: Known, events: Sequence[Event], why: Word = "", told: Phrase | None = None
) -> Reply:
    """Ask which of these events is wanted, or whether the only one is. told: what is said of them, with that
    question; else what, when and where they are."""
    now = replace(now, total=UNSAID, offered=tuple(event.id for event in events[:OFFER]))
    phrase = then(why, told or _listed(events))
    memory = now.remembered(turn.memory)
    return Reply(phrase.key, phrase.words, _question(events), intent=INTENT, slots={}, memory=memory)


def then(why: Word, phrase: Phrase) -> Phrase:
    """One sentence after another; the first may be none."""
    return Phrase("tickets.why", {"why": why, "then": phrase}) if why else phrase


def after(why: Phrase, reply: Reply) -> Reply:
    """A reply, before which something else is said."""
    phrase = then(why, Phrase(reply.phrase, reply.words))
    return replace(reply, phrase=phrase.key, words=phrase.words)


def _same(events: Sequence[Event], *wanted: Event | None) -> list[Event]:
    """Every evening of the first of these that there is."""
    name = next(event.name for event in wanted if event)
    return [event for event in events if event.name == name]


def _question(events: Sequence[Event]) -> Then:
    if len(events) == 1:
        return Confirm()
    buttons = tuple(Phrase("tickets.button", parts(event)) for event in events[:OFFER])
    return Ask("choice", buttons) if events else Ask("event")


def _listed(events: Sequence[Event]) -> Phrase:
    if not events:
        return Phrase("tickets.which_event")
    if len(events) == 1:
        return Phrase("tickets.offer_one", {"event": said(events[0]), "price": Money(events[0].cents)})
    if len(events) <= OFFER:
        return Phrase("tickets.offer_all", {"events": Listing([brief(event) for event in events], "or")})
    more = Phrase("tickets.more", {"count": len(events) - OFFER})
    first = Listing([*(short(event) for event in events[:OFFER]), more])
    return Phrase("tickets.offer_first", {"count": len(events), "events": first})


def _sold_out(events: Sequence[Event]) -> Phrase:
    told = Listing([brief(event) for event in events])
    return Phrase("tickets.sold_out_events", {"count": len(events), "events": told})
