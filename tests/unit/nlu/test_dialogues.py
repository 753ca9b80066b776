"""After a question: bare answers, corrections, changes of subject, and words that mean nothing here."""

import pytest

from simulator.nlu import Expected
from simulator.nlu.local import LocalNlu
from simulator.nlu.model import canonical
from tests.support.sized_model import understanding

ALEXA, LEX = understanding("alexa"), understanding("lex")

QUANTITY = Expected("BookTickets", "quantity")
DATE = Expected("BookTickets", "date")
EVENT = Expected("BookTickets", "event")
CONFIRM = Expected("BookTickets", confirm=True)
PIN = Expected("VerifyPin", "pin")
SUBJECT = Expected("MyGrade", "subject")
TRUCK = Expected("WhereIsTruck", "truck")


def heard(text: str, asked: Expected) -> tuple[str, dict[str, str | None]]:
    understood = ALEXA.understand(text, asked)
    return canonical(understood.intent), {name: slot.value for name, slot in understood.slots.items()}


@pytest.mark.parametrize(
    ("asked", "text", "filled"),
    [
        (QUANTITY, "two", {"quantity": "2"}),
        (QUANTITY, "just one", {"quantity": "1"}),
        (QUANTITY, "a couple", {"quantity": "2"}),
        (QUANTITY, "there are four of us", {"quantity": "4"}),
        (QUANTITY, "I think we'll be five", {"quantity": "5"}),
        (QUANTITY, "a thousand", {"quantity": "1000"}),
        (DATE, "Friday", {"date": "2026-11-27"}),
        (DATE, "the third", {"date": "2026-12-03"}),
        (DATE, "this weekend please", {"date": "2026-W48-WE"}),
        (DATE, "I'd like the matinee on Sunday", {"date": "2026-11-29"}),
        (EVENT, "macbth", {"event": "Macbeth"}),
        (EVENT, "uh, the Nutcracker I guess", {"event": "The Nutcracker"}),
        (EVENT, "the jazz one", {"event": "Jazz Night"}),
        (EVENT, "Phantom of the Opera", {"event": None}),
        (SUBJECT, "in history", {"subject": "history"}),
        (SUBJECT, "underwater basket weaving", {"subject": None}),
        (SUBJECT, "that class", {"subject": None}),
        (SUBJECT, "drawing class", {"subject": "art"}),
        (PIN, "2468", {"pin": "2468"}),
        (PIN, "two four six eight", {"pin": "2468"}),
        (PIN, "it's twenty-four, sixty-eight", {"pin": "2468"}),
        (PIN, "I think it was oh one two three", {"pin": "0123"}),
        (PIN, "one two three", {"pin": None}),
        (Expected("CancelBooking", "event"), "the second one", {"choice": "2"}),
        (Expected("CancelBooking", "choice"), "two", {"choice": "2"}),
        (Expected("CancelBooking", "choice"), "number three please", {"choice": "3"}),
        (Expected("UsePoints", "points"), "five hundred of them", {"points": "500"}),
    ],
)
def test_answers(asked: Expected, text: str, filled: dict[str, str | None]) -> None:
    assert heard(text, asked) == (asked.intent, filled)


@pytest.mark.parametrize(
    ("asked", "text", "filled"),
    [
        (QUANTITY, "make it Saturday", {"date": "2026-11-28"}),
        (QUANTITY, "for Friday", {"date": "2026-11-27"}),
        (QUANTITY, "two... no, three", {"quantity": "3"}),
        (QUANTITY, "two for Hamlet on Friday", {"quantity": "2", "event": "Hamlet", "date": "2026-11-27"}),
        (DATE, "actually make that four tickets", {"quantity": "4"}),
        (CONFIRM, "no, three", {"quantity": "3"}),
        (CONFIRM, "no make it Saturday", {"date": "2026-11-28"}),
        (CONFIRM, "yes but on Friday", {"date": "2026-11-27"}),
        (CONFIRM, "no I meant Hamlet", {"event": "Hamlet"}),
    ],
)
def test_corrections(asked: Expected, text: str, filled: dict[str, str]) -> None:
    assert heard(text, asked) == ("BookTickets", filled)


@pytest.mark.parametrize("asked", [QUANTITY, DATE, EVENT, CONFIRM, PIN, SUBJECT])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("help", "Help"),
        ("cancel", "Cancel"),
        ("stop", "Stop"),
        ("can you repeat that", "Repeat"),
        ("start over", "StartOver"),
        ("what is the class average", "ClassAverage"),
        ("how many points do I have", "PointsBalance"),
        ("what's the weather like in Boston", "Fallback"),
        ("set a timer for five minutes", "Fallback"),
    ],
)
def test_changes_of_subject(asked: Expected, text: str, intent: str) -> None:
    assert heard(text, asked)[0] == intent


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("yes", "Yes"),
        ("yep, do it", "Yes"),
        ("okay go ahead and book it", "Yes"),
        ("sure thing", "Yes"),
        ("sounds good", "Yes"),
        ("no", "No"),
        ("nope", "No"),
        ("absolutely not", "No"),
        ("no thanks, that's too much for me", "No"),
        ("not really", "No"),
        ("no, cancel my booking", "CancelBooking"),
        ("hmm", "Fallback"),
        ("yes, we are looking forward to it", "Yes"),
        ("without a doubt", "Yes"),
        ("without the balcony", "Fallback"),
        ("yes but without the balcony", "Fallback"),
        ("okay let me think about it", "Fallback"),
        ("okay, my wife decides", "Fallback"),
        ("forget the balcony", "Fallback"),
        ("not ok", "No"),
        ("not that one", "No"),
        ("no that one", "No"),
        ("which one", "Fallback"),
        ("is that right", "Fallback"),
    ],
)
@pytest.mark.parametrize("nlu", [ALEXA, LEX], ids=["alexa", "lex"])  # Lex has neither yes nor no built in
def test_yes_and_no(nlu: LocalNlu, text: str, word: str) -> None:
    assert canonical(nlu.understand(text, CONFIRM).intent) == word


@pytest.mark.parametrize(
    ("asked", "word"), [(Expected("CancelBooking", confirm=True), "Yes"), (CONFIRM, "Cancel")]
)
def test_yes_cancel_it_says_yes_to_cancelling_only(asked: Expected, word: str) -> None:
    assert heard("yes cancel it", asked)[0] == word


@pytest.mark.parametrize(("text", "value"), [("two", "second"), ("number one", "first")])
def test_a_number_is_which_of_several_in_lex_too(text: str, value: str) -> None:
    assert LEX.understand(text, Expected("CancelBooking", "choice")).slots["choice"].value == value


def test_a_pin_in_lex_is_four_digits_too() -> None:
    assert LEX.understand("oh one two three", PIN).slots["pin"].value == "0123"
    assert LEX.understand("one two three", PIN).slots["pin"].value is None


@pytest.mark.parametrize("text", ["4716", "it's 4716", "4716 please", "four seven one six"])
@pytest.mark.parametrize("nlu", [ALEXA, LEX])
def test_a_number_after_a_question_for_a_name_is_a_name_and_no_pin(nlu: LocalNlu, text: str) -> None:
    understood = nlu.understand(text, TRUCK)
    assert understood.intent == "WhereIsTruck"
    assert understood.slots["truck"].text in ("4716", "four seven one six")


def test_a_question_about_an_intent_that_the_model_lacks_changes_nothing() -> None:
    assert ALEXA.understand("two", Expected("NoSuchIntent", "x")) == ALEXA.understand("two")
