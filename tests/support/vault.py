"""The patients' three tables and KMS in memory, for tests that need thousands of runs.

tests/contract/test_patients_tables.py holds the tables against DynamoDB's answers.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from frontdesk.aws.items import from_item, to_item
from frontdesk.domains.patients.store.tables import At, Delete, Put, PutSeen, Seen, Step
from tests.support.memory import Power

type Row = dict[str, Any]


@dataclass
class MemoryTables:
    """Rows by their place, kept as DynamoDB's items are: what is not one of its types cannot be written."""

    power: Power = field(default_factory=Power)
    items: dict[At, Mapping[str, Any]] = field(default_factory=dict)

    def get(self, places: Iterable[At]) -> dict[At, Row]:
        return {at: from_item(self.items[at]) for at in places if at in self.items}

    def query(self, table: str, pk: str) -> dict[At, Row]:
        there = sorted((at for at in self.items if (at.table, at.pk) == (table, pk)), key=lambda at: at.sk)
        return self.get(there)

    def write(self, steps: Sequence[Step]) -> bool:
        assert len({step.at for step in steps}) == len(steps), "a transaction touches a row once"
        done: bool = self.power.effect(lambda: self._write(steps))
        return done

    def _write(self, steps: Sequence[Step]) -> bool:
        for step in steps:
            if isinstance(step, PutSeen | Seen) and not self._is(step.at, step.seen):
                return False
        for step in steps:
            if isinstance(step, Put | PutSeen):
                self.items[step.at] = to_item(step.row)
            elif isinstance(step, Delete):
                self.items.pop(step.at, None)
        return True

    def _is(self, at: At, seen: Mapping[str, Any] | None) -> bool:
        """As a condition on the fields that were seen has it."""
        if seen is None or at not in self.items:
            return (seen is None) is (at not in self.items)
        return to_item(seen).items() <= self.items[at].items()


class Refused(Exception):
    """KMS unwraps a key for nobody but whom it was made for."""


@dataclass
class MemoryKms:
    """Wraps data keys: `unwrapped` counts how often one was opened."""

    unwrapped: int = 0
    keys: dict[bytes, tuple[str, bytes]] = field(default_factory=dict)

    def generate_data_key(self, **asked: Any) -> dict[str, bytes]:
        number = len(self.keys).to_bytes(32, "big")
        wrapped = hmac.digest(b"wrapped", number, "sha256")
        self.keys[wrapped] = (str(asked["EncryptionContext"]), hmac.digest(b"plain", number, "sha256"))
        return {"CiphertextBlob": wrapped, "Plaintext": self.keys[wrapped][1]}

    def decrypt(self, **asked: Any) -> dict[str, bytes]:
        context, plain = self.keys[asked["CiphertextBlob"]]
        if context != str(asked["EncryptionContext"]):
            raise Refused
        self.unwrapped += 1
        return {"Plaintext": plain}

    @property
    def clients(self) -> Any:
        return SimpleNamespace(kms=self)
