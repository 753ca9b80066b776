"""Slot types: where in an utterance a type's values stand, and what they mean, in the channel's own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from simulator.nlu import dates
from simulator.nlu.catalogue import Catalogue, Entry
from simulator.nlu.language import Language
from simulator.nlu.model import Model
from simulator.nlu.moments import Moments, Words
from simulator.nlu.numbers import Number, Numbers
from simulator.nlu.text import Text
from simulator.nlu.times import Clock
from simulator.nlu.understood import Heard, Value

FREE = frozenset({"searchquery", "freeforminput"})  # types that take any words
# Amazon's list types and the file of names that stands for what Amazon knows of each.
_NAMES = {
    "us_city": "city",
    "city": "city",
    "europe_city": "city",
    "firstname": "first_name",
    "us_first_name": "first_name",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Words as a value. weak: they may well mean something else, so nothing is built on them alone."""

    start: int
    end: int
    heard: Heard
    weak: bool = False


def kind(slot_type: str) -> str:
    """A type's kind: "number" for AMAZON.NUMBER and AMAZON.Number, "" for a custom type."""
    return slot_type.removeprefix("AMAZON.").lower() if slot_type.startswith("AMAZON.") else ""


class SlotTypes:
    """Every type that a model uses, ready to look at utterances."""

    def __init__(self, model: Model, language: Language, today: Callable[[], date]) -> None:
        self.language = language
        self.today = today
        self.lex = model.channel == "lex"
        self.numbers = Numbers(language.words)
        self.moments = Moments(language.grammar)
        self.used = tuple(dict.fromkeys(slot.type for intent in model.intents for slot in intent.slots))
        self.catalogues = {
            name: Catalogue((*model.types.get(name, ()), *self._known(name)), language)
            for name in self.used
            if name not in model.patterns and (name in model.types or self._known(name) or not kind(name))
        }
        self.patterns = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in model.patterns.items()}

    def _known(self, slot_type: str) -> tuple[Entry, ...]:
        names = self.language.names.get(_NAMES.get(kind(slot_type), ""), ())
        return tuple(Entry(Value(name, name), (name,)) for name in names)

    def open(self, slot_type: str) -> bool:
        """True for list types: their slots take values outside the list too, as Amazon's do."""
        return slot_type in self.catalogues

    def look(self, text: Text) -> Sight:
        """The utterance with its values found on demand."""
        return Sight(self, text)


class Sight:
    """One utterance, seen by every slot type; each type's values are found once, when first asked for."""

    def __init__(self, types: SlotTypes, text: Text) -> None:
        self.types = types
        self.text = text
        self._spans: dict[str, tuple[Span, ...]] = {}

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        return self.types.numbers.find(self.text.words)

    @cached_property
    def _words(self) -> Words:
        return Words(self.text.words, self.numbers, self.types.moments.lexicon)

    @cached_property
    def named(self) -> frozenset[int]:
        """The tokens of dates, times and values of lists, which belong to no other name."""
        types = (name for name in self.types.used if kind(name) in ("date", "time") or self.types.open(name))
        sure = (span for name in types for span in self.spans(name) if not span.weak)
        return frozenset(at for span in sure for at in range(span.start, span.end))

    def spans(self, slot_type: str) -> tuple[Span, ...]:
        """Every reading of some of the words as a value of the type; readings may overlap."""
        if slot_type not in self._spans:
            self._spans[slot_type] = tuple(self._find(slot_type))
        return self._spans[slot_type]

    def _find(self, slot_type: str) -> Iterator[Span]:
        finder = _FINDERS.get(kind(slot_type))
        if slot_type in self.types.patterns:
            yield from self._alphanumeric(self.types.patterns[slot_type])
        elif finder is not None:
            yield from finder(self)
        elif slot_type in self.types.catalogues:
            yield from self._listed(self.types.catalogues[slot_type])

    def _listed(self, catalogue: Catalogue) -> Iterator[Span]:
        words = self.text.words
        for start, word in enumerate(words):
            for length in catalogue.lengths(word):
                end = start + length
                if end <= len(words) and (matches := catalogue.exact(words[start:end])):
                    yield self.span(start, end, matches)

    def span(self, start: int, end: int, matches: Sequence[Value], weak: bool = False) -> Span:
        """Words as a value of a list type, with what they match."""
        heard = Heard(self.text.quote(start, end), matches[0].name if matches else None, tuple(matches))
        return Span(start, end, heard, weak)

    def coded(self, start: int, end: int, code: str, weak: bool = False) -> Span:
        """Words as a value of a built-in type, with its code."""
        return Span(start, end, Heard(self.text.quote(start, end), code), weak)

    def _alphanumeric(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Letters and digits, digits said one by one too, that match a Lex type's RegexFilter."""
        spoken = {(start, end): digits for start, end, digits in self._digit_runs()}
        written = {(at, at + 1): word for at, word in enumerate(self.text.words)}
        for (start, end), code in (written | spoken).items():
            if pattern.fullmatch(code):
                yield self.coded(start, end, code)

    def _digit_runs(self) -> Iterator[tuple[int, int, str]]:
        for start in range(len(self.text.words)):
            end, digits = self.types.numbers.run(self.text.words, start, self.numbers)
            if digits:
                yield start, end, digits

    def number_spans(self) -> Iterator[Span]:
        for number in self.numbers:
            if number.ordinal:
                continue
            end, digits = self.types.numbers.run(self.text.words, number.start, self.numbers)
            if end > number.end:
                yield self.coded(number.start, end, digits)
            yield self.coded(number.start, number.end, number.value)

    def ordinal_spans(self) -> Iterator[Span]:
        return (
            self.coded(number.start, number.end, number.value) for number in self.numbers if number.ordinal
        )

    def four_digit_spans(self) -> Iterator[Span]:
        found = self.types.numbers.four_digits(self.text.words, self.numbers)
        return (self.coded(number.start, number.end, number.value) for number in found)

    def date_spans(self) -> Iterator[Span]:
        today = self.types.today()
        for moment in self.types.moments.dates(self._words, today):
            code = dates.as_day(moment.value, today) if self.types.lex else moment.value
            yield self.coded(moment.start, moment.end, code, moment.weak)

    def time_spans(self) -> Iterator[Span]:
        for moment in self.types.moments.times(self._words):
            time = moment.value
            if isinstance(time, Clock) and time.open and self.types.lex:
                both = tuple(Value(t.code, t.code) for t in (time.half(False), time.half(True)))
                heard = Heard(self.text.quote(moment.start, moment.end), None, both)
                yield Span(moment.start, moment.end, heard, moment.weak)
            else:
                code = time.code if isinstance(time, Clock) else time
                yield self.coded(moment.start, moment.end, code, moment.weak)

    def duration_spans(self) -> Iterator[Span]:
        found = self.types.moments.durations(self._words)
        return (self.coded(moment.start, moment.end, moment.value) for moment in found)


_FINDERS: dict[str, Callable[[Sight], Iterator[Span]]] = {
    "number": Sight.number_spans,
    "ordinal": Sight.ordinal_spans,
    "four_digit_number": Sight.four_digit_spans,
    "date": Sight.date_spans,
    "time": Sight.time_spans,
    "duration": Sight.duration_spans,
}
