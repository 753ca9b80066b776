"""Which checkouts a person may hear of, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from frontdesk.domains.patients.model import Visit

if TYPE_CHECKING:
    from frontdesk.domains.patients.store import VisitStore


class Checkouts:
    def __init__(self, store: VisitStore) -> None:
        self.store = store

    def of(self, tokens: Iterable[str]) -> list[Visit]:
        """The visits of these patients, the last discharge first. Raises TryAgain."""
        visits = [visit for token in tokens for visit in self.store.of_patient(token)]
        return sorted(visits, key=lambda visit: (visit.left, len(visit.number), visit.number), reverse=True)
