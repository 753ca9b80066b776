"""The dialogue of a booking, whatever is said in whatever order: what is ordered is what was heard, and only
after a yes to it in the same session."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frontdesk
from frontdesk.conversation.phrases import Phrase, Phrases
from frontdesk.conversation.router import _remember
from frontdesk.conversation.turn import (
    Account,
    Ask,
    Caller,
    Confirm,
    Confirmation,
    End,
    Memory,
    Reply,
    Slot,
    Turn,
)
from frontdesk.domains.tickets.model import Policy
from frontdesk.domains.tickets.ordering import Ordering
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.words import known
from tests.support.shelf import Shelf

NOW = 1_800_000_000
DOMAINS = Path(frontdesk.__file__).parent / "domains"
PHRASES = Phrases({"tickets": DOMAINS / "tickets" / "phrases"})
ACCOUNT = Account("maya", {"customers": ("c-maya",)})


@dataclass
class Session:
    """One session of maya's with the dialogue. heard: the last reply, in words."""

    shelf: Shelf
    memory: Memory = field(default_factory=Memory)
    heard: str = ""
    reply: Reply | None = None

    def say(self, confirmation: Confirmation = Confirmation.NONE, **slots: str) -> str:
        said = {name: Slot(words, words) for name, words in slots.items()}
        caller = Caller("core:maya", ACCOUNT)
        turn = Turn("r", "core", "en-US", "BookTicket", said, confirmation, caller, self.memory)
        tickets: Any = Tickets(self.shelf, Policy(), lambda: NOW)  # type: ignore[arg-type]
        self.reply = _remember(turn, Ordering(tickets).answer(turn))
        assert self.reply.memory is not None
        self.memory = self.reply.memory
        self.heard = PHRASES.word("en-US", Phrase(self.reply.phrase, self.reply.words))
        return self.heard

    def yes(self) -> str:
        return self.say(Confirmation.CONFIRMED)

    def no(self) -> str:
        return self.say(Confirmation.DENIED)

    def pin(self) -> None:
        """The right PIN, past the dialogue."""
        self.memory = replace(self.memory, pin_until=NOW + 300)


@pytest.fixture
def session() -> Session:
    return Session(Shelf())


def test_who_gives_up_what_was_ordered_unheard_hears_so(session: Session) -> None:
    session.say(event="hamlet", quantity="2")
    asked = session.memory
    session.yes()
    session.memory = asked
    assert session.say(Confirmation.WITHDRAWN).startswith("Your payment of $57.24 is pending")
    session.say(event="hamlet", quantity="2")
    assert session.say(Confirmation.WITHDRAWN) == "All right, I have not booked anything."
    assert session.say(event="hamlet").endswith("how many tickets would you like?")


def test_numbers_that_contradict_each_other_are_asked_for_again(session: Session) -> None:
    assert session.say(event="hamlet", some="one", quantity="2").startswith("I can book 1 to 8 tickets")
    assert "2 tickets for Hamlet" in session.say(some="two", quantity="2")


def test_a_yes_out_of_the_blue_orders_nothing(session: Session) -> None:
    assert session.yes() == "Which event would you like tickets for?"
    assert session.no() == "All right. Which event would you like tickets for?"
    assert session.shelf.opened == []


def test_a_yes_again_is_the_same_order(session: Session) -> None:
    session.say(event="hamlet", quantity="2")
    before = session.memory
    first = session.yes()
    session.memory = before  # the channel delivers it twice
    assert session.yes() == first
    assert len(session.shelf.opened) == 1


@pytest.mark.parametrize("quantity", ["0", "2.5", "-1", "many", "99999999999999999999"])
def test_what_is_no_number_of_tickets_is_asked_for_again(session: Session, quantity: str) -> None:
    session.say(event="hamlet")
    assert session.say(quantity=quantity).startswith(("I can book 1 to 8 tickets", "That's more than"))
    assert session.reply is not None and session.reply.then == Ask("quantity")
    assert "2 tickets for Hamlet" in session.say(quantity="2")


def test_too_many_at_once_do_not_lose_the_event(session: Session) -> None:
    assert session.say(event="hamlet", quantity="1000").startswith("That's more than I can sell at once")
    assert session.say(quantity="8").endswith(
        "that comes to $228.96, and for that I need your PIN. What are its four digits?"
    )


def test_points_without_a_number_are_asked_for(session: Session) -> None:
    session.say(event="hamlet", quantity="2")
    assert session.say(points="") == "How many points would you like to use?"
    assert "500 of your points take $5 off" in session.say(points="500")


