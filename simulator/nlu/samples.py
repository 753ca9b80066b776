"""Sample utterances, split into words and slots once for all who use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.nlu.grammar import expand
from simulator.nlu.language import Language
from simulator.nlu.model import IntentModel, Model, SlotModel


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample's words, with "{type}" in the place of each slot; and the slots' names, in order."""

    intent: str
    words: tuple[str, ...]
    slots: tuple[str, ...]


class Samples:
    """Every sample of a model.

    own: intent → its samples. amazon: intent → the language's phrases, where it is a built-in.
    answers: (intent, slot) → what is said where that slot is asked for.
    """

    def __init__(self, model: Model, language: Language) -> None:
        self.own = {intent.name: _parsed(intent, intent.samples, language) for intent in model.intents}
        self.amazon = {
            intent.name: _parsed(intent, language.builtins.get(intent.builtin.lower(), ()), language)
            for intent in model.intents
        }
        shapes = [" ".join(plain) for shape in language.words["bare_answers"] for plain in expand(shape)]
        self.answers = {
            (intent.name, slot.name): _parsed(intent, _answers(slot, shapes), language)
            for intent in model.intents
            for slot in intent.slots
        }

    def all(self, intent: str) -> Iterator[Sample]:
        """An intent's samples, its own first."""
        yield from self.own[intent]
        yield from self.amazon[intent]

    def literals(self, intent: str, slot: str | None = None) -> frozenset[str]:
        """The words of an intent's own samples, or of the answers to the question about one of its slots;
        slots left out."""
        samples = self.answers[intent, slot] if slot else self.own[intent]
        return frozenset(word for sample in samples for word in sample.words if word[0] != "{")


def _answers(slot: SlotModel, shapes: Iterable[str]) -> Iterator[str]:
    yield from slot.samples
    for shape in shapes:
        yield shape.replace("{}", "{" + slot.name + "}")


def _parsed(intent: IntentModel, samples: Iterable[str], language: Language) -> tuple[Sample, ...]:
    return tuple(sample for text in samples if (sample := _sample(text, intent, language)).words)


def _sample(text: str, intent: IntentModel, language: Language) -> Sample:
    words: list[str] = []
    names: list[str] = []
    for piece in re.split(r"(\{[^}]*\})", text):
        slot = intent.slot(piece[1:-1].split("|")[-1].strip()) if piece.startswith("{") else None
        if slot is not None:
            names.append(slot.name)
            words.append("{" + slot.type + "}")
        else:
            words.extend(language.split(piece))
    return Sample(intent.name, tuple(words), tuple(names))
