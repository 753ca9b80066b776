"""How an event's seats lie over its shards, and how they come to lie when their number changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frontdesk.domains.tickets.model import Shard
from frontdesk.errors import Rejected


def spread(capacity: int, shards: int, sold: int = 0) -> list[Shard]:
    """New shards: as even as can be, those that are sold already among them."""
    sizes = [capacity // shards + (n < capacity % shards) for n in range(shards)]
    made = []
    for number, size in enumerate(sizes):
        gone = min(size, sold)
        sold -= gone
        made.append(Shard(f"{number:02}", size - gone, 0, gone))
    return made


def reshape(shards: Sequence[Shard], capacity: int, wanted: int) -> Mapping[str, int]:
    """What to add to the free seats of each shard, shard → a number that may be negative, so that there are
    `capacity` seats in all. wanted: how many shards there should be at least; none is taken away.

    Seats that are held or sold stay what they are. Raises Rejected where more are than there would be.
    """
    free = {f"{number:02}": 0 for number in range(wanted)} | {each.id: each.free for each in shards}
    more = capacity - sum(each.free + each.held + each.sold for each in shards)
    if more >= 0:
        even, rest = divmod(more, len(free))
        added = {shard: even + (number < rest) for number, shard in enumerate(sorted(free))}
        return {shard: count for shard, count in added.items() if count}
    if sum(free.values()) < -more:
        raise Rejected("fewer_than_taken")
    changes: dict[str, int] = {}
    for shard in sorted(free, key=lambda each: -free[each]):
        if take := min(free[shard], -more + sum(changes.values())):
            changes[shard] = -take
    return changes
