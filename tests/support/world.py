"""What the conversations in the tests are about: the demo people and, by domain, what is theirs."""

from __future__ import annotations

from frontdesk.app import Tools
from frontdesk.domains import accounts
from tests.support.people import PEOPLE


def populate(tools: Tools) -> None:
    """Bring everybody and everything into the tools' tables."""
    _people(tools)


def _people(tools: Tools) -> None:
    service = accounts.build(tools)
    for person in PEOPLE.values():
        if person.account is None:
            continue
        for caller in person.callers:
            service.link(caller, person.account)
        service.set_pin(person.account.id, person.pin)
