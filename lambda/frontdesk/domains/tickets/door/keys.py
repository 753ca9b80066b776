"""Idempotency keys: an order that is sent again is the same order.

KEY#<account>#<key>, KEY    fingerprint (of the body), booking; expires
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import Problem
from frontdesk.aws.items import to_item
from frontdesk.domains.tickets.life import Overtaken
from frontdesk.domains.tickets.service import new_booking_id
from frontdesk.domains.tickets.store import TicketStore
from frontdesk.errors import TryAgain

# A key is remembered for so long, in seconds: as long as Stripe remembers its own.
REMEMBERED = 86_400
# What a header may hold and a log may show: a UUID, usually.
_KEY = re.compile(r"[A-Za-z0-9._:/+=-]{1,64}")


def key_of(headers: Mapping[str, str]) -> str:
    """The key in a request's headers; "" for none. Raises Problem for one that is none."""
    key = headers.get("idempotency-key", "")
    if key and not _KEY.fullmatch(key):
        raise Problem(HTTPStatus.BAD_REQUEST, "Idempotency-Key is 1 to 64 letters, digits and -._:/+=")
    return key


@dataclass(frozen=True, slots=True)
class Keys:
    store: TicketStore

    def booking(self, account: str, key: str, body: Any, now: int) -> str:
        """The booking that an order under this key is, or will be. now: epoch seconds.

        Raises Problem where the key stands for another order; TryAgain where DynamoDB does not answer.
        """
        row = {
            "pk": f"KEY#{account}#{key}",
            "sk": "KEY",
            "fingerprint": hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
            "booking": new_booking_id(),
            "expires": now + REMEMBERED,
        }
        put = {
            "TableName": self.store.table,
            "Item": to_item(row),
            "ConditionExpression": "attribute_not_exists(pk) OR #expires <= :now",
            "ExpressionAttributeNames": {"#expires": "expires"},
            "ExpressionAttributeValues": to_item({":now": now}),
        }
        try:
            self.store.transact([{"Put": put}])
        except Overtaken:
            row = self._known(row)
        return str(row["booking"])

    def new(self, account: str, key: str) -> bool:
        """Whether nothing was ordered under this key yet. Raises TryAgain."""
        return not self.store.get({"pk": f"KEY#{account}#{key}", "sk": "KEY"}, ConsistentRead=True)

    def _known(self, row: Mapping[str, Any]) -> dict[str, Any]:
        known = self.store.get({name: row[name] for name in ("pk", "sk")}, ConsistentRead=True)
        if not known:
            raise TryAgain("the key has just been forgotten")
        if known["fingerprint"] != row["fingerprint"]:
            detail = "This Idempotency-Key was used for another order."
            raise Problem(HTTPStatus.CONFLICT, detail, kind="key-used")
        return known
