"""A bucket, a table, queues and topics in memory, for tests that need thousands of runs.

They do what the real ones do as far as the desk uses them; tests/contract/test_memory.py holds the table
against DynamoDB's answers. Every effect is counted, so that a test can have the power cut at any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from frontdesk.aws.items import from_item, to_item
from frontdesk.errors import Rejected

type Row = dict[str, Any]
type Item = Mapping[str, Any]


class PowerCut(BaseException):
    """A process died here: nothing catches it."""


def cut() -> None:
    raise PowerCut


@dataclass
class Power:
    """at: the number of the effect at which something happens, -1 for never; after: just after it, else just
    before; happens: what, the power is cut unless told otherwise."""

    at: int = -1
    after: bool = False
    happens: Callable[[], None] = cut
    effects: int = 0

    def effect(self, work: Callable[[], Any]) -> Any:
        """Do something that lasts."""
        here, self.effects = self.effects == self.at, self.effects + 1
        if here and not self.after:
            self.happens()
        done = work()
        if here and self.after:
            self.happens()
        return done


@dataclass
class MemoryObjects:
    """A versioned bucket."""

    power: Power = field(default_factory=Power)
    versions: dict[str, list[tuple[str, bytes, Mapping[str, str]]]] = field(default_factory=dict)

    def upload(self, key: str, body: bytes) -> str:
        """What a person puts there; its version."""
        return self._put(key, body, {})

    def size(self, key: str, version: str) -> int:
        return len(self.read(key, version))

    def read(self, key: str, version: str = "", start: int = 0, end: int | None = None) -> bytes:
        return self._find(key, version)[1][start:end]

    def blocks(self, key: str, version: str = "", size: int = 1 << 20) -> Iterator[bytes]:
        body = self.read(key, version)
        return (body[at : at + size] for at in range(0, len(body), size))

    def metadata(self, key: str) -> Mapping[str, str]:
        return self._find(key, "")[2]

    def put(self, key: str, body: bytes, kind: str, metadata: Mapping[str, str] | None = None) -> None:
        self.power.effect(lambda: self._put(key, body, metadata or {}))

    def put_stream(self, key: str, blocks: Iterable[bytes], kind: str) -> str:
        body = b"".join(blocks)
        version: str = self.power.effect(lambda: self._put(key, body, {}))
        return version

    def delete(self, key: str) -> None:
        self.power.effect(lambda: self.versions.pop(key, None))

    def keys(self, prefix: str) -> Iterator[str]:
        return iter(sorted(key for key in self.versions if key.startswith(prefix)))

    def _put(self, key: str, body: bytes, metadata: Mapping[str, str]) -> str:
        there = self.versions.setdefault(key, [])
        there.append((f"v{len(there)}", body, metadata))
        return there[-1][0]

    def _find(self, key: str, version: str) -> tuple[str, bytes, Mapping[str, str]]:
        for found in reversed(self.versions.get(key, [])):
            if version in ("", found[0]):
                return found
        raise Rejected("object_gone")


@dataclass
class MemoryTable:
    """A table, its rows as DynamoDB's items; `inserted` hears of every new one."""

    power: Power = field(default_factory=Power)
    inserted: Callable[[Item], None] = lambda row: None
    items: dict[tuple[str, str], Item] = field(default_factory=dict)

    def get(self, key: Mapping[str, Any]) -> Row | None:
        found = self.items.get((key["pk"], key["sk"]))
        return None if found is None else from_item(found)

    def update(
        self,
        key: Mapping[str, Any],
        expression: str,
        condition: str,
        values: Mapping[str, Any],
        names: Mapping[str, str] | None = None,
    ) -> tuple[bool, Row]:
        row = self.get(key)
        if not _holds(condition, row or {}, values):
            return False, {**key, **(row or {})}
        new = row or dict(key)
        for path, value in re.findall(r"([#\w.]+) = (:\w+)", expression):
            *way, last = [(names or {}).get(step, step) for step in path.split(".")]
            place = new
            for step in way:
                place = place[step]
            place[last] = values[value]
        self._put(new)
        return True, new

    def put_if(self, row: Mapping[str, Any], condition: str, values: Mapping[str, Any]) -> bool:
        if not _holds(condition, self.get(row) or {}, values):
            return False
        self._put(row)
        return True

    def put_all(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            self._put(row)

    def delete_all(self, keys: Iterable[Mapping[str, Any]]) -> None:
        for key in keys:
            self.power.effect(lambda key=key: self.items.pop((key["pk"], key["sk"]), None))

    def partition(self, pk: str) -> list[Row]:
        return [from_item(self.items[key]) for key in sorted(self.items) if key[0] == pk]

    def _put(self, row: Mapping[str, Any]) -> None:
        def put() -> None:
            key = (row["pk"], row["sk"])
            new, self.items[key] = key not in self.items, to_item(row)
            if new:
                self.inserted(self.items[key])

        self.power.effect(put)


def _holds(condition: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return any(_term(term.strip(), row, values) for term in condition.split(" OR "))


def _term(term: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    if there := re.fullmatch(r"attribute_(not_)?exists\((\w+)\)", term):
        return (there[2] in row) is not bool(there[1])
    path, operator, value = term.split(" ")
    found: Any = row
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    if found is None:
        return False
    compare = {"=": found == values[value], "<": found < values[value], "<=": found <= values[value]}
    return compare[operator]


@dataclass
class MemoryQueue:
    """A queue, or a topic: hands what is sent to whoever takes it."""

    power: Power
    take: Callable[[Mapping[str, Any]], None]

    def send(self, messages: Iterable[Mapping[str, Any]]) -> None:
        for message in messages:
            self.power.effect(lambda message=message: self.take(message))

    def publish(self, message: Mapping[str, Any], **attributes: str) -> None:
        self.power.effect(lambda: self.take(message))
