"""The HTTP door: customers and their points, as openapi.json says."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from frontdesk.aws.clients import Clients
from frontdesk.aws.http_api import Answer, Event, Problem, Request, answering, problem
from frontdesk.domains.customers.api import document
from frontdesk.domains.customers.api.about import About
from frontdesk.domains.customers.api.asked import Asked
from frontdesk.domains.customers.api.bulk import Bulk
from frontdesk.domains.customers.api.people import People
from frontdesk.domains.customers.api.points import LedgerApi
from frontdesk.domains.customers.roster import Roster
from frontdesk.domains.customers.service import MONTHS, Customers
from frontdesk.domains.customers.store import CustomerStore
from frontdesk.settings import Settings

ADMIN = "desk/customers.admin"

type Work = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True)
class CustomerApi:
    """routes: API Gateway's route → the operation and who does it."""

    routes: Mapping[str, tuple[document.Operation, Work]]

    def answer(self, request: Request) -> Answer:
        """The answer to a request. Raises Problem."""
        found = self.routes.get(request.route)
        if found is None:
            return self._lost(request)
        operation, work = found
        claims = request.claims
        admin = ADMIN in str(claims.get("scope", "")).split()
        account = "" if admin else str(claims.get("username") or "")
        if operation.scopes and not admin and not account:
            raise Problem(HTTPStatus.FORBIDDEN, "The token is nobody's.")
        return work(Asked(request, operation, None if admin else account))

    def _lost(self, request: Request) -> Answer:
        """There is no such route: for this path, there may be other methods."""
        path = str(request.event.get("rawPath", ""))
        known = [route.split(" ", 1) for route in self.routes]
        allowed = [method for method, template in known if _same(path, template)]
        if not allowed:
            return problem(Problem(HTTPStatus.NOT_FOUND, "There is nothing here: see /openapi.json."))
        detail = "This path has other methods: see /openapi.json."
        wrong = problem(Problem(HTTPStatus.METHOD_NOT_ALLOWED, detail))
        return wrong | {"headers": {**wrong["headers"], "allow": ", ".join(allowed)}}


def _same(path: str, template: str) -> bool:
    """Whether a path is one of a template ("/customers/{id}")."""
    steps, wanted = path.split("/"), template.split("/")
    return len(steps) == len(wanted) and all(
        want in (step, "{id}") for step, want in zip(steps, wanted, strict=True)
    )


def build(settings: Settings, clients: Clients) -> Callable[[Event, object], Answer]:
    """The handler. Raises LookupError for an operation of the document that nobody does."""
    store = CustomerStore(clients.dynamodb, settings["CUSTOMERS_TABLE"])
    customers = Customers(
        store,
        lambda: int(time.time()),
        int(settings.get("POINT_CENTS", "1")),
        int(settings.get("POINTS_MONTHS", str(MONTHS))),
    )
    return handler(customers)


def handler(customers: Customers) -> Callable[[Event, object], Answer]:
    """The handler on a service."""
    read = document.load()
    roster = Roster(customers.store)
    row = document.compiled(read, {"$ref": "#/components/schemas/ImportRow"})
    works: Mapping[str, Work] = {
        **People(customers, roster).works(),
        "importCustomers": Bulk(customers, roster, row).take,
        **LedgerApi(customers).works(),
        **About(read).works(),
    }
    routes = {each.route: (each, works[each.id]) for each in document.operations(read)}
    return answering(CustomerApi(routes).answer)
