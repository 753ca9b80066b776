"""What Stripe tells by webhooks, as messages for the payment queue."""

from __future__ import annotations

import json
from typing import Any

import stripe

from frontdesk.domains.tickets.provider import is_booking
from frontdesk.errors import Rejected

# How old a webhook may be, in seconds: Stripe's own libraries' default.
TOLERANCE = 300
# What reading something that is no event may raise.
_NO_EVENT = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def told(payload: bytes, signature: str, secret: str) -> dict[str, Any] | None:
    """What a webhook of Stripe's tells, as a message for the payment queue; None where it is no concern of
    the desk's. signature: its header Stripe-Signature. Raises Rejected where it is not Stripe's."""
    try:
        stripe.WebhookSignature.verify_header(payload.decode(), signature, secret, TOLERANCE)
        event = json.loads(payload)
        kind, thing = str(event["type"]), event["data"]["object"]
        booking = (thing.get("metadata") or {}).get("booking")
        charged = kind == "payment_intent.succeeded"
        more = {"charge": thing["id"], "cents": int(thing["amount_received"])} if charged else {}
    except (stripe.SignatureVerificationError, *_NO_EVENT) as error:
        raise Rejected("not_of_stripe") from error
    if not is_booking(booking):
        return None
    if charged:
        return {"type": "charge.settled", "booking": booking, **more}
    heard = kind.startswith(("payment_intent.", "checkout.session."))
    return {"type": kind, "booking": booking} if heard else None
