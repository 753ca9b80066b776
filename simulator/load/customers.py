"""Customers: a CSV through the API's import, with the points that their invoices would have earned."""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import batched
from pathlib import Path
from typing import Any

from simulator import signing_in
from simulator.counting import counted
from simulator.desk import Desk
from simulator.load import Unusable
from simulator.load.columns import CUSTOMERS, INVOICES, find, reading
from simulator.load.options import Options

# Rows that go in one request; the API takes 10,000 and 5 MB.
TOGETHER = 2_000


def load(options: Options, desk: Desk, state: Path) -> int:
    """Loads a CSV of customers; the exit code. Raises Unusable where it is none."""
    rows = list(customers(options.file, options.columns))
    if options.invoices:
        earned = points(options.invoices, int(desk.outputs["PointsPerDollar"]), options.columns)
        if unknown := earned.keys() - {row.get("id", "") for row in rows}:
            print(f"· left out: invoices of {counted(len(unknown), 'customer')} who are not in the file")
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
    return 1 if rows and counts["rejected"] == len(rows) else 0


def customers(file: Path, told: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of a CSV, under our names. told: our column → the file's, where it is no usual one."""
    with reading(file) as rows:
        columns = find(file, rows.fieldnames or (), CUSTOMERS, told, ("firstName", "lastName"))
        for row in rows:
            values = {ours: row[theirs] for ours, theirs in columns.items() if row[theirs]}
            number = values.get("rewardPoints")
            yield {**values, "rewardPoints": int(number)} if number and number.isdecimal() else values


def points(file: Path, per_dollar: int, told: Mapping[str, str]) -> Mapping[str, int]:
    """customer → the points that invoices would have earned, each by itself, as tickets do."""
    earned: Counter[str] = Counter()
    with reading(file) as rows:
        columns = find(file, rows.fieldnames or (), INVOICES, told, INVOICES)
        for line, row in enumerate(rows, 2):
            try:
                cents = int(Decimal(row[columns["total"]]) * 100)
            except (InvalidOperation, TypeError, OverflowError, ValueError) as error:
                raise Unusable(f"{file}: the amount in line {line} is no number") from error
            earned[row[columns["customerId"]]] += max(0, cents) * per_dollar // 100
    return earned


def _post(url: str, token: str, rows: Iterable[Mapping[str, Any]]) -> Any:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(list(rows)).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # nosec B310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        print(error.read().decode(), file=sys.stderr)
        raise Unusable(f"the import was refused: {error.code}") from error
