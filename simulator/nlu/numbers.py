"""Numbers in words and digits: counts, ordinals, and four digits said in any of the ways people say a PIN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from text_to_num import find_numbers

from simulator.nlu.grammar import Grammar, expand

_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_WORDS_READ = 40  # numbers beyond the fortieth word are not worth the time


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words[start:end]. `value` is its text in digits; `ordinal` is "second", never "two"."""

    start: int
    end: int
    value: str
    ordinal: bool = False

    @property
    def count(self) -> int | None:
        """The number where it is a whole one."""
        return int(self.value) if self.value.isascii() and self.value.isdigit() else None


class _Word:
    """A word as text2num's Token protocol wants it; a comma or digits keep numbers apart elsewhere."""

    def __init__(self, word: str) -> None:
        self._word = word

    def text(self) -> str:
        return self._word

    def nt_separated(self, _previous: Any) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


class Numbers:
    """Finds the numbers in words, for one language."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._language: str = words["number_language"]
        said = words["numbers"]
        self._zero = frozenset(said["zero"])
        self._repeat: Mapping[str, int] = said["repeat"]
        self._articles = frozenset(said["articles"])
        self._magnitudes = frozenset(said["magnitudes"])
        self._pronoun_after = frozenset(said["pronoun_after"])
        self._said: Grammar[int] = Grammar()
        for pattern, value in said["said"]:
            for parts in expand(pattern):
                self._said.add(parts, value)

    def told_by(self, word: str) -> bool:
        """Whether a word is, by itself, a number or a part of one: every number has such a word."""
        return bool(
            word[0].isdigit()
            or word in self._zero
            or word in self._repeat
            or word in self._said.closers
            or (self._language and find_numbers([_Word(word)], self._language, 0))
        )

    def find(self, words: Sequence[str]) -> tuple[Number, ...]:
        """Every number, left to right, each as long as it goes; "the second one" holds an ordinal only."""
        words = words[:_WORDS_READ]
        found = self._phrases(words) + self._spelled(words) + self._digits(words)
        found.sort(key=lambda number: (number.start, -number.end))
        kept: list[Number] = []
        for number in found:
            if kept and number.start < kept[-1].end:
                continue
            if kept and self._multiplies(kept[-1], number, words):
                number = Number(kept[-1].start, number.end, str(int(kept.pop().value) * int(number.value)))
            kept.append(number)
        return tuple(number for number in kept if not self._pronoun(number, words))

    def _phrases(self, words: Sequence[str]) -> list[Number]:
        return [
            Number(match.start, match.end, str(match.payload))
            for start in range(len(words))
            for match in self._said.matches(words, start, lambda _name, _at: ())
        ]

    def _spelled(self, words: Sequence[str]) -> list[Number]:
        if not self._language:
            return []
        return [
            Number(self._with_article(found.start, words), found.end, _plain(found), found.is_ordinal)
            for found in find_numbers([_Word(word) for word in words], self._language, 0)
        ]

    def _with_article(self, start: int, words: Sequence[str]) -> int:
        counted = words[start] in self._magnitudes and start and words[start - 1] in self._articles
        return start - 1 if counted else start

    def _digits(self, words: Sequence[str]) -> list[Number]:
        found = []
        for at, word in enumerate(words):
            if word.endswith(_ORDINAL_ENDS) and word[:-2].isdigit():
                found.append(Number(at, at + 1, str(int(word[:-2])), ordinal=True))
            elif word[0].isdigit() and word.replace(",", "").replace(".", "", 1).isdigit():
                found.append(Number(at, at + 1, word.replace(",", "")))
        return found

    def _multiplies(self, before: Number, number: Number, words: Sequence[str]) -> bool:
        return (
            before.end == number.start
            and words[number.start] in self._magnitudes
            and before.count is not None
            and not before.ordinal
        )

    def _pronoun(self, number: Number, words: Sequence[str]) -> bool:
        one = number.value == "1" and not number.ordinal and number.end == number.start + 1
        return (
            one
            and not words[number.start].isdigit()
            and number.start > 0
            and words[number.start - 1] in self._pronoun_after
        )

    def run(self, words: Sequence[str], start: int, numbers: Sequence[Number]) -> tuple[int, str]:
        """Digits said one by one, in pairs or doubled, from `start` on: where they end, and the digits."""
        beginning = {number.start: number for number in numbers if not number.ordinal}
        at, digits, times = start, "", 1
        while at < len(words):
            if (number := beginning.get(at)) and number.count is not None:
                at, piece = number.end, number.value
            elif words[at] in self._zero:
                at, piece = at + 1, "0"
            elif words[at] in self._repeat and times == 1:
                at, times = at + 1, self._repeat[words[at]]
                continue
            else:
                break
            digits, times = digits + piece * times, 1
        return (at, digits) if times == 1 else (at - 1, digits)

    def four_digits(self, words: Sequence[str], numbers: Sequence[Number]) -> tuple[Number, ...]:
        """Every way to read exactly four digits: "2468", "two four six eight", "twenty-four sixty-eight"."""
        runs = [(start, *self.run(words, start, numbers)) for start in range(min(len(words), _WORDS_READ))]
        return tuple(Number(start, end, digits) for start, end, digits in runs if len(digits) == 4)


def _plain(found: Any) -> str:
    """In digits; "zero one two" keeps its zero, since somebody may be saying a code."""
    if found.text.isdigit():
        return str(found.text)
    return str(int(found.value)) if found.value == int(found.value) else f"{found.value:.10g}"
