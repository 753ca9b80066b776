"""Everything that the desk expects to go wrong.

FrontDeskError              somebody hears a kind sentence: `phrase` names it
├── NotFound                there is nothing of that name
└── TryAgain                something that the desk needs did not answer; asking again may work
Rejected                    a record that can never succeed: set aside with its reason, never retried
"""

from __future__ import annotations


class FrontDeskError(Exception):
    """An expected failure. `phrase` is the key of the sentence that says so."""

    phrase = "desk.unexpected"


class NotFound(FrontDeskError):
    """There is nothing of that name."""

    phrase = "desk.not_found"


class TryAgain(FrontDeskError):
    """Something that the desk needs did not answer in time, or was busy."""

    phrase = "desk.try_again"


class Rejected(Exception):
    """A record that can never succeed. `reason` is safe to log: it holds no value of the record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
