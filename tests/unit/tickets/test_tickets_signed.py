"""What is on a ticket: signed, read by a telephone, and by nobody made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.tickets.issuing import codes
from frontdesk.domains.tickets.issuing.signing import LONGEST, Signer
from frontdesk.domains.tickets.service import new_booking_id
from tests.support.hall import SECRET, read_code

SIGNER = Signer(lambda: SECRET)
BOOKING = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("number", [1, 8])
def test_a_code_is_read_as_it_was_drawn(number: int) -> None:
    payload = SIGNER.payload(BOOKING, number)
    assert len(payload) <= LONGEST
    assert read_code(codes.png(payload)) == payload
    assert SIGNER.read(payload) == (BOOKING, number)


def test_a_code_with_dirt_on_it_is_read() -> None:
    payload = SIGNER.payload(BOOKING, 1)
    assert read_code(codes.png(payload), dirt=60) == payload


def test_a_ticket_is_the_same_whenever_it_is_made() -> None:
    again = Signer(lambda: SECRET)
    assert SIGNER.payload(BOOKING, 1) == again.payload(BOOKING, 1)
    assert SIGNER.serial(BOOKING, 1) == again.serial(BOOKING, 1)


def test_no_two_tickets_are_the_same() -> None:
    made = [(new_booking_id(), number) for _ in range(50) for number in range(1, 9)]
    for make in (SIGNER.payload, SIGNER.serial):
        assert len({make(*each) for each in made}) == len(made)


def test_a_serial_gives_no_payload_away() -> None:
    assert SIGNER.serial(BOOKING, 1) not in SIGNER.payload(BOOKING, 1)


def test_another_desk_s_ticket_is_none() -> None:
    assert SIGNER.read(Signer(lambda: b"another" * 5).payload(BOOKING, 1)) is None


@given(st.integers(0, 200), st.characters())
def test_a_payload_with_one_character_changed_is_none(place: int, character: str) -> None:
    payload = SIGNER.payload(BOOKING, 1)
    place %= len(payload)
    changed = payload[:place] + character + payload[place + 1 :]
    assert (SIGNER.read(changed) is None) is (changed != payload)


@given(st.text(max_size=100))
def test_whatever_else_is_read_is_no_ticket(text: str) -> None:
    assert SIGNER.read(text) is None
    assert SIGNER.read(f"FD1.{text}.1.AAAA") is None
    assert not SIGNER.opens(text, BOOKING, 1)


@pytest.mark.parametrize("number", ["²", "01", "-1", "", "1e0", "1\n"])
def test_a_number_that_is_none_is_no_ticket(number: str) -> None:
    signature = SIGNER.payload(BOOKING, 1).rpartition(".")[2]
    assert SIGNER.read(f"FD1.{BOOKING}.{number}.{signature}") is None


def test_a_link_is_good_for_its_booking_and_its_time_alone() -> None:
    signature = SIGNER.link(BOOKING, 1000)
    assert SIGNER.opens(signature, BOOKING, 1000)
    assert not SIGNER.opens(signature, BOOKING, 1001)
    assert not SIGNER.opens(signature, BOOKING[::-1], 1000)
    assert not SIGNER.opens(SIGNER.payload(BOOKING, 1000), BOOKING, 1000)
