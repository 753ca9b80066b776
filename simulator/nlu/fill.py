"""Slots for an intent whose sentence is in no sample: values by type, told apart by the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from simulator.nlu.kinds import FREE, kind
from simulator.nlu.language import Language
from simulator.nlu.model import IntentModel, Model, SlotModel
from simulator.nlu.samples import Sample, Samples
from simulator.nlu.sight import Sight, Span
from simulator.nlu.templates import resolve
from simulator.nlu.understood import Heard

_LONGEST_NAME = 5  # words


@dataclass(frozen=True)
class Around:
    """The words that stand right before and right after a slot in the samples."""

    before: frozenset[str]
    after: frozenset[str]


class Slots:
    """Fills the slots of a model's intents."""

    def __init__(self, model: Model, samples: Samples, language: Language) -> None:
        self._language = language
        self._samples = samples
        self._literals = {intent.name: samples.literals(intent.name) for intent in model.intents}
        self._said = frozenset(word for words in self._literals.values() for word in words)
        self._around = {
            (intent.name, slot.name): _around(slot.name, samples.own[intent.name])
            for intent in model.intents
            for slot in intent.slots
        }

    def fill(self, sight: Sight, intent: IntentModel) -> dict[str, Heard]:
        """The slots that the sentence fills; where two could take the same words, the likelier one does."""
        filled, taken = self._sure(sight, intent)
        for slot in intent.slots:
            if slot.name not in filled and (named := self._unlisted(sight, intent, slot, taken)):
                taken.update(range(named.start, named.end))
                filled[slot.name] = named.heard
        return filled

    def _sure(
        self, sight: Sight, intent: IntentModel, asked: SlotModel | None = None
    ) -> tuple[dict[str, Heard], set[int]]:
        """The slots that types find by themselves, and the tokens that they took. Of two of one type the one
        that was asked for is meant."""
        taken: set[int] = set()
        placed: dict[str, Span] = {}
        meant = [slot for slot in intent.slots if not asked or slot == asked or slot.type != asked.type]
        for _, slot, span in sorted(self._candidates(sight, intent, meant), key=lambda found: found[0]):
            if slot.name not in placed and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                placed[slot.name] = span
        self._in_order(sight, intent, placed)
        return {name: span.heard for name, span in placed.items()}, taken

    def _in_order(self, sight: Sight, intent: IntentModel, placed: dict[str, Span]) -> None:
        """Of two slots of one list the one that the model names first is what was said first, however long
        the names are, unless the words around them tell otherwise."""
        for one, other in combinations([slot for slot in intent.slots if slot.name in placed], 2):
            if one.type != other.type or kind(one.type):
                continue
            first, second = placed[one.name], placed[other.name]
            fits = [
                self._fit(sight, intent, one, first) + self._fit(sight, intent, other, second),
                self._fit(sight, intent, one, second) + self._fit(sight, intent, other, first),
            ]
            if fits[0] <= fits[1] and self._late(sight, second) < self._late(sight, first):
                placed[one.name], placed[other.name] = second, first

    def _fit(self, sight: Sight, intent: IntentModel, slot: SlotModel, span: Span) -> int:
        """How many of the words beside a value stand beside the slot in the samples."""
        words, around = sight.text.words, self._around[intent.name, slot.name]
        before = span.start > 0 and words[span.start - 1] in around.before
        return before + (span.end < len(words) and words[span.end] in around.after)

    def _candidates(
        self, sight: Sight, intent: IntentModel, slots: Sequence[SlotModel]
    ) -> Iterator[tuple[tuple[float, int, int], SlotModel, Span]]:
        words = sight.text.words
        for order, slot in enumerate(slots):
            around = self._around[intent.name, slot.name]
            for span in sight.spans(slot.type):
                score = 2.0 * (span.end - span.start) - span.weak + (not kind(slot.type))
                score += self._fit(sight, intent, slot, span)
                if not span.weak or (span.start > 0 and words[span.start - 1] in around.before):
                    yield (-score, self._late(sight, span), order), slot, span

    def _late(self, sight: Sight, span: Span) -> int:
        """What is said after "no" or "I mean" comes before what it corrects."""
        corrected = any(
            word in self._language.words["corrections"] for word in sight.text.words[1 : span.start]
        )
        return -span.start if corrected else span.start

    def _unlisted(self, sight: Sight, intent: IntentModel, slot: SlotModel, taken: set[int]) -> Span | None:
        """A name that is in no list, or free text, where the word before it announces one."""
        words = sight.text.words
        before = self._around[intent.name, slot.name].before
        starts = [at for at in range(1, len(words)) if words[at - 1] in before and at not in taken]
        if kind(slot.type) in FREE and starts:
            quote = sight.text.quote(starts[0], len(words))
            return Span(starts[0], len(words), Heard(quote, quote))
        if sight.types.open(slot.type):
            numbers = {at for number in sight.numbers for at in range(number.start, number.end)}
            names = ((start, self._name_end(words, start, taken | numbers)) for start in starts)
            for start, end in names:
                if start < end:
                    return Span(start, end, resolve(sight, slot.type, start, end))
        return None

    def _name_end(self, words: Sequence[str], start: int, taken: set[int]) -> int:
        """Where a name that begins there ends; `start` itself where none does."""
        end = start
        while (
            end < min(len(words), start + _LONGEST_NAME) and end not in taken and self._nameable(words[end])
        ):
            end += 1
        while end > start and words[end - 1] in self._language.empty:
            end -= 1
        return end

    def _nameable(self, word: str) -> bool:
        """What the samples say by themselves is not the name of anything."""
        return word in self._language.empty or word not in self._said

    def only(
        self, sight: Sight, intent: IntentModel, asked: SlotModel | None = None, own_words: bool = False
    ) -> dict[str, Heard]:
        """The slots, where the sentence is nothing but them and words that hold out an answer; else none.

        asked: the slot in question: words of the answers to it hold one out, too ("truck 4716").
        own_words: words of the intent's samples, and words without content, are passed over too.
        """
        filled, taken = self._sure(sight, intent, asked)
        known = self._language.answer_words
        if asked:
            known = known | self._samples.literals(intent.name, asked.name)
        if own_words:
            known = known | self._literals[intent.name] | self._language.empty
        for slot in intent.slots:  # "two, no, three": what was taken back is a value too
            taken.update(at for span in sight.spans(slot.type) for at in range(span.start, span.end))
        rest = (word for at, word in enumerate(sight.text.words) if at not in taken)
        return filled if all(word in known for word in rest) else {}


def _around(slot: str, samples: Iterable[Sample]) -> Around:
    before: set[str] = set()
    after: set[str] = set()
    for sample in samples:
        if slot not in sample.slots:
            continue
        words = ("{", *sample.words, "{")
        places = (at for at, word in enumerate(words) if word[0] == "{" and word != "{")
        for name, at in zip(sample.slots, places, strict=True):
            if name == slot:
                before.update(word for word in words[at - 1 : at] if word[0] != "{")
                after.update(word for word in words[at + 1 : at + 2] if word[0] != "{")
    return Around(frozenset(before), frozenset(after))
