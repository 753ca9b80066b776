"""From a turn to a reply: the gate, the domain that answers, and what the session remembers of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from frontdesk.conversation import basics, instead
from frontdesk.conversation.gate import Gate
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.memory import UNKEPT, question_of
from frontdesk.conversation.phrases import Phrase, Word
from frontdesk.conversation.turn import (
    Ask,
    Confirm,
    Confirmation,
    End,
    Listen,
    Memory,
    Question,
    Reply,
    Resume,
    Slot,
    Then,
    Turn,
)
from frontdesk.errors import FrontDeskError, TryAgain

type Answer = Callable[[Turn], Reply]

logger = logging.getLogger("frontdesk")


class Router:
    """answers: intent → the domain's answer, for every intent but the conversation's own."""

    def __init__(self, answers: Mapping[str, Answer], gate: Gate) -> None:
        self.answers, self.gate = answers, gate

    def answer(self, turn: Turn) -> Reply:
        """The reply to a turn, with the memory that the session shall carry on. Never raises."""
        try:
            return self._answer(_as_asked(turn))
        except FrontDeskError as error:
            return self._sorry(turn, error.phrase, again=isinstance(error, TryAgain))
        except Exception as error:  # noqa: BLE001  (a person is waiting: whatever it is, answer kindly)
            data = {"request": turn.id, "intent": turn.intent, "channel": turn.channel}
            logger.error("turn failed", exc_info=error, extra={"data": data})
            return self._sorry(turn, FrontDeskError.phrase, again=True)

    def _answer(self, turn: Turn) -> Reply:
        if turn.intent == instead.INTENT:
            turn = self.gate.identify(turn)
            if question := instead.corrected(turn):
                return self._go_on(turn, question, Confirmation.NONE)
        if turn.intent in basics.ANSWERS:
            return self._basic(turn)
        if turn.intent not in self.answers:
            return self._basic(replace(turn, intent="Fallback"))
        if joined := _joined(turn):
            return self._go_on(turn, joined, Confirmation.NONE)
        if INTENTS[turn.intent].asks != "anyone":
            turn = self.gate.identify(turn)
        reply = self.gate.admit(turn) or self.answers[turn.intent](turn)
        if isinstance(reply.then, Resume):
            return self._resume(turn, reply)
        return _remember(turn, reply)

    def _basic(self, turn: Turn) -> Reply:
        if declined := _declined(turn):
            return self._go_on(turn, declined, Confirmation.NONE)
        question = turn.memory.question
        confirmation = basics.asks_again(turn.intent, question)
        if question is not None and confirmation is not None:
            if confirmation is Confirmation.WITHDRAWN:
                question = Question(question.intent)
            return self._go_on(turn, question, confirmation)
        if turn.intent in basics.GREETS:
            turn = self.gate.identify(turn)
        reply = basics.ANSWERS[turn.intent](turn)
        return replace(reply, memory=reply.memory or turn.memory)

    def _resume(self, turn: Turn, reply: Reply) -> Reply:
        """The question that waited for what this turn brought; where none did, the reply and an open ear."""
        memory = reply.memory or turn.memory
        question = memory.question
        waited = question is not None and question.waits_for.startswith(f"{turn.intent}.")
        if question is None or question.intent == turn.intent or not waited:
            return replace(reply, then=Listen(), memory=replace(memory, question=None))
        return self._go_on(replace(turn, memory=memory), question, Confirmation.NONE)

    def _go_on(self, turn: Turn, question: Question, confirmation: Confirmation) -> Reply:
        """The answer to a question that was asked before; the dialogue is that question's from here."""
        asked = replace(turn, intent=question.intent, slots=question.slots, confirmation=confirmation)
        reply = self._answer(asked)
        if reply.intent is not None:
            return reply
        return replace(reply, intent=question.intent, slots=question.slots)

    def _sorry(self, turn: Turn, phrase: str, *, again: bool) -> Reply:
        """Say what went wrong and keep the session; again: a "yes" asks the same once more."""
        question = turn.memory.question
        if turn.intent in self.answers and again:
            question = question_of(turn.intent, turn.slots, Question.RETRY)
        return Reply(phrase, then=Listen(), memory=replace(turn.memory, question=question))


