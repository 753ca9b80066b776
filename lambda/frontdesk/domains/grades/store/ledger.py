"""What the functions behind the conversation read and write: rows, chunks that are in, classes, changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontdesk.domains.grades.model import Change, FileState, Grade, Published, Source
from frontdesk.domains.grades.store import rows, states
from frontdesk.domains.grades.store.table import Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Ledger:
    """All methods raise TryAgain where DynamoDB does not answer: then all may be asked again, since none
    does anything twice."""

    table: Table

    @classmethod
    def of(cls, dynamodb: DynamoDBClient, table: str) -> Ledger:
        """On a table's name."""
        return cls(Table(dynamodb, table))

    # --- files ----------------------------------------------------------------------------------------

    def file(self, file: str) -> FileState | None:
        """The newest version of a file, None where none was of use; what was just written is seen."""
        row = self.table.get(states.key(file))
        return states.read(row) if row else None

    def claim(self, state: FileState) -> FileState | None:
        """Make this version the newest. Gives the state as it is then: a version that was claimed before
        keeps its chunks. None where a newer version is there already."""
        done, row = self.table.update(
            states.key(state.source.file),
            "SET version = :version, loaded = :loaded, chunks = :chunks, done = :done, #o = :object,"
            " #k = :key",
            "attribute_not_exists(version) OR version < :version",
            {
                ":version": state.source.version,
                ":object": state.object,
                ":loaded": state.source.loaded,
                ":chunks": state.chunks,
                ":done": {},
                ":key": state.key,
            },
            {"#o": "object", "#k": "key"},
        )
        there = states.read(row)
        return there if done or (there and there.source.version == state.source.version) else None

    def refuse(self, source: Source, uploaded: str, reason: str) -> None:
        """Note that a version is of no use, and why; an older refusal never covers a newer one."""
        self.table.update(
            states.key(source.file),
            "SET refused = :refused",
            "attribute_not_exists(refused) OR refused.version <= :version",
            {
                ":refused": {"version": source.version, "object": uploaded, "reason": reason},
                ":version": source.version,
            },
        )

    def chunk_is_in(self, source: Source) -> FileState | None:
        """Mark a chunk as done; the state with it, None where a newer version has taken over."""
        done, row = self.table.update(
            states.key(source.file),
            "SET done.#chunk = :yes",
            "version = :version",
            {":version": source.version, ":yes": True},
            {"#chunk": str(source.chunk)},
        )
        return states.read(row) if done else None

    # --- students -------------------------------------------------------------------------------------

    def put_grades(self, grades: Iterable[Grade], source: Source) -> None:
        """Write a chunk's rows; nobody else writes at their keys."""
        self.table.put_all(rows.grade_row(each, source) for each in grades)

    def delete_grades(self, grades: Iterable[Grade], source: Source) -> None:
        """Delete a chunk's rows."""
        self.table.delete_all(rows.grade_key(each, source) for each in grades)

    def put_changes(self, changes: Iterable[Change]) -> None:
        """Write changes. The same change again is no change."""
        self.table.put_all(map(rows.change_row, changes))

    def told(self, change: Change) -> bool:
        """Whether a student was told of a change."""
        return self.table.get(rows.told_key(change)) is not None

    def mark_told(self, change: Change) -> None:
        """A student was told of a change."""
        self.table.put_all([{**rows.told_key(change), "expires": rows.expires(change)}])

    # --- classes --------------------------------------------------------------------------------------

    def published(self, file: str) -> Published | None:
        """A file's class as it is now, None where there is none; what was just written is seen."""
        row = self.table.get(rows.class_key(file))
        return rows.published(row) if row else None

    def publish(self, published: Published) -> bool:
        """Point the file's class at a version. False where another one than its `base` is there by now."""
        condition, values = "attribute_not_exists(pk)", {}
        if published.base:
            condition, values = "version = :base", {":base": published.base}
        return self.table.put_if(rows.published_row(published), condition, values)

    def settle(self, source: Source) -> None:
        """All that follows from a version's publication is under way."""
        key = rows.class_key(source.file)
        values = {":version": source.version, ":yes": True}
        self.table.update(key, "SET settled = :yes", "version = :version", values)
