"""The Lex simulator by its real client: boto3's `lexv2-runtime`, over HTTP."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from simulator.functions import FunctionFailed, FunctionUnreachable
from simulator.lex import ALIAS_ID, BOT_ID
from simulator.server import create_app
from tests.support.bots import CodeHook, a_service, answer
from tests.support.servers import served

CARD = {
    "contentType": "ImageResponseCard",
    "imageResponseCard": {"title": "Which?", "buttons": [{"text": "Algebra", "value": "algebra"}]},
}


class Desk:
    """A client, the bot that it talks to, and what this bot's hook gets."""

    def __init__(self, url: str, hook: CodeHook) -> None:
        self.hook = hook
        self.client = boto3.client(
            "lexv2-runtime",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def call(self, operation: str, **more: Any) -> dict[str, Any]:
        path = {"botId": BOT_ID, "botAliasId": ALIAS_ID, "localeId": "en_US", "sessionId": "maya"}
        response: dict[str, Any] = getattr(self.client, operation)(**(path | more))
        assert response["ResponseMetadata"].pop("RequestId")
        del response["ResponseMetadata"]
        return response


@pytest.fixture
def script() -> list[Any]:
    """What the code hook answers; a test fills it."""
    return []


@pytest.fixture
def desk(script: list[Any]) -> Iterator[Desk]:
    hook = CodeHook()
    hook._responses = (script.pop(0) for _ in iter(int, 1))
    with served(create_app(lambda envelope: {}, a_service(hook))) as url:
        yield Desk(url, hook)


def test_a_conversation(desk: Desk, script: list[Any]) -> None:
    script += [
        answer(
            "ElicitSlot",
            "Grade",
            slotToElicit="subject",
            attributes={"memory": "sealed"},
            messages=[{"contentType": "PlainText", "content": "Which?"}, CARD],
        ),
        answer("Close", "Grade", "Ten — très bien."),
    ]
    asked = desk.call("recognize_text", text="grade", requestAttributes={"x-frontdesk-caller": "token"})
    assert asked["messages"] == [{"contentType": "PlainText", "content": "Which?"}, CARD]
    assert asked["sessionState"]["dialogAction"] == {"type": "ElicitSlot", "slotToElicit": "subject"}
    assert asked["sessionState"]["sessionAttributes"] == {"memory": "sealed"}
    assert asked["interpretations"][0]["nluConfidence"] == {"score": 0.88}
    assert asked["requestAttributes"] == {"x-frontdesk-caller": "token"}
    told = desk.call("recognize_text", text="algebra")
    assert told["messages"] == [{"contentType": "PlainText", "content": "Ten — très bien."}]
    assert [event["requestAttributes"] for event in desk.hook.got] == [{"x-frontdesk-caller": "token"}, {}]
    shown = desk.call("get_session")
    assert {key: shown[key] for key in told if key != "requestAttributes"} == {
        key: told[key] for key in told if key != "requestAttributes"
    }


def test_sessions_are_put_and_deleted(desk: Desk) -> None:
    state = {
        "sessionAttributes": {"from": "client"},
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "subject"},
        "intent": {"name": "Grade"},
    }
    put = desk.call("put_session", sessionState=state, requestAttributes={"a": "b"})
    unpacked = {
        key: json.loads(gzip.decompress(base64.b64decode(put[key])))
        for key in ("messages", "sessionState", "requestAttributes")
    }
    assert unpacked["messages"] == [{"contentType": "PlainText", "content": "subject?"}]
    assert unpacked["sessionState"]["intent"]["name"] == "Grade"
    assert unpacked["requestAttributes"] == {"a": "b"}
    assert (put["sessionId"], put["audioStream"].read()) == ("maya", b"")
    assert put["contentType"] == "text/plain; charset=utf-8"
    assert desk.call("delete_session")["sessionId"] == "maya"
    with pytest.raises(desk.client.exceptions.ResourceNotFoundException):
        desk.call("get_session")


@pytest.mark.parametrize(
    ("operation", "more", "error"),
    [
        ("recognize_text", {"text": "x" * 1025}, "ValidationException"),
        ("recognize_text", {"text": "grade", "sessionId": "a b"}, "ValidationException"),
        ("recognize_text", {"text": "grade", "localeId": "english"}, "ValidationException"),
        ("recognize_text", {"text": "grade", "localeId": "fr_FR"}, "ResourceNotFoundException"),
        ("recognize_text", {"text": "grade", "botId": "FRONTDESK2"}, "ResourceNotFoundException"),
        ("recognize_text", {"text": "grade", "botAliasId": "PRODUCTION"}, "ResourceNotFoundException"),
        ("get_session", {}, "ResourceNotFoundException"),
        ("get_session", {"botId": "FRONTDESK2"}, "ResourceNotFoundException"),
        ("delete_session", {}, "ResourceNotFoundException"),
        (
            "recognize_text",
            {"text": "grade", "requestAttributes": {"pad": "x" * 70000}},
            "ValidationException",
        ),
    ],
)
def test_refusals_are_the_clients_exceptions(
    desk: Desk, operation: str, more: dict[str, Any], error: str
) -> None:
    with pytest.raises(getattr(desk.client.exceptions, error)):
        desk.call(operation, **more)
    assert desk.hook.got == []


@pytest.mark.parametrize(
    ("response", "error", "status"),
    [
        ({"nothing": "of use"}, "DependencyFailedException", 424),
        (FunctionFailed("it failed"), "DependencyFailedException", 424),
        (FunctionUnreachable("it is not there"), "BadGatewayException", 502),
    ],
)
def test_failures_of_the_hook_are_the_clients_exceptions(
    desk: Desk, script: list[Any], response: Any, error: str, status: int
) -> None:
    script.append(response)
    with pytest.raises(ClientError) as failure:
        desk.call("recognize_text", text="grade")
    assert failure.value.response["Error"]["Code"] == error
    assert failure.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