def _as_asked(turn: Turn) -> Turn:
    """The turn; a yes or no only where this was asked, with these values. A dialogue's state is the client's
    own in Lex, and memory is not: so nobody can confirm what nobody has told them."""
    if turn.confirmation is Confirmation.NONE:
        return turn
    now = question_of(turn.intent, turn.slots, Question.CONFIRMATION)
    return (
        turn if _said(now) == _said(turn.memory.question) else replace(turn, confirmation=Confirmation.NONE)
    )


def _said(question: Question | None) -> object:
    if question is None or question.waits_for != Question.CONFIRMATION:
        return None
    return question.intent, {name: slot.value for name, slot in question.slots.items() if slot.value}


def _joined(turn: Turn) -> Question | None:
    """The open question with what this turn adds to it; None where the turn is a question of its own."""
    asked = turn.memory.question
    if asked is None or asked.waits_for in ("", Question.RETRY):
        return None
    spec = INTENTS[turn.intent]
    added = {slot: Slot(value, value) for slot, value in spec.gives.get(asked.intent, {}).items()}
    if slot := spec.joins.get(asked.intent):
        added[slot] = turn.slots.get(slot, Slot(UNKEPT, None))
    return replace(asked, slots={**asked.slots, **added}) if added else None


def _declined(turn: Turn) -> Question | None:
    """The open question with what a no to it means ("how many points?"); None where it means nothing."""
    asked = turn.memory.question
    if turn.intent != "No" or asked is None:
        return None
    slot = asked.waits_for.rpartition(".")[2]
    value = INTENTS["No"].gives.get(asked.intent, {}).get(slot)
    return replace(asked, slots={**asked.slots, slot: Slot(value, value)}) if value else None


def _remember(turn: Turn, reply: Reply) -> Reply:
    """The reply with the question in its memory. Who is asked once more for what another question waits
    for (a PIN, say) has not asked anything new; a yes or no about another intent is a question of that."""
    memory = reply.memory or turn.memory
    if isinstance(reply.then, End) and _stays(memory.question, turn.intent):
        return _come_back(reply, memory)
    if isinstance(reply.then, Confirm):
        slots = turn.slots if reply.slots is None else reply.slots
        question = question_of(reply.intent or turn.intent, slots, Question.CONFIRMATION)
        return replace(reply, memory=replace(memory, question=question))
    waits_for = _waits_for(reply.then, reply.intent or turn.intent)
    asked = memory.question
    if asked is None or asked.intent == turn.intent or not waits_for or asked.waits_for != waits_for:
        asked = question_of(turn.intent, turn.slots, waits_for)
    return replace(reply, memory=replace(memory, question=asked))


def _stays(question: Question | None, answered: str) -> bool:
    """Whether this question is still open, though another one was answered."""
    if question is None or question.intent == answered or question.waits_for in ("", Question.RETRY):
        return False
    return INTENTS[question.intent].stays


def _come_back(reply: Reply, memory: Memory) -> Reply:
    """The reply, and whether to go on with the question that it came in between: a yes asks that again."""
    assert memory.question is not None
    back = Phrase(f"{INTENTS[memory.question.intent].domain}.come_back")
    words: dict[str, Word] = {"answer": Phrase(reply.phrase, reply.words), "back": back}
    question = replace(memory.question, waits_for=Question.RETRY)
    return replace(
        reply, phrase="desk.come_back", words=words, then=Listen(), memory=replace(memory, question=question)
    )


def _waits_for(then: Then, intent: str) -> str:
    match then:
        case Ask(slot=slot):
            return f"{intent}.{slot}"
        case Confirm():
            return Question.CONFIRMATION
    return ""
