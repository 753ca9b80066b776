"""Events that wait to be delivered to a domain in memory: in any order, often, and again where it failed."""

from __future__ import annotations

import random
from typing import Any

from frontdesk.errors import Rejected, TryAgain
from tests.support.memory import PowerCut


class Deliveries:
    """waiting: events not yet delivered, (kind, event)."""

    waiting: list[tuple[str, Any]]

    def work(self, kind: str, event: Any) -> None:
        """Do what an event asks for. Raises Rejected, TryAgain, PowerCut."""
        raise NotImplementedError

    def reject(self, kind: str, event: Any, reason: str) -> None:
        """An event can never succeed."""
        raise NotImplementedError

    def deliver(self, kind: str, event: Any) -> None:
        """Deliver one event; what must come again waits again, what never can succeed is parked."""
        try:
            self.work(kind, event)
        except Rejected as rejected:
            self.reject(kind, event, rejected.reason)
        except (TryAgain, PowerCut):
            self.waiting.append((kind, event))

    def settle(self, shuffled: random.Random | None = None, most: int = 1) -> None:
        """Deliver all that waits and all that follows from it; shuffled: in any order, each up to `most`
        times."""
        copies: list[tuple[str, Any]] = []
        while self.waiting or copies:
            copy = bool(copies) and (not self.waiting or shuffled is not None and shuffled.random() < 0.3)
            source = copies if copy else self.waiting
            kind, event = source.pop(shuffled.randrange(len(source)) if shuffled else 0)
            if shuffled and not copy:
                copies += [(kind, event)] * shuffled.randrange(most)
            self.deliver(kind, event)
