"""What the stack tests of a domain share."""

from __future__ import annotations

import uuid

import pytest

from frontdesk.domains.trucks.store import TruckStore
from simulator.desk import Desk


@pytest.fixture
def store(deployed: Desk) -> TruckStore:
    """The deployed table of trucks."""
    return TruckStore(deployed.client("dynamodb"), deployed.outputs["TrucksTable"])


@pytest.fixture
def truck() -> str:
    """A truck of the test's own."""
    return f"t{uuid.uuid4().hex[:10]}"
