"""The desk as `make up` deploys it: whole, with functions that have what AWS would give them and no more."""

from __future__ import annotations

import json
import uuid
from typing import Any

from simulator.deployment import STACK
from simulator.desk import Desk
from tests.support.emulators import archive


def stacks(desk: Desk) -> list[dict[str, Any]]:
    pages = desk.client("cloudformation").get_paginator("describe_stacks").paginate()
    return [stack for page in pages for stack in page["Stacks"] if stack["StackName"].startswith(STACK)]


def functions(desk: Desk) -> list[dict[str, Any]]:
    pages = desk.client("lambda").get_paginator("list_functions").paginate()
    return [one for page in pages for one in page["Functions"] if one["FunctionName"].startswith(STACK)]


def test_every_stack_is_whole(deployed: Desk) -> None:
    assert {stack["StackStatus"] for stack in stacks(deployed)} <= {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    assert any("-Accounts-" in stack["StackName"] for stack in stacks(deployed))


def test_every_function_has_a_role_and_a_log_group_of_its_own(deployed: Desk) -> None:
    made = functions(deployed)
    groups = {g["logGroupName"]: g for g in deployed.client("logs").describe_log_groups()["logGroups"]}
    for function in made:
        group = function["LoggingConfig"]["LogGroup"]
        assert groups[group]["retentionInDays"], f"{group} keeps its lines for ever"
    for per_function in ("Role", "FunctionName"):
        assert len({function[per_function] for function in made}) == len(made)


PROBE = """
import botocore.session
def handler(event, context):
    dynamodb = botocore.session.get_session().create_client("dynamodb")
    try:
        getattr(dynamodb, event["call"])(**event["with"])
    except dynamodb.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""


def test_a_function_may_do_what_its_role_says_and_no_more(deployed: Desk) -> None:
    """With the skill's own role and layer: it may read an account, and may not make one."""
    aws = deployed.client("lambda")
    skill = aws.get_function_configuration(FunctionName=deployed.outputs["AlexaSkillArn"])
    probe = aws.create_function(
        FunctionName=f"probe-{uuid.uuid4().hex[:8]}",
        Runtime="python3.13",
        Handler="index.handler",
        Role=skill["Role"],
        Layers=[layer["Arn"] for layer in skill["Layers"]],
        Timeout=30,
        Code={"ZipFile": archive({"index.py": PROBE})},
    )["FunctionArn"]
    row = {"pk": {"S": "probe"}, "sk": {"S": "probe"}}
    table = {"TableName": deployed.outputs["AccountsTable"]}

    def ask(call: str, **more: object) -> object:
        payload = json.dumps({"call": call, "with": {**table, **more}})
        return json.loads(aws.invoke(FunctionName=probe, Payload=payload)["Payload"].read())

    try:
        assert ask("get_item", Key=row) == "allowed"
        assert ask("put_item", Item=row) == "AccessDeniedException"
    finally:
        aws.delete_function(FunctionName=probe)
