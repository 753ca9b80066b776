"""The Lex V2 runtime's REST protocol, for the clients of every AWS SDK with an endpoint URL."""

from __future__ import annotations

import base64
import gzip
import json
import uuid
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.bodies import Problem, read_json
from simulator.functions import Json
from simulator.lex.errors import LexError, ResourceNotFoundException, ValidationException
from simulator.lex.service import ALIAS_ID, BOT_ID, LexService

SESSION = "/bots/{bot}/botAliases/{alias}/botLocales/{locale}/sessions/{session}"
MAX_BODY = 64 * 1024  # bytes; text, attributes and a session state within their own limits need less
_PUT_HEADERS = {
    "messages": "messages",
    "sessionState": "session-state",
    "requestAttributes": "request-attributes",
}

type Operation = Callable[[str, str, Json], Response]  # locale, session id, the body's members


def routes(service: LexService) -> list[Route]:
    """The routes of a bot's runtime."""

    def recognize_text(locale: str, session: str, body: Json) -> Response:
        return JSONResponse(service.recognize_text(locale, session, body))

    def get_session(locale: str, session: str, body: Json) -> Response:
        return JSONResponse(service.get_session(locale, session))

    def put_session(locale: str, session: str, body: Json) -> Response:
        return _put(service.put_session(locale, session, body))

    def delete_session(locale: str, session: str, body: Json) -> Response:
        return JSONResponse(service.delete_session(locale, session))

    return [
        Route(f"{SESSION}/text", _endpoint(recognize_text), methods=["POST"]),
        Route(SESSION, _endpoint(get_session, has_body=False), methods=["GET"]),
        Route(SESSION, _endpoint(put_session), methods=["POST", "PUT"]),  # the SDKs POST it
        Route(SESSION, _endpoint(delete_session, has_body=False), methods=["DELETE"]),
    ]


def _endpoint(operation: Operation, has_body: bool = True) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        path = request.path_params
        try:
            if (path["bot"], path["alias"]) != (BOT_ID, ALIAS_ID):
                raise ResourceNotFoundException("There is no such bot or bot alias.")
            body = await read_json(request, MAX_BODY) if has_body else {}
            response = await run_in_threadpool(operation, path["locale"], path["session"], body)
        except Problem as error:
            response = _refusal(ValidationException(error.detail))
        except LexError as error:
            response = _refusal(error)
        response.headers["x-amzn-requestid"] = str(uuid.uuid4())
        return response

    return answer


def _refusal(error: LexError) -> Response:
    """An error as SDKs read it: its name in a header, which they make their exception of."""
    name = type(error).__name__
    return JSONResponse({"message": str(error)}, error.status, {"x-amzn-errortype": name})


def _put(put: Json) -> Response:
    """PutSession answers in headers, gzipped and base64-encoded, beside an audio stream that is empty."""
    headers = {
        f"x-amz-lex-{header}": base64.b64encode(gzip.compress(json.dumps(put[member]).encode())).decode()
        for member, header in _PUT_HEADERS.items()
        if put.get(member)
    }
    headers["x-amz-lex-session-id"] = put["sessionId"]
    return Response(b"", headers=headers, media_type="text/plain; charset=utf-8")
