"""Reads positions out of a CSV file: usual column names are recognised, others are told by flags."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What a position has → how columns with it are usually called, by their letters and digits alone.
USUAL: Mapping[str, Sequence[str]] = {
    "truckId": (
        "truckid", "vehicleid", "busid", "deviceid", "unitid", "assetid", "truck", "vehicle", "vehicleref",
        "device", "unit", "asset", "imei", "registration", "plate", "licenceplate",
    ),
    "latitude": ("latitude", "lat", "gpslatitude", "positionlat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "gpslongitude", "positionlong", "x"),
    "recordedAt": (
        "recordedat", "recordedattime", "timestamp", "time", "datetime", "gpstime", "fixtime", "eventtime",
        "devicetime", "date", "ts",
    ),
    "speed": ("speed", "speedms", "velocity", "gpsspeed"),
    "heading": ("heading", "bearing", "course", "direction", "gpsheading"),
    "accuracy": ("accuracy", "hdop", "gpsaccuracy"),
}  # fmt: skip
NEEDED = ("truckId", "latitude", "longitude", "recordedAt")
# A column that counts the rows as they came in: a file is sorted by what somebody looked at last.
ORDERS = ("id", "seq", "sequence", "offset")


class Unreadable(Exception):
    """The file is not one of positions; the message says what is missing, and how to tell."""


@dataclass(frozen=True, slots=True)
class Columns:
    """names: field → column. order: the column to sort by, "" for the file's own order."""

    names: Mapping[str, str]
    order: str = ""


def recognise(header: Sequence[str], told: Mapping[str, str]) -> Columns:
    """Which column is which. told: field (or "order") → column, from flags. Raises Unreadable."""
    if unknown := told.keys() - {*USUAL, "order"}:
        raise Unreadable(f"a position has no {', '.join(sorted(unknown))}")
    if strange := set(told.values()) - set(header):
        raise Unreadable(f"there is no column {', '.join(sorted(strange))}; there are {', '.join(header)}")
    plain = {re.sub(r"[\W_]", "", name).casefold(): name for name in header}
    names = {
        field: told.get(field) or next((plain[each] for each in usual if each in plain), "")
        for field, usual in USUAL.items()
    }
    if missing := [field for field in NEEDED if not names[field]]:
        flags = " ".join(f"--column {field}=…" for field in missing)
        raise Unreadable(f"no column looks like {', '.join(missing)} (of {', '.join(header)}): say {flags}")
    order = told.get("order") or next((plain[each] for each in ORDERS if each in plain), "")
    return Columns({field: name for field, name in names.items() if name}, order)


def read(file: Path, told: Mapping[str, str]) -> tuple[Columns, list[dict[str, Any]]]:
    """The columns that were recognised, and the positions in the order in which they came in.

    A value that is no number is handed on as it is: the tracker parks it with its reason. Raises Unreadable.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if not rows.fieldnames:
            raise Unreadable(f"{file} is empty")
        columns = recognise(rows.fieldnames, told)
        found = list(rows)
    if columns.order and all((row[columns.order] or "").isdigit() for row in found):
        found.sort(key=lambda row: int(row[columns.order]))
    return columns, list(_positions(found, columns))


def _positions(rows: Sequence[Mapping[str, str]], columns: Columns) -> Iterator[dict[str, Any]]:
    for row in rows:
        told = {field: (row[name] or "").strip() for field, name in columns.names.items()}
        yield {field: _value(field, text) for field, text in told.items() if text}


def _value(field: str, text: str) -> Any:
    if field == "truckId":
        return text
    try:
        return float(text) if field != "recordedAt" or re.fullmatch(r"[\d.]+", text) else text
    except ValueError:
        return text
