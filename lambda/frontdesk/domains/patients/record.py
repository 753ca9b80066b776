"""One patient's record as the hospital sends it: what makes it good, and what is told of one that is not.

{"firstName", "middleName", "lastName", "ssn", "email", "birthDate", "discharge": {"visitNumber", "admitted",
"discharged", "diagnosis", "charges": [{"for", "cents"}], "coveredCents"}}

The e-mail address must be said: null is for a patient who has none, whose bill goes by post.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# A record is a few hundred bytes, with a long letter some thousands; an item of DynamoDB takes 400 KB.
LONGEST = 1 << 16
LONGEST_NAME = 100
LONGEST_ADDRESS = 254  # RFC 5321's path, without its brackets
MOST_CENTS = 10_000_000_000

_VISIT = re.compile(r"[1-9][0-9]{0,11}")
_SSN = re.compile(r"([0-9]{3})[- ]?([0-9]{2})[- ]?([0-9]{4})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_FIELDS = ("firstName", "middleName", "lastName", "ssn", "email", "birthDate", "discharge")


class Faulty(Exception):
    """A record that cannot be taken. reasons: why. shape: what its fields look like, without a value."""

    def __init__(self, reasons: list[str], shape: Mapping[str, str]) -> None:
        super().__init__(*reasons)
        self.reasons, self.shape = reasons, shape


@dataclass(frozen=True, slots=True)
class Record:
    """A good record. ssn: nine digits. left, born: days, born "" where none is told. text: all, as JSON.

    What is personal is in no repr, for those end in logs.
    """

    visit: str
    left: str
    by_post: bool
    ssn: str = field(repr=False)
    names: tuple[str, str, str] = field(repr=False)
    born: str = field(repr=False)
    text: bytes = field(repr=False)


def parse(line: bytes) -> Record:
    """The record in a line of JSON. Raises Faulty."""
    if len(line) > LONGEST:
        raise Faulty(["record_too_long"], {})
    try:
        told = json.loads(line.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except _Twice:
        raise Faulty(["field_twice"], {}) from None
    except (ValueError, RecursionError):  # its words may quote a value
        raise Faulty(["not_json"], {}) from None
    if not isinstance(told, dict):
        raise Faulty(["not_an_object"], {})
    if reasons := list(_faults(told)):
        raise Faulty(reasons, {name: _shape(told.get(name)) for name in _FIELDS})
    discharge, ssn = told["discharge"], _digits(told["ssn"])
    return Record(
        visit=str(discharge["visitNumber"]),
        left=discharge["discharged"],
        by_post=told["email"] is None,
        ssn=ssn,
        names=(told["firstName"], told.get("middleName") or "", told["lastName"]),
        born=told.get("birthDate") or "",
        text=json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(),
    )


class _Twice(ValueError):
    """A field is there twice: which one is meant?"""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise _Twice
    return told


def _refuse(constant: str) -> None:
    raise ValueError


def _faults(told: Mapping[str, Any]) -> Iterator[str]:
    yield from _name(told.get("firstName"), "first_name")
    if told.get("middleName"):
        yield from _name(told["middleName"], "middle_name")
    yield from _name(told.get("lastName"), "last_name")
    yield from _ssn(told.get("ssn"))
    yield from _email(told)
    if told.get("birthDate") and not _is_day(told["birthDate"]):
        yield "birth_date_malformed"
    yield from _discharge(told)


def _name(value: Any, what: str) -> Iterator[str]:
    if value is None or value == "" or isinstance(value, str) and not value.strip():
        yield f"{what}_missing"
    elif not isinstance(value, str) or len(value) > LONGEST_NAME or not _is_line(value):
        yield f"{what}_malformed"


def _is_line(text: str) -> bool:
    """Whether a text is free of control characters and of halves of characters."""
    return not any(unicodedata.category(each) in ("Cc", "Cs") for each in text)


def _digits(ssn: Any) -> str:
    """An SSN's nine digits; "" for what is none."""
    if not isinstance(ssn, str):  # a number has lost its leading zeros
        return ""
    found = _SSN.fullmatch(unicodedata.normalize("NFKC", ssn).translate(_DASHES).strip())
    return "".join(found.groups()) if found else ""


def _ssn(value: Any) -> Iterator[str]:
    """What the Social Security Administration never gives out is refused; but 9xx, which it does not give out
    either, is what test data of other hospitals' systems has, and so are all of Synthea's people."""
    digits = _digits(value)
    if value is None or value == "":
        yield "ssn_missing"
    elif not digits:
        yield "ssn_malformed"
    elif digits[:3] in ("000", "666") or digits[3:5] == "00" or digits[5:] == "0000":
        yield "ssn_impossible"


def _email(told: Mapping[str, Any]) -> Iterator[str]:
    value = told.get("email", "")
    if value == "":
        yield "email_missing"
    elif value is not None and not _is_address(value):
        yield "email_malformed"


def _is_address(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return False
    return bool(_EMAIL.fullmatch(value)) and _is_line(value)


def _discharge(told: Mapping[str, Any]) -> Iterator[str]:
    discharge = told.get("discharge")
    if not isinstance(discharge, Mapping):
        yield "discharge_missing"
        return
    yield from _visit(discharge.get("visitNumber"), _digits(told.get("ssn")))
    if not _is_day(discharge.get("discharged")):
        yield "discharge_day_malformed"
    charges = discharge.get("charges", [])
    if not isinstance(charges, list) or not all(map(_is_charge, charges)):
        yield "charges_malformed"
    if not _is_amount(discharge.get("coveredCents", 0)):
        yield "covered_malformed"


def _visit(value: Any, ssn: str) -> Iterator[str]:
    """A visit's number is said, logged and shown: it must not be an SSN in the wrong place."""
    if value is None or value == "":
        yield "visit_missing"
        return
    number = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not _VISIT.fullmatch(number) or (ssn and ssn in number):
        yield "visit_malformed"


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_charge(charge: Any) -> bool:
    return (
        isinstance(charge, Mapping) and isinstance(charge.get("for"), str) and _is_amount(charge.get("cents"))
    )


def _is_amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_CENTS


def _shape(value: Any) -> str:
    """What a value looks like, for whoever mends it, and nothing of what it says."""
    match value:
        case None:
            return "none"
        case str():
            digits = sum(each.isdigit() for each in value)
            return f"text of {len(value)}" + (f", {digits} digits" if digits else "")
    return type(value).__name__
