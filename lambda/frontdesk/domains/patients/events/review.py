"""Two people with one SSN: neither is lost, they are not merged, and a human looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import VAULT, At, Delete, Put, Row, Tables


@dataclass(frozen=True, slots=True)
class Reviews:
    """tell: hears of people who share an SSN, by their visits' numbers; twice, if it was killed just then."""

    tables: Tables
    tell: Callable[[list[str]], None]

    def look(self, match: str, marked: Mapping[At, Row]) -> None:
        """Whoever shares an SSN is marked; whoever does so no longer, no more. marked: those that are, as far
        as it matters. Raises TryAgain."""
        place, found = places.review(match), self.tables.query(VAULT, places.ssn(match))
        there = marked.get(place)
        visits = {places.number(at): row["token"] for at, row in found.items()}
        if len(set(visits.values())) < 2:
            if there is not None:
                self.tables.write([Delete(place)])
        elif there is None or there["visits"] != visits:
            self.tables.write([Put(place, {"visits": visits})])
            self.tell(sorted(visits))

    def look_again(self) -> None:
        """The same for all SSNs that somebody was found not to have. Raises TryAgain."""
        for at, row in self.tables.query(VAULT, places.LOOK).items():
            self.look(row["match"], self.tables.get([places.review(row["match"])]))
            self.tables.write([Delete(at)])
