"""From paid to ticket: the page, the code, the e-mail; once, whatever is repeated, killed or down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.issuing.events import IssuerEvents
from frontdesk.domains.tickets.issuing.post import Postman
from frontdesk.domains.tickets.life import State
from frontdesk.errors import Rejected, TryAgain
from tests.support.hall import MACBETH, Hall, read_code
from tests.support.memory import MemoryQueue, Power, PowerCut

BOOKING = "b" * 32


@dataclass
class Mail:
    """fails: what SES says to the next letters."""

    fails: list[Exception] = field(default_factory=list)
    letters: list[tuple[EmailMessage, str]] = field(default_factory=list)

    def send(self, letter: bytes, sender: str, receiver: str) -> None:
        if self.fails:
            raise self.fails.pop()
        read = message_from_bytes(letter, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.letters.append((read, receiver))


@dataclass
class Office:
    """The issuer's function, with all that it tells."""

    hall: Hall
    mail: Mail = field(default_factory=Mail)
    put_aside: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    sender: str = "tickets@example.com"

    def park(self, record: Any, reason: str) -> None:
        self.parked.append(reason)

    def handle(self, *records: Any) -> list[str]:
        """Hand it an event; what is to come again."""
        hall = self.hall
        address = "https://door.example"
        postman = Postman(
            hall.issuer,
            hall.ledger,
            hall.shelf,
            self.mail,  # type: ignore[arg-type]
            self.sender,
            address,
            lambda: hall.now,
        )
        queue = MemoryQueue(Power(), self.put_aside.append)
        events = IssuerEvents(hall.issuer, postman, queue, self)  # type: ignore[arg-type]
        failed = events.handle({"Records": records}, None)["batchItemFailures"]
        return [each["itemIdentifier"] for each in failed]

    def changed(self, booking: str = BOOKING, number: str = "1") -> Any:
        """The stream's record of how a booking is now."""
        found = self.hall.ledger.booking(booking)
        assert found
        image = to_item(rows.booking_row(found))
        return {"eventName": "MODIFY", "dynamodb": {"NewImage": image, "SequenceNumber": number}}

    def letter(self, message: Any) -> Any:
        return {"messageId": "m", "body": message if isinstance(message, str) else json.dumps(message)}


@pytest.fixture
def office(clients: Clients) -> Office:
    hall = Hall(clients)
    hall.ledger.keep_payer("maya", Payer("", "pm_card_visa", "maya@example.com"))
    hall.tickets.order("maya", "", BOOKING, MACBETH, 2)
    hall.pay(BOOKING)
    return Office(hall)


def state(office: Office) -> State:
    found = office.hall.ledger.booking(BOOKING)
    assert found
    return found.state


def test_what_is_paid_gets_its_tickets_and_its_owner_a_letter(office: Office) -> None:
    assert office.handle(office.changed()) == []
    assert state(office) is State.CONFIRMED
    assert office.handle(office.changed()) == []
    ((letter, receiver),) = office.mail.letters
    assert receiver == "maya@example.com"
    assert letter["Subject"] == "Your tickets: Macbeth <& Friends>, Friday, January 29"
    body = letter.get_body()
    assert body
    text = body.get_content()
    assert "at 7:30 PM, the Old Playhouse, Springfield" in text
    assert f"https://door.example/tickets/{BOOKING}/page?until=" in text
    codes = [read_code(part.get_content()) for part in letter.iter_attachments()]
    assert [office.hall.signer.read(code) for code in codes] == [(BOOKING, 1), (BOOKING, 2)]


def test_the_page_has_what_the_door_wants_and_no_markup_of_others(office: Office) -> None:
    office.handle(office.changed())
    page = office.hall.objects.read(f"tickets/{BOOKING}/page.html").decode()
    assert page.count("<svg") == 2
    assert "Macbeth &lt;&amp; Friends&gt;" in page
    for number in (1, 2):
        assert office.hall.signer.serial(BOOKING, number) in page
        code = office.hall.objects.read(f"tickets/{BOOKING}/{number}.png")
        assert read_code(code) == office.hall.signer.payload(BOOKING, number)
    assert "maya" not in page


def test_the_topic_hears_of_it_once(office: Office) -> None:
    for _ in range(3):
        office.handle(office.changed())
    told = office.hall.ledger.get(rows.outbox_key(BOOKING, "ticket.issued"))["message"]
    assert told == {
        "type": "ticket.issued",
        "booking": BOOKING,
        "account": "maya",
        "customer": None,
        "cents": 5724,
        "points": 0,
        "event": MACBETH.id,
        "quantity": 2,
        "at": office.hall.now,
    }


@pytest.mark.parametrize("times", range(1, 6))
def test_repeated_records_change_nothing(office: Office, times: int) -> None:
    paid = office.changed()
    for _ in range(times):
        assert office.handle(paid) == []
    confirmed = office.changed()
    for _ in range(times):
        assert office.handle(paid, confirmed) == []
    assert len(office.mail.letters) == 1
    assert len(office.hall.objects.versions) == 3
    assert all(len(versions) == 1 for versions in office.hall.objects.versions.values())


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(3))
def test_killed_while_issuing_it_is_done_by_whoever_comes_next(office: Office, at: int, after: bool) -> None:
    paid = office.changed()
    office.hall.objects.power = power = Power(at, after)
    office.hall.issuer.objects.power = power  # type: ignore[attr-defined]
    with pytest.raises(PowerCut):
        office.handle(paid)
    assert office.handle(paid) == []
    assert state(office) is State.CONFIRMED
    office.handle(office.changed())
    assert len(office.mail.letters) == 1


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
    assert state(office) is State.CONFIRMED


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
    assert state(office) is State.CONFIRMED
    assert (office.mail.letters, office.parked, office.put_aside) == ([], [], [])


def test_a_desk_without_a_sender_writes_nobody(office: Office) -> None:
    office.sender = ""
    office.handle(office.changed())
    assert office.handle(office.changed()) == []
    assert office.mail.letters == []


def test_whose_event_is_gone_is_paid_back(office: Office) -> None:
    office.hall.ledger.call(
        "delete_item",
        TableName=office.hall.ledger.table,
        Key=to_item({"pk": "CATALOGUE", "sk": f"EVENT#{MACBETH.id}"}),
    )
    office.handle(office.changed())
    found = office.hall.ledger.booking(BOOKING)
    assert found
    assert (found.state, found.refund, found.reason) == (State.REFUNDING, found.total, "no_event")


def test_what_was_called_off_meanwhile_is_not_issued(office: Office) -> None:
    paid = office.changed()
    office.hall.tickets.cancel("maya", BOOKING)
    office.handle(paid)
    assert state(office) is State.REFUNDING
    assert office.hall.objects.versions == {}


@pytest.mark.parametrize(
    "image", [{}, {"pk": {"S": "x"}}, {"state": {"S": "PAID"}}, {"pk": 7, "state": 7}, None]
)
def test_a_record_that_is_none_is_parked(office: Office, image: Any) -> None:
    assert office.handle({"dynamodb": {"NewImage": image, "SequenceNumber": "1"}}) == []
    assert office.parked == ["not_a_booking"]


@pytest.mark.parametrize("body", ["no json", "[]", "{}", '{"booking": 7}'])
def test_a_letter_that_is_none_is_parked(office: Office, body: str) -> None:
    assert office.handle(office.letter(body)) == []
    assert office.parked in (["not_json"], ["not_a_letter"])
