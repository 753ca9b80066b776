"""What happens by chance in a box office: orders, deaths, faults, meetings, time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from tests.support.house import LAG, PAYERS
from tests.support.money_and_seats import BoxOffice


def walk(office: BoxOffice, steps: int) -> Iterable[str]:
    """Things happen by chance; yields what."""
    chance = office.chance
    for _ in range(steps):
        name = chance.choice(list(STEPS))
        STEPS[name](office, chance)
        yield name


def _order(office: BoxOffice, chance: random.Random) -> None:
    account = chance.choice([*PAYERS, "maya", "nobody"])
    again = chance.choice(office.ids) if office.ids and chance.random() < 0.2 else ""
    office.order(account, chance.randint(1, 5), chance.choice([0, 0, 0, 100, 9000]), again)


def _kill(office: BoxOffice, chance: random.Random) -> None:
    office.kill(chance.randrange(5), chance.random() < 0.5)


def _meet(office: BoxOffice, chance: random.Random) -> None:
    other = STEPS[chance.choice(["order", "work", "sweep", "cancel", "pay", "publish"])]
    office.meet(lambda: other(office, chance), chance.randrange(3))


def _faults(office: BoxOffice, chance: random.Random) -> None:
    faults = office.stripe.faults
    faults.lost, faults.unavailable = chance.choice([0, 0.5, 1]), chance.choice([0, 0, 0.3])
    faults.search_lag = LAG / 2 if office.deaf else chance.choice([LAG / 2, 100 * LAG])
    faults.broken, faults.failed = chance.choice([0, 0, 0.5]), chance.choice([0, 0, 0.3])


def _work(office: BoxOffice, chance: random.Random) -> None:
    queue = office.payment or office.later
    if queue:
        index = chance.randrange(len(queue))
        if chance.random() < 0.3:
            queue.append(queue[index])  # once more, at least
        office.work(queue, index)


def _wait(office: BoxOffice, chance: random.Random) -> None:
    office.now += chance.choice([1, 30, 95, 300, 700, 2_000, 90_000])


STEPS: dict[str, Callable[[BoxOffice, random.Random], object]] = {
    "order": _order,
    "order more": _order,
    "work": _work,
    "work more": _work,
    "publish": lambda office, chance: office.publish(),
    "publish more": lambda office, chance: office.publish(),
    "sweep": lambda office, chance: office.sweep(),
    "cancel": lambda office, chance: office.cancel(chance.choice(office.ids)) if office.ids else None,
    "settle": lambda office, chance: office.settle(chance.random() < 0.7),
    "hear": lambda office, chance: office.hear() if office.webhooks else None,
    "pay": lambda office, chance: office.pay_pages(),
    "wait": _wait,
    "kill": _kill,
    "meet": _meet,
    "meet more": _meet,
    "faults": _faults,
}
