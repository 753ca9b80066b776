"""Patients: a vault for their records, their checkouts, and the bills for their visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.domains.patients import talk
from frontdesk.domains.patients.service import Checkouts
from frontdesk.domains.patients.store import VisitStore

if TYPE_CHECKING:
    from frontdesk.app import Tools
    from frontdesk.conversation.router import Answer


def build(tools: Tools) -> Checkouts:
    """The service on this process's tools."""
    return Checkouts(VisitStore(tools.clients.dynamodb, tools.settings["VISITS_TABLE"]))


def answers(tools: Tools) -> Mapping[str, Answer]:
    """intent → answer, of this domain."""
    return talk.answers(build(tools))
