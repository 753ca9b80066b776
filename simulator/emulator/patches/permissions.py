"""IAM: the permission that a request wants, where it is not called like the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions

from simulator.emulator.patches.partiql import statement

type Action = Callable[[str, str, str, Any, bytes, Any], str | None]

_VERBS = {"SELECT": "Select", "INSERT": "Insert", "UPDATE": "Update", "DELETE": "Delete"}
_BATCHES = {
    "sns:PublishBatch": "sns:Publish",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}


def as_aws_calls_it(stock: Action) -> Action:
    """AWS: a batch wants what one message wants; a PartiQL statement wants dynamodb:PartiQLSelect and so on.
    ministack: wants actions that IAM does not know, sqs:SendMessageBatch and dynamodb:ExecuteStatement."""

    def action(service: str, method: str, path: str, headers: Any, body: bytes, query: Any) -> str | None:
        found = stock(service, method, path, headers, body, query)
        if found == "dynamodb:ExecuteStatement":
            verb = _VERBS.get(statement(body).partition(" ")[0].upper())
            return f"dynamodb:PartiQL{verb}" if verb else found
        return _BATCHES.get(found or "", found)

    return action


def apply() -> None:
    iam_actions.extract_iam_action = as_aws_calls_it(iam_actions.extract_iam_action)
