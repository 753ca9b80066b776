"""The customers' API without a gateway in front of it: events in, answers out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws.http_api import Answer
from frontdesk.domains.customers import api
from frontdesk.domains.customers.service import Customers

SYSTEM: Mapping[str, str] = {"scope": "desk/customers.admin", "client_id": "system"}
ZOE: Mapping[str, str] = {"scope": "openid desk/customers.read desk/customers.write", "username": "zoe"}
SOMEBODY: Mapping[str, str] = {**ZOE, "username": "somebody"}
NAMES = {"firstName": "Zoë", "lastName": "Åkesson", "email": "zoe@example.com"}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of the API."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Door:
    """The API on a service; `call` asks it in somebody's name."""

    def __init__(self, customers: Customers) -> None:
        self.store = customers.store
        self.handle: Callable[[Mapping[str, Any], object], Answer] = api.handler(customers)

    def call(
        self,
        route: str,
        body: Any = None,
        *,
        by: Mapping[str, str] = SYSTEM,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Said:
        """A request. route: "GET /customers/c-1", as a client sends it. body: text as it is, else as JSON.
        more: of the event."""
        method, path = route.split(" ", 1)
        found = re.fullmatch(r"(/customers)/([^/]+)(/points(?::redeem)?)?", path)
        template = f"{found[1]}/{{id}}{found[3] or ''}" if found else path
        event = {
            "routeKey": f"{method} {template}",
            "rawPath": path,
            "headers": {"content-type": "application/json", **(headers or {})},
            "pathParameters": {"id": found[2]} if found else None,
            "queryStringParameters": query,
            "body": body if isinstance(body, str) or body is None else json.dumps(body),
            "isBase64Encoded": False,
            "requestContext": {"authorizer": {"jwt": {"claims": by}}},
            **more,
        }
        said = self.handle(event, None)
        text = said.get("body")
        kind = said["headers"].get("content-type", "")
        return Said(
            said["statusCode"], said["headers"], json.loads(text) if text and "json" in kind else text
        )
