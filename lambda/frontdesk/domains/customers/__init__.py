"""Customers: who they are, and the ledger of their reward points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.domains.customers import talk
from frontdesk.domains.customers.service import Customers
from frontdesk.domains.customers.store import CustomerStore

if TYPE_CHECKING:
    from frontdesk.app import Tools
    from frontdesk.conversation.router import Answer


def build(tools: Tools) -> Customers:
    """The service on this process's tools."""
    store = CustomerStore(tools.clients.dynamodb, tools.settings["CUSTOMERS_TABLE"])
    return Customers(store, tools.now, int(tools.settings.get("POINT_CENTS", "1")))


def answers(tools: Tools) -> Mapping[str, Answer]:
    """intent → answer, of this domain."""
    per_dollar = int(tools.settings.get("POINTS_PER_DOLLAR", str(talk.PER_DOLLAR)))
    return talk.answers(build(tools), per_dollar)
