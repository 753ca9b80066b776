"""POST /alexa: an Alexa request in, the skill's response out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.bodies import Problem, read_json
from simulator.functions import FunctionFailed, Invoke

# Alexa's own requests have some kilobytes; this is what a function could be sent at all, and a margin less.
MAX_BODY = 1024 * 1024


def route(invoke: Invoke) -> Route:
    """The route of a skill. invoke: takes a request envelope, returns the skill's response."""

    async def alexa(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Problem(415, "the body should be application/json")
        envelope = await read_json(request, MAX_BODY)
        lacks = missing(envelope)
        if lacks:
            raise Problem(400, f"the body is no Alexa request: {lacks}")
        try:
            return JSONResponse(await run_in_threadpool(invoke, envelope))
        except FunctionFailed as error:
            raise Problem(502, f"the skill did not answer: {error}") from error

    return Route("/alexa", alexa, methods=["POST"])


def missing(envelope: Mapping[str, Any]) -> str:
    """What keeps an object from being an Alexa request; "" where nothing does."""
    if not isinstance(envelope.get("version"), str):
        return "it has no version"
    request = envelope.get("request")
    if not isinstance(request, Mapping):
        return "it has no request"
    for member in ("type", "requestId", "timestamp"):
        if not isinstance(request.get(member), str) or not request[member]:
            return f"its request has no {member}"
    return ""
