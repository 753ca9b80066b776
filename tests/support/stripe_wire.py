"""Stripe's own library, with a fake Stripe in this process at the end of its wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe

from simulator.stripe import FakeStripe, Request
from tests.support.memory import Power


class Wire(stripe.HTTPClient):
    """What changes something there is an effect of `power`: a process may die just before or after it."""

    name = "wire"

    def __init__(self, fake: FakeStripe, power: Power) -> None:
        super().__init__()
        self._fake, self._power = fake, power

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """One request, or a lost connection."""
        address = urlsplit(url)
        form = dict(parse_qsl(str(post_data or address.query)))
        key = (headers or {}).get("Idempotency-Key", "")
        asked = Request(method.upper(), address.path, form, key)
        post = asked.method == "POST"
        reply = self._power.effect(lambda: self._fake.ask(asked)) if post else self._fake.ask(asked)
        if reply.lost:
            raise stripe.APIConnectionError("the connection was lost", should_retry=True)
        replayed = {"idempotent-replayed": "true"} if reply.replayed else {}
        return json.dumps(reply.answer.body), reply.answer.status, {"Request-Id": "req", **replayed}

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0

    def close(self) -> None:
        """Nothing is open."""
