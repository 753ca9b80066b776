"""Distances in the unit of where people are, or in the one that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.conversation.phrases import Phrase, Phrases
from frontdesk.domains.trucks.units import UNITS, away, hourly, unit

FOLDER = Path(__file__).parents[3] / "lambda/frontdesk/domains/trucks/phrases"
PHRASES = Phrases({"trucks": FOLDER})


def said(phrase: Phrase) -> str:
    return PHRASES.say("en-US", phrase.key, phrase.words)


@pytest.mark.parametrize(
    ("locale", "metres", "text"),
    [
        ("en-US", 16_093, "10 miles"),
        ("en-GB", 16_093, "10 miles"),
        ("es-US", 1_700, "a mile"),
        ("en-CA", 16_093, "16 kilometers"),
        ("de-DE", 1_100, "a kilometer"),
        ("en-US", 700, "less than a mile"),
        ("en-AU", 400, "less than a kilometer"),
        ("", 3_000, "3 kilometers"),
    ],
)
def test_a_distance_is_in_the_unit_of_the_locale_s_region(locale: str, metres: float, text: str) -> None:
    assert said(away(locale, metres)) == text


def test_who_names_a_unit_gets_that() -> None:
    assert said(unit("en-US", "kilometer").said(10)) == "10 kilometers"
    assert said(unit("en-CA", "mile").said(1)) == "a mile"
    assert unit("en-US", "furlong") is UNITS["mile"]


def test_every_unit_has_its_phrases() -> None:
    for each in UNITS.values():
        for key in (each.many, each.less, each.name, each.hourly):
            assert PHRASES.has(key)


@pytest.mark.parametrize(
    ("locale", "speed", "text"),
    [
        ("en-US", 26.82, "60 miles an hour"),
        ("en-GB", 0.45, "a mile an hour"),
        ("en-CA", 27.78, "100 kilometers an hour"),
        ("de-DE", 0.28, "a kilometer an hour"),
    ],
)
def test_a_speed_is_in_the_unit_of_the_locale_s_region(locale: str, speed: float, text: str) -> None:
    assert said(hourly(locale, speed)) == text
