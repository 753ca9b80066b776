"""Any order, often, killed anywhere: the newest record stands, and each visit has one bill (G4, G6, G15)."""

from __future__ import annotations

import random
from typing import Any

import pytest

from frontdesk.domains.patients.store import places
from tests.support.hospital import Hospital, killed_everywhere, record
from tests.support.memory import Power

# GUARANTEES G4 wants 10,000 sequences of duplicates and permutations, G6 5,000 orders: in four parts here.
SEEDS, SEQUENCES = range(4), 2_500
TWINS = ("900-70-1000", "900-70-2000")


def versions(random_: random.Random) -> list[list[dict[str, Any]]]:
    """Versions of one upload: corrected sums, names, SSNs, and visits that come and go."""
    return [
        [
            record(
                visit,
                random_.choice(TWINS),
                firstName=random_.choice(("Ann", "Bob")),
                cents=random_.choice((1000, 2000)),
            )
            for visit in random_.sample((1, 2), random_.randrange(1, 3))
        ]
        for _ in range(2)
    ]


def oracle(uploads: list[list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """visit → its newest record."""
    return {each["discharge"]["visitNumber"]: each for upload in uploads for each in upload}


@pytest.mark.parametrize("seed", SEEDS)
def test_any_order_and_number_of_deliveries_ends_the_same(seed: int) -> None:
    random_ = random.Random(seed)
    for _ in range(SEQUENCES):
        uploads = versions(random_)
        hospital = Hospital()
        for each in uploads:
            hospital.upload(*each)
        hospital.settle(random_, most=5)
        newest = oracle(uploads)
        people = {visit: (each["ssn"], each["firstName"]) for visit, each in newest.items()}
        for visit, each in newest.items():
            assert hospital.sealed(places.record(visit)) == each
            assert hospital.sealed(places.bill(visit))["cents"] == hospital.visit(int(visit))["cents"]
            assert hospital.visit(int(visit))["state"] == "billed"
        tokens = {hospital.visit(int(visit))["token"] for visit in newest}
        assert len(tokens) == len(set(people.values()))
        assert len(hospital.tables.query("VAULT_TABLE", places.REVIEW)) == sum(
            len({name for ssn, name in people.values() if ssn == one}) > 1 for one in TWINS
        )
        bills = [at for at in hospital.tables.items if at.sk == "BILL"]
        keys = [at for at in hospital.tables.items if at.table == "KEYS_TABLE"]
        assert len(bills) == len(keys) == len(newest)


def test_orders_leave_rows_that_are_equal_to_the_last() -> None:
    def run(order: int) -> Any:
        hospital = Hospital()
        for each in ([record(1), record(2)], [record(1, cents=7), record(3)], [record(2, firstName="Bea")]):
            hospital.upload(*each)
        hospital.settle(random.Random(order) if order else None, most=3)
        return hospital.state()

    assert all(run(order) == run(0) for order in range(1, 200))


def test_killed_anywhere_and_told_again_it_ends_the_same() -> None:
    def run(power: Power) -> Hospital:
        hospital = Hospital(power)
        hospital.upload(record(1), record(2, firstName="Bob"), {"ssn": "000-12-3456"})
        hospital.settle()
        hospital.upload(record(1, cents=5), record(3))
        hospital.settle()
        return hospital

    whole = run(Power())
    for hospital in killed_everywhere(run):
        assert hospital.state() == whole.state()
        assert hospital.set_aside() == whole.set_aside()


def test_redriving_everything_twice_changes_nothing() -> None:
    hospital = Hospital()
    events = [("upload", hospital.upload(record(1), record(2)))]
    hospital.settle()
    events += [("news", {"token": hospital.visit(n)["token"], "visit": str(n)}) for n in (1, 2)]
    before, opened = hospital.state(), hospital.kms.unwrapped
    hospital.waiting = events * 2
    hospital.settle()
    assert (hospital.tables.get(hospital.tables.items).keys(), hospital.waiting) == (before.keys(), [])
    assert hospital.state() == before
    assert opened  # state() opens, too; billing did not again:
    assert hospital.kms.unwrapped - opened == 4
