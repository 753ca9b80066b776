"""The tickets' HTTP door: which route is answered by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from frontdesk.aws.clients import Clients
from frontdesk.aws.http_api import Answer, Event, Request, Work, answering
from frontdesk.domains.tickets.breaker import Later
from frontdesk.domains.tickets.cashier import Cashier
from frontdesk.domains.tickets.door.admission import Admission
from frontdesk.domains.tickets.door.keys import Keys
from frontdesk.domains.tickets.door.orders import Orders
from frontdesk.domains.tickets.issuing import build as tools
from frontdesk.domains.tickets.issuing.shelf import Shelf
from frontdesk.domains.tickets.model import Booking
from frontdesk.errors import NotFound
from frontdesk.settings import Settings


def routes(orders: Orders, admission: Admission) -> Mapping[str, Work]:
    """Route, as the template spells it → what answers it."""
    return {
        "GET /events": orders.events,
        "POST /tickets": orders.order,
        "GET /tickets/{id}": orders.booking,
        "DELETE /tickets/{id}": orders.cancel,
        "GET /tickets/{id}/page": orders.page,
        "POST /tickets/{id}/verify": admission.verify,
    }


def answered(table: Mapping[str, Work]) -> Callable[[Event, object], Answer]:
    """A handler for these routes."""

    def work(request: Request) -> Answer:
        if request.route not in table:
            raise NotFound
        return table[request.route](request)

    return answering(work)


def handler(settings: Settings, clients: Clients) -> Callable[[Event, object], Answer]:
    """What takes the HTTP API's events, on this process's tools."""
    issuer, ledger = tools.build(settings, clients)

    @cache
    def cashier() -> Cashier:
        # Stripe's library is slow to load, and most who come here do not pay.
        from frontdesk.domains.tickets import paying

        return paying.build(settings, clients)

    def pay(booking: str) -> Booking:
        try:
            return cashier().look_after(booking)
        except Later as later:
            return later.booking

    orders = Orders(issuer.tickets, issuer, Keys(ledger), pay)
    admission = Admission(Shelf(ledger), issuer.signer, tools.now)
    return answered(routes(orders, admission))
