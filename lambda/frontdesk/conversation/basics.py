"""The conversation's own answers: hello, help, once more, yes and no to nothing, goodbye.

In mid-dialogue, help and a misunderstanding keep what was already said and ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import (
    Ask,
    Confirm,
    Confirmation,
    End,
    Listen,
    Listing,
    Phrase,
    Question,
    Reply,
    Turn,
    Word,
)


def asks_again(intent: str, question: Question | None) -> Confirmation | None:
    """How a "yes", "no" or "say that again" puts the last question once more; None where it does not.

    A question that waits for a slot is not put again: the slot is asked for instead, see `_waiting`.
    """
    if question is None:
        return None
    match intent, question.waits_for:
        case ("Repeat", "" | Question.CONFIRMATION | Question.RETRY) | ("Yes", Question.RETRY):
            return Confirmation.NONE
        case ("Yes", Question.CONFIRMATION):
            return Confirmation.CONFIRMED
        case ("No", Question.CONFIRMATION):
            return Confirmation.DENIED
    return None


def _what_one_can(turn: Turn) -> dict[str, Word]:
    """What this caller can ask: of their own domains, or what is open to anyone."""
    theirs = turn.caller.account.links if turn.caller.account else ()
    anyones = dict.fromkeys(i.domain for i in INTENTS.values() if i.asks == "anyone" and i.domain != "desk")
    can = [Phrase(f"{domain}.can_linked") for domain in theirs]
    return {"can": Listing(can or [Phrase(f"{domain}.can_anyone") for domain in anyones], "or")}


def _offer(phrase: str) -> Callable[[Turn], Reply]:
    return lambda turn: Reply(phrase, _what_one_can(turn), then=Listen())


def _waiting(turn: Turn) -> Reply | None:
    """The help for what the desk is waiting for, asking for it again; None where it waits for nothing."""
    question = turn.memory.question
    match question:
        case None | Question(waits_for=""):
            return None
        case Question(waits_for=Question.CONFIRMATION):
            return Reply("desk.help_confirm", then=Confirm(), intent=question.intent, slots=question.slots)
        case Question(waits_for=Question.RETRY):
            return Reply("desk.help_retry", then=Listen())
    intent, slot = question.waits_for.split(".")
    slots = question.slots if intent == question.intent else {}
    return Reply(f"{INTENTS[intent].domain}.help_{slot}", then=Ask(slot), intent=intent, slots=slots)


def _help(turn: Turn) -> Reply:
    return _waiting(turn) or _offer("desk.help")(turn)


def _fallback(turn: Turn) -> Reply:
    waiting = _waiting(turn)
    if waiting is None:
        return _offer("desk.fallback")(turn)
    return replace(waiting, phrase="desk.again", words={"help": Phrase(waiting.phrase)})


def _repeat(turn: Turn) -> Reply:
    return _waiting(turn) or _offer("desk.nothing_to_repeat")(turn)


def _yes(turn: Turn) -> Reply:
    return _waiting(turn) or _offer("desk.yes_to_nothing")(turn)


def _start_over(turn: Turn) -> Reply:
    return replace(_welcome(turn), memory=replace(turn.memory, question=None))


def _leave(phrase: str) -> Callable[[Turn], Reply]:
    def answer(turn: Turn) -> Reply:
        return Reply(phrase, then=End(), memory=replace(turn.memory, question=None))

    return answer


_welcome = _offer("desk.welcome")

ANSWERS: Mapping[str, Callable[[Turn], Reply]] = {
    "Launch": _start_over,
    "Hello": _start_over,
    "StartOver": _start_over,
    "Help": _help,
    "Fallback": _fallback,
    "Instead": _fallback,  # of nothing that could be corrected
    "Repeat": _repeat,
    "Yes": _yes,
    "No": _leave("desk.no_to_nothing"),
    "Stop": _leave("desk.goodbye"),
    "Cancel": _leave("desk.goodbye"),
    "NavigateHome": _leave("desk.goodbye"),
}

# These say what the caller can ask, and so want to know who it is; saying goodbye does not.
GREETS = frozenset(ANSWERS) - {"No", "Stop", "Cancel", "NavigateHome"}
