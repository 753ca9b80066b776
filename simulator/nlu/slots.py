"""The slot types of a model, and which of them words may tell of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache

from simulator.nlu.catalogue import Catalogue, Entry
from simulator.nlu.kinds import MOMENTS, NUMERIC, kind
from simulator.nlu.language import Language
from simulator.nlu.model import Model
from simulator.nlu.moments import Moments
from simulator.nlu.numbers import Numbers
from simulator.nlu.sight import Sight
from simulator.nlu.text import Text
from simulator.nlu.understood import Value

_KEPT = 8192  # words of which is kept what they tell of
# Amazon's list types and the file of names that stands for what Amazon knows of each.
_NAMES = {
    "us_city": "city",
    "city": "city",
    "europe_city": "city",
    "firstname": "first_name",
    "us_first_name": "first_name",
}


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

    def told(self, words: Iterable[str]) -> frozenset[str]:
        """What there may be values of among some words (see `sought`). Where no word tells of a type, there
        is nothing to find: numbers have a word that is one alone, moments end and names begin with a few.
        """
        return frozenset[str]().union(*map(self._told, words))

    @cached_property
    def _told(self) -> Callable[[str], frozenset[str]]:
        return lru_cache(_KEPT)(lambda word: frozenset(self._told_by(word)))

    def _told_by(self, word: str) -> Iterator[str]:
        number = self.numbers.told_by(word)
        if number:
            yield from NUMERIC
        if number or word in self.moments.closers:
            yield from MOMENTS
        yield from (name for name, listed in self.catalogues.items() if listed.lengths(word))
        yield from (name for name, pattern in self.patterns.items() if number or pattern.fullmatch(word))

    def _known(self, slot_type: str) -> tuple[Entry, ...]:
        names = self.language.names.get(_NAMES.get(kind(slot_type), ""), ())
        return tuple(Entry(Value(name, name), (name,)) for name in names)

    def open(self, slot_type: str) -> bool:
        """True for list types: their slots take values outside the list too, as Amazon's do."""
        return slot_type in self.catalogues

    def look(self, text: Text) -> Sight:
        """The utterance with its values found on demand."""
        return Sight(self, text)
