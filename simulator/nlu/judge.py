"""How sure the understanding is: the classifier's word, held back by words that no sample has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.nlu.classify import features
from simulator.nlu.language import Language
from simulator.nlu.learnt import Learnt
from simulator.nlu.lessons import BACKGROUND
from simulator.nlu.tagging import Tagged

# Each chosen by cross-validation over the background's subjects (docs/decisions/0020).
_VALUE = 0.5  # a value counts half a known word
_BUILTIN = 0.9  # Amazon's phrases are so many that what is like none of them is seldom meant so
_GREETING = "Hello"  # said before anything else, and so tells nothing of it
FOREIGN = 0.3  # from here on a clause is about something else
_CALIBRATION = 0.85  # so that Lex's usual threshold of 0.4 accepts some 2 to 5% of what is foreign
_MARGIN = 0.25  # keeps sentences without any content word in the classifier's hands


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest intent, the confidence in it (0 to 1), and how much this sounds like the background."""

    intent: str
    confidence: float
    foreign: float


class Judge:
    """Scores sentences for one model. builtins: the canonical names of Amazon's own intents."""

    def __init__(self, learnt: Learnt, builtins: Iterable[str], language: Language) -> None:
        self._language = language
        self._builtins = frozenset(builtins)
        self._weights = learnt.weights
        self._known = {label: words for label, words in learnt.content.items() if label != BACKGROUND}
        self._abroad = learnt.content.get(BACKGROUND, frozenset())
        self._home = frozenset(word for words in self._known.values() for word in words)

    def foreign(self, words: Sequence[str]) -> bool:
        """True where a word is at home in the background and in no intent."""
        meanings = {self._language.concept(word) for word in words if word not in self._language.empty}
        return not meanings.isdisjoint(self._abroad - self._home)

    def telling(self, clause: Tagged, verdict: Verdict) -> bool:
        """True where a clause alone shows that a longer sentence is for the desk: it has a value, or a word
        that is at home here and not in the background. "What should I do?" may follow upon anything."""
        said = set(clause.content)
        here = self._known[verdict.intent] - self._abroad
        return verdict.intent not in (*self._builtins, _GREETING) and (
            clause.values > 0 or not said.isdisjoint(here)
        )

    def elsewhere(self, words: Sequence[str], intent: str) -> bool:
        """True where a word is at home in other intents and not in this one (its canonical name)."""
        meanings = {self._language.concept(word) for word in words if word not in self._language.empty}
        return not meanings.isdisjoint(self._home - self._known.get(intent, frozenset()))

    def so_said(self, sentence: Tagged, intent: str) -> bool:
        """True where all the words of the sentence are said for this intent (its canonical name)."""
        return not sentence.values and self._known.get(intent, frozenset()).issuperset(sentence.content)

    def verdict(self, sentence: Tagged) -> Verdict:
        """What one sentence, or one clause of it, most likely is."""
        likely = self._weights.probabilities(features(sentence))
        foreign = likely.pop(BACKGROUND, 0.0)
        intent = max(likely, key=lambda label: likely[label])
        # Doubt between two intents is no doubt that it is for the desk: so against the background alone.
        sure = likely[intent] / (likely[intent] + foreign) * self._coverage(sentence, intent) ** 0.5
        sure *= _BUILTIN if intent in self._builtins else 1.0
        return Verdict(intent, sure**_CALIBRATION, foreign)

    def _coverage(self, sentence: Tagged, intent: str) -> float:
        """The share of the content that the intent's samples know."""
        known = sum(word in self._known[intent] for word in sentence.content)
        base = _VALUE * sentence.values + _MARGIN
        return (known + base) / (len(sentence.content) + base)
