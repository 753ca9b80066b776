"""`make bench-booking BUYERS=10000 SEATS=1000`: one table; 0 where every bar is met.

Each buyer orders one seat of the deployed function get_ticket (hold, payment, ticket), which races with the
asynchronous way of the same booking: outbox, payment queue, payment, ticket issuer. Meanwhile, of all
requests to DynamoDB 5% fail and 5% are done without an answer (microburst), Stripe loses 20% of its answers,
is not there for 5% and keeps a 500 as its answer to 2%, 5% of the messages come twice, and workers are
killed. Then the faults end, and everything has to come to its end by itself.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from benchmarks.booking import faults, leftovers, naive, oracle
from benchmarks.booking.buyers import CARDS, Crowd
from benchmarks.own_desk import open_desk
from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.model import Event, Shard
from simulator import desk

ACCOUNTS, SHARDS = 200, 10
KILLS, SECONDS = 50, 240  # the bars
PATIENCE = 200
FUNCTIONS = ("GetTicket", "PaymentFunction", "TicketIssuer", "BookingPublisher")


@dataclass(frozen=True, slots=True)
class Result:
    """What a crowd came to."""

    count: oracle.Count
    sold_out: int
    seconds: float
    dead: int = 0
    parked: Counter[str] = field(default_factory=Counter)


def opened(store: Ledger, event: str, seats: int, shards: int) -> Event:
    """A new event with its seats, and people with cards."""
    starts = (datetime.now(UTC) + timedelta(days=30)).replace(microsecond=0).isoformat()
    made = Event(event, "Benchmark", "play", "Hall", "Springfield", starts, 2500, "Hall", seats, shards, "1")
    parts = [seats // shards + (n < seats % shards) for n in range(shards)]
    _put(store, rows.event_row(made))
    for number, free in enumerate(parts):
        _put(store, rows.shard_row(event, Shard(f"{number:02d}", free)))
    return made


def _put(store: Ledger, row: dict[str, object]) -> None:
    store.call("put_item", TableName=store.table, Item=to_item(row))


def settled(here: desk.Desk, event: str, seats: int, accepted: set[str]) -> oracle.Count:
    """Waits until every booking has come to its end, or patience has."""
    sweep, deadline = here.client("lambda"), time.monotonic() + PATIENCE
    while True:
        count = oracle.count(here, event, seats, accepted)
        if not count.unfinished or time.monotonic() > deadline:
            return count
        sweep.invoke(FunctionName=here.outputs["HoldSweeper"], InvocationType="Event")
        time.sleep(2)


def run(here: desk.Desk, buyers: int, seats: int) -> tuple[Result, int, dict[str, int]]:
    """The crowd with all the faults: what it came to, the kills, and what else was spoilt."""
    store = Ledger(here.client("dynamodb"), here.outputs["TicketsTable"])
    event = f"bench-{int(time.time())}"
    opened(store, event, seats, SHARDS)
    accounts = [f"{event}-{number}" for number in range(ACCOUNTS)]
    for number, account in enumerate(accounts):
        store.keep_payer(account, Payer("", CARDS[number % len(CARDS)], ""))
    functions = [here.outputs[name] for name in FUNCTIONS]
    echo, dead = faults.Echo(here), leftovers.dead_letters(here)
    crowd = Crowd(here, here.outputs["GetTicket"], event, echo)
    with ExitStack() as stack:
        url = stack.enter_context(faults.proxy(here))
        stack.enter_context(faults.routed(here, functions, url))
        faults.stripe(here, faults.STRIPE)
        stack.callback(faults.stripe, here, {})
        saboteur, started = faults.Saboteur(functions), time.monotonic()
        crowd.buy(buyers, accounts)
        bought = time.monotonic() - started
        saboteur.stop()
        spoilt = faults.fired(url)
        faults.calm(url)
        faults.stripe(here, {})
        count = settled(here, event, seats, crowd.bookings)
        took = time.monotonic() - started
    sold_out = crowd.heard["sold out"]
    told = {
        "spoilt": spoilt,
        "twice": echo.sent,
        "no answer": crowd.heard["no answer"],
        "bought": int(bought),
    }
    dead = leftovers.dead_letters(here) - dead
    return Result(count, sold_out, took, dead), saboteur.kills, told


def run_naive(here: desk.Desk, buyers: int, seats: int) -> tuple[Result, set[str]]:
    """The usual way of doing it, with the same faults but the kills; its bookings. The desk knows nothing of
    them: what Stripe tells of their charges is set aside."""
    event = f"naive-{int(time.time())}"
    plain = Ledger(here.client("dynamodb"), here.outputs["TicketsTable"])
    made, started = opened(plain, event, seats, 1), time.monotonic()
    with faults.proxy(here) as url:
        client = desk.client(url, "dynamodb", retries={"total_max_attempts": 1})
        faults.stripe(here, faults.STRIPE)
        try:
            booked = naive.buy(Ledger(client, plain.table), f"{here.url}/stripe", made, buyers)
        finally:
            faults.stripe(here, {})
    return Result(oracle.count(here, event, seats, set()), 0, time.monotonic() - started), booked


def table(results: dict[str, Result]) -> Iterator[str]:
    """The table, line by line."""
    lines: dict[str, Callable[[Result], float]] = {
        "confirmed": lambda r: r.count.confirmed,
        "declined": lambda r: r.count.declined,
        "sold out": lambda r: r.sold_out,
        "oversold": lambda r: r.count.oversold,
        "double-charged": lambda r: r.count.double_charged,
        "charged without ticket": lambda r: r.count.charged_without_ticket,
        "lost": lambda r: r.count.lost,
        "seats miscounted": lambda r: r.count.miscounted,
        "dead letters": lambda r: r.dead,
        "parked": lambda r: r.parked.total(),
        "seconds": lambda r: round(r.seconds, 1),
    }
    yield f"{'':24}" + "".join(f"{name:>14}" for name in results)
    for name, figure in lines.items():
        yield f"{name:24}" + "".join(f"{figure(result):>14,}" for result in results.values())


def main(arguments: Sequence[str]) -> int:
    """Runs it; 0 where every bar is met and the naive way was caught."""
    parser = argparse.ArgumentParser(prog="make bench-booking")
    parser.add_argument("--buyers", type=int, default=10_000)
    parser.add_argument("--seats", type=int, default=1_000)
    asked = parser.parse_args(arguments)
    here, began = open_desk(), time.time()
    result, kills, told = run(here, asked.buyers, asked.seats)
    usual, booked = run_naive(here, max(100, asked.buyers // 20), max(10, asked.seats // 20))
    ours, theirs = leftovers.by_variant(leftovers.parked(here, began), booked)
    result, usual = replace(result, parked=ours), replace(usual, parked=theirs)
    print(*table({"Front Desk": result, "naive": usual}), sep="\n")
    print(
        f"workers killed: {kills}; requests to DynamoDB spoilt: {told['spoilt']:,}; messages sent twice:"
        f" {told['twice']}; buyers without an answer: {told['no answer']}; all had ordered after"
        f" {told['bought']} s"
    )
    print(f"parked, by reason: {dict(ours) or 'nothing'}; of the naive way's: {dict(theirs) or 'nothing'}")
    caught = usual.count.oversold and usual.count.double_charged
    enough = kills >= KILLS or asked.buyers < 10_000
    left = result.dead or result.parked
    good = result.count.clean and not left and enough and result.seconds <= SECONDS and caught
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
