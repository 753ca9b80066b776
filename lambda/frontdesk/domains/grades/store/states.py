"""How far a file has come, as a row of the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.domains.grades.model import FileState, Source


def key(file: str) -> dict[str, str]:
    return {"pk": f"FILE#{file}", "sk": "STATE"}


def read(row: Mapping[str, Any]) -> FileState | None:
    """None where no version was of use yet."""
    if "version" not in row:
        return None
    source = Source(row["pk"].partition("#")[2], row["version"], row["loaded"])
    return FileState(source, row["key"], row["object"], row["chunks"], frozenset(map(int, row["done"])))
