"""Counts, ordinals and four digits, in words and figures."""

import pytest

from simulator.nlu.language import language
from simulator.nlu.numbers import Numbers

ENGLISH = language("en-US")
NUMBERS = Numbers(ENGLISH.words)


def found(text: str) -> list[tuple[str, bool]]:
    return [(number.value, number.ordinal) for number in NUMBERS.find(ENGLISH.read(text).words)]


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("two tickets", ["2"]),
        ("I'd like 4", ["4"]),
        ("twenty-two", ["22"]),
        ("two hundred and five points", ["205"]),
        ("a thousand tickets", ["1000"]),
        ("1,000", ["1000"]),
        ("5 thousand points", ["5000"]),
        ("a couple of seats", ["2"]),
        ("half a dozen", ["6"]),
        ("a dozen", ["12"]),
        ("two point five", ["2.5"]),
        ("zero", ["0"]),
        ("that one", []),
        ("one ticket", ["1"]),
        ("just one", ["1"]),
        ("no numbers at all", []),
    ],
)
def test_counts(said: str, counts: list[str]) -> None:
    assert [value for value, ordinal in found(said) if not ordinal] == counts


@pytest.mark.parametrize(
    ("said", "ordinals"),
    [
        ("the second one", ["2"]),
        ("the 3rd", ["3"]),
        ("twenty first", ["21"]),
        ("first or second", ["1", "2"]),
        ("two", []),
    ],
)
def test_ordinals_are_no_counts(said: str, ordinals: list[str]) -> None:
    assert [value for value, ordinal in found(said) if ordinal] == ordinals
    assert all(ordinal for _, ordinal in found(said)) or not ordinals


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("2468", "2468"),
        ("two four six eight", "2468"),
        ("twenty-four sixty-eight", "2468"),
        ("twenty four, 68", "2468"),
        ("2 4 6 8", "2468"),
        ("24 68", "2468"),
        ("oh one two three", "0123"),
        ("zero one two three", "0123"),
        ("double one double two", "1122"),
        ("triple seven one", "7771"),
        ("six oh four five", "6045"),
        ("nineteen ninety nine", "1999"),
        ("twenty oh five", "2005"),
        ("one thousand two hundred and thirty four", "1234"),
        ("two thousand six", "2006"),
        ("my pin is one three five seven thanks", "1357"),
    ],
)
def test_four_digits_said_in_every_way(said: str, digits: str) -> None:
    words = ENGLISH.read(said).words
    assert digits in [number.value for number in NUMBERS.four_digits(words, NUMBERS.find(words))]


@pytest.mark.parametrize(
    "said", ["two four six", "12345", "one two three four five six", "double", "math", ""]
)
def test_more_or_fewer_digits_are_no_four(said: str) -> None:
    words = ENGLISH.read(said).words
    whole = [n for n in NUMBERS.four_digits(words, NUMBERS.find(words)) if n.end - n.start == len(words)]
    assert not whole
