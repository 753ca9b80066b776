"""Where rows are: the tables are drawn in `store/__init__.py`."""

from __future__ import annotations

from frontdesk.domains.patients.store.tables import KEYS, VAULT, VISITS, At

REVIEW, LOOK, AUDIT = "REVIEW", "LOOK", "AUDIT"


def visit(number: str) -> At:
    return At(VISITS, f"VISIT#{number}", "VISIT")


def file(file: str) -> At:
    return At(VISITS, f"FILE#{file}", "FILE")


def record(number: str) -> At:
    return At(VAULT, f"VISIT#{number}", "RECORD")


def bill(number: str) -> At:
    return At(VAULT, f"VISIT#{number}", "BILL")


def of_ssn(match: str, number: str) -> At:
    return At(VAULT, ssn(match), f"VISIT#{number}")


def ssn(match: str) -> str:
    """The partition of all who have an SSN."""
    return f"SSN#{match}"


def review(match: str) -> At:
    return At(VAULT, REVIEW, ssn(match))


def look(match: str, number: str, version: str) -> At:
    return At(VAULT, LOOK, f"{ssn(match)}#{number}#{version}")


def gone(token: str) -> At:
    return At(VAULT, f"GONE#{token}", "GONE")


def audit(number: int) -> At:
    return At(VAULT, AUDIT, f"{number:012}")


def key(token: str, number: str) -> At:
    return At(KEYS, token, f"VISIT#{number}")


def number(at: At) -> str:
    """The visit that a row is of."""
    return (at.sk if at.sk.startswith("VISIT#") else at.pk).removeprefix("VISIT#")
