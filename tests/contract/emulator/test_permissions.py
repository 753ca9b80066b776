"""Patches for permissions and PartiQL, and that ministack still wants them: asked here, where it is stock.

(IAM cannot be asked of a stock emulator: it does not enforce it.)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ministack.core import iam_actions, iam_evaluator
from ministack.services import dynamodb

from simulator.emulator.patches import partiql, permissions

SELECT = 'SELECT * FROM "students" WHERE pk IN [?, ?]'
BODY = json.dumps({"Statement": SELECT, "Parameters": [{"S": "b"}, {"S": "c"}]}).encode()
ASKED = ("dynamodb", "POST", "/", {"x-amz-target": "DynamoDB_20120810.ExecuteStatement"}, BODY, {})
BATCHES = [("sqs", "SendMessageBatch", "sqs:SendMessage"), ("sns", "PublishBatch", "sns:Publish")]
SENDING = (
    *("ses", "POST", "/v2/email/outbound-emails", {}, b'{"FromEmailAddress": "a@example.com"}', {}),
    *("us-east-1", "000000000000"),
)
WHERE = (BODY, "us-east-1", "000000000000")


class Partitions(dict[str, Any]):
    """A table's items, which notes what is read."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.read: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        self.read |= super().keys()
        return super().__iter__()

    def keys(self) -> Any:
        self.read |= super().keys()
        return super().keys()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)


def select(selects: partiql.Select) -> tuple[list[str], set[str]]:
    """The partition keys that a select finds, and those that it reads."""
    items = Partitions({pk: {"1": {"pk": {"S": pk}, "sk": {"S": "1"}}} for pk in "abcd"})
    table = {"pk_name": "pk", "sk_name": "sk", "items": items}
    parsed = dynamodb._parse_partiql(SELECT, [{"S": "b"}, {"S": "c"}])
    _, _, body = selects(table, parsed)
    return [item["pk"]["S"] for item in json.loads(body)["Items"]], items.read


def test_a_statement_asks_for_its_verb_on_its_table() -> None:
    assert permissions.as_aws_calls_it(iam_actions.extract_iam_action)(*ASKED) == "dynamodb:PartiQLSelect"
    table = "arn:aws:dynamodb:us-east-1:000000000000:table/students"
    assert partiql.by_table(iam_actions.dynamodb_resource_arns)(*WHERE) == [table]


@pytest.mark.parametrize(("service", "request_", "permission"), BATCHES)
def test_a_batch_asks_for_what_one_message_does(service: str, request_: str, permission: str) -> None:
    asked = (service, "POST", "/", {"x-amz-target": f"Amazon.{request_}"}, b"{}", {})
    assert permissions.as_aws_calls_it(iam_actions.extract_iam_action)(*asked) == permission
    assert iam_actions.extract_iam_action(*asked) != permission, "ministack knows it now: delete the patch"


def test_other_requests_ask_for_what_they_did() -> None:
    query = {"x-amz-target": "DynamoDB_20120810.Query"}
    body = json.dumps({"TableName": "students"}).encode()
    asked = ("dynamodb", "POST", "/", query, body, {})
    assert permissions.as_aws_calls_it(iam_actions.extract_iam_action)(*asked) == "dynamodb:Query"
    where = (body, "us-east-1", "000000000000")
    stock = iam_actions.dynamodb_resource_arns(*where)
    assert partiql.by_table(iam_actions.dynamodb_resource_arns)(*where) == stock


def test_a_select_reads_the_partitions_that_it_names() -> None:
    assert select(partiql.by_partition(dynamodb._partiql_select)) == (["b", "c"], {"b", "c"})


ENCRYPTING = json.dumps({"KeyId": "k", "EncryptionContext": {"patient": "p"}}).encode()
CONTEXT = {"kms:EncryptionContext:patient": "p", "kms:EncryptionContextKeys": ["patient"]}
SESSION = "arn:aws:sts::000000000000:assumed-role/checkout/session"


def asks(arn: str) -> iam_evaluator.EvalContext:
    return iam_evaluator.EvalContext(arn, "AssumedRole", "000000000000", "s3:GetObject", "*", "us-east-1")


def test_a_condition_may_look_at_the_encryption_context() -> None:
    knows = permissions.with_encryption_context(iam_actions.request_tag_context)
    assert knows("kms", "kms:Decrypt", ENCRYPTING, {}) == CONTEXT
    assert knows("kms", "kms:Decrypt", b'{"KeyId": "k"}', {}) == {}
    assert knows("sqs", "sqs:SendMessage", ENCRYPTING, {}) == {}


def test_an_e_mail_is_sent_by_its_sender_s_identity() -> None:
    resource = permissions.of_the_sender(iam_actions.extract_resource_arn)
    assert resource(*SENDING) == "arn:aws:ses:us-east-1:000000000000:identity/a@example.com"
    assert resource(*SENDING[:2], "/v2/email/templates", *SENDING[3:]) == "*"


def test_who_has_assumed_a_role_is_the_role() -> None:
    resolve = permissions.by_the_role(iam_evaluator._resolve_condition_key)
    assert resolve("aws:PrincipalArn", asks(SESSION)) == "arn:aws:iam::000000000000:role/checkout"
    user = "arn:aws:iam::000000000000:user/ann"
    assert resolve("aws:PrincipalArn", asks(user)) == user
    assert resolve("aws:PrincipalType", asks(SESSION)) == "AssumedRole"


def test_ministack_alone_still_does_not() -> None:
    assert iam_actions.extract_resource_arn(*SENDING) == "*"
    assert iam_actions.request_tag_context("kms", "kms:Decrypt", ENCRYPTING, {}) == {}
    assert iam_evaluator._resolve_condition_key("aws:PrincipalArn", asks(SESSION)) == SESSION
    assert iam_actions.extract_iam_action(*ASKED) == "dynamodb:ExecuteStatement"
    assert iam_actions.dynamodb_resource_arns(*WHERE) == []
    assert select(dynamodb._partiql_select) == (["b", "c"], {"a", "b", "c", "d"})
