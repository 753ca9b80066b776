"""The fake Stripe on the desk's server: /stripe/v1/… for Stripe's library, /stripe/pay/… for people, and for
tests and benchmarks POST /stripe/faults and GET /stripe/books."""

from __future__ import annotations

import json
from dataclasses import fields
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.stripe.faults import Faults
from simulator.stripe.service import FakeStripe, Request

CARDS = {
    "4242 4242 4242 4242": "pm_card_visa",
    "4000 0000 0000 0002": "pm_card_chargeDeclined",
    "4000 0000 0000 9995": "pm_card_chargeDeclinedInsufficientFunds",
}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Pay</title>
<style>body{{font:16px/1.5 system-ui;max-width:26em;margin:3em auto;padding:0 1em}}</style>
<h1>{dollars}</h1><p>{what}</p>{form}"""
_FORM = """<form method="post"><label>A test card<br><select name="method">{cards}</select></label>
<p><button>Pay</button></form>"""


def mount(stripe: FakeStripe) -> Mount:
    """Its routes."""

    async def api(request: HttpRequest) -> Response:
        form = {
            **request.query_params,
            **await _form(request),
        }
        path = "/v1/" + request.path_params["path"]
        asked = Request(request.method, path, form, request.headers.get("idempotency-key", ""))
        reply = await run_in_threadpool(stripe.ask, asked)
        if reply.lost and (cut := request.scope.get("cut")):
            cut()
        headers = {"Request-Id": "req_fake", **({"Idempotent-Replayed": "true"} if reply.replayed else {})}
        return JSONResponse(reply.answer.body, reply.answer.status, headers)

    async def page(request: HttpRequest) -> Response:
        session = stripe.books.get(request.path_params["session"])
        if request.method == "POST" and session:
            method = (await _form(request)).get("method", "")
            paid = await run_in_threadpool(stripe.pay, str(session["id"]), method)
            session = dict(paid or session)
            if session["status"] == "complete":
                return RedirectResponse(session["success_url"], 303)
        return _page(session)

    async def faults(request: HttpRequest) -> Response:
        known = {each.name for each in fields(Faults) if not each.name.startswith("_")}
        stripe.faults = Faults(**{k: v for k, v in json.loads(await request.body()).items() if k in known})
        return JSONResponse({})

    async def books(request: HttpRequest) -> Response:
        kinds = ("payment_intent", "refund")
        return JSONResponse({kind: list(stripe.books.all(kind)) for kind in kinds})

    return Mount(
        "/stripe",
        routes=[
            Route("/v1/{path:path}", api, methods=["GET", "POST"]),
            Route("/pay/{session}", page, methods=["GET", "POST"]),
            Route("/faults", faults, methods=["POST"]),
            Route("/books", books),
        ],
    )


async def _form(request: HttpRequest) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def _page(session: dict[str, Any] | None) -> Response:
    if session is None:
        return HTMLResponse(_PAGE.format(dollars="", what="There is no such page.", form=""), 404)
    cards = "".join(f'<option value="{escape(m)}">{escape(n)}</option>' for n, m in CARDS.items())
    is_open = session["status"] == "open"
    told = {
        "dollars": f"${session['amount_total'] / 100:,.2f}",
        "what": "for your tickets" if is_open else f"This page is {session['status']}.",
        "form": _FORM.format(cards=cards) if is_open else "",
    }
    return HTMLResponse(_PAGE.format(**told))


def can_be_cut(app: ASGIApp) -> ASGIApp:
    """The application, told how to cut a connection: an answer that is lost on its way."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(send, "__self__", None), "transport", None)  # uvicorn's own
        await app({**scope, "cut": transport.abort} if transport else scope, receive, send)

    return call
