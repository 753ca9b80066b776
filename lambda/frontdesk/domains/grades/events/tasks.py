"""The messages between the functions: a chunk to calculate, a chunk to take back, a file that is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from frontdesk.domains.grades.model import Source
from frontdesk.domains.grades.service.layout import Layout
from frontdesk.domains.grades.service.plan import Range
from frontdesk.errors import Rejected


@dataclass(frozen=True, slots=True)
class Chunk:
    """Calculate a range of a file. key, object: the uploaded object's key and version id; lines,
    lines_version: the same of the object to read, which is the upload or its copy as lines."""

    source: Source
    key: str
    object: str
    lines: str
    lines_version: str
    range: Range
    layout: Layout


@dataclass(frozen=True, slots=True)
class Retire:
    """Take back a chunk of a version that was replaced."""

    source: Source


def to_message(task: Chunk | Retire) -> dict[str, Any]:
    """The task as JSON will have it."""
    return {"task": type(task).__name__, **asdict(task)}


def from_message(message: Any) -> Chunk | Retire:
    """The task of a message. Raises Rejected where there is none in it."""
    try:
        source = Source(**message["source"])
        if message["task"] == "Retire":
            return Retire(source)
        return Chunk(
            source,
            message["key"],
            message["object"],
            message["lines"],
            message["lines_version"],
            Range(**message["range"]),
            _layout(message["layout"]),
        )
    except (KeyError, TypeError) as error:
        raise Rejected("not_a_task") from error


def _layout(values: Mapping[str, Any]) -> Layout:
    return Layout(values["delimiter"], tuple(values["columns"]))


def file_is_in(source: Source) -> dict[str, str]:
    """The news that all chunks of a version are in."""
    return {"file": source.file, "version": source.version}
