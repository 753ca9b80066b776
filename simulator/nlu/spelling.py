"""Misspelt words, put right where one known word is near enough and the word as it stands is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from simulator.nlu.language import Language
from simulator.nlu.text import Text

_SHORTEST = 4  # letters: shorter words have too many neighbors
_TWO_SLIPS = 9  # letters from which two slips are forgiven
_MOST = 12  # unknown words of one utterance that are looked up: each costs a tenth of a millisecond


class Speller:
    """Knows how words are spelled: the given ones, and every word of the language's files.

    A language without a lexicon gets no corrections: its words would all be taken for misspelt ones.
    """

    def __init__(self, words: Iterable[str], language: Language) -> None:
        self._language = language
        self._targets = sorted({word for word in words if len(word) >= _SHORTEST and word.isalpha()})
        known = {*self._targets, *language.lexicon, *language.empty, *language.answer_words}
        self._known = known | {language.stem(word) for word in known}

    def correct(self, text: Text) -> Text:
        """The same utterance with misspelt words put right; what is quoted from it stays as it was said."""
        doubtful = [token.word for token in text.tokens if self._doubtful(token.word)][:_MOST]
        if not doubtful:
            return text
        tokens = (replace(t, word=self._nearest(t.word)) if t.word in doubtful else t for t in text.tokens)
        return Text(text.said, tuple(tokens))

    def knows(self, word: str) -> bool:
        """True for a word that is spelled right, in any inflection."""
        return word in self._known or self._language.stem(word) in self._known

    def _doubtful(self, word: str) -> bool:
        if len(word) < _SHORTEST or not word.isalpha() or not self._language.lexicon:
            return False
        return not self.knows(word)

    def _nearest(self, word: str) -> str:
        slips = 2 if len(word) >= _TWO_SLIPS else 1
        found = process.extractOne(word, self._targets, scorer=OSA.distance, score_cutoff=slips)
        return str(found[0]) if found and found[0][0] == word[0] else word
