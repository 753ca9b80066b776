"""The fleet page: a map with each truck's last track, and a table of where and when each was seen.

Deployed it is a shell that anybody may load and that holds nothing (GET /fleet), which signs a person in and
then shows what is theirs (GET /fleet/map, behind the API's JWT authorizer).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template

from frontdesk.aws.http_api import Answer, Event, Problem, Request, answering
from frontdesk.conversation.turn import Account
from frontdesk.domains.trucks.drawing import COLOURS, draw
from frontdesk.domains.trucks.model import Truck
from frontdesk.domains.trucks.service import USER, Trucks
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.settings import Settings

SHOWN = 30  # trucks; each costs a query for its track
REFRESH = 5  # seconds
SCOPE = "openid desk/trucks.read"
STYLE = """
body{font:16px/1.5 system-ui;margin:1.5em}main{display:flex;flex-wrap:wrap;gap:2em}
svg{flex:2 1 40em;max-width:70em;border:1px solid #ccc}table{border-collapse:collapse;align-self:start}
td,th{text-align:left;padding:.2em .8em .2em 0}text{font:13px system-ui}
text.truck{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:3px}
text.place{fill:#666;font-size:15px;text-anchor:middle;paint-order:stroke;stroke:#f4f1ea;stroke-width:3px}path.site{fill:#333}
"""
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def body(store: TruckStore, trucks: Sequence[Truck]) -> str:
    """The map and the table of these trucks, as HTML."""
    shown = trucks[:SHOWN]
    if not shown:
        return "<p>There are no trucks yet.</p>"
    tracks = {truck.id: store.track(truck.id) for truck in shown}
    rows = "".join(_row(truck, COLOURS[n % len(COLOURS)]) for n, truck in enumerate(shown))
    table = f"<table><tr><th>Truck<th>Place<th>Seen (UTC)<th>km/h</tr>{rows}</table>"
    return f"{draw(shown, tracks)}{table}"


def _row(truck: Truck, colour: str) -> str:
    place = f"{truck.place.name}, {truck.place.town}".rstrip(", ") if truck.place else "–"
    seen = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(truck.fix.at / 1000)) if truck.fix else "–"
    speed = "–" if truck.fix is None or truck.fix.speed is None else f"{truck.fix.speed * 3.6:.0f}"
    cells = "".join(f"<td>{escape(cell)}" for cell in (place, seen, speed))
    return f'<tr><td style="color:{colour}">{escape(truck.name)}{cells}</tr>'


def shell(sign_in: str, client: str) -> tuple[str, str]:
    """The page that signs in, and its Content-Security-Policy: its own script, the pool and itself alone."""
    settings = {"signIn": sign_in, "client": client, "scope": SCOPE, "refresh": REFRESH}
    written = Template(Path(__file__).with_name("fleet.html").read_text("utf-8"))
    page = written.substitute(style=STYLE, settings=json.dumps(settings).replace("<", "\\u003c"))
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        f"connect-src 'self' {sign_in}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return page, policy


@dataclass(frozen=True, slots=True)
class FleetPage:
    """find: the account of a caller's key, None for a stranger. page and policy: see `shell`."""

    trucks: Trucks
    find: Callable[[str], Account | None]
    page: str
    policy: str

    def handle(self, event: Event, context: object) -> Answer:
        """An HTTP API's event (payload 2.0) in, its answer out. It never raises."""
        return answering(self._answer)(event, context)

    def _answer(self, request: Request) -> Answer:
        if request.route == "GET /fleet":
            return _html(self.page, {"Content-Security-Policy": self.policy})
        account = self.find(USER + request.claims.get("username", ""))
        if account is None:
            raise Problem(HTTPStatus.FORBIDDEN, "Nothing is known of who has signed in.")
        return _html(body(self.trucks.store, self.trucks.mine(account)))


def _html(text: str, headers: Mapping[str, str] | None = None) -> Answer:
    told = {"content-type": "text/html; charset=utf-8", **HEADERS, **(headers or {})}
    return {"statusCode": HTTPStatus.OK.value, "headers": told, "body": text}


def build(settings: Settings, trucks: Trucks, find: Callable[[str], Account | None]) -> FleetPage:
    """The page's entry."""
    return FleetPage(trucks, find, *shell(settings["SIGN_IN_URL"], settings["USER_POOL_CLIENT_ID"]))
