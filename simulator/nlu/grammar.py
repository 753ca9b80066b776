"""Patterns over words, in one trie: what dates, times and sample utterances have in common.

A pattern is words, `[optional]` parts, `(one|or another)` and `{placeholder}`s. Placeholders are filled by
whoever asks, so the same trie reads "{month} the {day}" and "book {quantity} tickets for {event}".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, KeysView, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

_PART = re.compile(r"\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|[^\s\[\](){}]+")


@dataclass(frozen=True, slots=True)
class Fill:
    """Words that can stand for a placeholder: where they end, what they mean, what they cost in rank."""

    end: int
    value: Any
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A placeholder's name, where its words begin, and the fill."""

    name: str
    start: int
    fill: Fill


@dataclass(frozen=True, slots=True)
class Match[P]:
    """Words from start to end follow a pattern; `literals` of them stand in the pattern itself."""

    start: int
    end: int
    payload: P
    literals: int
    fills: tuple[Filled, ...]

    def values(self) -> dict[str, Any]:
        return {filled.name: filled.fill.value for filled in self.fills}

    @property
    def cost(self) -> float:
        return sum(filled.fill.cost for filled in self.fills)


type Filler = Callable[[str, int], Sequence[Fill]]  # (placeholder, start) → the fills that begin there


@dataclass(slots=True)
class _Node[P]:
    words: dict[str, _Node[P]] = field(default_factory=dict)
    places: dict[str, _Node[P]] = field(default_factory=dict)
    payloads: list[P] = field(default_factory=list)


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every plain form of a pattern: words and "{placeholder}"s."""
    choices: list[list[str]] = []
    for part in _PART.findall(pattern):
        if part[0] == "[":
            choices.append(["", *part[1:-1].split("|")])
        elif part[0] == "(":
            choices.append(part[1:-1].split("|"))
        else:
            choices.append([part])
    for picked in product(*choices):
        yield tuple(word for option in picked for word in _PART.findall(option))


class Grammar[P]:
    """Patterns and what each one means to its owner."""

    def __init__(self) -> None:
        self._root: _Node[P] = _Node()
        self.closers: set[str] = set()  # the words and "{placeholder}"s with which a match can end

    def add(self, parts: Sequence[str], payload: P) -> None:
        """Add one plain form (see `expand`)."""
        node = self._root
        for part in parts:
            branches, name = (node.places, part[1:-1]) if part[0] == "{" else (node.words, part)
            if (following := branches.get(name)) is None:
                following = branches[name] = _Node()
            node = following
        node.payloads.append(payload)
        self.closers.update(parts[-1:])

    @property
    def openers(self) -> KeysView[str]:
        """The words with which a match can begin, apart from placeholders."""
        return self._root.words.keys()

    def matches(self, words: Sequence[str], start: int, filler: Filler) -> Iterator[Match[P]]:
        """Every match that begins at `start`, of any length, in no particular order."""
        stack: list[tuple[_Node[P], int, int, tuple[Filled, ...]]] = [(self._root, start, 0, ())]
        while stack:
            node, at, literals, fills = stack.pop()
            for payload in node.payloads:
                yield Match(start, at, payload, literals, fills)
            if at >= len(words):
                continue
            if (following := node.words.get(words[at])) is not None:
                stack.append((following, at + 1, literals + 1, fills))
            for name, following in node.places.items():
                for fill in filler(name, at):
                    stack.append((following, fill.end, literals, (*fills, Filled(name, at, fill))))
