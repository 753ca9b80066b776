"""E-mails with tickets, or with a link for paying: once; one that cannot be sent holds nothing up."""

from __future__ import annotations

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.life import State
from frontdesk.errors import Rejected, TryAgain
from tests.support.hall import MACBETH
from tests.support.issuing import BOOKING, Office, opened


@pytest.fixture
def office(clients: Clients) -> Office:
    return opened(clients)


def test_who_has_no_card_saved_is_written_where_to_pay_and_then_gets_tickets(office: Office) -> None:
    hall, booking = office.hall, "c" * 32
    hall.tickets.order("maya", "", booking, MACBETH, 1)
    held = hall.ledger.booking(booking)
    assert held
    told = {"checkout": "cs_1", "link": "https://pay.example/1", "expires_at": hall.now + 1860}
    charging = hall.ledger.change(held, State.CHARGING, hall.now, **told)
    for _ in range(2):
        assert office.handle(office.changed(booking)) == []
    ((letter, receiver),) = office.mail.letters
    assert (receiver, letter["Subject"][:10]) == ("maya@example.com", "Please pay")
    text = letter.get_content()
    assert "Please pay $28.62 here by 3:31 AM, Springfield time: https://pay.example/1" in text
    hall.ledger.change(charging, State.PAID, hall.now, charge="pi_1")
    for _ in range(3):
        assert office.handle(office.changed(booking)) == []
    assert [each["Subject"][:12] for each, _ in office.mail.letters] == ["Please pay f", "Your tickets"]


def test_who_has_a_card_saved_is_not_asked_to_pay(office: Office) -> None:
    booking = "c" * 32
    office.hall.paying = (State.CHARGING,)
    office.hall.tickets.order("maya", "", booking, MACBETH, 1)
    office.hall.pay(booking)
    assert office.handle(office.changed(booking)) == []
    assert office.mail.letters == []


def test_a_letter_that_cannot_be_sent_waits_and_holds_nothing_up(office: Office) -> None:
    office.handle(office.changed())
    office.mail.fails = [TryAgain(), TryAgain()]
    assert office.handle(office.changed()) == []
    assert office.put_aside == [{"booking": BOOKING}]
    assert office.handle(office.letter(office.put_aside[0])) == ["m"]
    assert office.handle(office.letter(office.put_aside[0])) == []
    assert office.handle(office.letter(office.put_aside[0])) == []
    assert len(office.mail.letters) == 1


def test_a_letter_that_is_refused_is_set_aside_with_the_reason(office: Office) -> None:
    office.handle(office.changed())
    office.mail.fails = [Rejected("mail_refused")]
    assert office.handle(office.changed()) == []
    assert office.parked == ["mail_refused"]
    assert office.state is State.CONFIRMED


@pytest.mark.parametrize("address", ["maya@example.com\r\nBcc: all@example.com", "a\nb"])
def test_an_address_that_would_be_another_header_is_refused(office: Office, address: str) -> None:
    office.handle(office.changed())
    office.hall.ledger.keep_payer("maya", Payer("", "", address))
    assert office.handle(office.changed()) == []
    assert office.parked == ["not_an_address"]
    assert office.mail.letters == []


def test_who_has_no_address_gets_tickets_all_the_same(office: Office) -> None:
    office.hall.ledger.keep_payer("maya", Payer())
    office.handle(office.changed())
    office.handle(office.changed())
    assert office.state is State.CONFIRMED
    assert (office.mail.letters, office.parked, office.put_aside) == ([], [], [])


def test_a_desk_without_a_sender_writes_nobody(office: Office) -> None:
    office.sender = ""
    office.handle(office.changed())
    assert office.handle(office.changed()) == []
    assert office.mail.letters == []


@pytest.mark.parametrize("body", ["no json", "[]", "{}", '{"booking": 7}'])
def test_a_letter_that_is_none_is_parked(office: Office, body: str) -> None:
    assert office.handle(office.letter(body)) == []
    assert office.parked in (["not_json"], ["not_a_letter"])
