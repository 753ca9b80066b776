"""Things that can be wrong in a source: each makes one change to the files of `tongues`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, product
from string import ascii_lowercase
from typing import Any

from tests.support.tongues import Files

ENGLISH, GERMAN = "en-US/lunch", "de-DE/lunch"

type Change = Callable[[Files], object]


def lunch(**more: Any) -> Change:
    return lambda files: files["intents"]["intents"]["OrderLunch"].update(more)


def intent(name: str, **spec: Any) -> Change:
    return lambda files: files["intents"]["intents"].update(
        {name: {"domain": "desk", "asks": "anyone", **spec}}
    )


def slot(name: str, **spec: Any) -> Change:
    return lambda files: files["intents"]["intents"]["OrderLunch"]["slots"].update({name: spec})


def says(*texts: str, intent: str = "OrderLunch", file: str = ENGLISH) -> Change:
    return lambda files: files[file].setdefault("utterances", {}).setdefault(intent, []).extend(texts)


def answers(text: str) -> Change:
    return lambda files: files[ENGLISH]["slots"]["OrderLunch.dish"]["utterances"].append(text)


def part(section: str, file: str = ENGLISH, **entries: Any) -> Change:
    return lambda files: files[file].setdefault(section, {}).update(entries)


def value(key: str, *words: str, kind: str = "Dish", file: str = ENGLISH) -> Change:
    return lambda files: files[file]["types"].setdefault(kind, {}).update({key: list(words)})


def called(name: str) -> Change:
    return lambda files: files["en-US/desk"]["locale"].update(invocation=name)


def without(*path: str) -> Change:
    def change(files: Files) -> None:
        place: Any = files
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


def many(number: int) -> list[str]:
    """Different words without digits."""
    return [" ".join(words) for words in islice(product(ascii_lowercase, repeat=4), number)]
