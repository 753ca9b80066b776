"""One record: what is taken, what is set aside and why, and that nothing of it is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.patients.identity import identify
from frontdesk.domains.patients.record import LONGEST, Faulty, Record, parse
from tests.support.hospital import record, secret

ABSENT = object()


def read(**more: Any) -> Record:
    told = {name: value for name, value in record(**more).items() if value is not ABSENT}
    return parse(json.dumps(told).encode())


def reasons(line: bytes) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        parse(line)
    return faulty.value.reasons


def discharge(**more: Any) -> dict[str, Any]:
    return {"discharge": {**record()["discharge"], **more}}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"ssn": ABSENT}, "ssn_missing"),
        ({"ssn": ""}, "ssn_missing"),
        ({"ssn": 900701000}, "ssn_malformed"),
        ({"ssn": "900-70-100"}, "ssn_malformed"),
        ({"ssn": "900-70-1000 or so"}, "ssn_malformed"),
        ({"ssn": "000-12-3456"}, "ssn_impossible"),
        ({"ssn": "666-12-3456"}, "ssn_impossible"),
        ({"ssn": "900-00-3456"}, "ssn_impossible"),
        ({"ssn": "900-12-0000"}, "ssn_impossible"),
        ({"email": ABSENT}, "email_missing"),
        ({"email": ""}, "email_missing"),
        ({"email": "ann at example"}, "email_malformed"),
        ({"email": "ann@example.com\r\nBcc: all@example.com"}, "email_malformed"),
        ({"email": 7}, "email_malformed"),
        ({"firstName": ABSENT}, "first_name_missing"),
        ({"firstName": "  "}, "first_name_missing"),
        ({"firstName": ["Ann"]}, "first_name_malformed"),
        ({"middleName": "a\x00b"}, "middle_name_malformed"),
        ({"lastName": "x" * 101}, "last_name_malformed"),
        ({"birthDate": "20 May"}, "birth_date_malformed"),
        ({"discharge": ABSENT}, "discharge_missing"),
        (discharge(visitNumber=None), "visit_missing"),
        (discharge(visitNumber="V-7"), "visit_malformed"),
        (discharge(visitNumber=True), "visit_malformed"),
        (discharge(visitNumber="900701000"), "visit_malformed"),
        (discharge(discharged="yesterday"), "discharge_day_malformed"),
        (discharge(discharged="2026-W48-1"), "discharge_day_malformed"),
        (discharge(charges=[{"for": "Stay", "cents": -1}]), "charges_malformed"),
        (discharge(charges=[{"for": "Stay", "cents": 1.5}]), "charges_malformed"),
        (discharge(coveredCents="all"), "covered_malformed"),
    ],
)
def test_a_bad_record_is_refused_with_its_reason(more: dict[str, Any], reason: str) -> None:
    with pytest.raises(Faulty) as faulty:
        read(**more)
    assert faulty.value.reasons == [reason]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not_json"),
        (b'"900-70-1000"', "not_an_object"),
        (b"[" * 60_000, "not_json"),
        (b'{"ssn": NaN}', "not_json"),
        (b'{"x": 1e400}', "not_json"),
        (b'{"ssn": "900-70-1000", "ssn": "900-70-2000"}', "field_twice"),
        (b'{"firstName": "\xff"}', "not_json"),
        (b" " * (LONGEST + 1), "record_too_long"),
        (json.dumps(record(note="\ud800")).encode(), "half_a_character"),
        (json.dumps(record(**{"\udc00": 1})).encode(), "half_a_character"),
    ],
)
def test_what_is_no_record_is_refused_with_its_reason(line: bytes, reason: str) -> None:
    assert reasons(line) == [reason]


@pytest.mark.parametrize(
    "ssn", ["900701000", "900-70-1000", "900 70 1000", " 900–70–1000 ", "９００-７０-１０００"]
)
def test_an_ssn_is_the_same_however_it_is_written(ssn: str) -> None:
    assert read(ssn=ssn).ssn == "900701000"


@pytest.mark.parametrize("email", ["ann@example.com", "františek@example.cz", "a.b+c@d-e.example.org"])
def test_addresses_of_many_kinds_are_taken(email: str) -> None:
    assert not read(email=email).by_post


def test_who_has_no_address_gets_the_bill_by_post() -> None:
    assert read(email=None).by_post


@pytest.mark.parametrize("sign", ["-", " ", ".", "/", "_", "\u2013", "\u2011", "\u00a0"])
def test_a_visit_s_number_written_as_an_ssn_is_refused_whoever_s_it_is(sign: str) -> None:
    with pytest.raises(Faulty) as faulty:
        read(**discharge(visitNumber=sign.join(("987", "65", "4320"))))
    assert faulty.value.reasons == ["visit_malformed"]
    assert "987" not in f"{faulty.value!r} {faulty.value.shape}"


def test_a_visit_s_number_is_not_the_own_ssn_without_its_zeros_either() -> None:
    with pytest.raises(Faulty) as faulty:
        read(ssn="012-34-5678", **discharge(visitNumber=12345678))
    assert faulty.value.reasons == ["visit_malformed"]


def test_nine_digits_are_a_visit_s_number_as_hospitals_give_them() -> None:
    assert read(**discharge(visitNumber="987654320")).visit == "987654320"


def test_what_is_told_of_a_bad_record_and_of_a_good_one_has_no_value_of_it() -> None:
    with pytest.raises(Faulty) as faulty:
        read(ssn="000-12-3456", firstName="Annabel", email="annabel-lee")
    told = f"{faulty.value!r} {faulty.value} {faulty.value.shape} {read(firstName='Annabel')!r}"
    assert faulty.value.shape["ssn"] == "text of 11, 9 digits"
    for value in ("000", "3456", "900", "Annabel", "annabel", "Lee"):
        assert value not in told


@given(
    st.binary(max_size=300)
    | st.text(st.characters(), max_size=100).map(lambda text: json.dumps(record(note=text)).encode())
)
def test_any_bytes_are_a_record_or_refused(line: bytes) -> None:
    try:
        parse(line)
    except Faulty as faulty:
        assert faulty.reasons


def test_one_person_is_one_token_however_the_name_is_spelled() -> None:
    def token(**more: Any) -> str:
        one = read(**more)
        return identify(secret(one.ssn), one).token

    same = {token(firstName=name) for name in ("Zoë", "ZOE", "Zo\u0065\u0308", "zoe ")}
    assert len(same) == 1
    others = [{"firstName": "Zoey"}, {"middleName": "Zoë"}, {"lastName": "Li"}, {"birthDate": "2001-01-01"}]
    assert (
        len(
            {
                token(firstName="Zoë", **({} | other)) if "firstName" not in other else token(**other)
                for other in others
            }
            | same
        )
        == 5
    )


def test_nothing_of_an_identity_is_a_bare_hash_of_the_ssn() -> None:
    one = read()
    who, other = identify(secret(one.ssn), one), identify(secret("another key"), one)
    assert not {who.token, who.match, who.content} & {other.token, other.match, other.content}
