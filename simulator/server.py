"""The desk's own server: what Amazon's clouds answer to Alexa's and Lex's clients, on loopback.

POST /alexa      an Alexa request in, the skill's response out
/bots/…          the Lex V2 runtime, for any AWS SDK with this server as its endpoint
/v1/…, /v2/…     as much of the Skill Management API as `ask dialog` wants
GET /fleet       a map of the trucks
/stripe/…        a small Stripe, where nobody has given the desk the key of the real one
GET /health      {"status": "ok"}
GET /            what is here
"""

from __future__ import annotations

import json
import threading
from html import escape

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from frontdesk.domains.trucks.store import TruckStore
from simulator import desk
from simulator.alexa import endpoint, smapi
from simulator.alexa.model import model_path
from simulator.alexa.simulations import Simulations
from simulator.bodies import Problem, problem
from simulator.functions import Invoke, invoker
from simulator.lex import LexService, rest
from simulator.lex.bot import STACK, load_template, read_bot
from simulator.nlu import Nlu, alexa_nlu, lex_nlu
from simulator.place import Place
from simulator.stripe import FakeStripe
from simulator.stripe import server as stripe_server
from simulator.stripe.server import can_be_cut
from simulator.stripe.webhooks import WEBHOOK_SECRET, Webhooks
from simulator.trucks import page

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Front Desk</title>
<style>body{{font:16px/1.5 system-ui;max-width:44em;margin:3em auto;padding:0 1em}}</style>
<h1>Front Desk</h1><p>This is the desk on this machine. In a terminal, <code>make talk</code> holds a
conversation; for programs there are</p><dl>{items}</dl></html>"""
_ITEMS = (
    ("POST /alexa", "an Alexa request in, the skill's response out"),
    ("POST /bots/FRONTDESK1/botAliases/TSTALIASID/botLocales/en_US/sessions/…/text", "the Lex V2 runtime"),
    ("/v2/skills/amzn1.ask.skill.front-desk/stages/development/simulations", "what `ask dialog` talks to"),
    ("GET /fleet", "a map of the trucks"),
    ("/stripe/v1/…", "a small Stripe for the desk's payments"),
    ("GET /health", "whether the desk is open"),
)


def create_app(invoke_alexa: Invoke, lex: LexService, *more: BaseRoute) -> Starlette:
    """The server's application.

    invoke_alexa: calls the skill's function. lex: the bot's runtime. more: routes beside these.
    """
    return Starlette(
        routes=[
            Route("/", _index),
            Route("/health", _health),
            endpoint.route(invoke_alexa),
            *rest.routes(lex),
            *more,
        ],
        # A page on the internet may not reach the desk by a name of its own that leads to this machine.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={Problem: _refused, HTTPException: _refused, Exception: _failed},
    )


class Deployed:
    """The application of the desk at a place, made anew when another bot or other functions are deployed.

    Raises NotRunning where no desk runs.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._seen = desk.announced(place)
        self._webhooks = Webhooks(WEBHOOK_SECRET)
        self._stripe = FakeStripe(place.state / "stripe.sqlite", f"{place.url}/stripe", self._webhooks.tell)
        self._made_of = self._deployed()
        self._app = self._make()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as what is deployed now does."""
        if desk.announced(self._place) not in (self._seen, 0):
            await run_in_threadpool(self._renew)
        await self._app(scope, receive, send)

    def _renew(self) -> None:
        with self._lock:
            self._seen = desk.announced(self._place)
            made_of = self._deployed()
            if made_of != self._made_of:  # else sessions live on
                self._made_of = made_of
                self._app = self._make()

    def _make(self) -> ASGIApp:
        running = self._made_of[0]
        self._webhooks.url = running.outputs.get("PaymentsWebhookUrl", "")
        return can_be_cut(_app(running, self._stripe))

    def _deployed(self) -> tuple[desk.Desk, bytes]:
        return desk.find(self._place), STACK.read_bytes()


def _app(running: desk.Desk, stripe: FakeStripe) -> Starlette:
    # A call is made once, as Alexa and Lex do, and may take as long as Lex waits for a code hook.
    functions = running.client("lambda", read_timeout=30, retries={"total_max_attempts": 1})
    template = load_template()
    bot = read_bot(template)
    nlus = {locale: lex_nlu(template, locale) for locale in bot.locales}
    lex = LexService(invoker(functions, running.outputs["LexBotArn"]), nlus, bot)
    skill = invoker(functions, running.outputs["AlexaSkillArn"])
    trucks = TruckStore(running.client("dynamodb"), running.outputs["TrucksTable"])
    more = [*smapi.routes(Simulations(skill, _alexa_nlu)), page.route(trucks), stripe_server.mount(stripe)]
    return create_app(skill, lex, *more)


def _alexa_nlu(locale: str) -> Nlu:
    return alexa_nlu(json.loads(model_path(locale).read_text(encoding="utf-8")), locale)


async def _index(request: Request) -> Response:
    items = "".join(f"<dt><code>{escape(what)}</code><dd>{escape(why)}" for what, why in _ITEMS)
    return HTMLResponse(_PAGE.format(items=items))


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return problem(error.status, error.detail)
    assert isinstance(error, HTTPException)
    return problem(error.status_code, error.detail, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    return problem(500, "the desk's server failed; its log says why")
