"""Trucks' names as people say them: "Blue Seven", "truck blue 7" and "BLUE-7" are one."""

from __future__ import annotations

import re

_DIGITS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_FILLERS = frozenset({"the", "truck", "lorry", "van", "bus", "vehicle", "number", "my", "no"})


def is_part(said: str, name: str) -> bool:
    """Whether this may be a part of that name: "the blue one" of "Blue Seven"."""
    telling, of = _telling(said), _telling(name)
    if telling[1:] and telling[-1] == "one":
        telling = telling[:-1]
    return bool(telling) and set(telling) <= set(of)


def number(name: str) -> str:
    """The number in a name, by which people may call it: "77" of "Lorry L-77"; "" where it has none."""
    return "".join(letter for letter in key(name) if letter.isdecimal())


def key(name: str) -> str:
    """What names are compared by: lower case, digits for number words, nothing between; never empty for
    a name with a letter or a digit in it."""
    return "".join(_DIGITS.get(word, word) for word in _telling(name))


def _telling(name: str) -> list[str]:
    """A name's words without those that every truck's may have, unless it has no other."""
    words = re.findall(r"[^\W\d_]+|\d+", name.casefold())
    return [word for word in words if word not in _FILLERS] or words[-1:]
