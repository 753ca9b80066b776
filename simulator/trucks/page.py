"""The fleet page on the desk's server: GET /fleet, without a sign-in, for it is this machine's alone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from frontdesk.domains.trucks.fleet import HEADERS, REFRESH, STYLE, body
from frontdesk.domains.trucks.store import TruckStore

# Whose fleet is shown where nobody says, on a desk with demo people.
DEMO_FLEET = "maya"

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fleet</title>
<meta http-equiv="refresh" content="{refresh}"><style>{style}</style></head>
<body><h1>Fleet</h1><main>{body}</main></body></html>"""
_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def route(store: TruckStore) -> Route:
    """The page's route."""

    def fleet(request: Request) -> Response:
        shown = body(store, store.fleet(request.query_params.get("fleet", DEMO_FLEET)))
        text = _PAGE.format(refresh=REFRESH, style=STYLE, body=shown)
        return HTMLResponse(text, headers={**HEADERS, **_POLICY})

    return Route("/fleet", fleet, methods=["GET"])
