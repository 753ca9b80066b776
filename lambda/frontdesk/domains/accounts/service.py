"""Who a caller is, and whether a PIN is theirs."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable

from frontdesk.conversation.turn import Account
from frontdesk.domains.accounts.model import PinRecord, slow_hash
from frontdesk.domains.accounts.store import AccountStore


class Accounts:
    """pepper: a keyed hash whose key stays in KMS, bytes to 32 bytes; raises TryAgain where KMS is silent."""

    def __init__(self, store: AccountStore, pepper: Callable[[bytes], bytes]) -> None:
        self.store, self.pepper = store, pepper

    def find(self, caller: str) -> Account | None:
        """The account of a caller's key; None for a stranger."""
        return self.store.find(caller)

    def link(self, caller: str, account: Account) -> None:
        """From now on this caller is that account."""
        self.store.link(caller, account)

    def set_pin(self, account: str, pin: str) -> None:
        """Give an account its PIN, four digits; a locked account is open again."""
        salt = os.urandom(16)  # as secrets.token_bytes, a module less to load
        self.store.set_pin(account, PinRecord(salt, self.pepper(slow_hash(pin, salt))))

    def forget(self, account: str, callers: list[str]) -> None:
        """Take away an account's PIN and its callers' links."""
        for caller in callers:
            self.store.unlink(caller)
        self.store.forget_pin(account)

    def verify_pin(self, account: str, pin: str, attempt: str) -> bool:
        """Whether this is the account's PIN. The attempt is counted before it is compared.

        attempt: the request's id; the same request delivered again gets the same answer, uncounted.
        False for a wrong PIN, for a locked account and for one without a PIN: nobody can tell which.
        """
        counted = self.store.count_attempt(account, attempt)
        if counted is None:
            return False
        record, is_new = counted
        if not is_new:
            return record.passed
        right = hmac.compare_digest(self.pepper(slow_hash(pin, record.salt)), record.digest)
        if right:
            self.store.record_right(account, attempt)
        return right
