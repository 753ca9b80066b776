"""Answers to a question about a slot: a bare value, one in a sentence, a name in no list, free text."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.nlu.judge import Judge
from simulator.nlu.kinds import FREE, kind
from simulator.nlu.language import Language
from simulator.nlu.model import IntentModel, SlotModel
from simulator.nlu.samples import Samples
from simulator.nlu.sight import Sight
from simulator.nlu.templates import Carriers, Templates, resolve
from simulator.nlu.text import Text, Token
from simulator.nlu.understood import Heard

_LONGEST_NAME = 6  # words of an answer that is in no list


class Answers:
    """Reads answers to a model's questions."""

    def __init__(self, samples: Samples, carriers: Carriers, judge: Judge, language: Language) -> None:
        self._templates = {place: Templates(each, carriers) for place, each in samples.answers.items()}
        self._said = frozenset(word for intent in samples.own for word in samples.literals(intent))
        self._judge = judge
        self._holding = language.answer_words
        self._ordinals = language.words["numbers"]["ordinals"].split()
        self._naming = frozenset(language.words["numbers"]["naming"].split())
        self._questions = language.questions

    def bare(self, sight: Sight, intent: IntentModel, slot: SlotModel) -> Mapping[str, Heard]:
        """The slots, where the words are nothing but an answer; free text is never sure to be one."""
        if kind(slot.type) in FREE:
            return {}
        answers = self._templates[intent.name, slot.name]
        said = answers.best(sight) or answers.best(self._nth(sight))
        return said.slots if said else {}

    def _nth(self, sight: Sight) -> Sight:
        """What was said with a bare number as which of several it is: "two" is the second, "two tickets" are
        not."""
        numbers, tokens = sight.numbers, sight.text.tokens
        which = (numbers[0].count or 0) if len(numbers) == 1 and not numbers[0].ordinal else 0
        rest = {token.word for at, token in enumerate(tokens) if at not in _digits(sight)}
        if not 0 < which <= len(self._ordinals) or rest - self._naming:
            return sight
        said = Token(
            self._ordinals[which - 1], tokens[numbers[0].start].start, tokens[numbers[0].end - 1].end
        )
        return sight.types.look(Text(sight.text.said, (said,)))

    def somehow(self, sight: Sight, slot: SlotModel) -> Heard | None:
        """The slot from words that mean nothing else; its value is None where the type does not have it.

        What samples say by themselves ("class") is no part of a name that tells it ("art class").
        """
        words = sight.text.words
        start, end = self._core(sight)
        listed = sight.types.open(slot.type)
        named = resolve(sight, slot.type, start, end) if listed and start < end else None
        told = set(words[start:end]) - sight.types.language.empty - self._said
        if named and not told:
            named = Heard(named.text, None)
        if named and named.matches:
            return named
        if self._judge.foreign(words):
            return None
        spans = sorted(sight.spans(slot.type), key=lambda span: (span.weak, span.start - span.end))
        if spans:
            return spans[0].heard
        if kind(slot.type) in FREE:
            return Heard(sight.text.said, sight.text.said)
        if listed and end - start <= _LONGEST_NAME and words[0] not in self._questions:
            return named
        return self._number(sight, start, end)

    def number_as_name(self, sight: Sight, slot: SlotModel) -> Heard | None:
        """A bare number where a name was asked for: of the one that is called so, not a PIN nor a count."""
        return self._number(sight, *self._core(sight)) if sight.types.open(slot.type) else None

    def _number(self, sight: Sight, start: int, end: int) -> Heard | None:
        """A number where another kind of number was asked for: three digits of a PIN, half a seat."""
        if start < end and _digits(sight).issuperset(range(start, end)):
            return Heard(sight.text.quote(start, end), None)
        return None

    def _core(self, sight: Sight) -> tuple[int, int]:
        """Where an answer's own words begin and end, without those that merely hold it out."""
        words, digits = sight.text.words, _digits(sight)
        start, end = 0, len(words)
        while start < end and words[start] in self._holding and start not in digits:
            start += 1
        while end > start and words[end - 1] in self._holding and end - 1 not in digits:
            end -= 1
        return start, end


def _digits(sight: Sight) -> set[int]:
    """The tokens that belong to numbers."""
    return {at for number in sight.numbers for at in range(number.start, number.end)}
