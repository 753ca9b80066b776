"""PartiQL on DynamoDB: who may select, and what a select reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ministack.core import iam_actions
from ministack.services import dynamodb

_VERBS = {"SELECT": "Select", "INSERT": "Insert", "UPDATE": "Update", "DELETE": "Delete"}
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?([A-Za-z0-9_.-]+)', re.IGNORECASE)

type Action = Callable[[str, str, str, Any, bytes, Any], str | None]
type Resources = Callable[[bytes, str, str], list[str]]
type Select = Callable[[Mapping[str, Any], Mapping[str, Any]], Any]


def _statement(body: bytes) -> str:
    try:
        statement = json.loads(body or b"{}").get("Statement")
    except (ValueError, AttributeError):
        return ""
    return statement.strip() if isinstance(statement, str) else ""


def by_verb(stock: Action) -> Action:
    """AWS: a statement needs dynamodb:PartiQLSelect, PartiQLInsert and so on.
    ministack: asks for dynamodb:ExecuteStatement, which is no action of IAM's."""

    def action(service: str, method: str, path: str, headers: Any, body: bytes, query: Any) -> str | None:
        found = stock(service, method, path, headers, body, query)
        verb = _VERBS.get(_statement(body).partition(" ")[0].upper())
        return f"dynamodb:PartiQL{verb}" if verb and found == "dynamodb:ExecuteStatement" else found

    return action


def by_table(stock: Resources) -> Resources:
    """AWS: a statement is allowed or not on its table. ministack: on everything."""

    def resources(body: bytes, region: str, account_id: str) -> list[str]:
        found, named = stock(body, region, account_id), _TABLE.search(_statement(body))
        return found or ([iam_actions._dynamodb_table_arn(named[1], region, account_id)] if named else [])

    return resources


def by_partition(stock: Select) -> Select:
    """AWS: a select that names partitions reads those.
    ministack: reads and sorts the whole table each time, seconds where there are a million rows."""

    def select(table: Mapping[str, Any], parsed: Mapping[str, Any]) -> Any:
        for attribute, operator, value in parsed.get("conditions") or ():
            if attribute == table["pk_name"] and operator in ("=", "IN"):
                named = [dynamodb._extract_key_val(each) for each in (value if operator == "IN" else [value])]
                items = {key: table["items"][key] for key in named if key in table["items"]}
                return stock({**table, "items": items}, parsed)
        return stock(table, parsed)

    return select


def apply() -> None:
    iam_actions.extract_iam_action = by_verb(iam_actions.extract_iam_action)
    iam_actions.dynamodb_resource_arns = by_table(iam_actions.dynamodb_resource_arns)
    dynamodb._partiql_select = by_partition(dynamodb._partiql_select)
