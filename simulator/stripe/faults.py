"""What may go wrong on the way to Stripe and back, and how often."""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """Shares of the requests, 0 to 1. lost: done, and the answer never arrives. unavailable: 503, nothing is
    done or kept. broken: done, and a 500 is kept as the answer. failed: not done, and a 500 is kept as the
    answer. delay: seconds before each answer. down: nobody is there. search_lag: how far the search is
    behind, in seconds. seed: of the chances."""

    lost: float = 0
    unavailable: float = 0
    broken: float = 0
    failed: float = 0
    delay: float = 0
    down: bool = False
    search_lag: float = 0
    seed: int = 1
    _chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._chance.seed(self.seed)

    def happens(self, share: float) -> bool:
        """Whether something does this time."""
        return share > 0 and self._chance.random() < share
