"""What the fake Stripe keeps: its objects, and the first answer to every idempotency key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

type Thing = dict[str, Any]

_TABLES = """
create table if not exists things (id text primary key, kind text, booking text, made real, body text);
create index if not exists by_booking on things (kind, booking);
create table if not exists firsts (key text primary key, asked text, status integer, body text, made real);
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """status: HTTP's. body: JSON."""

    status: int
    body: Thing


class Books:
    """path: a file that outlives the process, None for none. Its user sees to it that one asks at a time."""

    def __init__(self, path: Path | None = None) -> None:
        try:
            self._open(path)
        except sqlite3.DatabaseError:
            if path is None:
                raise
            print(f"· {path.name} is damaged: charges of before are forgotten", flush=True)
            path.unlink()
            self._open(path)

    def _open(self, path: Path | None) -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.execute("pragma synchronous = off")
        self._db.executescript(_TABLES)

    def put(self, thing: Thing, made: float) -> None:
        """Write an object as it is now."""
        booking = (thing.get("metadata") or {}).get("booking")
        row = (thing["id"], thing["object"], booking, made, json.dumps(thing))
        self._db.execute(
            "insert into things values (?, ?, ?, ?, ?) on conflict (id) do update set body = excluded.body",
            row,
        )

    def get(self, thing: str) -> Thing | None:
        """An object; None where there is none of that id."""
        found = self._db.execute("select body from things where id = ?", (thing,)).fetchone()
        return json.loads(found[0]) if found else None

    def all(self, kind: str, booking: str = "", until: float | None = None) -> Iterator[Thing]:
        """The objects of a kind, the oldest first. booking: in their metadata. until: made before."""
        query, values = "select body from things where kind = ?", [kind, booking, until]
        query += " and booking = ?2" if booking else " and ?2 = ''"
        query += " and made <= ?3" if until is not None else " and ?3 is null"
        rows = self._db.execute(query.replace("kind = ?", "kind = ?1") + " order by made", values).fetchall()
        return (json.loads(body) for (body,) in rows)

    def recall(self, key: str, since: float) -> tuple[str, Answer] | None:
        """What was asked under an idempotency key first, and what was answered; None where that was before a
        time, epoch seconds."""
        query = "select asked, status, body from firsts where key = ? and made > ?"
        found = self._db.execute(query, (key, since)).fetchone()
        return (found[0], Answer(found[1], json.loads(found[2]))) if found else None

    def remember(self, key: str, asked: str, answer: Answer, made: float) -> None:
        """Keep the first answer to a key."""
        row = (key, asked, answer.status, json.dumps(answer.body), made)
        self._db.execute("insert or replace into firsts values (?, ?, ?, ?, ?)", row)


def asked(path: str, form: Mapping[str, str]) -> str:
    """What a key stands for: the same key with something else is a mistake."""
    return json.dumps([path, sorted(form.items())])
