"""Utterances as words: what is cleaned, split, spelled out and quoted."""

import pytest

from simulator.nlu.language import UnknownLocale, language
from simulator.nlu.text import LIMIT

ENGLISH = language("en-US")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("What's my grade?", "what is my grade"),
        ("I’d like twenty-four seats", "i would like twenty four seats"),
        ("whats the tiket 4", "what is the ticket 4"),
        ("blue seven's position", "blue seven s position"),
        ("my P.I.N. is 2468", "my pin is 2468"),
        ("at 7 p. m.", "at 7 pm"),
        ("7pm", "7 pm"),
        ("the 3rd, 1,000 points; 2.5", "the 3rd 1,000 points 2.5"),
        ("on 2026-12-04 or 12/5", "on 2026-12-04 or 12/5"),
        ("eight o'clock", "eight o'clock"),
        ("  a\u200bb \u202e c\u0000 ", "ab c"),
        ("ＦＵＬＬ width", "full width"),
        ("😀 ¡hola!", "hola"),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
        ("…", ""),
    ],
)
def test_words(said: str, words: str) -> None:
    assert " ".join(ENGLISH.read(said).words) == words


def test_slots_quote_the_persons_own_letters() -> None:
    text = ENGLISH.read("What's  my grade in  Algebra Two, please")
    start = text.words.index("algebra")
    assert text.quote(start, start + 2) == "Algebra Two"
    assert text.quote(start, start) == ""


def test_quoting_survives_letters_that_grow_in_lower_case() -> None:
    text = ENGLISH.read("İstanbul please")
    assert text.quote(1, 2) == "please"


def test_no_more_than_lex_would_take_is_read() -> None:
    assert len(ENGLISH.read("word " * 10_000).said) <= LIMIT


@pytest.mark.parametrize(
    ("said", "clauses"),
    [
        ("I'm bored. What's on?", ["i am bored", "what is on"]),
        ("hi, what's my grade", ["hi", "what is my grade"]),
        ("what's my grade", []),
        ("2.5 or 1,000", []),
    ],
)
def test_clauses(said: str, clauses: list[str]) -> None:
    assert [" ".join(clause.words) for clause in ENGLISH.read(said).clauses()] == clauses


def test_a_locale_without_data_of_its_own_has_its_languages() -> None:
    assert language("en-GB").locale == "en-US"
    assert language("en_US") == ENGLISH


def test_a_language_without_data_is_refused_by_name() -> None:
    with pytest.raises(UnknownLocale, match="xx-XX.*en-US"):
        language("xx-XX")


def test_words_that_yaml_takes_for_booleans_are_words() -> None:
    assert "no" in ENGLISH.words["corrections"]
    assert "on" in ENGLISH.grammar["announcers"]


@pytest.mark.parametrize(
    "builtin", ["help", "stop", "cancel", "repeat", "startover", "yes", "no", "navigatehome"]
)
def test_amazons_own_intents_have_many_phrases_and_share_none(builtin: str) -> None:
    phrases = ENGLISH.builtins[builtin]
    assert len(set(phrases)) == len(phrases) >= 60
    others = {phrase for name, each in ENGLISH.builtins.items() if name != builtin for phrase in each}
    assert not others.intersection(phrases)


def test_a_word_means_one_thing_in_the_thesaurus() -> None:
    groups = [line.split() for line in _lines("thesaurus.txt")]
    words = [word for group in groups for word in set(group)]
    assert len(words) == len(set(words))


def test_the_background_says_nothing_twice() -> None:
    assert len(set(ENGLISH.foreign)) == len(ENGLISH.foreign) >= 1000


def _lines(name: str) -> list[str]:
    from simulator.nlu.language import LOCALES

    lines = (LOCALES / "en-US" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
