"""Sentences: how words of each kind are said, and what happens to locales that nobody speaks."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from frontdesk.conversation.phrases import Listing, Money, Phrase, Phrases, Word

BOOK = {
    "grade": "{letter} in {subject}",
    "left": {"one": "{count} more grade", "other": "{count} more grades"},
    "hello": "Hello.",
}


@pytest.fixture
def phrases(tmp_path: Path) -> Phrases:
    (tmp_path / "en-US.json").write_text(json.dumps(BOOK))
    return Phrases({"t": tmp_path})


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("as it is", "as it is"),
        (1_042, "1,042"),
        (Decimal("10.415"), "10.415"),
        (Decimal("84.50"), "84.5"),
        (Decimal("1E+3"), "1,000"),
        (0.5, "0.5"),
        (100, "100"),
        (Money(123_456), "$1,234.56"),
        (Money(1_205), "$12.05"),
        (Money(6_000), "$60"),
        (Money(0), "$0"),
        (date(2026, 12, 4), "Friday, December 4"),
        (datetime(2026, 12, 4, 16, 20), "4:20 PM"),
        (datetime(2026, 12, 4, 0, 5), "12:05 AM"),
        (Listing([]), ""),
        (Listing(["a"]), "a"),
        (Listing(["a", "b"]), "a and b"),
        (Listing(["a", "b", "c"], "or"), "a, b or c"),
        (Phrase("t.grade", {"letter": "B", "subject": "algebra"}), "B in algebra"),
        (
            Listing([Phrase("t.left", {"count": 1}), Phrase("t.left", {"count": 2})]),
            "1 more grade and 2 more grades",
        ),
    ],
)
def test_each_kind_of_word(phrases: Phrases, word: Word, said: str) -> None:
    assert phrases.word("en-US", word) == said


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "fr-FR", "", "tlh", "en_US"])
def test_a_locale_that_nobody_speaks_hears_one_that_somebody_does(phrases: Phrases, locale: str) -> None:
    assert phrases.say(locale, "t.hello", {}) == "Hello."


def test_a_value_is_never_taken_for_a_place(phrases: Phrases) -> None:
    said = phrases.say("en-US", "t.grade", {"letter": "{subject}", "subject": "{0.__class__}"})
    assert said == "{subject} in {0.__class__}"


def test_a_missing_word_or_key_is_a_bug_that_is_noticed(phrases: Phrases) -> None:
    with pytest.raises(LookupError):
        phrases.say("en-US", "t.grade", {"letter": "B"})
    with pytest.raises(LookupError):
        phrases.say("en-US", "t.absent", {})
