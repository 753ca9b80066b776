"""One utterance as slot types see it: where values stand, and what they mean, in the channel's own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.nlu import dates
from simulator.nlu.catalogue import Catalogue
from simulator.nlu.kinds import kind, sought
from simulator.nlu.moments import Words
from simulator.nlu.numbers import Number
from simulator.nlu.text import Text
from simulator.nlu.times import Clock
from simulator.nlu.understood import Heard, Value

if TYPE_CHECKING:
    from simulator.nlu.slots import SlotTypes


@dataclass(frozen=True, slots=True)
class Span:
    """Words as a value. weak: they may well mean something else, so nothing is built on them alone."""

    start: int
    end: int
    heard: Heard
    weak: bool = False


class Sight:
    """One utterance, seen by every slot type; each type's values are found once, when first asked for."""

    def __init__(self, types: SlotTypes, text: Text) -> None:
        self.types = types
        self.text = text
        self._spans: dict[str, tuple[Span, ...]] = {}

    @cached_property
    def _told(self) -> frozenset[str]:
        return self.types.told(self.text.words)

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
        name = sought(slot_type)
        if name not in self._told:
            return ()
        if name not in self._spans:
            self._spans[name] = tuple(self._find(name))
        return self._spans[name]

    def _find(self, name: str) -> Iterable[Span]:
        if name in self.types.patterns:
            return self._alphanumeric(self.types.patterns[name])
        finder = _FINDERS.get(name)
        return finder(self) if finder else self._listed(self.types.catalogues[name])

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
