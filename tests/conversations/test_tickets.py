"""Bookings over several sessions: begun by voice and finished in the chat, begun twice; what a turn costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from frontdesk import app
from frontdesk.app import Tools
from frontdesk.aws.items import to_item
from frontdesk.domains import tickets
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.life import State
from tests.support import boxoffice, drivers, world
from tests.support.people import MAYA
from tests.support.scripts import Exchange

KINDS = {"alexa": drivers.AlexaInWords, "lex": drivers.LexInWords}


@dataclass
class Session:
    """One session of maya's in a channel, in words. calls: DynamoDB's, one number a turn."""

    tools: Tools
    channel: str
    calls: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        desk = app.desk(self.tools)
        app.warm_up(desk)
        self._driver = KINDS[self.channel](desk, MAYA)

    def say(self, text: str) -> str:
        with counted(self.tools) as made:
            said, _ = self._driver.say(Exchange(text, "Launch" if text == "hello" else "", {}, {}, ""))
        self.calls.append(len(made))
        return said


@contextmanager
def counted(tools: Tools) -> Iterator[list[str]]:
    made: list[str] = []
    events = tools.clients.dynamodb.meta.events

    def count(model: Any, **_: Any) -> None:
        made.append(model.name)

    events.register("before-call.dynamodb", count)
    yield made
    events.unregister("before-call.dynamodb", count)


@pytest.fixture
def desk(tools: Tools) -> Tools:
    world.populate(tools, ["tickets"])
    return tools


@pytest.mark.parametrize(("begun", "finished"), [("alexa", "lex"), ("lex", "alexa"), ("alexa", "alexa")])
def test_what_one_session_begins_another_finishes(desk: Tools, begun: str, finished: str) -> None:
    first = Session(desk, begun)
    assert first.say("book two tickets for macbeth on saturday").endswith("Shall I book that?")
    assert first.say("stop") == "Goodbye."
    second = Session(desk, finished)
    resumed = second.say("i want to book tickets")
    assert resumed.startswith("Last time we were booking 2 tickets for Macbeth on Saturday, January 16")
    assert "The total is $57.24" in second.say("yes")
    assert second.say("yes").startswith("Your seats are held: 2 tickets for Macbeth on Saturday")
    assert "one booking" in Session(desk, begun).say("what have i booked")
    assert Session(desk, begun).say("book tickets") == "Which event would you like tickets for?"


def test_of_an_old_order_nothing_counts_for_another_event(desk: Tools) -> None:
    Session(desk, "alexa").say("book three tickets for hamlet")
    chat = Session(desk, "lex")
    assert "3 tickets for Hamlet" in chat.say("book tickets")
    assert chat.say("carmen").endswith("how many tickets would you like?")
    again = Session(desk, "alexa")
    assert "one ticket for Carmen" in again.say("a ticket")
    assert "one ticket for Macbeth on Saturday" in again.say("macbeth on saturday")


def test_an_old_order_can_be_had_on_another_day(desk: Tools) -> None:
    Session(desk, "alexa").say("book three tickets for macbeth on saturday")
    chat = Session(desk, "lex")
    assert "3 tickets for Macbeth on Saturday" in chat.say("book tickets")
    assert chat.say("make it friday").startswith("Macbeth on Friday, January 15")


def test_half_a_booking_is_finished_with_what_is_missing(desk: Tools) -> None:
    Session(desk, "alexa").say("book tickets for hamlet")
    chat = Session(desk, "lex")
    assert chat.say("finish my booking").startswith(
        "Last time we were booking tickets for Hamlet on Saturday"
    )
    assert chat.say("yes").endswith("how many tickets would you like?")
    assert chat.say("three").endswith("Shall I book that?")


def test_two_sessions_that_say_yes_to_the_same_booking_have_one(desk: Tools) -> None:
    voice, chat = Session(desk, "alexa"), Session(desk, "lex")
    voice.say("book two tickets for macbeth on saturday")
    chat.say("finish my booking")
    assert chat.say("yes").endswith("Shall I book that?")
    assert voice.say("yes").startswith("Your seats are held")
    assert chat.say("yes").startswith("Your seats are held")
    service = tickets.build(desk)
    assert [booking.quantity for booking in service.bookings("maya")] == [2]
    assert service.free(boxoffice.MACBETH_SATURDAY) == boxoffice.MACBETH_SATURDAY.capacity - 2


def test_at_the_pin_another_quantity_is_a_correction(desk: Tools) -> None:
    for channel in KINDS:
        session = Session(desk, channel)
        assert "PIN" in session.say("book two tickets for rock and roll")
        assert "one ticket for Rock" in session.say("no, one")
        assert "3 tickets for Rock" in session.say("no, three")


def test_what_else_was_asked_for_is_not_dropped_in_silence(desk: Tools) -> None:
    for channel in KINDS:
        said = Session(desk, channel).say("book 2 tickets for macbeth and 1 for hamlet")
        assert said.startswith("I book one event at a time: ask me for Hamlet after this. There is Macbeth")


def test_a_button_says_which_one(desk: Tools) -> None:
    chat = Session(desk, "lex")
    chat.say("book two tickets for macbeth")
    assert "Macbeth on Saturday, January 16" in chat.say("Macbeth, Saturday, January 16")


def test_a_no_is_not_taken_up_again(desk: Tools) -> None:
    session = Session(desk, "alexa")
    session.say("book two tickets for macbeth on saturday")
    session.say("no thanks")
    assert Session(desk, "lex").say("book tickets") == "Which event would you like tickets for?"


def test_who_says_no_to_going_on_is_asked_for_something_else(desk: Tools) -> None:
    Session(desk, "alexa").say("book two tickets for macbeth on saturday")
    chat = Session(desk, "lex")
    chat.say("i want to book tickets")
    assert chat.say("no") == "All right. Which event would you like tickets for?"
    assert "2 tickets for Hamlet" in chat.say("two tickets for hamlet")


def test_a_booking_turn_makes_three_calls_at_most(desk: Tools) -> None:
    whole, piecemeal, full = Session(desk, "alexa"), Session(desk, "lex"), Session(desk, "lex")
    for text in ("book two tickets for macbeth on saturday", "no make it friday", "no three", "yes"):
        whole.say(text)
        desk.now.now += 70  # type: ignore[attr-defined]  # what a warm function knows of the catalogue is old
    for text in ("book tickets", "macbeth", "the second one", "two", "yes"):
        piecemeal.say(text)
    for text in ("two tickets for the nutcracker on january twenty first", "yes", "yes"):
        full.say(text)
    resumed, asking = Session(desk, "lex"), Session(desk, "alexa")
    Session(desk, "alexa").say("book tickets for hamlet")
    for text in ("finish my booking", "yes", "how many seats are left", "two", "how much are the tickets"):
        resumed.say(text)
    for text in ("is the nutcracker sold out", "how much are tickets for macbeth", "the second one"):
        asking.say(text)
    calls = whole.calls + piecemeal.calls + full.calls + resumed.calls + asking.calls
    assert max(calls) == 3


def test_an_event_of_the_last_minutes_is_known_when_it_is_named(desk: Tools) -> None:
    session = Session(desk, "lex")
    boxoffice.put(desk, boxoffice.event("new", "Owl Parade", "family", "the Park", "01-30T15:00:00", 500))
    desk.now.now += 90  # type: ignore[attr-defined]
    assert "2 tickets for Owl Parade" in session.say("book two tickets for owl parade")


def test_what_waits_on_a_page_for_paying_can_be_called_off(desk: Tools) -> None:
    service, session = tickets.build(desk), Session(desk, "lex")
    booking = boxoffice.booked(service, "maya", boxoffice.MACBETH, 2, State.CHARGING)
    page = {"checkout": "cs_1", "link": "https://pay.example/1", "expires_at": service.now() + 2_700}
    service.store.change(booking, State.CHARGING, service.now(), **page)
    for asked in ("is my payment through", "send me the link again"):
        said = session.say(asked)
        assert said.startswith("I'm waiting for your payment of $57.24")
        assert "The link for paying is in your e-mail" in said
    assert "Nothing has been paid yet" in session.say("cancel my booking")
    assert session.say("yes").startswith("I'm closing the page on which 2 tickets for Macbeth")
    assert session.say("is my payment through").startswith("I'm closing the page")


def test_who_has_come_in_hears_why_it_cannot_be_cancelled(desk: Tools) -> None:
    service, session = tickets.build(desk), Session(desk, "lex")
    paid = (State.CHARGING, State.PAID, State.CONFIRMED)
    booking = boxoffice.booked(service, "maya", boxoffice.HAMLET, 2, *paid)
    row = to_item(rows.booking_row(replace(booking, admitted=1)))
    desk.clients.dynamodb.put_item(TableName=desk.settings["TICKETS_TABLE"], Item=row)
    assert session.say("cancel my booking").startswith("Somebody has come in with 2 tickets for Hamlet")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("not_paid_in_time", "Nobody paid in time"),
        ("cancelled", "Your booking is cancelled"),
        ("points", "There were not enough points"),
        ("insufficient_funds", "Your payment was declined"),
    ],
)
def test_why_nothing_was_paid(desk: Tools, reason: str, said: str) -> None:
    service, session = tickets.build(desk), Session(desk, "alexa")
    booking = boxoffice.booked(service, "maya", boxoffice.HAMLET, 2)
    ended = service.store.change(booking, State.DECLINED, service.now(), reason=reason)
    service.store.change(ended, State.RELEASED, service.now())
    assert session.say("is my payment through").startswith(said)


def test_a_price_that_changed_meanwhile_is_said_before_anything_is_ordered(desk: Tools) -> None:
    session = Session(desk, "lex")
    session.say("book two tickets for macbeth on saturday")
    dearer = boxoffice.event("mac-sat", "Macbeth", "play", "the Old Playhouse", "01-16T19:30:00", 3000)
    boxoffice.price(desk, dearer)
    desk.now.now += 90  # type: ignore[attr-defined]
    changed = session.say("yes")
    assert changed.startswith("Something has changed meanwhile. That is 2 tickets for Macbeth")
    assert "The total is $68.04" in changed
    assert session.say("yes").startswith("Your seats are held")
    assert [booking.total for booking in tickets.build(desk).bookings("maya")] == [6804]
