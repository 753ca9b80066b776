"""The desk as `make up` deploys it: whole, with functions that have what AWS would give them and no more."""

from __future__ import annotations

from typing import Any

from simulator.deployment import STACK
from simulator.desk import Desk
from tests.support.probes import probe


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


def test_a_function_may_do_what_its_role_says_and_no_more(deployed: Desk) -> None:
    """With the skill's own role and layer: it may read an account, and may not make one."""
    row = {"pk": {"S": "probe"}, "sk": {"S": "probe"}}
    table = deployed.outputs["AccountsTable"]
    with probe(deployed, deployed.outputs["AlexaSkillArn"]) as ask:
        assert ask("dynamodb", "get_item", TableName=table, Key=row) == "allowed"
        assert ask("dynamodb", "put_item", TableName=table, Item=row) == "AccessDeniedException"
