"""Calling a function through a Lambda client, and every way in which it does not answer."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from simulator.functions import FunctionFailed, FunctionUnreachable, invoker


class Lambda:
    """Stands for boto3's client: answers every call the same."""

    def __init__(self, payload: object = None, error: str = "", raises: Exception | None = None) -> None:
        self._payload, self._error, self._raises = payload, error, raises
        self.calls: list[dict[str, Any]] = []

    def invoke(self, **call: Any) -> dict[str, Any]:
        self.calls.append(call)
        if self._raises:
            raise self._raises
        response: dict[str, Any] = {"Payload": io.BytesIO(json.dumps(self._payload).encode())}
        return response | ({"FunctionError": self._error} if self._error else {})


def test_an_event_goes_in_and_the_answer_comes_out() -> None:
    client = Lambda({"said": "schön"})
    assert invoker(client, "AlexaSkill")({"heard": "é"}) == {"said": "schön"}
    assert client.calls[0]["FunctionName"] == "AlexaSkill"
    assert json.loads(client.calls[0]["Payload"]) == {"heard": "é"}


@pytest.mark.parametrize("name", ["X", "arn:aws:lambda:r:1:function:X", "arn:aws:lambda:r:1:function:X:live"])
def test_a_function_that_raises_is_told_without_its_words(name: str) -> None:
    client = Lambda({"errorMessage": "a secret"}, error="Unhandled")
    with pytest.raises(
        FunctionFailed, match=r"^the function failed \(Unhandled\): its log group is /aws/lambda/X$"
    ):
        invoker(client, name)({})


def test_a_function_that_takes_too_long_has_failed() -> None:
    slow = Lambda(raises=ReadTimeoutError(endpoint_url="http://127.0.0.1"))
    with pytest.raises(FunctionFailed, match="took too long") as failure:
        invoker(slow, "AlexaSkill")({})
    assert not isinstance(failure.value, FunctionUnreachable)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ClientError({"Error": {"Code": "TooManyRequestsException"}}, "Invoke"), "TooManyRequestsException"),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1"), "EndpointConnectionError"),
    ],
)
def test_a_function_that_cannot_be_called_is_unreachable(error: Exception, reason: str) -> None:
    with pytest.raises(FunctionUnreachable, match=reason):
        invoker(Lambda(raises=error), "AlexaSkill")({})
