"""What makes a patient's record bad: a word for each fault, and no value of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

LONGEST_NAME = 100
LONGEST_ADDRESS = 254  # RFC 5321's path, without its brackets
MOST_CENTS = 10_000_000_000

VISIT = re.compile(r"[1-9][0-9]{0,11}")
_SSN = re.compile(r"([0-9]{3})[- ]?([0-9]{2})[- ]?([0-9]{4})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def faults_of(told: Mapping[str, Any]) -> Iterator[str]:
    """Why a record cannot be taken: nothing where it is good."""
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


def digits_of(ssn: Any) -> str:
    """An SSN's nine digits; "" for what is none."""
    if not isinstance(ssn, str):  # a number has lost its leading zeros
        return ""
    found = _SSN.fullmatch(unicodedata.normalize("NFKC", ssn).translate(_DASHES).strip())
    return "".join(found.groups()) if found else ""


def _ssn(value: Any) -> Iterator[str]:
    """What the Social Security Administration never gives out is refused; but 9xx, which it does not give out
    either, is what test data of other hospitals' systems has, and so are all of Synthea's people."""
    digits = digits_of(value)
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
    yield from _visit(discharge.get("visitNumber"), digits_of(told.get("ssn")))
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
    # (As a spreadsheet writes an SSN, it has lost the zeros before it.)
    if not VISIT.fullmatch(number) or (ssn and ssn.lstrip("0") in number):
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
