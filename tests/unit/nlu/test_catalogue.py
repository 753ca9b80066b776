"""Entity resolution: one match, several, none; synonyms, parts of names, misspellings."""

import pytest

from simulator.nlu.catalogue import Catalogue, Entry
from simulator.nlu.language import language
from simulator.nlu.spelling import Speller
from simulator.nlu.understood import Value

ENGLISH = language("en-US")
NAMES = {
    "macbeth": ("Macbeth", "the Scottish play"),
    "jazz_night": ("Jazz Night", "jazz"),
    "jazz_brunch": ("Jazz Brunch", "jazz"),
    "hamlet": ("Hamlet at the Globe",),
    "hamilton": ("Hamilton",),
    "blue_seven": ("Blue Seven", "Lorry 12"),
    "ac": ("A. C. Milan",),
}
EVENTS = Catalogue(
    (Entry(Value(key, names[0]), names) for key, names in NAMES.items()),
    ENGLISH,
)


def resolved(text: str) -> list[str]:
    return [value.id for value in EVENTS.resolve(ENGLISH.read(text).words)]


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Macbeth", ["macbeth"]),
        ("blue seven", ["blue_seven"]),
        ("blue 7", ["blue_seven"]),
        ("lorry twelve", ["blue_seven"]),
        ("the scottish play", ["macbeth"]),
        ("scottish play", ["macbeth"]),
        ("jazz", ["jazz_night", "jazz_brunch"]),
        ("jazz night", ["jazz_night"]),
        ("hamlet", ["hamlet"]),
        ("the globe", ["hamlet"]),
        ("macbth", ["macbeth"]),
        ("hammilton", ["hamilton"]),
        ("ac milan", ["ac"]),
        ("zorro", []),
        ("the", []),
        ("ham", []),
        ("camilton", []),
        ("", []),
    ],
)
def test_resolution(said: str, ids: list[str]) -> None:
    assert resolved(said) == ids


def test_at_most_five_matches_as_with_alexa() -> None:
    many = Catalogue(
        (Entry(Value(str(n), f"show {n}"), (f"show number {n}", "show")) for n in range(9)), ENGLISH
    )
    assert len(many.resolve(("show",))) == 5


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("tickts for the consert", "tickets for the concert"),
        ("my grdae", "my grade"),
        ("massage", "massage"),
        ("xylophonist", "xylophonist"),
        ("tkt 2468", "tkt 2468"),
    ],
)
def test_misspelt_words_are_put_right_and_others_left_alone(said: str, words: str) -> None:
    speller = Speller({"tickets", "concert", "grade", "message"}, ENGLISH)
    text = speller.correct(ENGLISH.read(said))
    assert " ".join(text.words) == words
    assert text.said == said