def test_no_more_points_than_it_costs_are_used(session: Session) -> None:
    assert "5,724 of your points take $57.24 off, if you have as many, and the total is $0" in session.say(
        event="hamlet", quantity="2", points="100000"
    )


def test_points_do_not_get_around_the_pin(session: Session) -> None:
    assert "PIN" in session.say(event="rock", quantity="2", points="5000")
    session.pin()
    assert session.say().endswith("Shall I book that?")


def test_a_choice_that_was_not_offered_is_offered_again(session: Session) -> None:
    offered = session.say(event="macbeth")
    assert session.say(choice="3") == offered
    assert "Saturday, January 16" in session.say(choice="last", quantity="2")


def test_an_ordinal_without_an_offer_means_nothing(session: Session) -> None:
    assert session.say(choice="2", quantity="2") == "Which event would you like tickets for?"


def test_seats_that_went_meanwhile(session: Session) -> None:
    session.say(event="mac", date="2027-01-16")
    session.say(event="macbeth", date="2027-01-16", quantity="2")
    session.shelf.seats["mac-sat"] = 1
    assert session.yes().startswith("There is only one seat left for Macbeth on Saturday")
    assert "one ticket for Macbeth" in session.say(quantity="1")
    session.shelf.seats["mac-sat"] = 0
    assert session.yes().startswith("Sorry, Macbeth on Saturday, January 16")
    assert "There is Macbeth on Friday, January 15" in session.heard
    assert "one ticket for Macbeth on Friday" in session.yes()


def test_an_event_that_is_gone_is_not_ordered(session: Session) -> None:
    session.say(event="hamlet", quantity="2")
    session.shelf.events = [event for event in session.shelf.events if event.id != "hamlet"]
    assert session.yes().startswith("That day has gone by. ")
    assert session.shelf.opened == []


def test_where_nothing_is_on_there_is_nothing_to_offer() -> None:
    session = Session(Shelf(events=()))
    assert session.say(event="hamlet").endswith("Which event would you like tickets for?")


SLOTS = {
    "event": st.sampled_from(["macbeth", "hamlet", "nutcracker", "carmen", "rock", "xyz", ""]),
    "kind": st.sampled_from(["play", "concert", "opera", "circus"]),
    "place": st.sampled_from(["Springfield", "Boston", "the Opera House"]),
    "date": st.sampled_from(["2027-01-15", "2027-01-16", "2027-W02-WE", "2027-01-14", "2027-02", "x"]),
    "quantity": st.sampled_from(["1", "2", "3", "8", "1000", "0", "x"]),
    "choice": st.sampled_from(["1", "second", "3", "last", "9"]),
    "points": st.sampled_from(["100", "5000", "1000000", ""]),
}
WHOLE = st.fixed_dictionaries(
    {"event": st.sampled_from(["hamlet", "carmen", "rock"]), "quantity": st.sampled_from(["1", "2", "3"])}
)
SAID = (
    st.fixed_dictionaries({}, optional=SLOTS) | WHOLE | st.sampled_from(["yes"] * 4 + ["no", "pin", "stop"])
)


@settings(max_examples=120)
@given(st.lists(st.tuples(st.integers(0, 1), SAID), min_size=4, max_size=16))
def test_what_is_ordered_is_what_was_heard_and_agreed_to(said: list[tuple[int, Any]]) -> None:
    shelf = Shelf(seats={"hamlet": 5})
    sessions = [Session(shelf), Session(shelf)]
    for which, what in said:
        session, before, made = sessions[which], sessions[which].heard, len(shelf.opened)
        if what == "stop":
            sessions[which] = Session(shelf)
        elif what == "pin":
            session.pin()
        elif what == "yes":
            session.yes()
        elif what == "no":
            session.no()
        else:
            session.say(**what)
        for booking in shelf.opened[made:]:
            assert what == "yes" and before.endswith("Shall I book that?")
            total = PHRASES.word("en-US", Phrase("tickets.tickets", {"count": booking.quantity}))
            assert total in before
            assert f"${booking.total // 100}" in before
            assert (booking.account, booking.customer) == ("maya", "c-maya")
        _holds(session)
    assert all(left >= 0 for left in shelf.seats.values())
    assert len({booking.id for booking in shelf.opened}) == len(shelf.opened)


def _holds(session: Session) -> None:
    """The dialogue listens after a question and only then, and remembers no word of the person's."""
    if session.reply is None:
        return
    assert isinstance(session.reply.then, End) is not session.heard.endswith("?")
    assert isinstance(session.reply.then, Confirm | Ask | End)
    assert known(known(session.memory).remembered(session.memory)) == known(session.memory)
    assert "xyz" not in str(session.memory.about)
