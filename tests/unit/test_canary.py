"""The search finds a planted number in every encoding, and none where there is none."""

from __future__ import annotations

import json

import pytest

from tests.support.canary import ENCODINGS, Canary

CANARY = Canary("900-73-5142")
LINE = {"level": "INFO", "event": "visit billed", "visit": "100017", "token": "9a" * 16, "at": 1_800_000_000}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("spelling", [CANARY.digits, CANARY.ssn])
def test_it_is_found_in_every_encoding_alone_and_in_something(encoding: str, spelling: str) -> None:
    made = ENCODINGS[encoding](spelling)
    assert CANARY.found(made)
    assert CANARY.found(b"\x01event: " + made + b" and so on")


@pytest.mark.parametrize("spelling", CANARY.spellings)
def test_it_is_found_in_every_spelling(spelling: str) -> None:
    assert CANARY.found(json.dumps({**LINE, "note": spelling}).encode())


def test_nothing_is_found_where_it_is_not() -> None:
    assert not CANARY.found(json.dumps(LINE).encode())
    assert not CANARY.found(b"".join(make("900-73-5143") for make in ENCODINGS.values()))
