"""Slots for an intent whose sentence is in no sample: values by type, told apart by the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.nlu.language import Language
from simulator.nlu.model import IntentModel, Model, SlotModel
from simulator.nlu.slots import FREE, Sight, Span, kind
from simulator.nlu.templates import parts, resolve
from simulator.nlu.understood import Heard

_LONGEST_NAME = 5  # words


@dataclass(frozen=True)
class Around:
    """The words that stand right before and right after a slot in the samples."""

    before: frozenset[str]
    after: frozenset[str]


class Slots:
    """Fills the slots of a model's intents."""

    def __init__(self, model: Model, language: Language) -> None:
        self._language = language
        self._around = {
            (intent.name, slot.name): _around(intent, slot, language)
            for intent in model.intents
            for slot in intent.slots
        }
        self._literals = {intent.name: _literals(intent, language) for intent in model.intents}

    def fill(self, sight: Sight, intent: IntentModel) -> dict[str, Heard]:
        """The slots that the sentence fills; where two could take the same words, the likelier one does."""
        taken: set[int] = set()
        filled: dict[str, Heard] = {}
        for _, slot, span in sorted(self._candidates(sight, intent), key=lambda found: found[0]):
            if slot.name not in filled and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                filled[slot.name] = span.heard
        for slot in intent.slots:
            if slot.name not in filled and (named := self._unlisted(sight, intent, slot, taken)):
                taken.update(range(named.start, named.end))
                filled[slot.name] = named.heard
        return filled

    def _candidates(
        self, sight: Sight, intent: IntentModel
    ) -> Iterator[tuple[tuple[float, int, int], SlotModel, Span]]:
        words = sight.text.words
        for order, slot in enumerate(intent.slots):
            around = self._around[intent.name, slot.name]
            for span in sight.spans(slot.type):
                score = 2.0 * (span.end - span.start) - span.weak + (not kind(slot.type))
                score += span.start > 0 and words[span.start - 1] in around.before
                score += span.end < len(words) and words[span.end] in around.after
                if not span.weak or (span.start > 0 and words[span.start - 1] in around.before):
                    yield (-score, self._late(sight, span), order), slot, span

    def _late(self, sight: Sight, span: Span) -> int:
        """What is said after "no" or "I mean" comes before what it corrects."""
        corrected = any(
            word in self._language.words["corrections"] for word in sight.text.words[1 : span.start]
        )
        return -span.start if corrected else span.start

    def _unlisted(self, sight: Sight, intent: IntentModel, slot: SlotModel, taken: set[int]) -> Span | None:
        """A name that is in no list, where the word before it announces one; or free text."""
        words = sight.text.words
        free = kind(slot.type) in FREE
        if not free and not sight.types.open(slot.type):
            return None
        around = self._around[intent.name, slot.name]
        for start in range(1, len(words)):
            if (
                words[start - 1] in around.before
                and start not in taken
                and words[start] not in self._literals[intent.name]
            ):
                end = self._end(sight, intent, start, taken, free)
                if end > start:
                    if free:
                        quote = sight.text.quote(start, end)
                        return Span(start, end, Heard(quote, quote))
                    return Span(start, end, resolve(sight, slot.type, start, end))
        return None

    def _end(self, sight: Sight, intent: IntentModel, start: int, taken: set[int], free: bool) -> int:
        words = sight.text.words
        end = start
        limit = len(words) if free else min(len(words), start + _LONGEST_NAME)
        while end < limit and end not in taken and (free or words[end] not in self._literals[intent.name]):
            end += 1
        while end > start and words[end - 1] in self._language.empty and not free:
            end -= 1
        return end

    def only(self, sight: Sight, intent: IntentModel) -> dict[str, Heard]:
        """The slots, where the sentence is nothing but them and words of the intent's samples; else none."""
        filled: dict[str, Heard] = {}
        taken: set[int] = set()
        for _, slot, span in sorted(self._candidates(sight, intent), key=lambda found: found[0]):
            if slot.name not in filled and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                filled[slot.name] = span.heard
        known = self._literals[intent.name] | self._language.empty | self._language.answer_words
        rest = (word for at, word in enumerate(sight.text.words) if at not in taken)
        return filled if all(word in known for word in rest) else {}


def _literals(intent: IntentModel, language: Language) -> frozenset[str]:
    words = (word for sample in intent.samples for word in parts(sample, intent, language)[0])
    return frozenset(word for word in words if word[0] != "{")


def _around(intent: IntentModel, slot: SlotModel, language: Language) -> Around:
    before: set[str] = set()
    after: set[str] = set()
    for sample in (*intent.samples, *slot.samples):
        pieces = sample.split("{" + slot.name + "}")
        for left, right in zip(pieces, pieces[1:], strict=False):
            said_before, said_after = language.read(left).words, language.read(right).words
            if said_before and not left.rstrip().endswith("}"):
                before.add(said_before[-1])
            if said_after and not right.lstrip().startswith("{"):
                after.add(said_after[0])
    return Around(frozenset(before), frozenset(after))
