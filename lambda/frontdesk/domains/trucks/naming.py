"""Trucks' names as people say them: "Blue Seven", "truck blue 7" and "BLUE-7" are one."""

from __future__ import annotations

import re

_DIGITS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_FILLERS = frozenset({"the", "truck", "lorry", "van", "bus", "vehicle", "number", "my", "no"})


def number(name: str) -> str:
    """The number in a name, by which people may call it: "77" of "Lorry L-77"; "" where it has none."""
    return "".join(letter for letter in key(name) if letter.isdecimal())


def key(name: str) -> str:
    """What names are compared by: lower case, digits for number words, nothing between; never empty for
    a name with a letter or a digit in it."""
    words = re.findall(r"[^\W\d_]+|\d+", name.casefold())
    telling = [word for word in words if word not in _FILLERS] or words[-1:]
    return "".join(_DIGITS.get(word, word) for word in telling)
