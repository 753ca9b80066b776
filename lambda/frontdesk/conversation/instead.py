"""The last question once more, with another value: "no, algebra", "not algebra, biology", "and on Friday".

Both channels hear it as an intent of its own, whatever was asked: its slots are named for types, `other_…`
holds what was not meant. It becomes the question that is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import Question, Slot, Turn

INTENT = "Instead"
OTHER = "other_"


def corrected(turn: Turn) -> Question | None:
    """The question that is meant; None where nothing that was asked, or could be, has such a value."""
    said = {name: slot for name, slot in turn.slots.items() if not name.startswith(OTHER)}
    asked = turn.memory.question
    places = dict(_places(turn, said, asked)) if asked else {}
    if asked and places:
        return Question(asked.intent, {**asked.slots, **places})
    return (_beside(asked, said) if asked else None) or _first(said, known=turn.caller.account is not None)


def _places(turn: Turn, said: Mapping[str, Slot], asked: Question) -> Iterator[tuple[str, Slot]]:
    """Where in the question what was said belongs: where it stands that was not meant, else where it was
    asked for, else where something of its kind is, else where there is room for it."""
    types = INTENTS[INTENT].slots
    for name, slot in said.items():
        other = turn.slot(OTHER + name)
        mine = [each for each, kind in INTENTS[asked.intent].slots.items() if kind == types[name]]

        def rank(each: str, other: Slot | None = other) -> tuple[bool, bool, bool]:
            there = asked.slots.get(each)
            wrong = there is not None and other is not None and there.value == other.value
            return wrong, asked.waits_for == f"{asked.intent}.{each}", there is not None

        if mine:
            yield max(mine, key=rank), slot


def _beside(asked: Question, said: Mapping[str, Slot]) -> Question | None:
    """What has room for a day where the question has none: another of the same domain, about the same ("where
    is blue seven", "and on Sunday?")."""
    types = INTENTS[INTENT].slots
    days = {name: slot for name, slot in said.items() if types[name] == "AMAZON.DATE"}
    domain = INTENTS[asked.intent].domain
    for intent, spec in INTENTS.items():
        if spec.domain == domain and domain != "desk" and asked.slots.keys() <= spec.slots.keys():
            for slot in days.values():
                for place, kind in spec.slots.items():
                    if kind == "AMAZON.DATE":
                        return Question(intent, {**asked.slots, place: slot})
    return None


def _first(said: Mapping[str, Slot], *, known: bool) -> Question | None:
    """Where nothing was asked that it could correct: what is asked first about a value of the catalogue; by a
    stranger, what strangers may ask. known: whether the caller has an account."""
    types = INTENTS[INTENT].slots
    intents = sorted(INTENTS.items(), key=lambda each: not known and each[1].asks != "anyone")
    for name, slot in said.items():
        for intent, spec in intents:
            for place, kind in spec.slots.items():
                if spec.domain != "desk" and kind == types[name] and not kind.startswith("AMAZON."):
                    return Question(intent, {place: slot})
    return None
