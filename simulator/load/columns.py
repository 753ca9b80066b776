"""Which column of somebody's CSV is which of ours: usual names are found, others are told by MAP."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from simulator.load import Unusable

# Our column, and what others call it, by its letters and digits alone.
type Usual = Mapping[str, Sequence[str]]

SCORES: Usual = {
    "rollNo": (
        "rollno",
        "roll",
        "rollnumber",
        "studentid",
        "studentno",
        "studentnumber",
        "pupilno",
        "pupilid",
    ),
    "name": ("name", "studentname", "fullname", "student", "pupil", "pupilname"),
    "testScore": ("testscore", "score", "mark", "marks", "points"),
    "subject": ("subject", "course"),
    "test": ("test", "exam", "assessment"),
    "maxScore": ("maxscore", "outof", "maxmarks", "maximum"),
    "date": ("date", "testdate", "examdate"),
}
EVENTS: Usual = {
    "id": ("id", "eventid"),
    "name": ("name", "title", "event", "show", "production"),
    "kind": ("kind", "type", "genre", "category"),
    "place": ("place", "venue", "theatre", "theater", "hall"),
    "city": ("city", "town"),
    "starts": ("starts", "start", "startsat", "starttime", "datetime", "when"),
    "price": ("price", "ticketprice"),
    "seller": ("seller", "organiser", "organizer", "promoter"),
    "capacity": ("capacity", "seats"),
    "sold": ("sold", "seatssold"),
}
PATIENTS: Usual = {
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
CUSTOMERS: Usual = {
    "id": ("id", "customerid", "customernumber", "custno"),
    "firstName": ("firstname", "first", "givenname", "forename"),
    "lastName": ("lastname", "last", "surname", "familyname"),
    "email": ("email", "emailaddress", "mail"),
    "rewardPoints": ("rewardpoints", "points"),
    "account": ("account",),
}
INVOICES: Usual = {
    "customerId": ("customerid", "customer", "customernumber", "custno", "id"),
    "total": ("total", "amount", "paid"),
}
# The columns of each kind of file: what MAP may name.
OF_KIND: Mapping[str, Usual] = {
    "scores": SCORES,
    "events": EVENTS,
    "patients": PATIENTS,
    "customers": {**CUSTOMERS, **INVOICES},
}


def plain(name: str) -> str:
    """A column's name as names are compared: its letters and digits alone."""
    return "".join(filter(str.isalnum, name.casefold()))


def find(
    file: Path, header: Sequence[str], usual: Usual, told: Mapping[str, str], needed: Iterable[str]
) -> dict[str, str]:
    """Our column → the file's, where it has one; it says which of the file's are of no use. told: MAP's.
    Raises Unusable where one that MAP names, or that is needed, is not there."""
    named = {plain(name): name for name in reversed(header)}
    found = {ours: named[each] for ours, names in usual.items() for each in reversed(names) if each in named}
    mapped = {ours: theirs for ours, theirs in told.items() if ours in usual}
    has = f"it has {', '.join(header)}"
    if strange := [theirs for theirs in mapped.values() if theirs not in header]:
        raise Unusable(f"{file} has no column {strange[0]!r}; {has}")
    found.update(mapped)
    if missing := [ours for ours in needed if ours not in found]:
        flags = " ".join(f"{ours}=…" for ours in missing)
        raise Unusable(f'{file} has no column for {", ".join(missing)}; {has}: say which, MAP="{flags}"')
    if unused := [name for name in header if name not in found.values()]:
        other = next((ours for ours in usual if ours not in found), "")
        hint = f'; MAP="{other}=…" takes one' if other else ""
        print(f"· columns not used: {', '.join(unused)}{hint}")
    return found


@contextmanager
def reading(file: Path, errors: str = "strict") -> Iterator[csv.DictReader[str]]:
    """A CSV's rows, by the names of its columns; the delimiter is found out. errors: what becomes of bytes
    that are no UTF-8. Raises Unusable where it cannot be read."""
    try:
        with file.open(newline="", encoding="utf-8-sig", errors=errors) as source:
            rows = csv.DictReader(source, delimiter=_delimiter(file))
            rows.fieldnames = [name.strip() for name in rows.fieldnames or ()]
            yield rows
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unusable(f"{file} cannot be read as CSV in UTF-8: save it so and try again") from error


def _delimiter(file: Path) -> str:
    """What stands between a CSV's columns: whatever its first line has most of."""
    with file.open(encoding="utf-8-sig", errors="replace") as source:
        header = source.readline()
    return max(",;\t|", key=header.count)
