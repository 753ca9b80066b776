"""One record into the vault, if it is the newest of its visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from frontdesk.aws.envelopes import Envelopes
from frontdesk.domains.patients.identity import Identity
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.record import Record
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import At, Delete, Put, PutSeen, Seen, Step, Tables
from frontdesk.errors import TryAgain

# How often a record is looked at again because somebody else wrote about its visit meanwhile.
TRIES = 5

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record comes from. file: the upload's id; version: its place among the file's versions; at:
    when it was uploaded, as text that sorts."""

    file: str
    version: str
    at: str

    def overtakes(self, seen: Row) -> bool:
        """Whether this is newer than what a row comes from. Versions of one file go by S3's sequencers;
        different files by the time of their upload, since their sequencers tell nothing of each other."""
        if seen["file"] == self.file:
            return bool(self.version > seen["version"])
        return bool((self.at, self.file) > (seen["at"], seen["file"]))

    def wrote(self, seen: Row) -> bool:
        return (seen["file"], seen["version"]) == (self.file, self.version)


class Outcome(Enum):
    """What came of a record."""

    CHECKED_OUT = "checked_out"  # it is in the vault, now or before
    OVERTAKEN = "overtaken"  # something newer is there, or the patient was deleted after the upload
    ANOTHERS = "visit_of_another"


@dataclass(frozen=True, slots=True)
class Admitted:
    """finished: whether the visit is billed already."""

    outcome: Outcome
    finished: bool = False

    @property
    def is_in(self) -> bool:
        return self.outcome is Outcome.CHECKED_OUT


@dataclass(frozen=True, slots=True)
class Admission:
    """All methods raise TryAgain."""

    tables: Tables
    envelopes: Envelopes

    def admit(self, record: Record, who: Identity, source: Source, rows: Mapping[At, Row]) -> Admitted:
        """The visit's record is the newest afterwards, as often as it is told. rows: the `wanted` ones."""
        at = wanted(record, who)
        for _ in range(TRIES):
            there, sealed, gone = (rows.get(each) for each in at)
            if passed := _passed_by(there, sealed, gone, who, source):
                return passed
            same = there if there is not None and there["content"] == who.content else None
            row = _row(record, who, source, same)
            steps: list[Step] = [PutSeen(at[0], row, there), Seen(at[2], gone)]
            if same is None:
                steps += self._sealed(record, who) + _replaced(record.visit, sealed, who, source)
            if self.tables.write(steps):
                return Admitted(Outcome.CHECKED_OUT, _finished(row))
            rows = self.tables.get(at)
        raise TryAgain

    def _sealed(self, record: Record, who: Identity) -> list[Step]:
        key = self.envelopes.new(who.token)
        place = places.record(record.visit)
        sealed = key.seal(record.text, seal_of(who.token, place))
        return [
            Put(place, {"token": who.token, "match": who.match, "content": who.content, "sealed": sealed}),
            Put(places.key(who.token, record.visit), {"wrapped": key.wrapped}),
            Put(places.of_ssn(who.match, record.visit), {"token": who.token}),
        ]


def wanted(record: Record, who: Identity) -> tuple[At, At, At]:
    """What has to be known before a record is taken: its visit, what is sealed, if the patient is gone."""
    return places.visit(record.visit), places.record(record.visit), places.gone(who.token)


def seal_of(token: str, at: At) -> str:
    """The place that something is sealed for: whose, which visit's and what."""
    return f"{token}/{at.pk}/{at.sk}"


def _passed_by(
    there: Row | None, sealed: Row | None, gone: Row | None, who: Identity, source: Source
) -> Admitted | None:
    """Why a record is not to be taken; None where it is."""
    if there is not None and not source.overtakes(there):
        known = source.wrote(there) and there["content"] == who.content
        return Admitted(Outcome.CHECKED_OUT if known else Outcome.OVERTAKEN, _finished(there))
    if gone is not None and gone["at"] >= source.at:
        return Admitted(Outcome.OVERTAKEN)
    if there is not None and _is_anothers(there, sealed, who, source):
        return Admitted(Outcome.ANOTHERS)
    return None


def _row(record: Record, who: Identity, source: Source, same: Row | None) -> Row:
    """The row outside the vault. What is the same as before keeps its state and its bill."""
    kept = same or {"state": State.RECEIVED}
    return {
        **kept,
        "token": who.token,
        "left": record.left,
        "content": who.content,
        "file": source.file,
        "version": source.version,
        "at": source.at,
    }


def _finished(row: Row) -> bool:
    return row["state"] not in (State.RECEIVED, State.DELAYED)


def _is_anothers(there: Row, sealed: Row | None, who: Identity, source: Source) -> bool:
    """Whether the visit belongs to somebody else: then two files use one number. A file may correct who its
    own visits are of; and one SSN under another name is a name corrected."""
    if there.get("token") in (None, who.token) or there["file"] == source.file:
        return False
    return sealed is None or sealed["match"] != who.match


def _replaced(visit: str, sealed: Row | None, who: Identity, source: Source) -> list[Step]:
    """What goes when a visit has a newer record: its bill; and of a former patient the key, and the SSN."""
    if sealed is None:
        return []
    steps: list[Step] = [Delete(places.bill(visit))]
    if sealed["token"] != who.token:
        moved = places.look(sealed["match"], visit, source.version)
        steps += [Delete(places.key(sealed["token"], visit)), Put(moved, {"match": sealed["match"]})]
    if sealed["match"] != who.match:
        steps.append(Delete(places.of_ssn(sealed["match"], visit)))
    return steps
