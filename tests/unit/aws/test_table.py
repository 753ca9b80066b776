"""Rows of a table, read while DynamoDB is busy."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.aws.table import Table
from frontdesk.errors import TryAgain

KEYS = [{"pk": "a"}, {"pk": "b"}]


class Busy:
    """A DynamoDB that reads so many keys a call. reads: of each call, how many keys were asked for."""

    def __init__(self, at_once: int) -> None:
        self.at_once, self.reads = at_once, list[int]()

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803  (its own name)
        keys = RequestItems["t"]["Keys"]
        self.reads.append(len(keys))
        left = keys[self.at_once :]
        return {
            "Responses": {"t": keys[: self.at_once]},
            "UnprocessedKeys": {"t": {"Keys": left}} if left else {},
        }


def table(dynamodb: Any) -> Table:
    return Table(dynamodb, "t")


def test_what_was_not_read_is_asked_for_again() -> None:
    busy = Busy(1)
    assert table(busy).get_all(KEYS) == KEYS
    assert busy.reads == [2, 1]


def test_who_gets_nothing_does_not_ask_for_ever() -> None:
    busy = Busy(0)
    with pytest.raises(TryAgain):
        table(busy).get_all(KEYS)
    assert busy.reads == [2]
