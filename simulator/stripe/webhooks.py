"""Stripe's webhooks: events, signed, posted to the desk's door until it says 2xx."""

from __future__ import annotations

import hashlib
import hmac
import json
import queue
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

# What signs them on this machine: no secret.
WEBHOOK_SECRET = "whsec_front_desk_on_this_machine"  # nosec B105
TRIES, PAUSE = 5, 1.0
TIMEOUT = 10


def signature(secret: str, payload: bytes, at: int) -> str:
    """The header Stripe-Signature: "t=…,v1=…" (docs.stripe.com/webhooks/signature)."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def event(kind: str, thing: Mapping[str, Any]) -> bytes:
    """An event's JSON."""
    told = {"id": f"evt_{secrets.token_hex(12)}", "object": "event", "type": kind, "data": {"object": thing}}
    return json.dumps({**told, "created": int(time.time()), "livemode": False}).encode()


class Webhooks:
    """url: the desk's door, "" while there is none. secret: what signs."""

    def __init__(self, secret: str, url: str = "") -> None:
        self.url = url
        self._secret = secret
        self._waiting: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._deliver, daemon=True).start()

    def tell(self, kind: str, thing: Mapping[str, Any]) -> None:
        """Have an event delivered; nobody waits for that."""
        if self.url:
            self._waiting.put(event(kind, thing))

    def _deliver(self) -> None:
        while True:
            payload = self._waiting.get()
            for _ in range(TRIES):
                if self._post(payload):
                    break
                time.sleep(PAUSE)

    def _post(self, payload: bytes) -> bool:
        signed = signature(self._secret, payload, int(time.time()))
        headers = {"Content-Type": "application/json", "Stripe-Signature": signed}
        request = urllib.request.Request(self.url, payload, headers)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT):  # nosec B310  (the desk's own door)
                return True
        except (urllib.error.URLError, OSError):
            return False
