"""What the fake Stripe answers, request by request (docs.stripe.com/api).

- An idempotency key stands for its first request: what that was answered, a 500 too, is answered again, with
  the header Idempotent-Replayed; other parameters are an idempotency_error; while the first is being worked
  on, a 409. It is forgotten after 24 hours: Stripe keeps keys for so long at least.
- A 503 of `Faults.unavailable` is before Stripe has looked at the request: nothing is kept of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.stripe.books import Answer, Books, asked
from simulator.stripe.faults import Faults
from simulator.stripe.pages import Pages, route
from simulator.stripe.resources import Payments, Refusal

KEPT = 24 * 3600

type News = Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Request:
    """form: what was posted, or the query, with Stripe's names for what is nested ("metadata[booking]")."""

    method: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """lost: done, but the connection is to be cut before the answer."""

    answer: Answer
    replayed: bool = False
    lost: bool = False


class FakeStripe:
    """path: where it remembers, None for nowhere. url: its own, for payment pages. tell: hears every event
    ("payment_intent.succeeded", the object). now: the time, in epoch seconds."""

    def __init__(
        self,
        path: Path | None = None,
        url: str = "http://127.0.0.1/stripe",
        tell: News = lambda kind, thing: None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.books, self.faults = Books(path), Faults()
        self.tell = tell
        self._now, self._sleep = now, sleep
        self._lock, self._busy = threading.Lock(), set[str]()
        self._payments = Payments(self.books, now)
        self._pages = Pages(self._payments, url)

    def ask(self, request: Request) -> Reply:
        """Answer a request, with whatever the faults make of it."""
        faults = self.faults
        if faults.down or faults.happens(faults.unavailable):
            return Reply(Answer(503, _error("api_error", "Service unavailable")))
        reply, told = self._answer(request)
        for kind, thing in told:
            self.tell(kind, thing)
        lost = faults.happens(faults.lost)
        return Reply(reply.answer, reply.replayed, lost)

    def _answer(self, request: Request) -> tuple[Reply, list[tuple[str, Mapping[str, Any]]]]:
        words = asked(request.path, request.form)
        with self._lock:
            if request.key in self._busy:
                text = "There is currently another in-progress request using this Idempotent Key"
                return Reply(Answer(409, _error("idempotency_error", text, "idempotency_key_in_use"))), []
            if request.key and (first := self.books.recall(request.key, self._now() - KEPT)):
                if first[0] != words:
                    text = "Keys for idempotent requests can only be used with the same parameters"
                    return Reply(Answer(400, _error("idempotency_error", text))), []
                return Reply(first[1], replayed=True), []
            self._busy |= {request.key} - {""}
        try:
            self._sleep(self.faults.delay)
            with self._lock:
                answer, told = self._do(request)
                if request.key:
                    self.books.remember(request.key, words, answer, self._now())
                return Reply(answer), told
        finally:
            self._busy.discard(request.key)

    def _do(self, request: Request) -> tuple[Answer, list[tuple[str, Mapping[str, Any]]]]:
        faults, changes = self.faults, request.method == "POST"
        broken = Answer(500, _error("api_error", "An unknown error occurred"))
        if changes and faults.happens(faults.failed):
            return broken, []
        self._payments.search_until = self._now() - faults.search_lag
        try:
            thing, told = route(self._payments, self._pages, request.method, request.path, request.form)
        except Refusal as refusal:
            return Answer(refusal.status, {"error": refusal.error}), refusal.told
        return (broken if changes and faults.happens(faults.broken) else Answer(200, thing)), told

    def pay(self, session: str, method: str) -> Mapping[str, Any] | None:
        """Somebody pays on a payment page with a test card; the session then, None where there is none."""
        with self._lock:
            paid = self._pages.pay(session, method)
        if paid is None:
            return None
        for kind, thing in paid[1]:
            self.tell(kind, thing)
        return paid[0]


def _error(kind: str, message: str, code: str = "") -> dict[str, Any]:
    return {"error": {"type": kind, "message": message, **({"code": code} if code else {})}}
