"""Stripe's door: what it has signed goes to the payment queue; anything else goes nowhere."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

from frontdesk.aws.http_api import answering
from frontdesk.domains.tickets.door.webhook import LONGEST, Webhook
from frontdesk.errors import TryAgain
from simulator.stripe.webhooks import event, signature
from tests.support.memory import MemoryQueue, Power

SECRET = "whsec_of_the_tests"
PAID = {"id": "pi_1", "amount_received": 5724, "metadata": {"booking": "b1"}}


class Door:
    def __init__(self) -> None:
        self.queued: list[Mapping[str, Any]] = []
        queue = MemoryQueue(Power(), self.queued.append)
        self.handle = answering(Webhook(queue, lambda: SECRET).take)  # type: ignore[arg-type]

    def tell(self, payload: bytes, signed: str | None = None, **more: Any) -> int:
        header = signature(SECRET, payload, int(time.time())) if signed is None else signed
        told = {"headers": {"Stripe-Signature": header}, "body": payload.decode(errors="replace"), **more}
        status: int = self.handle(told, None)["statusCode"]
        return status


def test_what_stripe_tells_is_queued() -> None:
    door, payload = Door(), event("payment_intent.succeeded", PAID)
    assert door.tell(payload) == 200
    signed = signature(SECRET, payload, int(time.time()))
    packed = base64.b64encode(payload).decode()
    told = {"headers": {"stripe-signature": signed}, "body": packed, "isBase64Encoded": True}
    assert door.handle(told, None)["statusCode"] == 200
    message = {"type": "charge.settled", "booking": "b1", "charge": "pi_1", "cents": 5724}
    assert door.queued == [message, message]


@pytest.mark.parametrize("kind", ["customer.created", "invoice.paid"])
def test_what_is_no_concern_of_the_desk_is_taken_and_left(kind: str) -> None:
    door = Door()
    assert door.tell(event(kind, {"metadata": {"booking": "b1"}})) == 200
    assert door.tell(event("payment_intent.succeeded", {"id": "pi_2", "amount_received": 1})) == 200
    assert door.queued == []


@pytest.mark.parametrize("booking", ["\ud800", "x" * 65, "a b", "", 7, ["b1"], None])
def test_a_booking_of_somebody_elses_is_taken_and_left(booking: Any) -> None:
    door = Door()
    assert door.tell(event("payment_intent.succeeded", {**PAID, "metadata": {"booking": booking}})) == 200
    assert door.queued == []


@pytest.mark.parametrize("missing", ["id", "amount_received"])
def test_a_charge_without_its_sum_is_refused(missing: str) -> None:
    told = {name: value for name, value in PAID.items() if name != missing}
    assert Door().tell(event("payment_intent.succeeded", told)) == 400


@pytest.mark.parametrize("signed", ["", "t=1,v1=00", "nonsense", "t=,v1="])
def test_what_nobody_signed_is_refused(signed: str) -> None:
    door = Door()
    assert door.tell(event("payment_intent.succeeded", PAID), signed) == 400
    assert door.queued == []


@pytest.mark.parametrize(("secret", "age"), [("whsec_another", 0), (SECRET, 301)])
def test_what_another_signed_or_long_ago_is_refused(secret: str, age: int) -> None:
    door, payload = Door(), event("payment_intent.succeeded", PAID)
    assert door.tell(payload, signature(secret, payload, int(time.time()) - age)) == 400
    assert door.queued == []


def test_a_changed_word_is_refused() -> None:
    door, payload = Door(), event("payment_intent.succeeded", PAID)
    signed = signature(SECRET, payload, int(time.time()))
    assert door.tell(payload.replace(b"5724", b"1"), signed) == 400


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"[]", b"7", b'{"type": 1}', b"\xff", json.dumps({"type": "x", "data": []}).encode()],
)
def test_a_signed_body_that_is_no_event_is_refused(payload: bytes) -> None:
    assert Door().tell(payload) == 400


def test_a_large_body_is_refused() -> None:
    assert Door().tell(b"x" * (LONGEST + 1)) == 413


def test_what_cannot_be_queued_is_asked_for_again() -> None:
    def silent() -> str:
        raise TryAgain

    door = Door()
    door.handle = answering(Webhook(MemoryQueue(Power(), door.queued.append), silent).take)  # type: ignore[arg-type]
    assert door.tell(event("payment_intent.succeeded", PAID)) == 503
