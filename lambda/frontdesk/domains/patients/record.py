"""One patient's record as the hospital sends it: what makes it good, and what is told of one that is not.

{"firstName", "middleName", "lastName", "ssn", "email", "birthDate", "discharge": {"visitNumber", "admitted",
"discharged", "diagnosis", "charges": [{"for", "cents"}], "coveredCents"}}

The e-mail address must be said: null is for a patient who has none, whose bill goes by post.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from frontdesk.domains.patients.faults import digits_of, faults_of

# A record is a few hundred bytes, with a long letter some thousands; an item of DynamoDB takes 400 KB.
LONGEST = 1 << 16

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
        told = json.loads(line.decode(), object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite)
    except _Twice:
        raise Faulty(["field_twice"], {}) from None
    except (ValueError, RecursionError):  # its words may quote a value
        raise Faulty(["not_json"], {}) from None
    if not isinstance(told, dict):
        raise Faulty(["not_an_object"], {})
    shape = {name: _shape(told.get(name)) for name in _FIELDS}
    if reasons := list(faults_of(told)):
        raise Faulty(reasons, shape)
    try:
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # JSON can spell half a character ("\\ud800"), which is no text
        raise Faulty(["half_a_character"], shape) from None
    discharge = told["discharge"]
    return Record(
        visit=str(discharge["visitNumber"]),
        left=discharge["discharged"],
        by_post=told["email"] is None,
        ssn=digits_of(told["ssn"]),
        names=(told["firstName"], told.get("middleName") or "", told["lastName"]),
        born=told.get("birthDate") or "",
        text=text,
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


def _finite(text: str) -> float:
    """A number, where it is not so large (1e400) that it would be sealed as what is no JSON."""
    if math.isinf(number := float(text)):
        raise ValueError
    return number


def _shape(value: Any) -> str:
    """What a value looks like, for whoever mends it, and nothing of what it says."""
    match value:
        case None:
            return "none"
        case str():
            digits = sum(each.isdigit() for each in value)
            return f"text of {len(value)}" + (f", {digits} digits" if digits else "")
    return type(value).__name__
