"""A request as the API's parts see it, and what they answer with: customers, entries, cursors, versions."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import JSON, Answer, Problem, Request, answer
from frontdesk.domains.customers.api.document import Operation
from frontdesk.domains.customers.model import Customer, Entry
from frontdesk.errors import NotFound

# How many a page has where nobody says.
PAGE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """account: whose customer it must be; None for who may see anybody's."""

    request: Request
    operation: Operation
    account: str | None

    @property
    def customer(self) -> str:
        """The id in the path."""
        return self.request.path("id")

    def seen(self, customer: Customer | None) -> Customer:
        """The customer, if the caller may see it. Raises NotFound: one answer for another's and for none."""
        if customer is None or (self.account is not None and customer.account != self.account):
            raise NotFound
        return customer


def body_of(customer: Customer) -> dict[str, Any]:
    """A customer as the API shows it."""
    return {
        "id": customer.id,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
        "email": customer.email,
        "rewardPoints": customer.points.balance,
        **({"account": customer.account} if customer.account else {}),
        "createdAt": customer.made,
        "updatedAt": customer.changed,
    }


def shown(status: HTTPStatus, customer: Customer, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a customer and its version."""
    return answer(status, body_of(customer), {**JSON, "etag": etag(customer), **(headers or {})})


def etag(customer: Customer) -> str:
    """The customer's version, as ETag and If-Match have it."""
    return f'"{customer.rev}"'


def version(if_match: str) -> int | None:
    """The version that If-Match asks for; None for whatever is there."""
    return None if if_match == "*" else int(if_match.strip('"'))


def line_of(entry: Entry) -> dict[str, Any]:
    """An entry as the API shows it."""
    more = {"reference": entry.reference, "cents": entry.cents}
    return {
        "id": entry.id,
        "kind": entry.kind,
        "points": entry.points,
        "at": entry.at,
        **{name: value for name, value in more.items() if value},
    }


def cursor(*parts: str) -> str:
    """Where a page begins, for the client to hand back."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def opened(text: str, *expected: str) -> str:
    """The last part of a cursor whose others are as expected. Raises Problem for any other text."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        *same, last = parts if isinstance(parts, list) else [None]
        str(last).encode()  # half a character is in no key
    except (ValueError, TypeError):
        same, last = [], None
    if same != list(expected) or not isinstance(last, str) or not last:
        raise Problem(HTTPStatus.BAD_REQUEST, "The cursor is not one of this list.")
    return last
