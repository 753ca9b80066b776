"""Entity resolution: which values of a slot type words may mean; one, several or none, as with Amazon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from simulator.nlu.language import Language
from simulator.nlu.understood import Value

_ALIKE = 84.0  # rapidfuzz ratio from which a misspelt whole value is taken for it ("algebar": 85.7)
_ALIKE_IN_TEXT = 88.0  # the same inside a sentence, where other words are near by accident
_SHORTEST = 4  # letters: below this a misspelling is another word
_MOST = 5  # matches: what Alexa returns at most


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with all its names as the model has them."""

    value: Value
    names: tuple[str, ...]


class Catalogue:
    """The values of one slot type."""

    def __init__(self, entries: Iterable[Entry], language: Language) -> None:
        self._language = language
        self.vocabulary: frozenset[str] = frozenset()
        self._exact: dict[tuple[str, ...], list[Value]] = {}
        self._parts: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for entry in entries:
            for name in entry.names:
                spelled = language.split(name)
                self.vocabulary |= frozenset(spelled)
                words = self._key(spelled)
                if words and entry.value not in (known := self._exact.setdefault(words, [])):
                    known.append(entry.value)
                    for word in set(words) - language.empty:
                        self._parts.setdefault(word, []).append((words, entry.value))
        self._spelled = {" ".join(words): words for words in self._exact}
        self._lengths: dict[str, set[int]] = {}
        for words in self._exact:
            self._lengths.setdefault(words[0], set()).add(len(words))

    def _key(self, words: Sequence[str]) -> tuple[str, ...]:
        """Words with numbers in digits: "Blue Seven" is "blue 7" too."""
        return tuple(self._language.digits.get(word, word) for word in words)

    def lengths(self, word: str) -> Iterable[int]:
        """How many words the names have that begin with this one."""
        return self._lengths.get(self._language.digits.get(word, word), ())

    def exact(self, words: Sequence[str]) -> tuple[Value, ...]:
        """The values that have exactly these words for a name."""
        return tuple(self._exact.get(self._key(words), ()))[:_MOST]

    def alike(self, words: Sequence[str], cutoff: float = _ALIKE_IN_TEXT) -> tuple[Value, ...]:
        """The values whose name is spelled almost like these words."""
        text = " ".join(self._key(words))
        if len(text) < _SHORTEST:
            return ()
        found = process.extractOne(text, self._spelled.keys(), scorer=fuzz.ratio, score_cutoff=cutoff)
        if found is None or found[0][0] != text[0]:
            return ()
        return self.exact(self._spelled[found[0]])

    def containing(self, words: Sequence[str]) -> tuple[Value, ...]:
        """The values of which these words are part of a name ("hamlet" of "hamlet at the globe")."""
        telling = self._key([word for word in words if word not in self._language.empty])
        if not telling:
            return ()
        holders = (
            value for name, value in self._parts.get(telling[0], ()) if all(word in name for word in telling)
        )
        return tuple(dict.fromkeys(holders))[:_MOST]

    def resolve(self, words: Sequence[str]) -> tuple[Value, ...]:
        """The values that words said for this slot mean: by name, else part of a name, else by spelling."""
        bare = tuple(words)
        while bare and bare[0] in self._language.empty and self._key(bare) not in self._exact:
            bare = bare[1:]
        bare = bare or tuple(words)
        return self.exact(words) or self.exact(bare) or self.containing(bare) or self.alike(bare, _ALIKE)
