"""Counts seats and money by itself: from the table's rows and the payment provider's books."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from frontdesk.aws.items import from_item
from frontdesk.domains.tickets.life import FINAL, State, counted
from simulator.desk import Desk


@dataclass(frozen=True, slots=True)
class Count:
    """Everything about one event. lost: bookings that were accepted and came to no end, or are gone."""

    confirmed: int
    declined: int
    oversold: int
    double_charged: int
    charged_without_ticket: int
    lost: int
    miscounted: int
    unfinished: int

    @property
    def clean(self) -> bool:
        """Whether nothing is as it must not be."""
        wrong = (self.oversold, self.double_charged, self.charged_without_ticket, self.lost, self.miscounted)
        return not any(wrong)


def count(desk: Desk, event: str, seats: int, accepted: set[str]) -> Count:
    """seats: how many there are. accepted: ids of bookings that a buyer was told of."""
    table = _rows(desk)
    bookings = {
        row["pk"].removeprefix("BOOKING#"): row
        for row in table
        if row["sk"] == "BOOKING" and row["event"] == event
    }
    shards = [row for row in table if row["pk"] == f"EVENT#{event}" and row["sk"].startswith("SEATS#")]
    tickets = Counter(row["pk"].removeprefix("BOOKING#") for row in table if row["sk"].startswith("TICKET#"))
    charges, refunds = _money(desk)
    taken: Counter[str] = Counter()
    for row in bookings.values():
        taken[counted(State(row["state"]))] += row["quantity"]
    ends = Counter(row["state"] for row in bookings.values())
    unfinished = sum(number for state, number in ends.items() if State(state) not in FINAL)
    unpaid = [
        id
        for id, row in bookings.items()
        if sum(charges[id]) - refunds[id] != (_owed(row) if tickets[id] == row["quantity"] else 0)
    ]
    return Count(
        confirmed=ends[State.CONFIRMED],
        declined=ends[State.RELEASED] + ends[State.REFUNDED],
        oversold=max(0, taken["sold"] + taken["held"] - seats),
        double_charged=sum(len(charges[id]) > 1 for id in bookings),
        charged_without_ticket=len(unpaid),
        lost=unfinished + len(accepted - bookings.keys()),
        miscounted=abs(sum(row["sold"] for row in shards) - taken["sold"])
        + abs(sum(row["free"] + row["held"] + row["sold"] for row in shards) - seats),
        unfinished=unfinished,
    )


def _owed(row: dict[str, Any]) -> int:
    return int(row["cents"] + row["fees"] + row["tax"] - row["off"])


def _rows(desk: Desk) -> list[dict[str, Any]]:
    pages = desk.client("dynamodb").get_paginator("scan")
    query = {"TableName": desk.outputs["TicketsTable"], "ConsistentRead": True}
    return [from_item(item) for page in pages.paginate(**query) for item in page["Items"]]


def _money(desk: Desk) -> tuple[dict[str, list[int]], Counter[str]]:
    """By booking: the cents of each charge, and what was given back."""
    with urllib.request.urlopen(f"{desk.url}/stripe/books", timeout=60) as answer:  # nosec B310  (loopback)
        books = json.load(answer)
    charges: dict[str, list[int]] = defaultdict(list)
    owners = {}
    for intent in books["payment_intent"]:
        owners[intent["id"]] = intent["metadata"]["booking"]
        if intent["amount_received"]:
            charges[intent["metadata"]["booking"]].append(intent["amount_received"])
    refunds: Counter[str] = Counter()
    for refund in books["refund"]:
        refunds[owners[refund["payment_intent"]]] += refund["amount"]
    return charges, refunds
