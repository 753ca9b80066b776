"""`make load` of patients: what a CSV becomes, and a whole real hospital through the domain in memory."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from frontdesk.domains.patients.store import places
from simulator.load import Unusable
from simulator.load.discharges import as_json
from simulator.load.options import read
from tests.support.hospital import Hospital

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("FRONTDESK_SHARED_DATA", ROOT.parent / "shared" / "data"))


def made(file: Path, text: str, **flags: str) -> list[dict[str, object]]:
    file.write_text(text)
    options = read({"FILE": str(file), "KIND": "patients", **flags}, {"patients": lambda *_: 0})
    return [json.loads(line) for line in as_json(options).splitlines()]


def test_columns_are_found_by_their_usual_names(tmp_path: Path) -> None:
    header = "Last;First Name;SSN;E-Mail;Visit Number;Discharged;Total;Coverage"
    text = f"{header}\nÅs;Ann;900-70-1000;a@b.ch;7;2026-11-20;12.50;2\n"
    assert made(tmp_path / "a.csv", text) == [
        {
            "firstName": "Ann",
            "middleName": "",
            "lastName": "Ås",
            "ssn": "900-70-1000",
            "birthDate": "",
            "email": "a@b.ch",
            "discharge": {
                "visitNumber": "7",
                "discharged": "2026-11-20",
                "charges": [{"for": "Stay", "cents": 1250}],
                "coveredCents": 200,
            },
        }
    ]


def test_rows_without_visits_are_numbered_and_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    text = "given,family,social\nAnn,Lee,900-70-1000\nBob,Lee,900-70-2000\n"
    told = made(tmp_path / "a.csv", text, MAP="firstName=given lastName=family ssn=social", NUMBER_FROM="50")
    assert [each["discharge"]["visitNumber"] for each in told] == ["50", "51"]  # type: ignore[index]
    assert [each["email"] for each in told] == [None, None]


def test_an_empty_address_in_a_column_of_addresses_is_missing(tmp_path: Path) -> None:
    (told,) = made(tmp_path / "a.csv", "first,last,ssn,email\nAnn,Lee,900-70-1000,\n")
    assert told["email"] == ""


@pytest.mark.parametrize(("text", "flags"), [("a,b\n1,2\n", {}), ("first,last,ssn\n", {"MAP": "email=no"})])
def test_a_file_that_is_none_is_refused_with_what_to_do(
    tmp_path: Path, text: str, flags: dict[str, str]
) -> None:
    with pytest.raises(Unusable, match="column"):
        made(tmp_path / "a.csv", text, **flags)


@pytest.mark.skipif(not (SHARED / "patients.csv").exists(), reason="the public data is not here")
def test_a_whole_real_hospital() -> None:
    file = SHARED / "patients.csv"
    rows = list(csv.DictReader(file.open()))
    options = read({"FILE": str(file), "KIND": "patients"}, {"patients": lambda *_: 0})
    hospital = Hospital()
    hospital.upload(body=as_json(options))
    hospital.settle()
    visits = {str(200_001 + number): row for number, row in enumerate(rows)}
    shared = Counter(row["SSN"] for row in rows)
    twins = {visit for visit, row in visits.items() if shared[row["SSN"]] > 1}
    assert len(visits) == 1150 and len(twins) == 6
    assert {each for pair in hospital.shared() for each in pair} == twins
    assert len(hospital.shared()) == 3
    assert len({hospital.visit(int(visit))["token"] for visit in visits}) == 1150
    for visit, row in visits.items():
        sealed = hospital.sealed(places.record(visit))
        assert (sealed["firstName"], sealed["ssn"]) == (row["FIRST"], row["SSN"])
    due = sum(
        max(
            round(100 * float(row["HEALTHCARE_EXPENSES"])) - round(100 * float(row["HEALTHCARE_COVERAGE"])), 0
        )
        for row in rows
    )
    assert sum(hospital.visit(int(visit))["cents"] for visit in visits) == due
    assert hospital.set_aside() == []
