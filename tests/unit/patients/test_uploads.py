"""Uploads of every shape: the good part is in, the bad part set aside with its reason, nothing lost."""

from __future__ import annotations

import gzip
import json

import pytest

from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.events.checkout import masked
from frontdesk.domains.patients.store import places
from tests.support.hospital import Hospital, record

GOOD = json.dumps(record(1))
BAD = json.dumps(record(2, "000-12-3456"))


def taken(body: bytes, largest: int = 1 << 20) -> Hospital:
    hospital = Hospital(largest=largest)
    hospital.upload(body=body)
    hospital.settle()
    return hospital


def reasons(hospital: Hospital) -> list[tuple[int, list[str]]]:
    return [(each["record"], each["reasons"]) for each in hospital.set_aside()]


@pytest.mark.parametrize(
    "body",
    [
        f"[{GOOD}, {BAD}]".encode(),
        f"[\n  {GOOD},\n  {BAD}\n]\n".encode(),
        f"{GOOD}\n{BAD}\n".encode(),
        f"{GOOD}\r\n\r\n{BAD}".encode(),
        f"\ufeff{GOOD}\n{BAD}".encode(),
        f"\ufeff[{GOOD},{BAD}]".encode("utf-16"),
        gzip.compress(f"[{GOOD},{BAD}]".encode()),
    ],
    ids=["array", "pretty", "lines", "CRLF and blanks", "BOM", "UTF-16", "gzip"],
)
def test_every_form_of_a_file_is_read(body: bytes) -> None:
    hospital = taken(body)
    assert hospital.visit(1)["state"] == "billed"
    assert reasons(hospital) == [(2, ["ssn_impossible"])]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"[]", "empty"),
        (b"x" * (1 << 20) + b"x", "too_large"),
        (gzip.compress(bytes(50 << 20)), "grows_too_much"),
        (gzip.compress(GOOD.encode())[:-20], "damaged"),
        (gzip.compress(gzip.compress(GOOD.encode())), "packed_twice"),
    ],
    ids=["nothing", "blanks", "no records", "too large", "bomb", "cut short", "packed twice"],
)
def test_a_file_that_is_none_is_parked_with_the_reason(body: bytes, reason: str) -> None:
    hospital = taken(body)
    assert [each for _, each in hospital.parked] == [reason]
    assert not [at for at in hospital.tables.items if at.pk.startswith("VISIT#")]


def test_what_comes_before_the_damage_is_in() -> None:
    hospital = taken(f'[{GOOD}, {json.dumps(record(3))}, {{"firstName": "Ann", "ssn'.encode())
    assert [hospital.visit(n)["state"] for n in (1, 3)] == ["billed", "billed"]
    assert reasons(hospital) == [(3, ["damaged"])]


def test_one_bad_line_of_many_costs_only_itself() -> None:
    lines = [json.dumps(record(n)) for n in range(1, 251)]
    lines[99] = '{"firstName": "Ann", '
    hospital = taken("\n".join(lines).encode())
    assert sum(at.sk == "BILL" for at in hospital.tables.items) == 249
    assert reasons(hospital) == [(100, ["not_json"])]


@pytest.mark.parametrize("between", [",", "\n"], ids=["array", "lines"])
def test_a_record_of_megabytes_costs_only_itself(between: str) -> None:
    long = json.dumps(record(2, note="x" * (3 << 20)))
    body = between.join([GOOD, long, json.dumps(record(3))])
    hospital = taken((f"[{body}]" if between == "," else body).encode(), largest=8 << 20)
    assert [hospital.visit(n)["state"] for n in (1, 3)] == ["billed", "billed"]
    assert reasons(hospital) == [(2, ["record_too_long"])]


def test_one_visit_twice_in_a_file_is_set_aside_unless_it_is_the_same() -> None:
    hospital = taken(f"{GOOD}\n{GOOD}\n{json.dumps(record(1, cents=5))}".encode())
    assert hospital.visit(1)["cents"] == 1000
    assert reasons(hospital) == [(3, ["visit_twice"])]


def test_a_visit_number_of_another_file_s_patient_is_not_taken_over() -> None:
    hospital = Hospital()
    hospital.upload(record(1))
    hospital.upload(record(1, "900-70-2000", firstName="Bob"), key=inbox.key("07"))
    hospital.settle()
    assert hospital.sealed(places.record("1"))["firstName"] == "Ann"
    assert reasons(hospital) == [(1, ["visit_of_another"])]


def test_a_file_may_correct_whose_visit_it_was_and_nothing_of_the_other_stays() -> None:
    hospital = Hospital()
    hospital.upload(record(1), record(2, firstName="Bob"))
    hospital.settle()
    assert hospital.shared() == [["1", "2"]]
    was = hospital.visit(1)["token"]
    hospital.upload(record(1, "900-70-2000", cents=3))
    hospital.settle()
    assert hospital.visit(1)["token"] != was
    assert places.key(was, "1") not in hospital.tables.items
    assert hospital.sealed(places.bill("1"))["cents"] == 3
    assert hospital.shared() == []


def test_two_people_with_one_ssn_are_both_in_and_told_of_once() -> None:
    hospital = Hospital()
    for _ in range(3):
        hospital.upload(record(1), record(2, firstName="Bob"), record(3))
        hospital.settle()
    assert hospital.visit(1)["token"] == hospital.visit(3)["token"] != hospital.visit(2)["token"]
    assert [what for what, reason in hospital.parked if reason == "ssn_shared"] == [
        {"visits": ["1", "2", "3"]}
    ]


def test_the_same_upload_again_seals_and_bills_nothing_anew() -> None:
    hospital = Hospital()
    hospital.upload(record(1), record(2))
    hospital.settle()
    made, opened = len(hospital.kms.keys), hospital.kms.unwrapped
    hospital.upload(record(1), record(2))
    hospital.settle()
    assert (len(hospital.kms.keys), hospital.kms.unwrapped) == (made, opened)


def test_what_is_parked_of_s3_s_record_has_no_name_in_it() -> None:
    event = Hospital().upload(record(1), key=inbox.key("Ann Lee 900-70-1000"))
    assert masked(event).keys() == {"object", "file"}
    assert "Ann" not in str(masked(event))
    assert masked({"s3": 7}) == masked([]) == {}


def test_our_own_output_is_no_upload() -> None:
    hospital = Hospital()
    hospital.upload(record(1), key="quarantine/x/patientData.json")
    hospital.settle()
    assert not hospital.tables.items
