"""The kinds of slot types that are Amazon's own, as both channels spell them."""

from __future__ import annotations

from functools import cache

NUMERIC = frozenset({"number", "ordinal", "four_digit_number"})
MOMENTS = frozenset({"date", "time", "duration"})
FREE = frozenset({"searchquery", "freeforminput"})  # types that take any words


@cache
def kind(slot_type: str) -> str:
    """A type's kind: "number" for AMAZON.NUMBER and AMAZON.Number, "" for a custom type."""
    return slot_type.removeprefix("AMAZON.").lower() if slot_type.startswith("AMAZON.") else ""


@cache
def sought(slot_type: str) -> str:
    """By what a type's values are looked for: Amazon's number and Lex's are the same."""
    return kind(slot_type) if kind(slot_type) in NUMERIC | MOMENTS else slot_type
