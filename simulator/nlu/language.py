"""What Amazon's own service knows about a language, as data files of one folder a locale.

words.yaml      spellings, words without content, carrier phrases, how numbers are said
grammar.yaml    how dates, times and durations are said
lexicon.txt     common words, so that they are not taken for misspelt ones
thesaurus.txt   one line a group of words that mean much the same here
foreign.txt     what people ask assistants that is not for a desk: the background of the classifier
builtins/*.txt  one phrase a line for Help, Stop, Cancel …
names/*.txt     values of Amazon's list types (City, FirstName), one a line
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from simulator.nlu.text import Text, read

LOCALES = Path(__file__).parent / "locales"
_KEPT = 8192  # words whose spelling and meaning are kept: those of the samples and more


class _Words(yaml.CSafeLoader):
    """YAML in which `no` and `on` are words."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


class UnknownLocale(ValueError):
    """There is no data for a locale, nor for another of its language."""


@dataclass(frozen=True)
class Language:
    """One locale's data, parsed. `number_language` is text2num's name for it, or "" where it has none."""

    locale: str
    words: Mapping[str, Any]
    grammar: Mapping[str, Any]
    spellings: Mapping[str, tuple[str, ...]]
    empty: frozenset[str]
    answer_words: frozenset[str]
    name_words: frozenset[str]
    digits: Mapping[str, str]
    indefinite: frozenset[str]
    agrees: frozenset[str]
    limits: frozenset[str]
    questions: frozenset[str]
    lexicon: frozenset[str]
    thesaurus: Mapping[str, str]
    foreign: tuple[str, ...]
    builtins: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    digest: str

    def read(self, text: str) -> Text:
        """Split into words, with this language's spellings."""
        return read(text, self.spellings)

    def split(self, text: str) -> tuple[str, ...]:
        """The words that `read` finds, where nobody asks where they stood: a chunk is read but once."""
        if "." in text:  # letters that are spelled ("p. m.") may reach over a blank
            return self.read(text).words
        return tuple(word for chunk in text.split() for word in self._chunk(chunk))

    @cached_property
    def _chunk(self) -> Callable[[str], tuple[str, ...]]:
        return lru_cache(_KEPT)(lambda chunk: self.read(chunk).words)

    def stem(self, word: str) -> str:
        """The word without its inflection, as far as the suffix list goes."""
        for suffix, instead in self.words["suffixes"]:
            if word.endswith(suffix) and len(word) - len(suffix) >= self.words["shortest_stem"]:
                return word[: len(word) - len(suffix)] + str(instead)
        return word

    @cached_property
    def concept(self) -> Callable[[str], str]:
        """What a word means here: its group in the thesaurus, else its stem."""
        return lru_cache(_KEPT)(self._concept)

    def _concept(self, word: str) -> str:
        return self.thesaurus.get(word) or self.thesaurus.get(self.stem(word)) or self.stem(word)


def _lines(path: Path) -> tuple[str, ...]:
    if not path.exists():
        return ()
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _yaml(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text("utf-8"), _Words))  # noqa: S506  # nosec B506 (a safe loader)


def _folder(locale: str) -> Path:
    exact = LOCALES / locale.replace("_", "-")
    if exact.is_dir():
        return exact
    kin = sorted(LOCALES.glob(f"{exact.name.split('-')[0]}-*"))
    if not kin:
        known = ", ".join(sorted(path.name for path in LOCALES.iterdir()))
        raise UnknownLocale(f"the local understanding knows no {locale}; it knows {known}")
    return kin[0]


def _groups(folder: Path) -> dict[str, str]:
    return {
        word: "~" + words[0]
        for line in _lines(folder / "thesaurus.txt")
        for words in [line.split()]
        for word in words
    }


@cache
def language(locale: str) -> Language:
    """The data of a locale ("en-US" or "en_US"), else of the first locale of the same language.

    Raises UnknownLocale where there is neither.
    """
    folder = _folder(locale)
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".yaml"})
    words = _yaml(folder / "words.yaml")
    return Language(
        locale=folder.name,
        words=words,
        grammar=_yaml(folder / "grammar.yaml"),
        spellings={short: tuple(str(long).split()) for short, long in words["spellings"].items()},
        empty=frozenset(words["empty"].split()),
        answer_words=frozenset(words["answers"].split()),
        name_words=frozenset(words["name_words"].split()),
        digits={word: str(number) for number, word in enumerate(words["numbers"]["in_names"].split())},
        indefinite=frozenset(words["indefinite"].split()),
        agrees=frozenset(words["agrees"].split()),
        limits=frozenset(words["limits"].split()),
        questions=frozenset(words["questions"].split()),
        lexicon=frozenset(word for line in _lines(folder / "lexicon.txt") for word in line.split()),
        thesaurus=_groups(folder),
        foreign=_lines(folder / "foreign.txt"),
        builtins={path.stem: _lines(path) for path in sorted((folder / "builtins").glob("*.txt"))},
        names={path.stem: _lines(path) for path in sorted((folder / "names").glob("*.txt"))},
        digest=hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest(),
    )
