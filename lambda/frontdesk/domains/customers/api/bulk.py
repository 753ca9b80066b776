"""Many customers at once: rows of JSON or CSV, each with a result of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import batched
from typing import Any

from frontdesk.aws.http_api import Answer, Problem, Request, answer
from frontdesk.domains.customers.api.asked import Asked
from frontdesk.domains.customers.api.document import Check, mistake
from frontdesk.domains.customers.api.whose import TWICE, Whose
from frontdesk.domains.customers.model import Customer, Refused, iso
from frontdesk.domains.customers.roster import TOGETHER, Newcomer, Roster
from frontdesk.domains.customers.service import Customers

# Bytes and rows: as the document says.
LONGEST, MOST = 5_000_000, 10_000
FIELDS = ("id", "firstName", "lastName", "email", "rewardPoints", "account")

type Row = dict[str, Any]
type Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bulk:
    """check: of one row."""

    customers: Customers
    roster: Roster
    check: Check

    def take(self, asked: Asked) -> Answer:
        """importCustomers."""
        asked.operation.parameters(asked.request)
        rows = _rows(asked)
        wrong = [_spoilt(row) or mistake(self.check, row) for row in rows]
        whose = Whose.of(self.roster, [row for row, found in zip(rows, wrong, strict=True) if not found])
        results: list[Result] = []
        good: dict[str, tuple[Result, Row]] = {}
        for number, (row, found) in enumerate(zip(rows, wrong, strict=True), 1):
            result: Result = {"row": number}
            results.append(result)
            known = found or whose.find(row)
            if isinstance(known, str) and known in good:
                known = TWICE
            if isinstance(known, str):
                result["id"] = known
                good[known] = result, row
            else:
                result |= {"status": "rejected", "errors": [known]}
        self._store(good, whose.there)
        counts = dict.fromkeys(("created", "updated", "unchanged", "rejected"), 0)
        for result in results:
            counts[result["status"]] += 1
        return answer(HTTPStatus.OK, {**counts, "rows": results})

    def _store(self, good: Mapping[str, tuple[Result, Row]], there: Mapping[str, Customer]) -> None:
        fresh: list[Newcomer] = []
        for known, (result, row) in good.items():
            if known in there:
                result["status"] = self._bring_up_to_date(there[known], row)
            else:
                result["status"] = "created"
                fresh.append(self.customers.newcomer(known, row))
        for some in batched(fresh, TOGETHER, strict=False):
            if self.roster.add(some):
                self._one_by_one(some, good)

    def _one_by_one(self, some: Sequence[Newcomer], good: Mapping[str, tuple[Result, Row]]) -> None:
        """Somebody else has added some of these meanwhile."""
        for newcomer in some:
            customer, _ = newcomer
            if self.roster.add([newcomer]):
                result, row = good[customer.id]
                there = self.roster.many([customer.id]).get(customer.id, customer)
                result["status"] = self._bring_up_to_date(there, row)

    def _bring_up_to_date(self, there: Customer, row: Row) -> str:
        """What became of a row about a known customer."""
        now = {"firstName": there.first_name, "lastName": there.last_name, "email": there.email}
        now["account"] = there.account
        fields = {name: row[name] for name in now if name in row and row[name] != now[name]}
        if not fields:
            return "unchanged"
        try:
            self.roster.change(there.id, fields, iso(self.customers.now()), None, None)
        except Refused:  # deleted just now
            return "unchanged"
        return "updated"


def _spoilt(row: Any) -> dict[str, str] | None:
    """What CSV may do to a row: None where it is whole."""
    if isinstance(row, dict) and None in row:
        return {"pointer": "", "reason": "has more cells than the header line"}
    return None


def _rows(asked: Asked) -> list[Any]:
    kind = asked.request.kind
    if kind == "text/csv":
        rows = list(_csv(asked.request))
    elif kind == "application/json":
        rows = asked.request.json(LONGEST)
        if not isinstance(rows, list):
            raise Problem(HTTPStatus.BAD_REQUEST, "Send a list of customers.")
    else:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json or text/csv.")
    if not rows:
        raise Problem(HTTPStatus.BAD_REQUEST, "There is no row in it.")
    if len(rows) > MOST:
        raise Problem(HTTPStatus.BAD_REQUEST, f"Send at most {MOST} rows.")
    return rows


def _csv(request: Request) -> Iterator[Row]:
    body = request.bytes(LONGEST)
    wide = body[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = body.decode("utf-16" if wide else "utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = reader.fieldnames or []
        if len(set(names)) < len(names) or not set(names) <= set(FIELDS):
            raise Problem(HTTPStatus.BAD_REQUEST, f"The header line names some of {', '.join(FIELDS)}.")
        for row in reader:
            yield {name: _cell(name, value) for name, value in row.items() if value not in ("", None)}
    except (UnicodeDecodeError, csv.Error):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not CSV in UTF-8.") from None


def _cell(name: str | None, value: Any) -> Any:
    """A cell's value; a number where one belongs."""
    number = name == "rewardPoints" and isinstance(value, str) and value.isascii() and value.isdecimal()
    return int(value) if number and len(value) < 20 else value
