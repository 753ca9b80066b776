"""A session's memory, sealed.

Both channels hand session attributes to somebody else between turns: Alexa to Amazon, Lex to the client, who
may change them. So the memory carries an HMAC over its text, the caller and the session: whatever was not
written by the desk, for this caller in this session, reads as no memory at all.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from frontdesk.conversation.contract import may_be_remembered
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import Account, Memory, Question, Slot

MEMORY, SEAL = "memory", "seal"
# Stands for a person's words, which are not kept: that they were said is, for a question about "ponies" is
# none about everything.
UNKEPT = "…"
# What the desk writes is some hundred bytes; anything longer is not the desk's.
LONGEST = 4_096


class Sealer:
    """Seals and opens memories. key: gives the secret when it is first needed."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def close(self, memory: Memory, bound_to: str) -> dict[str, str]:
        """Session attributes for a memory. bound_to: the caller and the session, in one text."""
        text = json.dumps(_write(memory), separators=(",", ":"))
        return {MEMORY: text, SEAL: self._mac(text, bound_to)}

    def open(self, attributes: Mapping[str, Any] | None, bound_to: str) -> Memory:
        """The memory in session attributes; an empty one where they are absent, altered or another's."""
        attributes = attributes or {}
        text, seal = attributes.get(MEMORY), attributes.get(SEAL)
        if not isinstance(text, str) or not isinstance(seal, str) or len(text) > LONGEST:
            return Memory()
        if not hmac.compare_digest(self._mac(text, bound_to).encode(), seal.encode("utf-8", "replace")):
            return Memory()
        return _read(json.loads(text))

    def _mac(self, text: str, bound_to: str) -> str:
        message = f"{bound_to}\n{text}".encode("utf-8", "replace")
        return hmac.digest(self._key(), message, "sha256").hex()


def question_of(intent: str, slots: Mapping[str, Slot], waits_for: str) -> Question | None:
    """The question to remember: ids and plain values only, never the person's words.

    None where an answered question held something that may not be kept: it could not be answered again.
    """
    types = INTENTS[intent].slots if intent in INTENTS else {}
    kept = {
        name: _remembered(slot.value, slot.choices)
        for name, slot in slots.items()
        if may_be_remembered(types.get(name, ""))
    }
    understood = [slot for slot in kept.values() if slot.value or slot.choices]
    if len(understood) < len(slots) and not waits_for:
        return None
    return Question(intent, kept, waits_for)


def _remembered(value: str | None, choices: Iterable[str]) -> Slot:
    return Slot(value or UNKEPT, value, tuple(choices))


def _write(memory: Memory) -> dict[str, Any]:
    """The memory as JSON values, without what is empty."""
    account, question = memory.account, memory.question
    written = {
        "account": account and [account.id, account.links, account.roles],
        "account_until": memory.account_until,
        "pin_until": memory.pin_until,
        "pin_misses": memory.pin_misses,
        "question": question
        and [
            question.intent,
            {n: [s.value, s.choices] for n, s in question.slots.items()},
            question.waits_for,
        ],
        "about": dict(memory.about),
    }
    return {name: value for name, value in written.items() if value}


def _read(written: Mapping[str, Any]) -> Memory:
    account, question = written.get("account"), written.get("question")
    return Memory(
        account=account
        and Account(account[0], {d: tuple(ids) for d, ids in account[1].items()}, tuple(account[2])),
        account_until=written.get("account_until", 0),
        pin_until=written.get("pin_until", 0),
        pin_misses=written.get("pin_misses", 0),
        question=question
        and Question(
            question[0],
            {n: _remembered(value, choices) for n, (value, choices) in question[1].items()},
            question[2],
        ),
        about=written.get("about", {}),
    )
