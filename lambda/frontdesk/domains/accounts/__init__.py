"""Accounts: who is calling, what is theirs, and their PIN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.domains.accounts import talk
from frontdesk.domains.accounts.service import Accounts
from frontdesk.domains.accounts.store import AccountStore

if TYPE_CHECKING:
    from frontdesk.app import Tools
    from frontdesk.conversation.router import Answer


def build(tools: Tools) -> Accounts:
    """The service on this process's tools."""
    store = AccountStore(tools.clients.dynamodb, tools.settings["ACCOUNTS_TABLE"])
    return Accounts(store, tools.keys.pepper)


def answers(tools: Tools) -> Mapping[str, Answer]:
    """intent → answer, of this domain."""
    return talk.answers(build(tools), tools.now)
