"""The conversation's own answers: hello, help, once more, yes and no to nothing, goodbye.

In mid-dialogue, help and a misunderstanding keep what was already said and ask again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from frontdesk.conversation.contract import SECRET_TYPES
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.phrases import Listing, Phrase, Word
from frontdesk.conversation.turn import Ask, Confirm, Confirmation, End, Listen, Question, Reply, Turn

# So many things that one can ask are said at once: nobody keeps more in mind.
OFFERS = 4
# Whoever has this role asks about all that there is in a domain, without a link of their own.
_ROLES = {"dispatcher": "trucks"}


def asks_again(intent: str, question: Question | None) -> Confirmation | None:
    """How a "yes", "no", "never mind" or "say that again" puts the last question once more; None where it
    does not. Only what is come back to can be given up: nothing else is under way.

    What waits for a secret is not put again, which would be another try: it is asked for, see `_waiting`.
    """
    if question is None:
        return None
    match intent, question.waits_for:
        case ("Repeat", waits_for) if waits_for != f"{question.intent}.{_secret(question.intent)}":
            return Confirmation.NONE
        case ("Yes", Question.RETRY):
            return Confirmation.NONE
        case ("Yes", Question.CONFIRMATION):
            return Confirmation.CONFIRMED
        case ("No", Question.CONFIRMATION):
            return Confirmation.DENIED
        case ("No", Question.RETRY) | ("Cancel", str()) if stays(question):
            return Confirmation.WITHDRAWN
    return None


def stays(question: Question) -> bool:
    """Whether this question is open, and come back to after another one was answered in between."""
    return bool(question.waits_for) and INTENTS[question.intent].stays


def _secret(intent: str) -> str:
    """The slot of an intent that holds a secret; "" where none does."""
    slots = INTENTS[intent].slots
    return next((slot for slot, kind in slots.items() if kind in SECRET_TYPES), "")


def _what_one_can(turn: Turn) -> dict[str, Word]:
    """What this caller can ask: of their own domains, and what is open to anyone, at most `OFFERS` of it."""
    account = turn.caller.account
    anyones = dict.fromkeys(i.domain for i in INTENTS.values() if i.asks == "anyone" and i.domain != "desk")
    if account is None:
        return {"can": Listing([Phrase(f"{domain}.can_anyone") for domain in anyones], "or")}
    theirs = {domain: f"{domain}.can_linked" for domain in account.links}
    theirs |= {_ROLES[role]: f"{_ROLES[role]}.can_{role}" for role in account.roles if role in _ROLES}
    others = [domain for domain in anyones if domain not in theirs and domain != "accounts"]
    own = [Phrase(can) for can in theirs.values()][: OFFERS - len(others)]
    return {"can": Listing([*own, *(Phrase(f"{domain}.can_anyone") for domain in others)], "or")}


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


def _thanks(turn: Turn) -> Reply:
    """In mid-dialogue thanks end nothing, but a secret is not asked for once more."""
    question, thanked = turn.memory.question, Reply("desk.welcome_to_it", then=Listen())
    if question and not INTENTS[question.intent].stays and _wants_secret(question):
        return replace(thanked, memory=replace(turn.memory, question=None))
    return _waiting(turn) or thanked


def _wants_secret(question: Question) -> bool:
    intent, _, slot = question.waits_for.rpartition(".")
    return intent in INTENTS and slot == _secret(intent)


def _yes(turn: Turn) -> Reply:
    """Where nothing waits for a yes: "okay" and "great" are said after an answer, too."""
    if waiting := _waiting(turn):
        return waiting
    return (
        Reply("desk.all_right", then=Listen())
        if turn.memory.question
        else _offer("desk.yes_to_nothing")(turn)
    )


def _human(turn: Turn) -> Reply:
    return Reply("desk.human", then=Listen(), memory=replace(turn.memory, question=None))


def _hello(turn: Turn) -> Reply:
    """A greeting; in mid-dialogue it ends nothing."""
    return _waiting(turn) or _start_over(turn)


def _start_over(turn: Turn) -> Reply:
    return replace(_welcome(turn), memory=replace(turn.memory, question=None))


def _leave(phrase: str) -> Callable[[Turn], Reply]:
    def answer(turn: Turn) -> Reply:
        return Reply(phrase, then=End(), memory=replace(turn.memory, question=None, about={}))

    return answer


_welcome = _offer("desk.welcome")

ANSWERS: Mapping[str, Callable[[Turn], Reply]] = {
    "Launch": _start_over,
    "Hello": _hello,
    "StartOver": _start_over,
    "Help": _help,
    "Fallback": _fallback,
    "Instead": _fallback,  # of nothing that could be corrected
    "Repeat": _repeat,
    "Thanks": _thanks,
    "Human": _human,
    "Yes": _yes,
    "No": _leave("desk.no_to_nothing"),
    "Stop": _leave("desk.goodbye"),
    "Cancel": _leave("desk.goodbye"),
    "NavigateHome": _leave("desk.goodbye"),
}

# These say what the caller can ask, and so want to know who it is; saying goodbye does not.
GREETS = frozenset(ANSWERS) - {"Thanks", "Human", "No", "Stop", "Cancel", "NavigateHome"}
