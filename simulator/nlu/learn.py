"""From a model's samples to trained weights: the examples, and how values in them become tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.nlu.classify import BACKGROUND, Weights, features, train
from simulator.nlu.model import IntentModel, Model
from simulator.nlu.slots import Sight, SlotTypes, Span, kind
from simulator.nlu.templates import parts
from simulator.nlu.text import Text, Token

# Built-in kinds of values, and the tag that stands for each in a sentence.
_TAGS = {
    "number": "<number>",
    "four_digit_number": "<number>",
    "ordinal": "<ordinal>",
    "date": "<date>",
    "time": "<time>",
    "duration": "<duration>",
}
_ALWAYS = ("AMAZON.DATE", "AMAZON.TIME", "AMAZON.DURATION", "AMAZON.Ordinal", "AMAZON.NUMBER")


def tag(slot_type: str) -> str:
    """The word that stands for a value of this type in a sentence."""
    return _TAGS.get(kind(slot_type), f"<{slot_type}>")


@dataclass(frozen=True)
class Tagged:
    """A sentence with values as tags: words and what they mean, and the words that carry content."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def features(self) -> set[str]:
        return features(self.words, self.concepts)


class Tagger:
    """Puts tags in the place of values."""

    def __init__(self, types: SlotTypes) -> None:
        self._types = types
        self._language = types.language
        self._used = tuple(dict.fromkeys((*types.used, *_ALWAYS)))

    def __call__(self, sight: Sight) -> Tagged:
        words: list[str] = []
        at = 0
        for span, label in self._chosen(sight):
            words += [*sight.text.words[at : span.start], label]
            at = span.end
        return self.of([*words, *sight.text.words[at:]])

    def _chosen(self, sight: Sight) -> list[tuple[Span, str]]:
        """Sure values that do not overlap: the longest first, the model's own types before Amazon's."""
        spans = [
            (not kind(slot_type) and -0.5, order, span, tag(slot_type))
            for order, slot_type in enumerate(self._used)
            for span in sight.spans(slot_type)
            if not span.weak
        ]
        spans.sort(key=lambda found: (found[2].start - found[2].end + found[0], found[1], found[2].start))
        taken: set[int] = set()
        chosen = []
        for _, _, span, label in spans:
            if taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                chosen.append((span, label))
        return sorted(chosen, key=lambda found: found[0].start)

    def of(self, words: Sequence[str]) -> Tagged:
        """A sentence whose values are tags already."""
        concepts = tuple(word if word[0] == "<" else self._language.concept(word) for word in words)
        content = tuple(word for word in words if word[0] != "<" and word not in self._language.empty)
        return Tagged(tuple(words), concepts, content)


class Lessons:
    """The examples that a model and its language make."""

    def __init__(self, model: Model, types: SlotTypes, tagger: Tagger) -> None:
        self._model, self._types, self._tagger = model, types, tagger
        self._language = types.language

    def of_intent(self, intent: IntentModel) -> Iterator[Tagged]:
        """The samples, each with its slots as tags, and values that stand in their words as tags too."""
        for sample in (*intent.samples, *self._language.builtins.get(intent.builtin.lower(), ())):
            words, _ = parts(sample, intent, self._language)
            yield self._retag(words)

    def _retag(self, words: Sequence[str]) -> Tagged:
        tagged: list[str] = []
        plain: list[str] = []
        for word in [*words, "{"]:
            if word[0] != "{":
                plain.append(word)
                continue
            if plain:
                text = Text(" ".join(plain), tuple(Token(each, 0, 0) for each in plain))
                tagged += self._tagger(self._types.look(text)).words
                plain = []
            if word != "{":
                tagged.append(tag(word[1:-1]))
        return self._tagger.of(tagged)

    def background(self) -> Iterator[Tagged]:
        """What people ask assistants that is not for the desk."""
        for line in self._language.foreign:
            yield self._tagger(self._types.look(self._language.read(line)))

    @cached_property
    def examples(self) -> tuple[tuple[Tagged, str], ...]:
        """Every example with its label: an intent's name, or BACKGROUND."""
        return tuple((tagged, label) for tagged, label in self._examples() if tagged.words)

    def _examples(self) -> Iterator[tuple[Tagged, str]]:
        for intent in self._model.intents:
            if intent.name != self._model.fallback:
                for tagged in self.of_intent(intent):
                    yield tagged, intent.name
        for tagged in self.background():
            yield tagged, BACKGROUND


def learn(lessons: Lessons) -> Weights:
    return train([(tagged.features, label) for tagged, label in lessons.examples])
