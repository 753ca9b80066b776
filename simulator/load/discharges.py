"""A CSV of patients as the hospital's patientData.json."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from simulator.load.options import Options, Unusable
from simulator.load.rewrite import delimiter

# Our field, and what others call it, in small letters alone.
NAMES = {
    "firstName": ("firstname", "first", "givenname", "forename"),
    "middleName": ("middlename", "middle"),
    "lastName": ("lastname", "last", "surname", "familyname"),
    "ssn": ("ssn", "socialsecuritynumber"),
    "email": ("email", "emailaddress", "mail"),
    "birthDate": ("birthdate", "dateofbirth", "born"),
    "visitNumber": ("visitnumber", "visit", "encounter"),
    "discharged": ("discharged", "dischargedate", "dischargedat"),
    "charges": ("charges", "total", "healthcareexpenses"),
    "covered": ("covered", "coverage", "healthcarecoverage"),
}
# Visits of a file that does not number them; NUMBER_FROM says another first one.
NUMBER_FROM = 200_001


def as_json(options: Options) -> bytes:
    """The file as patientData.json: a CSV written anew, anything else as it is. Raises Unusable."""
    if options.file.suffix.lower() != ".csv":
        return options.file.read_bytes()
    try:
        with options.file.open(newline="", encoding="utf-8-sig") as source:
            rows = csv.DictReader(source, delimiter=delimiter(options.file))
            columns = _columns(rows.fieldnames or (), options)
            records = [_record(number, row, columns, options) for number, row in enumerate(rows)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unusable(f"{options.file} cannot be read as CSV in UTF-8: save it so and try again") from error
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def _columns(header: Any, options: Options) -> dict[str, str]:
    """Our field → the file's column."""
    plain = {"".join(filter(str.isalnum, name.casefold())): name for name in header}
    found = {field: plain[name] for field, names in NAMES.items() for name in names if name in plain}
    for field, name in options.columns.items():
        if name not in header:
            raise Unusable(f"{options.file} has no column {name!r}; it has {', '.join(header)}")
        found[field] = name
    if missing := {"firstName", "lastName", "ssn"} - found.keys():
        raise Unusable(f"{options.file} has no column for {', '.join(sorted(missing))}: name it with MAP=…")
    return found


def _record(
    number: int, row: Mapping[str, str], columns: Mapping[str, str], options: Options
) -> dict[str, Any]:
    """One row as a record. Without a column for it there is no e-mail address, and that is said: null. In a
    column of its own an empty one is missing."""
    told = {field: (row[column] or "").strip() for field, column in columns.items()}
    discharge = dict(_discharge(told, options))
    discharge.setdefault("visitNumber", str((options.number_from or NUMBER_FROM) + number))
    return {
        **{
            field: told.get(field, "")
            for field in ("firstName", "middleName", "lastName", "ssn", "birthDate")
        },
        "email": told.get("email"),
        "discharge": discharge,
    }


def _discharge(told: Mapping[str, str], options: Options) -> Iterator[tuple[str, Any]]:
    if "visitNumber" in told:
        yield "visitNumber", told["visitNumber"]
    written = datetime.fromtimestamp(options.file.stat().st_mtime, UTC)  # the same however often it is loaded
    yield "discharged", told.get("discharged") or written.date().isoformat()
    if "charges" in told:
        yield "charges", [{"for": "Stay", "cents": _cents(told["charges"])}]
    if "covered" in told:
        yield "coveredCents", _cents(told["covered"])


def _cents(text: str) -> Any:
    """An amount in cents; what is none stays as it is, and is set aside with its record."""
    try:
        return int(Decimal(text or "0").scaleb(2).to_integral_value())
    except (InvalidOperation, OverflowError, ValueError):
        return text
