"""Records that are set aside: where they stand in their upload and why, with no value of theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.aws.objects import Objects
from frontdesk.domains.patients.events.admit import Source

# More than so many are counted, not listed: such an upload is no list of patients.
MOST_LISTED = 10_000


@dataclass(slots=True)
class Quarantine:
    """What one upload's pass has set aside. count: how many."""

    count: int = 0
    listed: list[str] = field(default_factory=list)

    def add(self, record: int, reasons: Sequence[str], shape: Mapping[str, str] | None = None) -> None:
        """record: which of the upload's, from 1. shape: what its fields look like."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            told = {"record": record, "reasons": list(reasons), "fields": dict(shape or {})}
            self.listed.append(json.dumps(told, separators=(",", ":")) + "\n")

    def keep(self, objects: Objects, source: Source) -> str:
        """Write the list; its key, "" where nothing was set aside. Raises TryAgain."""
        if not self.count:
            return ""
        key = place(source.file, source.version)
        objects.put(key, "".join(self.listed).encode(), "application/jsonl")
        return key


def place(file: str, version: str) -> str:
    """The key of what a version of an upload set aside."""
    return f"quarantine/{file}/{version}.jsonl"
