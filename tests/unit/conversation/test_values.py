"""What a channel understood, as the desk takes it: a period is one, though Lex gives one day of it."""

from __future__ import annotations

import pytest

from frontdesk.conversation.values import resolve


@pytest.mark.parametrize(
    ("heard", "understood", "value"),
    [
        ("this weekend", "2027-01-16", "2027-W02-WE"),
        ("the weekend after next", "2027-01-30", "2027-W04-WE"),
        ("next week", "2027-01-18", "2027-W03"),
        ("this week", "2027-01-11", "2027-W02"),
        ("Next Month", "2027-02-28", "2027-02"),
        ("in december", "2027-12-31", "2027-12"),
        ("december of 2028", "2028-12-31", "2028-12"),
        ("december next year", "2028-12-31", "2028-12"),
        ("next year", "2028-12-31", "2028"),
        ("this summer", "2027-06-01", "2027-SU"),
        ("monday next week", "2027-01-18", "2027-01-18"),
        ("a week from monday", "2027-01-25", "2027-01-25"),
        ("december 6", "2027-12-06", "2027-12-06"),
        ("december sixth", "2027-12-06", "2027-12-06"),
        ("saturday", "2027-01-16", "2027-01-16"),
        ("2027-W03", "2027-W03", "2027-W03"),  # as it was remembered
        ("the weekend", None, None),
    ],
)
def test_a_period_is_more_than_the_day_that_lex_gives(heard: str, understood: str, value: str) -> None:
    assert resolve("en-US", "AMAZON.DATE", heard, understood).value == value


def test_without_the_words_of_a_language_a_day_stays_a_day() -> None:
    assert resolve("fi-FI", "AMAZON.DATE", "ensi viikolla", "2027-01-18").value == "2027-01-18"
