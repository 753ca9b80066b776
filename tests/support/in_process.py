"""Services of the embedded AWS in this process, behind botocore: requests are made and answers are read as
always, with nothing in between. What is kept is the process's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from types import ModuleType
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from ministack.services import dynamodb, kms

SERVICES: dict[str, ModuleType] = {"dynamodb": dynamodb, "kms": kms}

type Answer = tuple[int, dict[str, str], str | bytes]

_one_at_a_time = threading.Lock()  # as the emulator's event loop has it


def here(client: Any, service: str) -> Any:
    """The same client, whose requests are answered in this process. service: one of SERVICES."""
    client.meta.events.register(f"before-send.{service}", _answering(SERVICES[service].handle_request))
    return client


def _answering(handle: Callable[..., Coroutine[Any, Any, Answer]]) -> Callable[..., AWSResponse]:
    def answer(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        with _one_at_a_time:
            status, told, body = _done(handle(request.method, "/", headers, request.body or b"", {}))
        response = AWSResponse(request.url, status, told, None)
        response._content = body if isinstance(body, bytes) else body.encode()
        return response

    return answer


def _done(work: Coroutine[Any, Any, Answer]) -> Answer:
    """What work comes to that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    raise AssertionError("it waits for something")


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
