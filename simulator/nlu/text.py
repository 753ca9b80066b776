"""An utterance as words: what was typed or said, cleaned, split and spelled the way the samples are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

LIMIT = 1024  # characters: what Lex V2 takes in one text; Alexa's transcripts are far shorter

_MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963"  # no part of \w, yet part of words
)
_LETTERS = rf"(?:[^\W\d_]|[{_MARKS}])+"
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}:\d{2}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"
    rf"|\d+(?:st|nd|rd|th)\b|\d+|{_LETTERS}(?:'{_LETTERS})*"
)
_SPELLED = re.compile(r"\b(?:[a-z]\.\s?){2,}")  # "p. m.", "P.I.N.": how Amazon writes spoken letters
_CLAUSE = re.compile(r"[.?!;…]+(?:\s|$)|,\s")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in the samples' spelling, and where it stood in the cleaned text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """A cleaned utterance. `said` keeps the person's own letters; slots quote from it."""

    said: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Text:
        """Words of which nobody asks how they were said."""
        return cls("", tuple(Token(word, 0, 0) for word in words))

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens)

    def quote(self, start: int, end: int) -> str:
        """The person's own words for the tokens from start up to end."""
        return self.said[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def clauses(self) -> tuple[Text, ...]:
        """The parts between stops and commas, where there are several."""
        cuts = [match.end() for match in _CLAUSE.finditer(self.said)]
        parts, done = [], 0
        for cut in [*cuts, len(self.said) + 1]:
            tokens = tuple(token for token in self.tokens[done:] if token.start < cut)
            done += len(tokens)
            if tokens:
                parts.append(Text(self.said, tokens))
        return tuple(parts) if len(parts) > 1 else ()


def clean(text: str) -> str:
    """Composed, without control and format characters, one space between words, at most LIMIT long."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:LIMIT]
    composed = unicodedata.normalize("NFKC", text[: 4 * LIMIT])
    kept = "".join(
        " " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.replace("’", "'").replace("‘", "'").split())[:LIMIT]


def read(text: str, spellings: Mapping[str, tuple[str, ...]]) -> Text:
    """Split into words. `spellings` gives the words that a short or misspelt form stands for."""
    said = clean(text)
    # lower() may change the length ("İ"); then positions would lie, and the letters as lowered must do.
    lowered = said.lower()
    said = said if len(lowered) == len(said) else lowered
    joined = _SPELLED.sub(lambda m: m[0].replace(".", "").replace(" ", "").ljust(len(m[0])), lowered)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(joined):
        for word in spellings.get(match[0]) or match[0].removesuffix("'s").split() + ["s"] * match[
            0
        ].endswith("'s"):
            tokens.append(Token(word, match.start(), match.end()))
    return Text(said, tuple(tokens))
