"""Lives of bookings lived: whole, with the power cut at every effect, and as chance has it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.chances import walk
from tests.support.lives import Life, found_late
from tests.support.memory import Power
from tests.support.money_and_seats import BoxOffice


def opened(life: Life) -> BoxOffice:
    """Where a life is lived: webhooks get lost, but where the life is about them."""
    return BoxOffice(deaf=life is not found_late)


def effects(life: Life) -> int:
    """How many effects a life has."""
    office = opened(life)
    before = office.power.effects
    life(office)
    office.close()
    return office.power.effects - before


def held(life: Life, at: int = -1, after: bool = False) -> None:
    """A life, cut at an effect, and then brought to its end. Raises AssertionError where seats or money are
    not where they should be."""
    office = opened(life)
    if at >= 0:
        office.power.at, office.power.after = office.power.effects + at, after
    try:
        life(office)
        office.check()
        office.drain()
        office.check(final=True)
    finally:
        office.close()


def cuts(life: Life) -> Iterator[tuple[int, bool]]:
    """Every place where a life can be cut: the effect's number, and whether just after it."""
    return ((at, after) for at in range(effects(life)) for after in (False, True))


def walked(seed: int, steps: int = 40) -> None:
    """Forty things happen by chance. Raises AssertionError."""
    office = BoxOffice(seed, deaf=seed % 2 == 0, power=Power())
    try:
        for _ in walk(office, steps):
            office.check()
        office.drain()
        office.check(final=True)
    finally:
        office.close()
