"""A function with another function's role: what may it do?"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from simulator.desk import Desk
from tests.support.emulators import archive

PROBE = """
import base64
import botocore.session
def handler(event, context):
    client = botocore.session.get_session().create_client(event["service"])
    asked = {**event["with"], **{name: base64.b64decode(text) for name, text in event["bytes"].items()}}
    try:
        getattr(client, event["call"])(**asked)
    except client.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""

# service, call, and what it is called with; "allowed", or the code of the error.
type Ask = Callable[..., str]


@contextmanager
def probe(desk: Desk, function: str) -> Iterator[Ask]:
    """Asks AWS with the role and the layers of a function."""
    aws = desk.client("lambda")
    like = aws.get_function_configuration(FunctionName=function)
    name = aws.create_function(
        FunctionName=f"probe-{uuid.uuid4().hex[:8]}",
        Runtime="python3.13",
        Handler="index.handler",
        Role=like["Role"],
        Layers=[layer["Arn"] for layer in like["Layers"]],
        Timeout=30,
        Code={"ZipFile": archive({"index.py": PROBE})},
    )["FunctionArn"]

    def ask(service: str, call: str, **asked: Any) -> str:
        packed = {
            key: base64.b64encode(each).decode() for key, each in asked.items() if isinstance(each, bytes)
        }
        plain = {key: each for key, each in asked.items() if key not in packed}
        payload = json.dumps({"service": service, "call": call, "with": plain, "bytes": packed})
        answer: str = json.loads(aws.invoke(FunctionName=name, Payload=payload)["Payload"].read())
        return answer

    try:
        yield ask
    finally:
        aws.delete_function(FunctionName=name)
