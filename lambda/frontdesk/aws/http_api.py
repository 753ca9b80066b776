"""An HTTP API's requests (payload 2.0) and answers. What goes wrong is a problem (RFC 9457), never a trace.

Routes are API Gateway's: a function that has several finds the one that was asked for in `Request.route`.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from math import isfinite
from typing import Any

from frontdesk.aws.clients import error_code
from frontdesk.errors import NotFound, TryAgain

type Event = Mapping[str, Any]
type Answer = dict[str, Any]
type Work = Callable[[Request], Answer]

PROBLEM = {"content-type": "application/problem+json"}
JSON = {"content-type": "application/json"}

logger = logging.getLogger("frontdesk")


class Problem(Exception):
    """What the caller did wrong, or must try again. detail: what a developer needs to know; no value of the
    request. kind: what a program may tell problems of one status by ("used", "sold-out")."""

    def __init__(
        self, status: HTTPStatus, detail: str, errors: Sequence[Mapping[str, Any]] = (), kind: str = ""
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.kind = status, detail, errors, kind


@dataclass(frozen=True, slots=True)
class Request:
    """event: as the API hands it over, or anything else at all."""

    event: Event

    @property
    def route(self) -> str:
        """The route as the template spells it: "GET /tickets/{id}"."""
        return str(self.event.get("routeKey", ""))

    @property
    def headers(self) -> Mapping[str, str]:
        """Name, in small letters → value."""
        return {name.lower(): str(value) for name, value in (self.event.get("headers") or {}).items()}

    def path(self, name: str) -> str:
        """A part of the path; "" where it has none of that name."""
        return str((self.event.get("pathParameters") or {}).get(name) or "")

    def query(self, name: str) -> str:
        """A parameter of the query; "" where it has none of that name."""
        return str((self.event.get("queryStringParameters") or {}).get(name) or "")

    @property
    def claims(self) -> Mapping[str, str]:
        """What the API's JWT authorizer found in the token; nothing where the route has none."""
        authorizer = (self.event.get("requestContext") or {}).get("authorizer") or {}
        claims: Mapping[str, str] = (authorizer.get("jwt") or {}).get("claims") or {}
        return claims

    def bytes(self, longest: int) -> bytes:
        """The body as it was sent. Raises Problem where it has more than `longest` bytes."""
        text = self.event.get("body") or ""
        too_large = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {longest} bytes.")
        if len(text) > longest * 4 // 3 + 4:
            raise too_large
        try:
            packed = self.event.get("isBase64Encoded")
            body = base64.b64decode(text, validate=True) if packed else text.encode(errors="surrogatepass")
        except (ValueError, binascii.Error):
            raise Problem(HTTPStatus.BAD_REQUEST, "The body is not base64.") from None
        if len(body) > longest:
            raise too_large
        return body

    @property
    def kind(self) -> str:
        """The content type, without its parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def json(self, longest: int, kinds: Sequence[str] = ("application/json",)) -> Any:
        """The body's JSON, of at most `longest` bytes, read strictly: nothing in it means two things.

        kinds: the content types that will do. Raises Problem.
        """
        if self.kind not in kinds:
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send {' or '.join(kinds)}.")
        body = self.bytes(longest)
        try:
            return json.loads(
                body.decode(), parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once
            )
        except (ValueError, RecursionError):
            raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from None


def answer(status: HTTPStatus, body: Any, headers: Mapping[str, str] = JSON) -> Answer:
    """An answer in JSON."""
    return {"statusCode": status.value, "headers": dict(headers), "body": json.dumps(body)}


def problem(trouble: Problem) -> Answer:
    """An answer that says what is wrong."""
    kind = f"urn:front-desk:problem:{trouble.kind}" if trouble.kind else "about:blank"
    body = {"type": kind, "title": trouble.status.phrase, "status": trouble.status.value}
    extra = {"errors": list(trouble.errors)} if trouble.errors else {}
    return answer(trouble.status, {**body, "detail": trouble.detail, **extra}, PROBLEM)


def answering(work: Work) -> Callable[[Event, object], Answer]:
    """A handler that does the work and always answers, kindly: it never raises."""

    def handle(event: Event, context: object) -> Answer:
        try:
            return work(Request(event))
        except Problem as trouble:
            return problem(trouble)
        except NotFound:
            return problem(Problem(HTTPStatus.NOT_FOUND, "There is nothing of that name."))
        except TryAgain as error:
            cause = error.__cause__
            data = (
                {"cause": type(cause).__name__, "code": error_code(cause)}
                if isinstance(cause, Exception)
                else {}
            )
            logger.warning("request to be tried again", exc_info=error, extra={"data": data})
            busy = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Send the same again in a moment.")
            return problem(busy) | {"headers": {**PROBLEM, "retry-after": "1"}}
        except Exception as error:  # noqa: BLE001  (somebody waits for an answer, whatever it is)
            logger.error("request failed", exc_info=error)
            return problem(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here."))

    return handle


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("beyond all numbers")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members; a name given twice means two things, and so nothing."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name is there twice")
    return dict(pairs)
