"""An event's seats over its shards: none appears, none that is taken is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.tickets.catalogue.seats import reshape, spread
from frontdesk.domains.tickets.model import Shard
from frontdesk.errors import Rejected

COUNTS = st.integers(0, 60)
SHARDS = st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=6).map(
    lambda counts: [Shard(f"{number:02}", *each) for number, each in enumerate(counts)]
)


@given(st.integers(1, 500), st.integers(1, 20), st.integers(0, 500))
def test_new_seats_are_all_there(capacity: int, shards: int, sold: int) -> None:
    made = spread(capacity, shards, min(sold, capacity))
    assert sum(each.free + each.sold for each in made) == capacity
    assert sum(each.sold for each in made) == min(sold, capacity)
    assert len({each.id for each in made}) == shards
    sizes = [each.free + each.sold for each in made]
    assert max(sizes) - min(sizes) <= 1


@given(SHARDS, st.integers(0, 600), st.integers(1, 10))
def test_changed_seats_are_as_many_as_wanted_or_nothing_is_changed(
    shards: list[Shard], capacity: int, wanted: int
) -> None:
    taken = sum(each.held + each.sold for each in shards)
    if capacity < taken:
        with pytest.raises(Rejected):
            reshape(shards, capacity, wanted)
        return
    changes = reshape(shards, capacity, wanted)
    free = {each.id: each.free for each in shards}
    for shard, more in changes.items():
        free[shard] = free.get(shard, 0) + more
    assert sum(free.values()) + taken == capacity
    assert min(free.values()) >= 0
    assert len({more > 0 for more in changes.values()}) <= 1, "seats move about for nothing"
    assert 0 not in changes.values()
