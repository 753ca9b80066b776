"""Trucks: a stream of positions, places that people know, arrivals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.domains.trucks import talk
from frontdesk.domains.trucks.service import Trucks
from frontdesk.domains.trucks.store import TruckStore

if TYPE_CHECKING:
    from frontdesk.app import Tools
    from frontdesk.conversation.router import Answer


def build(tools: Tools) -> Trucks:
    """The service on this process's tools."""
    return Trucks(TruckStore(tools.clients.dynamodb, tools.settings["TRUCKS_TABLE"]), tools.now)


def answers(tools: Tools) -> Mapping[str, Answer]:
    """intent → answer, of this domain."""
    return talk.answers(build(tools), tools.now)
