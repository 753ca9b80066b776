"""What the tracker will make of the positions of a file, and when each of them falls due."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from frontdesk.domains.trucks.model import Fix, read_fix
from frontdesk.errors import Rejected


def taken(positions: Iterable[Mapping[str, Any]]) -> list[Fix | None]:
    """The positions as the tracker will take them; None for those that it will park."""
    found = (_taken(position) for position in positions)
    return [each if isinstance(each, Fix) else None for each in found]


def parked(positions: Iterable[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Why the tracker will park positions: reason → which of them, from 1, as they come."""
    found: dict[str, list[int]] = {}
    for row, position in enumerate(positions, 1):
        if isinstance(reason := _taken(position), str):
            found.setdefault(reason, []).append(row)
    return found


def _taken(position: Mapping[str, Any]) -> Fix | str:
    """A position as a fix, or why it is none."""
    try:
        return read_fix(position, int(time.time()))
    except Rejected as rejected:
        return rejected.reason


def shift(positions: Sequence[dict[str, Any]], fixes: Sequence[Fix | None]) -> None:
    """Moves all times on, so that the last is now."""
    by = time.time() - max(fix.at for fix in fixes if fix) / 1000
    for position, fix in zip(positions, fixes, strict=True):
        if fix is not None:
            position["recordedAt"] = fix.at / 1000 + by


def newest_of(fixes: Sequence[Fix | None]) -> dict[str, int]:
    """Truck → the time of its newest fix, epoch ms."""
    newest: dict[str, int] = {}
    for fix in fixes:
        if fix is not None:
            newest[fix.truck] = max(fix.at, newest.get(fix.truck, 0))
    return newest


def due(fixes: Sequence[Fix | None], speed: float) -> Iterator[float]:
    """When each position falls due, in seconds from the start: late ones come as late as they came."""
    first = latest = next((fix.at for fix in fixes if fix), 0)
    for fix in fixes:
        latest = max(latest, fix.at) if fix else latest
        yield (latest - first) / 1000 / speed if speed else 0.0
