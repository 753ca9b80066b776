"""What people say about their account: their PIN, and how to link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from frontdesk.conversation.gate import link_first
from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import Ask, Listen, Reply, Resume, Turn
from frontdesk.domains.accounts.model import TRIES, four_digits
from frontdesk.domains.accounts.service import Accounts

# For how long a PIN that was right need not be said again in the same session, in seconds.
PIN_KEEPS = 300


def answers(accounts: Accounts, now: Callable[[], int]) -> Mapping[str, Answer]:
    """intent → answer. now: the time, in epoch seconds."""

    def verify_pin(turn: Turn) -> Reply:
        heard = turn.slot("pin")
        pin = four_digits(heard.value or heard.heard) if heard else None
        if pin is None:
            return Reply("accounts.pin_ask", then=Ask("pin"))
        if accounts.verify_pin(turn.account.id, pin, turn.id):
            memory = replace(turn.memory, pin_until=now() + PIN_KEEPS, pin_misses=0)
            return Reply("accounts.pin_right", then=Resume(), memory=memory)
        memory = replace(turn.memory, pin_misses=turn.memory.pin_misses + 1)
        if memory.pin_misses >= TRIES:
            return Reply("accounts.pin_stop", memory=replace(memory, question=None))
        return Reply("accounts.pin_wrong", then=Ask("pin"), memory=memory)

    def link_account(turn: Turn) -> Reply:
        if turn.memory.account or (turn.caller.key and accounts.find(turn.caller.key)):
            return Reply("accounts.already_linked", then=Listen())
        return link_first(turn)

    return {"VerifyPin": verify_pin, "ForgotPin": _forgot_pin, "LinkAccount": link_account}


def _forgot_pin(turn: Turn) -> Reply:
    """Nobody is asked again for what they have just said they do not know; it is no try."""
    return Reply("accounts.pin_forgotten", then=Listen())
