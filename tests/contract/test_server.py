"""The desk's server by plain HTTP: POST /alexa, and what every door refuses."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator.functions import FunctionFailed
from simulator.server import create_app
from tests.support.bots import CodeHook, a_service
from tests.support.servers import served
from tests.support.skills import speech

ENVELOPE = {
    "version": "1.0",
    "session": {"new": True},
    "request": {"type": "LaunchRequest", "requestId": "r", "timestamp": "2026-11-23T09:00:00Z"},
}
SESSION = "/bots/FRONTDESK1/botAliases/TSTALIASID/botLocales/en_US/sessions/maya"


class Skill:
    """Answers with what a test wants, and keeps what it gets."""

    def __init__(self) -> None:
        self.answer: Any = speech("Hello.")
        self.got: list[Any] = []

    def __call__(self, envelope: dict[str, Any]) -> Any:
        self.got.append(envelope)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Skill]]:
    skill = Skill()
    with served(create_app(skill, a_service(CodeHook()))) as url:
        yield url, skill


@pytest.fixture
def skill(server: tuple[str, Skill]) -> Skill:
    server[1].__init__()  # type: ignore[misc]
    return server[1]


class Reply:
    """A response, read."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def problem(self, status: int) -> str:
        """What a problem says; fails where this is none of that status."""
        assert (self.status, self.headers["content-type"]) == (status, "application/problem+json")
        assert self.json["status"] == status
        assert self.json["title"]
        return str(self.json["detail"])


@pytest.fixture
def send(server: tuple[str, Skill], skill: Skill) -> Any:
    def send(method: str, path: str, body: Any = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(server[0]).netloc, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        data = json.dumps(body) if isinstance(body, dict) else body
        connection.request(method, path, data, {"content-type": "application/json"} | sent)
        try:
            return Reply(connection.getresponse())
        finally:
            connection.close()

    return send


def test_an_alexa_request_goes_to_the_skill_and_its_response_comes_back(send: Any, skill: Skill) -> None:
    skill.answer = speech("Grüß Gott 😀.")
    reply = send("POST", "/alexa", ENVELOPE, content_type="Application/JSON; charset=utf-8")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert reply.json == skill.answer
    assert skill.got == [ENVELOPE]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "it has no version"),
        ({"version": "1.0"}, "it has no request"),
        ({"version": "1.0", "request": "LaunchRequest"}, "it has no request"),
        ({"version": "1.0", "request": {}}, "its request has no type"),
        (ENVELOPE | {"request": {"type": "LaunchRequest"}}, "its request has no requestId"),
        (ENVELOPE | {"request": {"type": "L", "requestId": "r", "timestamp": 7}}, "no timestamp"),
        (b"[]", "not a JSON object"),
        (b"", "does not parse"),
        (b"{", "does not parse"),
        (b"\xff\xfe{}", "does not parse"),
        (b'{"version": "1.0", "version": "1.0"}', "a name stands twice"),
        (b'{"version": NaN}', "a number is not finite"),
        (b'{"version": 1e400}', "a number is not finite"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "does not parse"),
    ],
)
def test_what_is_no_alexa_request_is_told_why(send: Any, skill: Skill, body: Any, reason: str) -> None:
    assert reason in send("POST", "/alexa", body).problem(400)
    assert skill.got == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_other_content_types_are_not_taken(send: Any, skill: Skill, kind: str) -> None:
    assert send("POST", "/alexa", ENVELOPE, content_type=kind).problem(415)
    assert skill.got == []


def test_a_body_of_seven_megabytes_is_too_large(send: Any, skill: Skill) -> None:
    assert send("POST", "/alexa", b" " * 7_000_000).problem(413)
    assert skill.got == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_which_is_taken(send: Any, method: str) -> None:
    reply = send(method, "/alexa")
    assert reply.problem(405)
    assert reply.headers["allow"] == "POST"


def test_a_skill_that_fails_is_a_bad_gateway_and_nothing_of_its_failure_is_shown(
    send: Any, skill: Skill
) -> None:
    skill.answer = FunctionFailed("the function failed (Unhandled)")
    detail = send("POST", "/alexa", ENVELOPE).problem(502)
    assert detail == "the skill did not answer: the function failed (Unhandled)"


def test_a_failure_of_the_server_itself_shows_nothing_either(send: Any, skill: Skill) -> None:
    skill.answer = RuntimeError("a secret")
    assert send("POST", "/alexa", ENVELOPE).problem(500) == "the desk's server failed; its log says why"


def test_nothing_else_is_here(send: Any) -> None:
    assert send("GET", "/nothing").problem(404)


def test_a_strangers_host_name_is_refused(send: Any, skill: Skill) -> None:
    assert send("POST", "/alexa", ENVELOPE, host="desk.example").status == 400
    assert skill.got == []


def test_health_and_a_page(send: Any) -> None:
    assert send("GET", "/health").json == {"status": "ok"}
    page = send("GET", "/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert b"POST /alexa" in page.body


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"text": "a", "text": "b"}', b'{"text": NaN}'])
def test_lex_takes_no_other_json_either(send: Any, body: bytes) -> None:
    reply = send("POST", f"{SESSION}/text", body)
    assert (reply.status, reply.headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert reply.json["message"]


def test_a_lex_session_may_be_put_by_either_method(send: Any) -> None:
    state = {"sessionState": {"dialogAction": {"type": "ElicitIntent"}}}
    for method in ("PUT", "POST"):
        assert send(method, SESSION, state).headers["x-amz-lex-session-id"] == "maya"
