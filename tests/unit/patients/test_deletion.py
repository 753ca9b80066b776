"""Deletion on request: the keys are gone, with proof. Bills and their news, beside what test_order.py has."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from frontdesk.aws import records
from frontdesk.domains.patients.events import news
from frontdesk.domains.patients.events.deletion import REQUEST, canonical
from frontdesk.domains.patients.store import places
from frontdesk.errors import Rejected, TryAgain
from tests.support.hospital import Hospital, killed_everywhere, record
from tests.support.memory import Power, PowerCut


def settled(*uploaded: Any, power: Power | None = None) -> Hospital:
    hospital = Hospital(power or Power())
    hospital.upload(*uploaded)
    hospital.settle()
    return hospital


def trail(hospital: Hospital) -> list[dict[str, Any]]:
    rows = hospital.tables.query("VAULT_TABLE", places.AUDIT)
    return [row for at, row in rows.items() if at != places.audit(0)]


def test_the_keys_go_with_what_they_sealed_and_others_stay() -> None:
    hospital = settled(record(1), record(2), record(3, "900-70-2000", firstName="Bob"))
    gone, kept = hospital.visit(1)["token"], hospital.visit(3)
    proof = hospital.deletion.delete("1", "dsr-1")
    assert proof["visits"] == ["1", "2"]
    assert not [at for at in hospital.tables.items if at.pk == gone]
    assert not [
        at for at in hospital.tables.items if at.pk in ("VISIT#1", "VISIT#2") and at.table == "VAULT_TABLE"
    ]
    assert {name: hospital.visit(1)[name] for name in ("state", "cents")} == {
        "state": "deleted",
        "cents": 1000,
    }
    assert "token" not in hospital.visit(2)
    assert hospital.visit(3) == kept and hospital.sealed(places.record("3"))


def test_a_patient_of_many_visits_is_deleted_wholly() -> None:
    hospital = settled(*(record(n) for n in range(1, 41)))
    proof = hospital.deletion.delete("7", "dsr-1")
    assert len(proof["visits"]) == 40
    assert not [at for at in hospital.tables.items if at.table == "KEYS_TABLE"]
    assert [entry["number"] for entry in trail(hospital)] == [1, 2, 3]


def test_the_trail_shows_an_entry_that_was_altered_or_left_out() -> None:
    hospital = settled(record(1), record(2, "900-70-2000"), record(3, "900-70-3000"))
    for number, visit in enumerate("123", 1):
        hospital.deletion.delete(visit, f"dsr-{number}")
    entries = trail(hospital)
    assert [each["before"] for each in entries] == ["", *(each["mac"] for each in entries[:-1])]
    assert all(hospital.deletion.mac(canonical(each)).hex() == each["mac"] for each in entries)
    altered = {**entries[1], "request": "dsr-9"}
    assert hospital.deletion.mac(canonical(altered)).hex() != entries[1]["mac"]


def test_killed_anywhere_and_asked_again_nothing_is_deleted_without_its_entry() -> None:
    def run(power: Power) -> Hospital:
        hospital = settled(*(record(n) for n in range(1, 21)), power=Power())
        hospital.power = hospital.tables.power = power  # from here on it may be cut
        with suppress(PowerCut):
            hospital.deletion.delete("1", "dsr-1")
        proof = hospital.deletion.delete("1", "dsr-1")
        assert proof == hospital.deletion.delete("1", "dsr-1")
        assert proof["proof"] == trail(hospital)
        return hospital

    for hospital in killed_everywhere(run):
        entries = trail(hospital)
        assert not [at for at in hospital.tables.items if at.table == "KEYS_TABLE"]
        assert sorted(int(visit) for each in entries for visit in each["visits"]) == list(range(1, 21))


def test_a_deletion_that_twelve_others_overtake_waits_and_ends_well() -> None:
    hospital = settled(*(record(n, f"900-70-{1000 + n}") for n in range(1, 14)))
    others, waits = list(range(2, 14)), list[float]()

    def now() -> datetime:  # asked for between what a deletion reads and what it writes
        if len(others) > len(waits):
            hospital.deletion.delete(str(others[len(waits)]), "dsr-2")
        return hospital.now

    busy = replace(hospital.deletion, now=now, sleep=waits.append)
    assert busy.delete("1", "dsr-1")["visits"] == ["1"]
    assert len(waits) == len(others) and max(waits) <= 0.4
    assert [entry["number"] for entry in trail(hospital)] == list(range(1, 14))


def test_an_upload_from_before_brings_nobody_back_and_a_newer_one_does() -> None:
    hospital = settled(record(1))
    again = hospital.upload(record(1, cents=5), record(2))  # uploaded, and not yet told of
    hospital.waiting.clear()
    hospital.deletion.delete("1", "dsr-1")
    hospital.deliver("upload", again)
    hospital.settle()
    assert hospital.visit(1)["state"] == "deleted"
    assert places.visit("2") not in hospital.tables.items
    hospital.now -= timedelta(days=2)
    later = hospital.upload(record(1, cents=7))
    later["eventTime"] = "2026-12-24T09:00:00+00:00"
    hospital.settle()
    assert (hospital.visit(1)["state"], hospital.visit(1)["cents"]) == ("billed", 7)


@pytest.mark.parametrize(
    ("visit", "reason"), [(visit, "no_such_visit") for visit in ("2", "900-70-1000", "\ud800", "1" * 5_000)]
)
def test_whom_nobody_knows_cannot_be_deleted(visit: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        settled(record(1)).deletion.delete(visit, "dsr-1")


@pytest.mark.parametrize(
    ("request_", "good"),
    [
        *((each, True) for each in ("dsr-1", "R.2026_0001", "2026-1127", "12345678", "dsr-1234-a-56789")),
        *(
            (each, False)
            for each in ("123-45-6789", "123456789", "12345678-9", "12-345-6789", "1.2.3.4.5-67_89")
        ),
        *((each, False) for each in ("dsr-12--3456789", "0123456789", "", "-1", "a b", "\u0661" * 9)),
    ],
)
def test_a_request_s_number_is_no_ssn_however_it_is_grouped(request_: str, good: bool) -> None:
    assert bool(REQUEST.fullmatch(request_)) is good


# --- billing and the news ----------------------------------------------------------------------------------


def test_undelivered_news_delays_the_checkout_and_is_parked_to_be_redriven() -> None:
    hospital = Hospital(lost=True)
    hospital.upload(record(1))
    hospital.settle()
    assert hospital.visit(1)["state"] == "delayed"
    ((parked, reason),) = hospital.parked
    assert reason == "undelivered"
    hospital.waiting = [("news", parked)] * 3
    hospital.settle()
    assert (hospital.visit(1)["state"], hospital.visit(1)["cents"]) == ("billed", 1000)


def test_the_upload_told_again_mends_a_delay_too() -> None:
    hospital = Hospital(lost=True)
    hospital.upload(record(1))
    hospital.settle()
    hospital.lost = False
    hospital.upload(record(1))
    hospital.settle()
    assert hospital.visit(1)["state"] == "billed"


def test_a_bill_is_the_charges_less_what_is_covered_and_never_negative() -> None:
    covered = {"visitNumber": "1", "discharged": "2026-11-20", "coveredCents": 9000}
    charges = [{"for": "Room", "cents": 5000}, {"for": "Ring", "cents": 3000}]
    hospital = settled(record(1, discharge={**covered, "charges": charges}), record(2, cents=70))
    assert hospital.sealed(places.bill("1")) == {
        "visit": "1",
        "to": "Ann Lee",
        "email": "ann@example.com",
        "charges": charges,
        "covered": 8000,
        "cents": 0,
    }
    assert hospital.visit(2)["cents"] == 70


def test_what_was_sealed_elsewhere_is_not_billed() -> None:
    hospital = settled(record(1), record(2, firstName="Bob"))
    one, two = places.record("1"), places.record("2")
    hospital.tables.items[one] = {
        **hospital.tables.items[one],
        "sealed": hospital.tables.items[two]["sealed"],
    }
    hospital.tables.items[places.visit("1")] = {
        **hospital.tables.items[places.visit("1")],
        "state": {"S": "received"},
    }
    hospital.waiting = [("news", {"token": hospital.visit(1)["token"], "visit": "1"})]
    hospital.settle()
    assert [reason for _, reason in hospital.parked][-1] == "not_openable"


@pytest.mark.parametrize(
    "body",
    [
        "900-70-1000",
        "[]",
        '{"token": "900-70-1000", "visit": "1"}',
        json.dumps({"token": "9a" * 16, "visit": "900-70-1000"}),
        json.dumps({"token": "9a" * 16, "visit": "1", "name": "Ann"}),
        json.dumps({"Type": "Notification", "Message": "900-70-1000"}),
        json.dumps({"Type": "Notification", "Message": 5}),
        json.dumps({"Type": "Notification"}),
    ],
)
def test_what_is_no_news_is_refused_and_parked_without_its_words(body: str) -> None:
    told = {"messageId": "m-1", "body": body}
    with pytest.raises(Rejected):
        news.read(told)
    assert news.masked(told) == {"message": "m-1"}


def test_news_is_read_in_an_envelope_and_without() -> None:
    told = {"token": "9a" * 16, "visit": "17"}
    plain = {"body": json.dumps(told)}
    envelope = {"body": json.dumps({"Type": "Notification", "Message": json.dumps(told)})}
    assert news.read(plain) == news.read(envelope)
    assert news.masked(envelope) == told


def test_a_failure_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fails(event: Any, context: object) -> None:
        raise ValueError(f"no SSN: {event}")

    with pytest.raises(TryAgain) as raised:
        records.quiet(fails)("900-70-1000", None)  # type: ignore[arg-type]
    assert "900" not in f"{raised.value}{raised.value.__cause__}"
    assert raised.value.__suppress_context__
    assert [each.getMessage() for each in caplog.records] == ["function failed"]
