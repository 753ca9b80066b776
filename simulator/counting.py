"""How many, in words."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """ "1 truck", "1,150 trucks": what is one of them, whose plural ends in s."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")
