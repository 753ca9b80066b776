"""The payment provider's door: what Stripe tells, signed, goes to the payment queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from frontdesk.aws.clients import Clients
from frontdesk.aws.http_api import Answer, Event, Problem, Request, answer, answering
from frontdesk.aws.publishing import Queue
from frontdesk.domains.tickets import paying
from frontdesk.domains.tickets.payments import news
from frontdesk.errors import Rejected
from frontdesk.settings import Settings

LONGEST = 256_000  # bytes: Stripe's events have some thousand


@dataclass(frozen=True, slots=True)
class Webhook:
    """secret: gives what Stripe signs with; raises TryAgain where it cannot be had."""

    payment: Queue
    secret: Callable[[], str]

    def take(self, request: Request) -> Answer:
        """POST /payments/webhook. A 2xx means that it is kept: Stripe sends everything else again."""
        signature = request.headers.get("stripe-signature", "")
        try:
            message = news.told(request.bytes(LONGEST), signature, self.secret())
        except Rejected:
            raise Problem(HTTPStatus.BAD_REQUEST, "This is not signed by Stripe.") from None
        if message is not None:
            self.payment.send([message])
        return answer(HTTPStatus.OK, {"received": True})


def handler(settings: Settings, clients: Clients) -> Callable[[Event, object], Answer]:
    """What takes the HTTP API's events, on this process's tools."""
    kept: dict[str, str] = {}

    def secret() -> str:
        if not kept:
            kept.update(paying.secret(settings, clients))
        return kept["webhook"]

    return answering(Webhook(Queue(clients.sqs, settings["PAYMENT_QUEUE"]), secret).take)
