"""IAM: what a request is called, who asks, and what conditions may look at."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions, iam_evaluator

from simulator.emulator.patches.partiql import statement

type Action = Callable[[str, str, str, Any, bytes, Any], str | None]
type Context = Callable[[str, str, bytes, Any], dict[str, Any]]
type Resolve = Callable[[str, Any], Any]
type Resource = Callable[[str, str, str, Any, bytes, Any, str, str], str]

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


def of_the_sender(stock: Resource) -> Resource:
    """AWS: who sends an e-mail wants a permission on the sender's identity.
    ministack: wants it on everything, which a role that names identities does not have."""

    def resource(
        service: str, method: str, path: str, headers: Any, body: bytes, query: Any, region: str, account: str
    ) -> str:
        if service == "ses" and method == "POST" and path.rstrip("/").endswith("/outbound-emails"):
            return f"arn:aws:ses:{region}:{account}:identity/{json.loads(body).get('FromEmailAddress', '')}"
        return stock(service, method, path, headers, body, query, region, account)

    return resource


def with_encryption_context(stock: Context) -> Context:
    """AWS: policies may ask for a request's encryption context.
    ministack: knows none of KMS's condition keys, so that such a policy never allows."""

    def context(service: str, action: str, body: bytes, parameters: Any) -> dict[str, Any]:
        told = dict(stock(service, action, body, parameters))
        if service == "kms" and body.startswith(b"{"):
            given = json.loads(body).get("EncryptionContext") or {}
            told |= {f"kms:EncryptionContext:{name}": value for name, value in given.items()}
            told |= {"kms:EncryptionContextKeys": list(given)} if given else {}
        return told

    return context


def by_the_role(stock: Resolve) -> Resolve:
    """AWS: whoever has assumed a role is, as aws:PrincipalArn, the role.
    ministack: the session."""

    def resolve(key: str, request: Any) -> Any:
        found = stock(key, request)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in str(found):
            return found
        account, name = str(found).split(":")[4], str(found).split("/")[1]
        return f"arn:aws:iam::{account}:role/{name}"

    return resolve


def apply() -> None:
    iam_actions.extract_iam_action = as_aws_calls_it(iam_actions.extract_iam_action)
    iam_actions.extract_resource_arn = of_the_sender(iam_actions.extract_resource_arn)
    iam_actions.request_tag_context = with_encryption_context(iam_actions.request_tag_context)
    iam_evaluator._resolve_condition_key = by_the_role(iam_evaluator._resolve_condition_key)
