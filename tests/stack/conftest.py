"""What the stack tests of a domain share."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from frontdesk.domains.patients.store.tables import Tables
from frontdesk.domains.trucks.store import TruckStore
from simulator.desk import Desk
from tests.support.delivery import delivering
from tests.support.discharges import tables_of


@pytest.fixture
def store(deployed: Desk) -> TruckStore:
    """The deployed table of trucks."""
    return TruckStore(deployed.client("dynamodb"), deployed.outputs["TrucksTable"])


@pytest.fixture
def truck() -> str:
    """A truck of the test's own."""
    return f"t{uuid.uuid4().hex[:10]}"


@pytest.fixture(scope="module")
def delivered(deployed: Desk) -> Iterator[None]:
    """Patients' news is delivered for as long as a module relies on it."""
    with delivering():
        yield


@pytest.fixture
def tables(deployed: Desk) -> Tables:
    """The deployed tables of patients."""
    return tables_of(deployed)


@pytest.fixture
def visit() -> int:
    """A visit of the test's own."""
    return uuid.uuid4().int % 10**9 + 10**9
