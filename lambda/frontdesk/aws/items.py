"""DynamoDB items and plain values, both ways. (The usual serialiser is in boto3, which is not shipped.)"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

type Item = Mapping[str, Any]


def to_item(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of plain values as DynamoDB wants it. Raises TypeError for a value that it cannot hold."""
    return {name: to_attribute(value) for name, value in row.items()}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """A DynamoDB item as plain values; numbers come back as int where they are whole, else Decimal."""
    return {name: from_attribute(value) for name, value in item.items()}


def to_attribute(value: Any) -> dict[str, Any]:
    """One value in DynamoDB's form. A float is refused: it would be stored as what it is not."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int() | Decimal():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": to_item(value)}
        case list() | tuple():
            return {"L": [to_attribute(each) for each in value]}
    raise TypeError(f"DynamoDB has no form for a {type(value).__name__}")


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """One attribute as a plain value. Raises TypeError for a type that the desk does not use (sets)."""
    ((kind, value),) = attribute.items()
    match kind:
        case "S" | "BOOL" | "B":
            return value
        case "N":
            if value.isdecimal():
                return int(value)
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else number
        case "M":
            return from_item(value)
        case "L":
            return [from_attribute(each) for each in value]
        case "NULL":
            return None
    raise TypeError(f"an attribute of type {kind} is not one of the desk's")
