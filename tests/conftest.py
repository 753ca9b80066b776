"""What the tests share: one desk, one emulator a worker, and tools on tables of a test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import hypothesis
import pytest

from frontdesk.app import Tools
from frontdesk.aws.clients import Clients
from frontdesk.aws.keys import Keys
from frontdesk.settings import Settings
from simulator.desk import Desk
from tests.support import aws, classes, running

# The same examples at every run, and no verdict by the clock of a machine that others share.
hypothesis.settings.register_profile(
    "desk", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("desk")

OPENING = pytest.StashKey[threading.Thread]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        running.choose_place()


def pytest_collection_finish(session: pytest.Session) -> None:
    """The desk opens while what comes before the stack tests runs."""
    first = getattr(session.config, "workerinput", {"workerid": "gw0"})["workerid"] == "gw0"
    if first and any("deployed" in getattr(item, "fixturenames", ()) for item in session.items):
        session.config.stash[OPENING] = threading.Thread(target=running.opened, daemon=True)
        session.config.stash[OPENING].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if OPENING in config.stash:  # whatever ends the run this early: what is half open would stay
        config.stash[OPENING].join()
    if not hasattr(config, "workerinput"):
        running.close()


@pytest.fixture(scope="session")
def deployed() -> Desk:
    """The deployed desk that the stack tests share; a test uses rows of its own."""
    return running.opened()


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    with aws.emulator() as url:
        yield url


@pytest.fixture(scope="session")
def clients(request: pytest.FixtureRequest) -> Clients:
    return aws.clients(lambda: str(request.getfixturevalue("endpoint")))


class Clock:
    """A clock that stands still until a test moves it on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tools(clients: Clients, clock: Callable[[], int]) -> Tools:
    """Tools on fresh tables, as the deployed template describes them."""
    settings = {
        "ACCOUNTS_TABLE": aws.create_table(clients, "accounts", "AccountsTable"),
        "CUSTOMERS_TABLE": aws.create_table(clients, "customers", "CustomersTable"),
        "TRUCKS_TABLE": aws.create_table(clients, "trucks", "TrucksTable"),
        "TICKETS_TABLE": aws.create_table(clients, "tickets", "TicketsTable"),
        "DESK_KEY_ID": aws.create_key(clients),
        "VISITS_TABLE": aws.create_table(clients, "patients", "Visits"),
        "STUDENTS_TABLE": aws.create_table(clients, "grades", "StudentsTable"),
        "GRADE_SCALE": classes.SCALE,
    }
    return Tools(Settings(settings), clients, Keys(clients, settings["DESK_KEY_ID"]), clock)
