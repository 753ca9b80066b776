"""Sentences by key and locale, and how each kind of word is said.

A phrase file is JSON: key → text with {places}, or key → {"one": text, "other": text}, chosen by the word
`count`. A domain's keys begin with its name ("grades.mine"), the conversation's own with "desk.".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from frontdesk.conversation.phrases.formats import FORMATS, Format

DEFAULT_LOCALE = "en-US"

type Template = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase inside another: its key and its words."""

    key: str
    words: Mapping[str, Word] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things said one after another: "a, b and c"; `last` is "and" or "or"."""

    items: Sequence[Word]
    last: str = "and"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, in cents of the locale's currency."""

    cents: int


# What may fill a place in a phrase.
type Word = str | int | float | Decimal | date | datetime | Money | Phrase | Listing


class Phrases:
    """The phrases of the desk and its domains, read a locale at a time when first wanted."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """folders: prefix ("desk", "grades") → the folder of its <locale>.json files."""
        self._folders = folders
        self._books: dict[str, Mapping[str, Template]] = {}

    def say(self, wanted: str, key: str, words: Mapping[str, Word]) -> str:
        """The sentence. Raises LookupError for an unknown key or a place that no word fills."""
        locale = self._locale(wanted)
        template = self._book(locale)[key]
        if not isinstance(template, str):
            template = template["one" if words.get("count") == 1 else "other"]
        return template.format_map({name: self.word(locale, word) for name, word in words.items()})

    def word(self, wanted: str, word: Word) -> str:
        """One word as its locale says it; raises as `say` does."""
        locale = self._locale(wanted)
        form: Format = FORMATS[locale]
        match word:
            case str():
                return word
            case Phrase(key, words):
                return self.say(locale, key, words)
            case Listing(items, last):
                return form.listing([self.word(locale, item) for item in items], last)
            case Money(cents):
                return form.money(cents)
            case datetime():
                return form.time(word)
            case date():
                return form.date(word)
            case int() | float() | Decimal():
                return form.number(word)

    def has(self, key: str) -> bool:
        """Whether there is such a phrase (every locale has the same keys, by test)."""
        return key in self._book(DEFAULT_LOCALE)

    def _book(self, locale: str) -> Mapping[str, Template]:
        if locale not in self._books:
            self._books[locale] = {
                f"{prefix}.{key}": template
                for prefix, folder in self._folders.items()
                for key, template in json.loads((folder / f"{locale}.json").read_text("utf-8")).items()
            }
        return self._books[locale]

    def _locale(self, wanted: str) -> str:
        """The locale to answer in: the one wanted, one of the same language, else the default."""
        if wanted in FORMATS:
            return wanted
        language = wanted.split("-")[0]
        return next((each for each in FORMATS if each.split("-")[0] == language), DEFAULT_LOCALE)
