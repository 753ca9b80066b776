"""A sentence for the classifier: values become tags, words become what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from simulator.nlu.kinds import kind, sought
from simulator.nlu.sight import Sight, Span
from simulator.nlu.slots import SlotTypes
from simulator.nlu.text import Text

# Built-in kinds of values, and the tag that stands for each in a sentence.
_TAGS = {
    "number": "<number>",
    "four_digit_number": "<number>",
    "ordinal": "<ordinal>",
    "date": "<date>",
    "time": "<time>",
    "duration": "<duration>",
}
# Looked for in every sentence, whether the model uses them or not: a foreign one has dates and numbers too.
_ALWAYS = ("AMAZON.DATE", "AMAZON.TIME", "AMAZON.DURATION", "AMAZON.Ordinal", "AMAZON.NUMBER")


def tag(slot_type: str) -> str:
    """The word that stands for a value of this type in a sentence."""
    return _TAGS.get(kind(slot_type), f"<{slot_type}>")


@dataclass(frozen=True)
class Tagged:
    """Words with values as tags; what they mean; and what the words that carry content mean."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def values(self) -> int:
        """How many values the sentence holds."""
        return sum(word[0] == "<" for word in self.words)


class Tagger:
    """Puts tags in the place of values."""

    def __init__(self, types: SlotTypes) -> None:
        self._language = types.language
        self._types = types
        self._used = tuple(dict.fromkeys((*types.used, *_ALWAYS)))

    def __call__(self, sight: Sight) -> Tagged:
        """The sentence with its sure values as tags."""
        return self._of(self._replaced(sight))

    def sample(self, words: Iterable[str]) -> Tagged:
        """A sample's words, with its slots as tags, and values among its words as tags too."""
        tagged: list[str] = []
        for slot, run in groupby(words, key=lambda word: word[0] == "{"):
            words = tuple(run)
            if slot:
                tagged += (tag(word[1:-1]) for word in words)
            else:
                told = self._types.told(words)
                tagged += self._replaced(self._types.look(Text.of(words))) if told else words
        return self._of(tagged)

    def _replaced(self, sight: Sight) -> list[str]:
        words: list[str] = []
        at = 0
        for span, label in self._chosen(sight):
            words += [*sight.text.words[at : span.start], label]
            at = span.end
        return [*words, *sight.text.words[at:]]

    def _of(self, words: Sequence[str]) -> Tagged:
        concepts = tuple(word if word[0] == "<" else self._language.concept(word) for word in words)
        content = (
            concept
            for word, concept in zip(words, concepts, strict=True)
            if word[0] != "<" and word not in self._language.empty
        )
        return Tagged(tuple(words), concepts, tuple(content))

    def _chosen(self, sight: Sight) -> list[tuple[Span, str]]:
        """Sure values that do not overlap: the longest first, the model's own types before Amazon's."""
        told = self._types.told(sight.text.words)
        spans = [
            (span.start - span.end, bool(kind(slot_type)), order, span.start, span, tag(slot_type))
            for order, slot_type in enumerate(self._used)
            if sought(slot_type) in told
            for span in sight.spans(slot_type)
            if not span.weak
        ]
        spans.sort(key=lambda found: found[:4])
        taken: set[int] = set()
        chosen = []
        for *_, span, label in spans:
            if taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                chosen.append((span, label))
        return sorted(chosen, key=lambda found: found[0].start)
