"""The skill as a device reaches it over HTTP: POST /alexa of a running desk."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from simulator.functions import FunctionFailed, FunctionUnreachable, Invoke, Json

TIMEOUT = 35  # seconds; longer than the server itself waits for the function


def over_http(url: str) -> Invoke:
    """What takes a request envelope to the desk at a URL ("http://127.0.0.1:8000") and returns the skill's
    response. It raises FunctionFailed where the desk has none, FunctionUnreachable where no desk answers."""

    def invoke(envelope: Json) -> Any:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)
        try:
            headers = {"content-type": "application/json"}
            connection.request("POST", "/alexa", json.dumps(envelope).encode(), headers)
            response = connection.getresponse()
            body = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            raise FunctionUnreachable("the desk does not answer: is it running?") from None
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise FunctionFailed(str(body.get("detail") or body.get("title") or response.status))
        return body

    return invoke
