"""Customers of a test's own, and requests to the deployed API."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator import signing_in
from simulator.desk import Desk


@dataclass(frozen=True, slots=True)
class Given:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Api:
    """The deployed API, called in somebody's name: one of the demo people, "system", or "" for nobody."""

    desk: Desk
    who: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Given:
        """A request. body: sent as JSON, or as it is where it is bytes. headers: if_match="*" is If-Match."""
        if self.who and self.who not in self.tokens:
            self.tokens[self.who] = signing_in.token(self.desk, self.who)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.who:
            sent.setdefault("authorization", f"Bearer {self.tokens[self.who]}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent.setdefault("content-type", "application/json")
        url = self.desk.outputs["CustomersUrl"] + path
        request = urllib.request.Request(url, body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return _given(answer)
        except urllib.error.HTTPError as answer:
            with answer:
                return _given(answer)


def _given(answer: Any) -> Given:
    named = {name.lower(): value for name, value in answer.headers.items()}
    return Given(answer.status, named, answer.read().decode())
