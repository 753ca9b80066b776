"""Who may ask: the caller is compared with what the intent asks for.

Nothing that a client can set is ever identity: the caller's key is what the channel vouches for, and what
was found out earlier in the session comes from its sealed memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import Account, Ask, Card, End, Reply, Turn

# For how long a session may rely on an account that it has looked up, in seconds. It bounds how long a link
# that was taken away still answers.
ACCOUNT_KEEPS = 900


class Gate:
    """find: the account of a caller's key, None for a stranger. now: the time, in epoch seconds."""

    def __init__(self, find: Callable[[str], Account | None], now: Callable[[], int]) -> None:
        self.find, self.now = find, now

    def identify(self, turn: Turn) -> Turn:
        """The turn with its caller's account, from the session's memory or looked up; None for a stranger."""
        memory = turn.memory
        if memory.account is None or memory.account_until <= self.now():
            account = self.find(turn.caller.key) if turn.caller.key else None
            memory = replace(
                memory, account=account, account_until=self.now() + ACCOUNT_KEEPS if account else 0
            )
        return replace(turn, memory=memory, caller=replace(turn.caller, account=memory.account))

    def admit(self, turn: Turn) -> Reply | None:
        """None for somebody who may ask this (see `identify`); else what to say and do first."""
        asks = INTENTS[turn.intent].asks
        if asks == "anyone":
            return None
        if turn.caller.account is None:
            return link_first(turn)
        if asks == "pin" and turn.memory.pin_until <= self.now():
            return Reply("accounts.pin_ask", then=Ask("pin"), intent="VerifyPin", slots={})
        return None


def link_first(turn: Turn) -> Reply:
    """How a stranger becomes somebody: by the Alexa app, or by signing in."""
    phrase = "desk.link_account" if turn.channel == "alexa" else "desk.sign_in"
    card = Card("desk.link_account_title", phrase, links_account=True)
    return Reply(phrase, then=End(), card=card)
