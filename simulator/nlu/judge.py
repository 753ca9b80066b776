"""How sure the understanding is: the classifier's word, held back by words that no sample has."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.nlu.classify import BACKGROUND, Weights
from simulator.nlu.language import Language
from simulator.nlu.learn import Lessons, Tagged, learn


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest intent, the confidence in it (0 to 1), and how much this sounds like the background."""

    intent: str
    confidence: float
    foreign: float


class Judge:
    """Scores sentences for one model."""

    def __init__(self, lessons: Lessons, language: Language, weights: Weights | None = None) -> None:
        self._language = language
        self.weights = weights or learn(lessons)
        self._known: dict[str, set[str]] = {}
        self._abroad: Counter[str] = Counter()
        for tagged, label in lessons.examples:
            meanings = [language.concept(word) for word in tagged.content]
            if label == BACKGROUND:
                self._abroad.update(meanings)
            else:
                self._known.setdefault(label, set()).update(meanings)
        self._vocabulary = frozenset(word for words in self._known.values() for word in words)

    def foreign(self, words: Sequence[str]) -> bool:
        """True where a word is at home in the background and in no intent."""
        meanings = {self._language.concept(word) for word in words if word not in self._language.empty}
        return any(meaning in self._abroad and meaning not in self._vocabulary for meaning in meanings)

    def verdict(self, tagged: Tagged) -> Verdict:
        likely = self.weights.probabilities(tagged.features)
        ranked = {label: float(p) for label, p in zip(self.weights.labels, likely, strict=True)}
        foreign = ranked.pop(BACKGROUND, 0.0)
        intent = max(ranked, key=lambda label: ranked[label])
        return Verdict(intent, ranked[intent] * math.sqrt(self.coverage(tagged, intent)), foreign)

    def coverage(self, tagged: Tagged, intent: str) -> float:
        """The share of the content words that the intent's samples know; values count as known."""
        values = sum(word[0] == "<" for word in tagged.words)
        meanings = [self._language.concept(word) for word in tagged.content]
        known = sum(meaning in self._known.get(intent, ()) for meaning in meanings)
        return (known + 0.5 * values + 0.25) / (len(meanings) + 0.5 * values + 0.25)
