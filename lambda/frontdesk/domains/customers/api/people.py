"""Customers by HTTP: add, list, read, replace, change, delete."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import Answer, Problem, answer
from frontdesk.domains.customers.api.asked import (
    PAGE,
    Asked,
    body_of,
    cursor,
    etag,
    opened,
    shown,
    version,
)
from frontdesk.domains.customers.finding import INDEXES, fold
from frontdesk.domains.customers.model import Customer, Refused, iso
from frontdesk.domains.customers.roster import Roster
from frontdesk.domains.customers.service import Customers
from frontdesk.errors import NotFound

# What the three filters look at.
FILTERS: Mapping[str, Callable[[Customer], str]] = {
    "account": lambda customer: customer.account,
    "email": lambda customer: fold(customer.email),
    "lastName": lambda customer: fold(customer.last_name),
}


@dataclass(frozen=True, slots=True)
class People:
    customers: Customers
    roster: Roster

    def works(self) -> Mapping[str, Callable[[Asked], Answer]]:
        """operationId → what does it."""
        return {
            "createCustomer": self.create,
            "listCustomers": self.list,
            "getCustomer": self.get,
            "replaceCustomer": self.change,
            "changeCustomer": self.change,
            "deleteCustomer": self.delete,
        }

    def create(self, asked: Asked) -> Answer:
        asked.operation.parameters(asked.request)
        fields = asked.operation.content(asked.request)
        newcomer = self.customers.newcomer(f"c-{uuid.uuid4().hex}", fields)
        self.roster.add([newcomer])
        customer, _ = newcomer
        return shown(HTTPStatus.CREATED, customer, {"location": f"/customers/{customer.id}"})

    def list(self, asked: Asked) -> Answer:
        given = asked.operation.parameters(asked.request)
        wanted = {name: str(given[name]) for name in FILTERS if name in given}
        if asked.account is not None and wanted.setdefault("account", asked.account) != asked.account:
            return answer(HTTPStatus.OK, {"customers": []})  # a person finds nobody else
        name = next((each for each in INDEXES if each in wanted), "")
        marks = [f"{each}={fold(wanted[each])}" for each in sorted(wanted)]
        after = opened(given["cursor"], *marks) if "cursor" in given else ""
        value = wanted.get(name, "customers")
        found, last = self.roster.page(name, value, int(given.get("limit", PAGE)), after)
        shown_ = [body_of(self.customers.settle(each)) for each in found if _holds(each, wanted)]
        return answer(HTTPStatus.OK, {"customers": shown_} | ({"next": cursor(*marks, last)} if last else {}))

    def get(self, asked: Asked) -> Answer:
        given = asked.operation.parameters(asked.request)
        customer = self.customers.settle(asked.seen(self.customers.get(asked.customer)))
        if etag(customer) in given.get("If-None-Match", ""):
            return {"statusCode": HTTPStatus.NOT_MODIFIED.value, "headers": {"etag": etag(customer)}}
        return shown(HTTPStatus.OK, customer)

    def change(self, asked: Asked) -> Answer:
        given = asked.operation.parameters(asked.request)
        fields = asked.operation.content(asked.request)
        at, rev = iso(self.customers.now()), version(given["If-Match"])
        try:
            return shown(HTTPStatus.OK, self.roster.change(asked.customer, fields, at, rev, asked.account))
        except Refused as refused:
            raise _changed(asked, refused) from None

    def delete(self, asked: Asked) -> Answer:
        given = asked.operation.parameters(asked.request)
        try:
            self.roster.remove(asked.customer, version(given["If-Match"]))
        except Refused as refused:
            raise _changed(asked, refused) from None
        return {"statusCode": HTTPStatus.NO_CONTENT.value, "headers": {}}


def _changed(asked: Asked, refused: Refused) -> Exception:
    """Why a change was refused."""
    try:
        asked.seen(refused.customer)
    except NotFound as nobody:
        return nobody
    return Problem(HTTPStatus.PRECONDITION_FAILED, "The customer has changed since: read it again.")


def _holds(customer: Customer, wanted: Mapping[str, Any]) -> bool:
    """Whether a customer is as all filters want it."""
    return all(
        FILTERS[name](customer) == (value if name == "account" else fold(value))
        for name, value in wanted.items()
    )
