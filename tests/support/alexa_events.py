"""A small Login with Amazon and a small Proactive Events API, as their documentation has them."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLIENT, SECRET = "amzn1.application-oa2-client.test", "a-secret"


class Amazon:
    """events: what was taken, by reference once. fail: statuses that the next event requests get instead."""

    def __init__(self) -> None:
        self.url = ""
        self.tokens = 0
        self.events: dict[str, Any] = {}
        self.requests = 0
        self.fail: list[int] = []

    def token(self, form: dict[str, list[str]]) -> tuple[int, Any]:
        wanted = {
            "grant_type": ["client_credentials"],
            "client_id": [CLIENT],
            "client_secret": [SECRET],
            "scope": ["alexa::proactive_events"],
        }
        if form != wanted:
            return 401, {"error": "invalid_client"}
        self.tokens += 1
        return 200, {"access_token": f"Atc|{self.tokens}", "expires_in": 3600, "token_type": "bearer"}

    def event(self, bearer: str, body: Any) -> tuple[int, Any]:
        self.requests += 1
        if self.fail:
            return self.fail.pop(0), {}
        if bearer != f"Bearer Atc|{self.tokens}":
            return 401, {"message": "Bad token"}
        needed = {
            "timestamp",
            "referenceId",
            "expiryTime",
            "event",
            "localizedAttributes",
            "relevantAudience",
        }
        if body.keys() != needed or body["event"]["name"] != "AMAZON.MessageAlert.Activated":
            return 400, {"message": "Bad event"}
        self.events.setdefault(body["referenceId"], body)
        return 202, {}


@contextmanager
def amazon() -> Iterator[Amazon]:
    """A running Amazon."""
    fake = Amazon()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.path == "/auth/o2/token":
                status, answer = fake.token(urllib.parse.parse_qs(body))
            else:
                status, answer = fake.event(self.headers["Authorization"], json.loads(body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
