"""Customers: a CSV through the API's import, with the points that their invoices would have earned."""

from __future__ import annotations

import csv
import json
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import batched
from pathlib import Path
from typing import Any

from simulator import signing_in
from simulator.desk import Desk
from simulator.load.options import CUSTOMERS, Options, Unusable

# Rows that go in one request; the API takes 10,000 and 5 MB.
TOGETHER = 2_000
# What a column may be called, in small letters alone.
USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "customerid", "customernumber"),
    "firstName": ("firstname", "givenname"),
    "lastName": ("lastname", "surname", "familyname"),
    "email": ("email", "emailaddress", "mail"),
    "rewardPoints": ("rewardpoints", "points"),
    "account": ("account",),
}
PAYER, PAID = ("customerid", "customer", "id"), ("total", "amount", "paid")


def load(options: Options, desk: Desk, state: Path) -> int:
    """Loads a CSV of customers; the exit code. Raises Unusable where it is none."""
    rows = list(customers(options.file, options.columns))
    if options.invoices:
        earned = points(options.invoices, int(desk.outputs["PointsPerDollar"]))
        rows = [{**row, "rewardPoints": earned.get(row.get("id", ""), 0)} for row in rows]
    token, results = signing_in.token(desk, signing_in.SYSTEM), list[dict[str, Any]]()
    for some in batched(rows, TOGETHER, strict=False):
        told = _post(desk.outputs["CustomersUrl"] + "/customers:import", token, some)["rows"]
        results += [{**each, "row": each["row"] + len(results)} for each in told]
        print(f"· {len(results):,} of {len(rows):,}", flush=True)
    counts = Counter(each["status"] for each in results)
    print(", ".join(f"{counts[each]:,} {each}" for each in ("created", "updated", "unchanged", "rejected")))
    if options.invoices:
        new = (
            row["rewardPoints"]
            for row, told in zip(rows, results, strict=True)
            if told["status"] == "created"
        )
        print(f"{sum(new):,} points for what they had paid")
    for each in results:
        for mistake in each.get("errors", ()):
            print(f"  row {each['row']}: {mistake['pointer'] or 'the row'} {mistake['reason']}")
    return 0


def customers(file: Path, columns: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """The rows of a CSV, under our names. columns: ours → the file's, where they are not usual ones."""
    header, rows = _read(file)
    places = {
        ours: _column(file, header, (columns[ours],) if ours in columns else USUAL[ours], ours in columns)
        for ours in CUSTOMERS
    }
    for row in rows:
        told = {ours: row.get(theirs) for ours, theirs in places.items() if theirs and row.get(theirs)}
        number = told.get("rewardPoints")
        yield {**told, "rewardPoints": int(number)} if number and number.isdecimal() else told


def points(file: Path, per_dollar: int) -> Mapping[str, int]:
    """customer → the points that invoices would have earned, each by itself, as tickets do."""
    header, rows = _read(file)
    payer, paid = (_column(file, header, names, needed=True) for names in (PAYER, PAID))
    earned: Counter[str] = Counter()
    for line, row in enumerate(rows, 2):
        try:
            cents = int(Decimal(row[paid]) * 100)
        except (InvalidOperation, TypeError) as error:
            raise Unusable(f"{file}: the amount in line {line} is no number") from error
        earned[row[payer]] += max(0, cents) * per_dollar // 100
    return earned


def _read(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as source:
            reader = csv.DictReader(source)
            return list(reader.fieldnames or ()), list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unusable(f"{file} cannot be read as CSV in UTF-8: save it so and try again") from error


def _column(file: Path, header: list[str], names: tuple[str, ...], needed: bool) -> str:
    """The column of one of these names; "" where there is none and none is needed."""
    letters = {"".join(c for c in name if c.isalnum()).lower(): name for name in header}
    for name in names:
        if name in header or name in letters:
            return name if name in header else letters[name]
    if needed:
        raise Unusable(f"{file} has no column {names[0]!r}; it has {', '.join(header)}")
    return ""


def _post(url: str, token: str, rows: Iterable[Mapping[str, Any]]) -> Any:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(list(rows)).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # nosec B310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        print(error.read().decode(), file=sys.stderr)
        raise Unusable(f"the import was refused: {error.code}") from error
