"""Sample utterances as templates: what people say in the samples' own words, with the slots taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from simulator.nlu.grammar import Fill, Grammar, Match, expand
from simulator.nlu.kinds import FREE, kind
from simulator.nlu.language import Language
from simulator.nlu.samples import Sample
from simulator.nlu.sight import Sight
from simulator.nlu.understood import Heard

_WEAK, _WILD, _WORD, _FREE = (
    0.5,
    1.0,
    0.1,
    0.3,
)  # ranks: a sure value, then a doubtful one, then free text, then any words
_CARRIER = 0.01  # a word passed over
_LONGEST_WILD = 6  # words of a name that is in no list
_LONGEST = 60  # words: nobody says a sample in more


@dataclass(frozen=True, slots=True)
class Said:
    """A template that fits. wild: the tokens of names in no list. cost: 0 where nothing is doubtful."""

    intent: str
    slots: dict[str, Heard]
    wild: tuple[tuple[int, int], ...]
    cost: float

    @property
    def sure(self) -> bool:
        """True where every slot holds a value that can be nothing else."""
        return self.cost < _FREE


class Carriers:
    """The words that people put before and after what they want ("could you tell me … please")."""

    def __init__(self, language: Language) -> None:
        self._lead, self._trail = (_patterns(language.words["carriers"][side]) for side in ("lead", "trail"))

    def starts(self, words: Sequence[str]) -> list[int]:
        """Where a sample may begin: at the first word, or after any leading ones."""
        starts = [0]
        for start in starts:
            starts += [m.end for m in self._lead.matches(words, start, _nothing) if m.end not in starts]
        return starts

    def ends(self, words: Sequence[str]) -> set[int]:
        """Where a sample may end: after the last word, or before any trailing ones."""
        ends = {len(words)}
        for start in range(len(words) - 1, -1, -1):
            if any(match.end in ends for match in self._trail.matches(words, start, _nothing)):
                ends.add(start)
        return ends


class Templates:
    """Samples in one trie. Where two are alike, the first that was given is meant."""

    def __init__(self, samples: Iterable[Sample], carriers: Carriers) -> None:
        self._carriers = carriers
        self._samples: Grammar[tuple[int, Sample]] = Grammar()
        for order, sample in enumerate(samples):
            self._samples.add(sample.words, (order, sample))

    def best(self, sight: Sight, loose: bool = False) -> Said | None:
        """The best template for the whole utterance. loose: names in no list may fill a list type's slot."""
        words = sight.text.words
        if len(words) > _LONGEST:
            return None
        fitting = [
            match
            for start in self._carriers.starts(words)
            for match in self._samples.matches(words, start, _Filler(sight, loose))
        ]
        ends = self._carriers.ends(words) if fitting else ()
        found = [
            (
                match.cost + _CARRIER * (match.start + len(words) - match.end),
                -match.literals,
                *match.payload,
                match,
            )
            for match in fitting
            if match.end in ends
        ]
        if not found:
            return None
        *_, sample, match = min(found, key=lambda each: each[:3])
        return _said(sample, match, sight)


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
        words, language = self._sight.text.words, self._sight.types.language
        if words[at] in language.indefinite:  # "a therapist" is not what anything is called
            return
        for end in range(at + 1, min(len(words), at + _LONGEST_WILD) + 1):
            word = words[end - 1]
            if end - 1 in self._sight.named or (word in language.empty and word not in language.name_words):
                return
            if word not in language.empty:
                yield Fill(end, None, _WILD + _WORD * (end - at))


def _said(sample: Sample, match: Match[tuple[int, Sample]], sight: Sight) -> Said:
    slots: dict[str, Heard] = {}
    wild = []
    for name, filled in zip(sample.slots, match.fills, strict=True):
        start, end = filled.start, filled.fill.end
        if filled.fill.value is not None:
            slots[name] = filled.fill.value
        elif kind(filled.name) in FREE:
            slots[name] = Heard(sight.text.quote(start, end), sight.text.quote(start, end))
        else:
            slots[name] = resolve(sight, filled.name, start, end)
            wild.append((start, end))
    return Said(sample.intent, slots, tuple(wild), match.cost)


def resolve(sight: Sight, slot_type: str, start: int, end: int) -> Heard:
    """Words that were said for a list type's slot, with what they match, if anything."""
    matches = sight.types.catalogues[slot_type].resolve(sight.text.words[start:end])
    return Heard(sight.text.quote(start, end), matches[0].name if matches else None, matches)
