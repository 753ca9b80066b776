"""Sample utterances as templates: what people say in the samples' own words, with the slots taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.nlu.grammar import Fill, Grammar, Match, expand
from simulator.nlu.language import Language
from simulator.nlu.model import IntentModel, Model
from simulator.nlu.slots import FREE, Sight, kind
from simulator.nlu.understood import Heard

_WEAK, _WILD, _WORD, _FREE = (
    0.5,
    1.0,
    0.1,
    0.3,
)  # ranks: a sure value, then a doubtful one, then free text, then any words
_LONGEST_WILD = 6  # words of a name that is in no list
_LONGEST = 60  # words: nobody says a sample in more


@dataclass(frozen=True, slots=True)
class Sample:
    """What a template stands for: an intent, and the slots in their order."""

    intent: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A template that fits. wild: the tokens of names in no list. cost: 0 where nothing is doubtful."""

    intent: str
    slots: dict[str, Heard]
    wild: tuple[tuple[int, int], ...]
    literals: int
    cost: float


def parts(sample: str, intent: IntentModel, language: Language) -> tuple[list[str], list[str]]:
    """A sample's words, with "{type}" for each slot; and the slots' names in order."""
    words: list[str] = []
    names: list[str] = []
    for piece in re.split(r"(\{[^}]*\})", sample):
        slot = intent.slot(piece[1:-1].split("|")[-1].strip()) if piece.startswith("{") else None
        if slot is not None:
            names.append(slot.name)
            words.append("{" + slot.type + "}")
        else:
            words.extend(language.read(piece).words)
    return words, names


class Templates:
    """All samples in one trie. `lead` and `trail` words around a sample are passed over."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._samples: Grammar[Sample] = Grammar()
        self._lead, self._trail = (_patterns(language.words["carriers"][side]) for side in ("lead", "trail"))

    @classmethod
    def of_intents(cls, model: Model, language: Language) -> Templates:
        """The samples of every intent, and Amazon's own phrases for its built-ins."""
        templates = cls(language)
        for intent in model.intents:
            templates.add(intent, intent.samples)
        for (
            intent
        ) in model.intents:  # after the model's own: where both have a phrase, the model's intent is meant
            templates.add(intent, language.builtins.get(intent.builtin.lower(), ()))
        return templates

    def add(self, intent: IntentModel, samples: Sequence[str]) -> None:
        """Add samples, each in the form "book {quantity} tickets"."""
        for sample in samples:
            words, names = parts(sample, intent, self._language)
            if words:
                self._samples.add(words, Sample(intent.name, tuple(names)))

    def best(self, sight: Sight, loose: bool = False) -> Said | None:
        """The best template for the whole utterance. loose: names in no list may fill a list type's slot."""
        words = sight.text.words[:_LONGEST]
        if len(words) < len(sight.text.words):
            return None
        ends = self._ends(words)
        found = [
            (match.cost + 0.01 * (start + len(words) - match.end), -match.literals, index, match)
            for start in self._starts(words)
            for index, match in enumerate(self._samples.matches(words, start, _Filler(sight, loose)))
            if match.end in ends
        ]
        return _said(min(found)[3], sight) if found else None

    def _starts(self, words: Sequence[str]) -> list[int]:
        starts = [0]
        for start in starts:
            starts += [m.end for m in self._lead.matches(words, start, _nothing) if m.end not in starts]
        return starts

    def _ends(self, words: Sequence[str]) -> set[int]:
        ends = {len(words)}
        for start in range(len(words) - 1, -1, -1):
            if any(match.end in ends for match in self._trail.matches(words, start, _nothing)):
                ends.add(start)
        return ends


def _nothing(_name: str, _at: int) -> Sequence[Fill]:
    return ()


def _patterns(lines: Sequence[str]) -> Grammar[None]:
    grammar: Grammar[None] = Grammar()
    for line in lines:
        for plain in expand(line):
            grammar.add(plain, None)
    return grammar


class _Filler:
    """Fills "{type}" with the type's values, and where `loose` with names that are in no list."""

    def __init__(self, sight: Sight, loose: bool) -> None:
        self._sight, self._loose = sight, loose
        self._empty = sight.types.language.empty

    def __call__(self, slot_type: str, at: int) -> list[Fill]:
        words = self._sight.text.words
        if kind(slot_type) in FREE:
            return [Fill(end, None, _FREE + _WORD * (end - at) / 10) for end in range(at + 1, len(words) + 1)]
        fills = [
            Fill(span.end, span.heard, _WEAK if span.weak else 0.0)
            for span in self._sight.spans(slot_type)
            if span.start == at
        ]
        if self._loose and self._sight.types.open(slot_type):
            fills += self._names(at)
        return fills

    def _names(self, at: int) -> Iterator[Fill]:
        words = self._sight.text.words
        for end in range(at + 1, min(len(words), at + _LONGEST_WILD) + 1):
            if words[end - 1] not in self._empty:
                yield Fill(end, None, _WILD + _WORD * (end - at))


def _said(match: Match[Sample], sight: Sight) -> Said:
    slots: dict[str, Heard] = {}
    wild = []
    for name, filled in zip(match.payload.slots, match.fills, strict=True):
        start, end = filled.start, filled.fill.end
        if filled.fill.value is not None:
            slots[name] = filled.fill.value
        elif kind(filled.name) in FREE:
            slots[name] = Heard(sight.text.quote(start, end), sight.text.quote(start, end))
        else:
            slots[name] = resolve(sight, filled.name, start, end)
            wild.append((start, end))
    return Said(match.payload.intent, slots, tuple(wild), match.literals, match.cost)


def resolve(sight: Sight, slot_type: str, start: int, end: int) -> Heard:
    """Words that were said for a list type's slot, with what they match, if anything."""
    matches = sight.types.catalogues[slot_type].resolve(sight.text.words[start:end])
    return Heard(sight.text.quote(start, end), matches[0].name if matches else None, matches)
