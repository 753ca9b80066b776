"""Demo patients: brought as a hospital would bring them. They are nobody; their SSNs begin with 9, as no real
one does, and are made here so that they stand in no file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import custom_resource
from frontdesk.aws.clients import Clients
from frontdesk.aws.keys import Keys
from frontdesk.aws.objects import Objects
from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.identity import identify
from frontdesk.domains.patients.record import parse
from frontdesk.settings import Settings

KEY = inbox.key("00")
# first, middle and last name, visit, day of the discharge, cents, of which covered
PEOPLE = (
    ("Maya", "Ruth", "Demo", 100017, "2026-11-20", 482_500, 450_000),
    ("Maya", "Ruth", "Demo", 100009, "2026-08-02", 36_000, 36_000),
    ("Omar", "", "Demo", 100018, "2026-11-21", 129_900, 100_000),
)


@dataclass(frozen=True, slots=True)
class DemoPatients(custom_resource.Brought):
    """secret: the MAC of an SSN. AWS's errors pass through, to whoever deploys."""

    objects: Objects
    secret: Callable[[str], bytes]

    def bring(self) -> Mapping[str, str]:
        """The demo's discharges are on their way; gives each person's token, under their first name."""
        records = [_record(*person) for person in PEOPLE]
        self.objects.put(KEY, json.dumps(records).encode(), "application/json")
        good = [parse(json.dumps(each).encode()) for each in records]
        return {each.names[0]: identify(self.secret(each.ssn), each).token for each in good}

    def take_away(self) -> None:
        """Nothing to do: the upload expires, and the vault goes with its stack or stays with it."""


def _record(
    first: str, middle: str, last: str, visit: int, day: str, cents: int, covered: int
) -> dict[str, Any]:
    return {
        "firstName": first,
        "middleName": middle,
        "lastName": last,
        "ssn": f"900-70-{1000 + sum(first.encode()):04}",
        "email": f"{first.lower()}@example.com",
        "discharge": {
            "visitNumber": str(visit),
            "discharged": day,
            "charges": [{"for": "Stay", "cents": cents}],
            "coveredCents": covered,
        },
    }


def build(settings: Settings, clients: Clients) -> DemoPatients:
    """The demo patients' entry."""
    objects = Objects(clients.s3, settings["PATIENTS_BUCKET"])
    return DemoPatients(objects, Keys(clients, settings["TOKEN_KEY_ID"]).person)
