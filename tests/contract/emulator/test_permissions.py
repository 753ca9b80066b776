"""Patches for permissions and PartiQL, and that ministack still wants them: asked here, where it is stock.

(IAM cannot be asked of a stock emulator: it does not enforce it.)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ministack.core import iam_actions
from ministack.services import dynamodb

from simulator.emulator.patches import partiql, permissions

SELECT = 'SELECT * FROM "students" WHERE pk IN [?, ?]'
BODY = json.dumps({"Statement": SELECT, "Parameters": [{"S": "b"}, {"S": "c"}]}).encode()
ASKED = ("dynamodb", "POST", "/", {"x-amz-target": "DynamoDB_20120810.ExecuteStatement"}, BODY, {})
BATCHES = [("sqs", "SendMessageBatch", "sqs:SendMessage"), ("sns", "PublishBatch", "sns:Publish")]
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


def test_ministack_alone_still_does_not() -> None:
    assert iam_actions.extract_iam_action(*ASKED) == "dynamodb:ExecuteStatement"
    assert iam_actions.dynamodb_resource_arns(*WHERE) == []
    assert select(dynamodb._partiql_select) == (["b", "c"], {"a", "b", "c", "d"})
