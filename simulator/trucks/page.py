"""The fleet page: GET /fleet on the desk's server, a map with each truck's last track, and a table."""

from __future__ import annotations

import time
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from frontdesk.domains.trucks.model import Truck
from frontdesk.domains.trucks.store import TruckStore
from simulator.trucks.drawing import COLOURS, draw

# Whose fleet is shown where nobody says, on a desk with demo people.
DEMO_FLEET = "maya"
SHOWN = 30  # trucks; each costs a query for its track
REFRESH = 5  # seconds

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fleet</title>
<meta http-equiv="refresh" content="{refresh}"><style>
body{{font:16px/1.5 system-ui;margin:1.5em}}main{{display:flex;flex-wrap:wrap;gap:2em}}
svg{{flex:2 1 40em;max-width:70em;border:1px solid #ccc}}table{{border-collapse:collapse;align-self:start}}
td,th{{text-align:left;padding:.2em .8em .2em 0}}text{{font:13px system-ui}}
text.truck{{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:3px}}text.place{{fill:#777;font-size:15px;text-anchor:middle}}path.site{{fill:#333}}
</style></head><body><h1>Fleet</h1><main>{body}</main></body></html>"""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def route(store: TruckStore) -> Route:
    """The page's route."""

    def fleet(request: Request) -> Response:
        trucks = store.fleet(request.query_params.get("fleet", DEMO_FLEET))[:SHOWN]
        tracks = {truck.id: store.track(truck.id) for truck in trucks}
        body = f"{draw(trucks, tracks)}{_table(trucks)}" if trucks else "<p>There are no trucks yet.</p>"
        return HTMLResponse(_PAGE.format(refresh=REFRESH, body=body), headers=_HEADERS)

    return Route("/fleet", fleet, methods=["GET"])


def _table(trucks: list[Truck]) -> str:
    rows = "".join(_row(truck, COLOURS[n % len(COLOURS)]) for n, truck in enumerate(trucks))
    return f"<table><tr><th>Truck<th>Place<th>Seen (UTC)<th>km/h</tr>{rows}</table>"


def _row(truck: Truck, colour: str) -> str:
    place = f"{truck.place.name}, {truck.place.town}".rstrip(", ") if truck.place else "–"
    seen = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(truck.fix.at / 1000)) if truck.fix else "–"
    speed = "–" if truck.fix is None or truck.fix.speed is None else f"{truck.fix.speed * 3.6:.0f}"
    cells = "".join(f"<td>{escape(cell)}" for cell in (place, seen, speed))
    return f'<tr><td style="color:{colour}">{escape(truck.name)}{cells}</tr>'
