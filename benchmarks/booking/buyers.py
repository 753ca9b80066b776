"""Buyers: each orders a ticket by the deployed function get_ticket, and asks again where no answer came."""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from simulator.desk import Desk

# How many ask at once; how often one asks again, with the same key.
AT_ONCE, TRIES = 24, 8
# Who pays with what: one in ten is declined.
CARDS = ("pm_card_visa",) * 9 + ("pm_card_chargeDeclined",)


@dataclass
class Crowd:
    """accepted: told of each booking that a buyer hears of."""

    desk: Desk
    function: str
    event: str
    accepted: Callable[[str], None]
    heard: Counter[str] = field(default_factory=Counter)
    bookings: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        config = {"max_pool_connections": AT_ONCE, "read_timeout": 60, "retries": {"total_max_attempts": 1}}
        self._lambda = self.desk.client("lambda", **config)

    def buy(self, buyers: int, accounts: list[str]) -> None:
        """So many buyers, each wants one seat."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for answer in pool.map(lambda n: self._buyer(accounts[n % len(accounts)], n), range(buyers)):
                self.heard[answer] += 1

    def _buyer(self, account: str, number: int) -> str:
        key = uuid.UUID(int=random.Random(f"{self.event}-{number}").getrandbits(128)).hex
        for _ in range(TRIES):
            status, body = self._ask(account, key)
            if booking := body.get("id") or next((e.get("id") for e in body.get("errors", [])), None):
                self.bookings.add(booking)
                self.accepted(booking)
            if status == 409 and body.get("type", "").endswith("sold-out"):
                return "sold out"
            if status in (201, 202, 402):
                return {201: "confirmed", 202: "pending", 402: "declined"}[status]
        return "no answer"

    def _ask(self, account: str, key: str) -> tuple[int, dict[str, Any]]:
        try:
            answer = self._lambda.invoke(
                FunctionName=self.function, Payload=json.dumps(request(self.event, account, key))
            )
            told = json.loads(answer["Payload"].read())
        except (ClientError, BotoCoreError):
            return 0, {}
        return (0, {}) if "statusCode" not in told else (told["statusCode"], json.loads(told["body"]))


def request(event: str, account: str, key: str) -> dict[str, Any]:
    """What the HTTP API hands to the function when somebody with a token orders."""
    return {
        "version": "2.0",
        "routeKey": "POST /tickets",
        "rawPath": "/tickets",
        "headers": {"content-type": "application/json", "idempotency-key": key},
        "requestContext": {
            "http": {"method": "POST", "path": "/tickets"},
            "authorizer": {"jwt": {"claims": {"username": account, "scope": "tickets/book"}}},
        },
        "body": json.dumps({"event": event, "quantity": 1}),
        "isBase64Encoded": False,
    }
