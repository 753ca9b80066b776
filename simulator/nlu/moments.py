"""Finds dates, times and durations in words, by one locale's grammar.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.nlu import dates, times
from simulator.nlu.grammar import Fill, Grammar, Match, expand
from simulator.nlu.numbers import Number
from simulator.nlu.text import read

_WRITTEN = {
    "iso": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "slashed": re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?"),
    "clock": re.compile(r"\d{1,2}:\d{2}"),
}
_RANGES = {
    "day": (1, 31),
    "year": (1900, 2199),
    "hour": (0, 24),
    "minute": (0, 59),
    "n": (0, 10**6),
    "nth": (1, 31),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Words as a date's code, a times.Time or a duration's code. weak: they may well be something else."""

    start: int
    end: int
    value: Any
    weak: bool = False


class Words:
    """One utterance's words and numbers, as the grammars' placeholders see them."""

    def __init__(self, words: Sequence[str], numbers: Sequence[Number], lexicon: Lexicon) -> None:
        self.words = words
        self._lexicon = lexicon
        self._starting: dict[int, list[Number]] = {}
        for number in numbers:
            self._starting.setdefault(number.start, []).append(number)

    def openings(self, openers: Container[str]) -> Iterator[int]:
        """Where something can begin: at such a word, a word of the lexicon, or a number."""
        for at, word in enumerate(self.words):
            if word in openers or word in self._lexicon.words or at in self._starting or word[0].isdigit():
                yield at

    def fill(self, name: str, at: int) -> Sequence[Fill]:
        """What can stand for a placeholder at a word."""
        if (written := _WRITTEN.get(name)) is not None:
            return [Fill(at + 1, self.words[at])] if written.fullmatch(self.words[at]) else []
        if (limits := _RANGES.get(name)) is not None:
            return list(self._numbers(name, at, *limits))
        return self._lexicon.fills(name, self.words, at)

    def _numbers(self, name: str, at: int, low: int, high: int) -> Iterator[Fill]:
        for number in self._starting.get(at, ()):
            if (
                name == "nth"
                and not number.ordinal
                or name in ("n", "hour", "minute", "year")
                and number.ordinal
            ):
                continue
            if name == "n" and number.count is None:
                yield Fill(number.end, float(number.value))
            elif number.count is not None and low <= number.count <= high:
                yield Fill(number.end, number.count)
            if name == "year":
                yield from self._year_in_pairs(number)

    def _year_in_pairs(self, first: Number) -> Iterator[Fill]:
        """ "twenty twenty six", "nineteen ninety nine" """
        for second in self._starting.get(first.end, ()):
            if first.count in (19, 20, 21) and second.count is not None and 10 <= second.count <= 99:
                yield Fill(second.end, first.count * 100 + second.count)


class Lexicon:
    """The words that stand for a placeholder, and what each means."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        self._grammars: dict[str, Grammar[Any]] = {}
        self.words = frozenset(
            word for meanings in entries.values() for name in meanings for word in str(name).split()
        )
        for name, meanings in entries.items():
            grammar = self._grammars.setdefault(name, Grammar())
            for words, meaning in meanings.items():
                grammar.add(read(str(words), {}).words, meaning)

    def fills(self, name: str, words: Sequence[str], at: int) -> Sequence[Fill]:
        grammar = self._grammars.get(name)
        if grammar is None or words[at] not in grammar.openers:
            return ()
        return [Fill(match.end, match.payload) for match in grammar.matches(words, at, lambda _name, _at: ())]

    def closers(self, part: str) -> Iterable[str]:
        """The words with which a pattern's last part can end: itself, or what stands for the placeholder."""
        grammar = self._grammars.get(part[1:-1])
        return grammar.closers if grammar else (part,)


type _Action = Callable[[Mapping[str, Any]], Any]


class Moments:
    """Finds moments for one locale."""

    def __init__(self, grammar: Mapping[str, Any]) -> None:
        self.lexicon = Lexicon(grammar["lexicon"])
        self._weak = frozenset(grammar["weak"])
        self._announcers = frozenset(grammar["announcers"])
        self._joiners = frozenset(grammar["joiners"])
        self._dates, self._times = _compiled(grammar["dates"]), _compiled(grammar["times"])
        self._halves, self._durations = _compiled(grammar["halves"]), _compiled(grammar["durations"])
        grammars = (self._dates, self._times, self._durations)
        self.vocabulary = self.lexicon.words.union(*(each.openers for each in grammars))
        ends = (part for each in (*grammars, self._halves) for part in each.closers)
        # What a moment ends with, where that is no number: without such a word there is none to look for.
        self.closers = frozenset(word for part in ends for word in self.lexicon.closers(part))

    def dates(self, said: Words, today: date) -> Iterator[Moment]:
        """Every reading as a date, as an Alexa code; several may begin at one word."""
        for match in _all(self._dates, said):
            name, argument = match.payload
            code = dates.ACTIONS[name](today, match.values(), argument)
            if code is not None:
                doubtful = name in ("year_number", "day_of_month") and "weekday" not in match.values()
                yield Moment(match.start, match.end, code, self._doubtful(match, said, doubtful))

    def times(self, said: Words) -> Iterator[Moment]:
        """Every reading as a time of day, the half of the day taken in where it follows."""
        for match in _all(self._times, said):
            name, argument = match.payload
            time = times.TIMES[name](match.values(), argument)
            if time is None:
                continue
            doubtful = name in ("bare_hour", "hour_minute")
            yield Moment(match.start, match.end, time, self._doubtful(match, said, doubtful))
            if isinstance(time, times.Clock):
                for half in self._halves.matches(said.words, match.end, said.fill):
                    yield Moment(match.start, half.end, time.half(half.payload[0] == "PM"))

    def durations(self, said: Words) -> Iterator[Moment]:
        """Every reading as a duration, neighbours joined ("five hours and ten minutes")."""
        found = [
            Moment(
                match.start, match.end, times.DURATIONS[match.payload[0]](match.values(), match.payload[1])
            )
            for match in _all(self._durations, said)
        ]
        yield from found
        for first in found:
            for second in found:
                gap = said.words[first.end : second.start]
                if second.start >= first.end and (not gap or (len(gap) == 1 and gap[0] in self._joiners)):
                    joined = times.join(first.value, second.value)
                    if joined:
                        yield Moment(first.start, second.end, joined)

    def _doubtful(self, match: Match[Any], said: Words, doubtful: bool) -> bool:
        alone = match.end == match.start + 1 and said.words[match.start] in self._weak
        announced = match.start > 0 and said.words[match.start - 1] in self._announcers
        return (doubtful or alone) and not announced


def _all(grammar: Grammar[tuple[str, Any]], said: Words) -> Iterator[Match[tuple[str, Any]]]:
    for start in said.openings(grammar.openers):
        yield from grammar.matches(said.words, start, said.fill)


def _compiled(lines: Sequence[Sequence[Any]]) -> Grammar[tuple[str, Any]]:
    grammar: Grammar[tuple[str, Any]] = Grammar()
    for pattern, action, *argument in lines:
        for parts in expand(pattern):
            grammar.add(parts, (action, argument[0] if argument else None))
    return grammar
