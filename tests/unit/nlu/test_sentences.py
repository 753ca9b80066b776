"""Sentences where nothing was asked: intents and slots, the same in both channels but for their spelling."""

import pytest

from simulator.nlu.__main__ import load
from simulator.nlu.local import LocalNlu
from simulator.nlu.model import canonical
from simulator.nlu.understood import Value
from tests.support.sized_model import understanding

ALEXA, LEX = understanding("alexa"), understanding("lex")

BOTH = pytest.mark.parametrize("nlu", [ALEXA, LEX], ids=["alexa", "lex"])


def slots(nlu: LocalNlu, text: str) -> dict[str, str | None]:
    return {name: slot.value for name, slot in nlu.understand(text).slots.items()}


@BOTH
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what's my grade", "MyGrade"),
        ("hey, could you tell me how I did in history please?", "MyGrade"),
        ("Whats my algebra grade", "MyGrade"),
        ("my algebar grdae", "MyGrade"),
        ("is my mark in history any better than what the other people got", "ClassStanding"),
        ("where can I find out what the whole class got on average", "ClassAverage"),
        ("I'm bored. What shows are there on Saturday?", "FindEvents"),
        ("two tickets for Macbeth on Friday", "BookTickets"),
        ("help", "Help"),
        ("so tell me what it is that you can do", "Help"),
        ("never mind", "Cancel"),
        ("say that one more time please", "Repeat"),
        ("goodbye now", "Stop"),
        ("let's start over", "StartOver"),
        ("yes please", "Yes"),
        ("nope", "No"),
        ("hello", "Hello"),
        ("what's the weather like tomorrow", "Fallback"),
        ("book me a flight to Paris on Friday", "Fallback"),
        ("where is my package", "Fallback"),
        ("what's the balance of my savings account", "Fallback"),
        ("set an alarm for seven", "Fallback"),
        ("lorem ipsum dolor sit amet", "Fallback"),
        ("friday", "Fallback"),
    ],
)
def test_intents(nlu: LocalNlu, text: str, intent: str) -> None:
    assert canonical(nlu.understand(text).intent) == intent


def test_each_channel_has_its_spelling() -> None:
    assert ALEXA.understand("help").intent == "AMAZON.HelpIntent"
    assert LEX.understand("help").intent in {
        "HelpIntent",
        "Help",
    }  # Lex has the built-in, and a twin with samples
    assert ALEXA.understand("what's the weather").intent == "AMAZON.FallbackIntent"
    assert LEX.understand("what's the weather").intent == "FallbackIntent"


@BOTH
@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("book two tickets for Macbeth", {"quantity": "2", "event": "Macbeth"}),
        ("book a couple of tickets for the scottish play", {"quantity": "2", "event": "Macbeth"}),
        ("two tickets for macbth on 2026-12-04", {"quantity": "2", "event": "Macbeth", "date": "2026-12-04"}),
        ("Macbeth on Friday for two", {"quantity": "2", "event": "Macbeth", "date": "2026-11-27"}),
        ("book two... no, three tickets for Hamlet", {"quantity": "3", "event": "Hamlet"}),
        ("book a thousand tickets for Hamlet", {"quantity": "1000", "event": "Hamlet"}),
        (
            "my wife and I would so love to see Swan Lake, could you get us two seats for December third",
            {"event": "Swan Lake", "quantity": "2", "date": "2026-12-03"},
        ),
        ("cancel the second booking", {"choice": "2"}),
        ("use five hundred points", {"points": "500"}),
        ("my pin is twenty-four sixty-eight", {"pin": "2468"}),
        ("my pin is oh one two three", {"pin": "0123"}),
        ("tell me when Blue Seven gets to the depot", {"truck": "Blue Seven", "place": "the depot"}),
        ("what's on in Boston on Friday", {"place": "Boston", "date": "2026-11-27"}),
        ("what's my grade in underwater basketry", {"subject": None}),
        ("what's my grade", {}),
    ],
)
def test_slots(nlu: LocalNlu, text: str, filled: dict[str, str | None]) -> None:
    if nlu is LEX:  # Lex has no ordinals: the bot lists them as values of a type of its own
        filled = {name: "second" if name == "choice" else value for name, value in filled.items()}
    assert slots(nlu, text) == filled


def test_dates_and_times_are_each_channels_own() -> None:
    text = "book two tickets for hamlet this weekend at seven"
    assert slots(ALEXA, text) == {"quantity": "2", "event": "Hamlet", "date": "2026-W48-WE", "time": "07:00"}
    assert slots(LEX, text) == {"quantity": "2", "event": "Hamlet", "date": "2026-11-28", "time": None}
    both = LEX.understand(text).slots["time"].matches
    assert both == (Value("07:00", "07:00"), Value("19:00", "19:00"))


def test_what_was_said_is_quoted_as_it_was_said() -> None:
    heard = ALEXA.understand("Book TWO tickets for the Scottish Play, on Fri.")
    assert {name: slot.text for name, slot in heard.slots.items()} == {
        "quantity": "TWO",
        "event": "the Scottish Play",
        "date": "Fri",
    }


def test_several_matches_come_best_first_and_all() -> None:
    heard = ALEXA.understand("book tickets for jazz")
    assert heard.intent == "BookTickets"
    assert [match.id for match in heard.slots["event"].matches] == ["jazz_night", "jazz_brunch"]


def test_the_models_own_words_are_surest() -> None:
    exact, near = ALEXA.understand("what's my grade"), ALEXA.understand("let me know what grade my test got")
    assert exact.intent == near.intent == "MyGrade"
    assert exact.confidence == 1.0 > near.confidence >= ALEXA.model.threshold


@BOTH
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("My phone was stolen, can you help me?", "Fallback"),
        ("I lost my card, what should I do?", "Fallback"),
        ("Hi there, could you find me some hotels?", "Fallback"),
        ("Sure, could you get me a rental car?", "Fallback"),
        ("My card was declined. What happened?", "Fallback"),
        ("Hello, what's my grade?", "MyGrade"),
        ("My mom keeps asking me about it, so what's my grade in history?", "MyGrade"),
        ("Help! What can I ask?", "Help"),
    ],
)
def test_a_clause_speaks_for_a_sentence_that_is_not_about_something_else(
    nlu: LocalNlu, text: str, intent: str
) -> None:
    assert canonical(nlu.understand(text).intent) == intent


@BOTH
def test_what_has_an_indefinite_article_is_no_name(nlu: LocalNlu) -> None:
    assert canonical(nlu.understand("where is a pharmacist").intent) == "Fallback"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Yeah, that sounds about right. Thanks.", "Yes"),
        ("what is the sum of 3, 7, 9, and 24", "Fallback"),
        ("Is my payment through? Thank you.", "PaymentStatus"),
    ],
)
def test_what_is_said_beside_thanks_and_between_commas(text: str, intent: str) -> None:
    assert canonical(load("alexa", "en-US").understand(text).intent) == intent
