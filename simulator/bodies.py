"""Request bodies, taken with suspicion, and refusals as problem+json (RFC 9457)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from simulator.functions import Json


class Problem(Exception):
    """A refusal. status: HTTP. detail: what the client can do about it; nothing of what it sent."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response that tells of a problem."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def read_json(request: Request, limit: int) -> Json:
    """The JSON object in a request's body of at most `limit` bytes.

    Raises Problem: 413 for more bytes; 400 for what is no JSON object in UTF-8, for a name given twice, and
    for numbers that are none (NaN, 1e400).
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Problem(413, f"the body may have {limit} bytes")
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_finite,
        )
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Refused) else "it does not parse"
        raise Problem(400, f"the body is not the JSON that is expected: {reason}") from None
    if not isinstance(value, dict):
        raise Problem(400, "the body is not a JSON object")
    return value


class _Refused(ValueError):
    """JSON that parses, and is not taken all the same."""


def _object(pairs: list[tuple[str, Any]]) -> Json:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise _Refused("a name stands twice in one object")
    return value


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise _Refused("a number is not finite")
    return value
