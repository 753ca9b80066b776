"""The small Stripe answers as Stripe does where a booking depends on it."""

from __future__ import annotations

import threading
from pathlib import Path

from simulator.stripe import FakeStripe, Request
from simulator.stripe.webhooks import WEBHOOK_SECRET, event, signature

PAY = {"amount": "500", "payment_method": "pm_card_visa", "metadata[booking]": "b"}


def pay(stripe: FakeStripe, key: str = "k", **form: str) -> tuple[int, str, bool]:
    reply = stripe.ask(Request("POST", "/v1/payment_intents", {**PAY, **form}, key))
    body = reply.answer.body
    return (
        reply.answer.status,
        body.get("id") or body["error"].get("code", body["error"]["type"]),
        reply.replayed,
    )


def found(stripe: FakeStripe) -> int:
    query = {"query": "metadata['booking']:'b'"}
    return len(stripe.ask(Request("GET", "/v1/payment_intents/search", query)).answer.body["data"])


def test_a_key_gets_its_first_answer_again_and_only_for_the_same_words() -> None:
    stripe = FakeStripe()
    first, again = pay(stripe), pay(stripe)
    assert first[1] == again[1] and (first[2], again[2]) == (False, True)
    assert pay(stripe, amount="600")[:2] == (400, "idempotency_error")
    assert found(stripe) == 1


def test_a_damaged_file_of_books_is_started_afresh(tmp_path: Path) -> None:
    path = tmp_path / "stripe.sqlite"
    path.write_bytes(b"no books at all" * 400)
    assert pay(FakeStripe(path))[0] == 200
    assert found(FakeStripe(path)) == 1


def test_a_key_is_forgotten_after_a_day() -> None:
    now = 1_800_000_000
    stripe = FakeStripe(now=lambda: now)
    first = pay(stripe)
    now += 86_399
    assert pay(stripe)[1] == first[1]
    now += 1
    assert pay(stripe)[1] != first[1]
    assert found(stripe) == 2


def test_a_failure_is_kept_whether_it_charged_or_not() -> None:
    stripe = FakeStripe()
    stripe.faults.broken = 1
    assert pay(stripe)[0] == 500
    stripe.faults.broken, stripe.faults.failed = 0, 1
    assert pay(stripe, "other")[0] == 500
    stripe.faults.failed = 0
    assert (pay(stripe)[0], pay(stripe, "other")[0], found(stripe)) == (500, 500, 1)


def test_what_never_reached_it_may_be_asked_again() -> None:
    stripe = FakeStripe()
    stripe.faults.unavailable = 1
    assert pay(stripe)[0] == 503
    stripe.faults.unavailable = 0
    assert pay(stripe)[0] == 200


def test_a_key_that_is_being_worked_on_is_refused() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(seconds: float) -> None:
        inside.set()
        go_on.wait(10)

    stripe = FakeStripe(sleep=slow)
    worker = threading.Thread(target=lambda: pay(stripe))
    worker.start()
    inside.wait(10)
    assert pay(stripe)[:2] == (409, "idempotency_key_in_use")
    go_on.set()
    worker.join()
    assert found(stripe) == 1


def test_cards_are_declined_by_name_and_the_answer_is_kept() -> None:
    stripe = FakeStripe()
    declined = pay(stripe, payment_method="pm_card_chargeDeclinedInsufficientFunds")
    assert declined == (402, "card_declined", False)
    assert pay(stripe, payment_method="pm_card_chargeDeclinedInsufficientFunds")[2]


def test_the_search_is_behind_and_a_refund_has_its_limit() -> None:
    now = [1000.0]
    stripe = FakeStripe(now=lambda: now[0])
    stripe.faults.search_lag = 60
    intent = pay(stripe)[1]
    assert found(stripe) == 0
    now[0] += 61
    assert found(stripe) == 1

    def refund(amount: str, key: str) -> int:
        form = {"payment_intent": intent, "amount": amount}
        return stripe.ask(Request("POST", "/v1/refunds", form, key)).answer.status

    assert (refund("300", "a"), refund("300", "a"), refund("300", "b"), refund("200", "c")) == (
        200,
        200,
        400,
        200,
    )


def test_a_page_is_paid_once_and_ends() -> None:
    now = [1000.0]
    stripe = FakeStripe(now=lambda: now[0])
    form = {"expires_at": "3800", "line_items[0][price_data][unit_amount]": "700", "metadata[booking]": "b"}
    page = stripe.ask(Request("POST", "/v1/checkout/sessions", form)).answer.body
    first, again = stripe.pay(page["id"], "pm_card_visa"), stripe.pay(page["id"], "pm_card_visa")
    assert first and again and first["payment_intent"] == again["payment_intent"]
    other = stripe.ask(Request("POST", "/v1/checkout/sessions", form)).answer.body
    now[0] = 4000
    assert (
        stripe.ask(Request("GET", f"/v1/checkout/sessions/{other['id']}")).answer.body["status"] == "expired"
    )


def test_a_webhook_is_signed_over_its_time_and_its_bytes() -> None:
    payload = event("payment_intent.succeeded", {"id": "pi"})
    signed = signature(WEBHOOK_SECRET, payload, 1000)
    assert signed.startswith("t=1000,v1=")
    assert signed != signature(WEBHOOK_SECRET, payload + b" ", 1000)
    assert signed.partition("v1=")[2] != signature(WEBHOOK_SECRET, payload, 1001).partition("v1=")[2]
