"""Calling the deployed functions, as Alexa and Lex do: synchronously, by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

type Json = dict[str, Any]
type Invoke = Callable[[Json], Any]


class FunctionFailed(Exception):
    """A function did not answer: it raised, or timed out. The message holds nothing of the event."""


class FunctionUnreachable(FunctionFailed):
    """A function could not be called at all."""


def invoker(client: Any, name: str) -> Invoke:
    """What calls a function. client: a boto3 Lambda client. name: the function's name or ARN.

    The call takes an event and returns the function's answer; it raises FunctionFailed where there is none.
    """
    # Slow to load, and not for all who import this.
    from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

    def invoke(event: Json) -> Any:
        try:
            response = client.invoke(FunctionName=name, Payload=json.dumps(event).encode())
            payload = response["Payload"].read()
        except ClientError as error:
            raise FunctionUnreachable(
                f"the function could not be called ({error.response['Error']['Code']})"
            ) from None
        except ReadTimeoutError:
            raise FunctionFailed("the function took too long") from None
        except BotoCoreError as error:
            raise FunctionUnreachable(f"the function could not be called ({type(error).__name__})") from None
        if response.get("FunctionError"):
            log = f"its log group is /aws/lambda/{_own_name(name)}"
            raise FunctionFailed(f"the function failed ({response['FunctionError']}): {log}")
        return json.loads(payload)

    return invoke


def _own_name(name: str) -> str:
    """A function's own name, of its name or ARN: of "arn:aws:lambda:…:function:LexBot:live", LexBot."""
    return name.partition(":function:")[2].partition(":")[0] or name
