"""Times of day and durations, as Amazon writes them."""

import pytest

from simulator.nlu.language import language
from simulator.nlu.moments import Moments, Words
from simulator.nlu.numbers import Numbers
from simulator.nlu.times import Clock, join

ENGLISH = language("en-US")
NUMBERS = Numbers(ENGLISH.words)
MOMENTS = Moments(ENGLISH.grammar)


def said(text: str) -> Words:
    words = ENGLISH.read(text).words
    return Words(words, NUMBERS.find(words), MOMENTS.lexicon)


def time_of(text: str) -> Clock | str | None:
    words = said(text)
    whole = [m.value for m in MOMENTS.times(words) if (m.start, m.end) == (0, len(words.words))]
    return whole[0] if whole else None


def duration_of(text: str) -> str | None:
    words = said(text)
    whole = [m.value for m in MOMENTS.durations(words) if (m.start, m.end) == (0, len(words.words))]
    return whole[0] if whole else None


@pytest.mark.parametrize(
    ("text", "code", "both"),
    [
        ("seven", "07:00", True),
        ("seven o'clock", "07:00", True),
        ("seven thirty", "07:30", True),
        ("7:30", "07:30", True),
        ("half past four", "04:30", True),
        ("quarter to five", "04:45", True),
        ("a quarter past five", "05:15", True),
        ("ten to six", "05:50", True),
        ("twenty past four", "04:20", True),
        ("seven oh five", "07:05", True),
        ("seven p. m.", "19:00", False),
        ("7pm", "19:00", False),
        ("7:30 pm", "19:30", False),
        ("twelve am", "00:00", False),
        ("twelve pm", "12:00", False),
        ("four in the morning", "04:00", False),
        ("eight in the evening", "20:00", False),
        ("19:30", "19:30", False),
        ("07:30", "07:30", False),
        ("noon", "12:00", False),
        ("midnight", "00:00", False),
    ],
)
def test_a_time_of_day(text: str, code: str, both: bool) -> None:
    time = time_of(text)
    assert isinstance(time, Clock)
    assert (time.code, time.open) == (code, both)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("morning", "MO"),
        ("in the afternoon", "AF"),
        ("this evening", "EV"),
        ("at night", "NI"),
        ("tonight", "NI"),
        ("math", None),
        ("25:00", None),
        ("7:99", None),
    ],
)
def test_a_part_of_the_day(text: str, code: str | None) -> None:
    assert time_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ten minutes", "PT10M"),
        ("five hours", "PT5H"),
        ("three days", "P3D"),
        ("eight weeks", "P8W"),
        ("seven years", "P7Y"),
        ("forty five seconds", "PT45S"),
        ("five hours and ten minutes", "PT5H10M"),
        ("two days three hours", "P2DT3H"),
        ("half an hour", "PT30M"),
        ("an hour and a half", "PT1H30M"),
        ("two and a half hours", "PT2H30M"),
        ("an hour", "PT1H"),
        ("a week", "P1W"),
        ("a fortnight", "P2W"),
        ("math", None),
        ("ten", None),
    ],
)
def test_a_duration(text: str, code: str | None) -> None:
    assert duration_of(text) == code


def test_units_out_of_order_are_two_durations() -> None:
    assert join("PT10M", "PT5H") is None
    assert join("P2D", "PT5H") == "P2DT5H"
