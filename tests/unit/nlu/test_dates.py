"""Dates in words, as Alexa and Lex write them. Monday 23 November 2026 is today."""

from datetime import date

import pytest

from simulator.nlu.dates import as_day
from simulator.nlu.language import language
from simulator.nlu.moments import Moments, Words
from simulator.nlu.numbers import Numbers

TODAY = date(2026, 11, 23)
ENGLISH = language("en-US")
NUMBERS = Numbers(ENGLISH.words)
MOMENTS = Moments(ENGLISH.grammar)


def read(text: str, today: date = TODAY) -> str | None:
    """The code of the whole text; None where it is no date."""
    words = ENGLISH.read(text).words
    said = Words(words, NUMBERS.find(words), MOMENTS.lexicon)
    whole = [m.value for m in MOMENTS.dates(said, today) if (m.start, m.end) == (0, len(words))]
    return whole[0] if whole else None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("today", "2026-11-23"),
        ("tonight", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("tomorrow evening", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("yesterday", "2026-11-22"),
        ("right now", "PRESENT_REF"),
        ("Friday", "2026-11-27"),
        ("this friday", "2026-11-27"),
        ("Monday", "2026-11-23"),
        ("next Friday", "2026-12-04"),
        ("last friday", "2026-11-20"),
        ("last monday", "2026-11-16"),
        ("a week from friday", "2026-12-04"),
        ("friday night", "2026-11-27"),
        ("this weekend", "2026-W48-WE"),
        ("the weekend", "2026-W48-WE"),
        ("next weekend", "2026-W49-WE"),
        ("last weekend", "2026-W47-WE"),
        ("this week", "2026-W48"),
        ("next week", "2026-W49"),
        ("the week after next", "2026-W50"),
        ("this month", "2026-11"),
        ("next month", "2026-12"),
        ("December", "2026-12"),
        ("november", "2026-11"),
        ("march", "2027-03"),
        ("last march", "2026-03"),
        ("march 2028", "2028-03"),
        ("this year", "2026"),
        ("next year", "2027"),
        ("twenty twenty eight", "2028"),
        ("this winter", "2026-WI"),
        ("winter", "2026-WI"),
        ("next summer", "2028-SU"),
        ("summer", "2027-SU"),
        ("fall", "2026-FA"),
        ("this decade", "202X"),
        ("the third of December", "2026-12-03"),
        ("december third", "2026-12-03"),
        ("December 3rd", "2026-12-03"),
        ("dec 3", "2026-12-03"),
        ("3 December", "2026-12-03"),
        ("december the third", "2026-12-03"),
        ("december third twenty twenty eight", "2028-12-03"),
        ("december 3, 2028", "2028-12-03"),
        ("friday december fourth", "2026-12-04"),
        ("friday the fourth", "2026-12-04"),
        ("the twenty fifth", "2026-11-25"),
        ("november first", "2027-11-01"),
        ("february twenty ninth", "2028-02-29"),
        ("12/3", "2026-12-03"),
        ("12/3/27", "2027-12-03"),
        ("2026-12-04", "2026-12-04"),
        ("christmas", "2026-12-25"),
        ("new year's eve", "2026-12-31"),
        ("the fourth of july", "2027-07-04"),
        ("thanksgiving", "2026-11-26"),
        ("in two weeks", "2026-12-07"),
        ("three days ago", "2026-11-20"),
        ("in a month", "2026-12-23"),
        ("two years ago", "2024-11-23"),
    ],
)
def test_a_date_has_alexas_code(said: str, code: str) -> None:
    assert read(said) == code


@pytest.mark.parametrize(
    "said",
    ["february thirtieth", "13/45", "2026-02-30", "the fortieth", "math", "in nine hundred thousand weeks"],
)
def test_what_is_no_day_is_no_date(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize(
    ("today", "said", "code"),
    [
        (date(2026, 1, 31), "in a month", "2026-02-28"),
        (date(2026, 1, 10), "this winter", "2025-WI"),
        (date(2026, 1, 10), "next winter", "2026-WI"),
        (date(2026, 12, 30), "next week", "2027-W01"),
        (date(2026, 12, 30), "next month", "2027-01"),
        (date(2026, 12, 30), "december third", "2027-12-03"),
        (date(2026, 11, 28), "this weekend", "2026-W48-WE"),
        (date(2026, 11, 29), "this weekend", "2026-W48-WE"),
        (date(2026, 11, 27), "friday", "2026-11-27"),
        (date(2026, 11, 30), "thanksgiving", "2027-11-25"),
    ],
)
def test_the_code_goes_by_the_day_on_which_it_is_said(today: date, said: str, code: str) -> None:
    assert read(said, today) == code


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("2026-11-27", "2026-11-27"),
        ("PRESENT_REF", "2026-11-23"),
        ("2026-W48", "2026-11-23"),
        ("2026-W48-WE", "2026-11-28"),
        ("2026-11", "2026-11-30"),
        ("2026-12", "2026-12-31"),
        ("2028-02", "2028-02-29"),
        ("2027", "2027-12-31"),
        ("202X", "2029-12-31"),
        ("2026-WI", "2026-12-01"),
    ],
)
def test_lex_gets_one_day(code: str, day: str) -> None:
    assert as_day(code, TODAY) == day
