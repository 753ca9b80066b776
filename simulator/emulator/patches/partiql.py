"""PartiQL on DynamoDB: which table a statement names, and what a select reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ministack.core import iam_actions
from ministack.services import dynamodb

_TABLE = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?([A-Za-z0-9_.-]+)', re.IGNORECASE)

type Resources = Callable[[bytes, str, str], list[str]]
type Select = Callable[[Mapping[str, Any], Mapping[str, Any]], Any]


def statement(body: bytes) -> str:
    """The statement of a request; "" where there is none."""
    try:
        statement = json.loads(body or b"{}").get("Statement")
    except (ValueError, AttributeError):
        return ""
    return statement.strip() if isinstance(statement, str) else ""


def by_table(stock: Resources) -> Resources:
    """AWS: a statement is allowed or not on its table. ministack: on everything."""

    def resources(body: bytes, region: str, account_id: str) -> list[str]:
        found, named = stock(body, region, account_id), _TABLE.search(statement(body))
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
    iam_actions.dynamodb_resource_arns = by_table(iam_actions.dynamodb_resource_arns)
    dynamodb._partiql_select = by_partition(dynamodb._partiql_select)
