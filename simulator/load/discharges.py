"""A CSV of patients as the hospital's patientData.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from simulator.load.columns import PATIENTS, find, reading
from simulator.load.options import Options

NEEDED = ("firstName", "lastName", "ssn")
# Visits of a file that does not number them; NUMBER_FROM says another first one.
NUMBER_FROM = 200_001


def as_json(options: Options) -> bytes:
    """The file as patientData.json: a CSV written anew, anything else as it is. Raises Unusable."""
    if options.file.suffix.lower() != ".csv":
        return options.file.read_bytes()
    with reading(options.file) as rows:
        columns = find(options.file, rows.fieldnames or (), PATIENTS, options.columns, NEEDED)
        records = [_record(number, row, columns, options) for number, row in enumerate(rows)]
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


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
