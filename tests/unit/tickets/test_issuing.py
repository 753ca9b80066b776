"""From paid to ticket: the page, the code; once, whatever is repeated, killed or gone."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.life import State
from tests.support.hall import MACBETH, read_code
from tests.support.issuing import BOOKING, Office, opened
from tests.support.memory import Power, PowerCut


@pytest.fixture
def office(clients: Clients) -> Office:
    return opened(clients)


def test_what_is_paid_gets_its_tickets_and_its_owner_a_letter(office: Office) -> None:
    assert office.handle(office.changed()) == []
    assert office.state is State.CONFIRMED
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
    assert office.state is State.CONFIRMED
    office.handle(office.changed())
    assert len(office.mail.letters) == 1


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
    assert office.state is State.REFUNDING
    assert office.hall.objects.versions == {}


@pytest.mark.parametrize(
    "image", [{}, {"pk": {"S": "x"}}, {"state": {"S": "PAID"}}, {"pk": 7, "state": 7}, None]
)
def test_a_record_that_is_none_is_parked(office: Office, image: Any) -> None:
    assert office.handle({"dynamodb": {"NewImage": image, "SequenceNumber": "1"}}) == []
    assert office.parked == ["not_a_booking"]
