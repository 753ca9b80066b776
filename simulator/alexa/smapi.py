"""The part of the Skill Management API that `ask dialog` of Amazon's ask-cli needs.

With ASK_SMAPI_SERVER_BASE_URL at this server, the command line that people use with Amazon talks to the desk
on this machine. ASK_ACCESS_TOKEN says who is speaking: maya or omar; anybody else is a guest.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.alexa.model import MODELS
from simulator.alexa.requests import SKILL_ID
from simulator.alexa.simulations import Simulations
from simulator.bodies import Problem, read_json
from simulator.functions import Json
from simulator.people import PEOPLE, Person

MAX_BODY = 64 * 1024  # bytes
MAX_TEXT = 1024  # characters of an utterance; a person speaks for half a minute
MANIFEST = MODELS.parents[1] / "skill.json"
MODES = {"DEFAULT": False, "FORCE_NEW_SESSION": True}

type Operation = Callable[[Request], Awaitable[Response]]

_STAGE = "/skills/{skill}/stages/development"


def routes(simulations: Simulations) -> list[Route]:
    """The API's routes over simulations."""

    async def manifest(request: Request) -> Response:
        return JSONResponse(json.loads(MANIFEST.read_text(encoding="utf-8")))

    async def enablement(request: Request) -> Response:
        return Response(status_code=204)

    async def start(request: Request) -> Response:
        asked = _asked(await read_json(request, MAX_BODY))
        simulation = await run_in_threadpool(simulations.simulate, _person(request), *asked)
        return JSONResponse({"id": simulation, "status": "IN_PROGRESS"})

    async def result(request: Request) -> Response:
        found = simulations.result(request.path_params["simulation"])
        if found is None:
            raise Problem(404, "there is no such simulation")
        return JSONResponse(found)

    return [
        Route(f"/v1{_STAGE}/manifest", _answered(manifest), methods=["GET"]),
        Route(f"/v1{_STAGE}/enablement", _answered(enablement), methods=["GET"]),
        Route(f"/v2{_STAGE}/simulations", _answered(start), methods=["POST"]),
        Route(f"/v2{_STAGE}/simulations/{{simulation}}", _answered(result), methods=["GET"]),
    ]


def _answered(operation: Operation) -> Operation:
    """An operation about the desk's own skill, with refusals in the API's shape."""

    async def answer(request: Request) -> Response:
        try:
            if request.path_params["skill"] != SKILL_ID:
                raise Problem(404, "there is no such skill")
            return await operation(request)
        except Problem as error:
            return JSONResponse({"message": error.detail}, error.status)

    return answer


def _asked(body: Json) -> tuple[str, str, bool]:
    """The locale, the utterance, and whether the session is new. Raises Problem."""
    text, locale, mode = (
        _member(body, *path) for path in (("input", "content"), ("device", "locale"), ("session", "mode"))
    )
    if not isinstance(text, str) or not 1 <= len(text.strip()) <= MAX_TEXT:
        raise Problem(400, f"input.content should have 1 to {MAX_TEXT} characters")
    if locale not in {path.stem for path in MODELS.glob("*.json")}:
        raise Problem(400, "device.locale is none of the skill's")
    if mode not in (None, *MODES):
        raise Problem(400, f"session.mode should be one of {', '.join(MODES)}")
    return locale, text, MODES.get(mode, False)


def _member(body: Any, *path: str) -> Any:
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def _person(request: Request) -> Person:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    return PEOPLE.get(token, PEOPLE["guest"])
