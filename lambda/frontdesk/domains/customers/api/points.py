"""Points by HTTP: the balance with its ledger, and spending."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import Answer, Problem, answer
from frontdesk.domains.customers.api.asked import PAGE, Asked, cursor, line_of, opened
from frontdesk.domains.customers.model import Different, NotEnough
from frontdesk.domains.customers.service import Customers


@dataclass(frozen=True, slots=True)
class LedgerApi:
    customers: Customers

    def works(self) -> Mapping[str, Callable[[Asked], Answer]]:
        """operationId → what does it."""
        return {"getPoints": self.get, "redeemPoints": self.redeem}

    def get(self, asked: Asked) -> Answer:
        """The first page is one read of the table: the balance and the newest entries."""
        given = asked.operation.parameters(asked.request)
        limit, store = int(given.get("limit", PAGE)), self.customers.store
        told: dict[str, Any] = {"customer": asked.customer}
        if "cursor" in given:
            after = opened(given["cursor"], asked.customer)
            asked.seen(store.get(asked.customer))
            _, entries, last = store.ledger(asked.customer, limit, after)
        else:
            known, entries, last = store.ledger(asked.customer, limit)
            customer = asked.seen(known)
            if self.customers.settle(customer) is not customer:  # what has expired is in the ledger now
                return self.get(asked)
            points, month = customer.points, self.customers.month
            told |= {
                "balance": points.balance,
                "cents": self.customers.worth(points.balance),
                "expiring": [
                    {"goodUntil": day.isoformat(), "points": left} for day, left in points.expiring(month)
                ],
            }
        told["entries"] = [line_of(entry) for entry in entries]
        return answer(HTTPStatus.OK, told | ({"next": cursor(asked.customer, last)} if last else {}))

    def redeem(self, asked: Asked) -> Answer:
        given = asked.operation.parameters(asked.request)
        wanted = asked.operation.content(asked.request)
        points, reference = int(wanted["points"]), wanted.get("reference", "")
        asker = json.dumps([points, reference, asked.account])
        try:
            entry = self.customers.redeem(
                asked.customer,
                points,
                f"key:{_digest(given['Idempotency-Key'])}",
                by=_digest(asker),
                reference=reference,
                account=asked.account,
            )
        except NotEnough as short:
            detail = f"There are {short.available} points."
            raise Problem(HTTPStatus.CONFLICT, detail, kind="not-enough-points") from None
        except Different:
            detail = "This Idempotency-Key came with another request before."
            raise Problem(HTTPStatus.CONFLICT, detail, kind="key-used") from None
        return answer(HTTPStatus.OK, line_of(entry))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
