"""What a correction makes of the question before it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from frontdesk.conversation import instead
from frontdesk.conversation.contract import Intent
from frontdesk.conversation.turn import Account, Caller, Memory, Question, Slot, Turn

KINDS = {"event": "Event", "number": "AMAZON.NUMBER", "date": "AMAZON.DATE"}
INTENTS = {
    "Help": Intent("desk"),
    "Instead": Intent("desk", slots={**KINDS, **{f"other_{name}": kind for name, kind in KINDS.items()}}),
    "Book": Intent(
        "shows",
        slots={"event": "Event", "seats": "AMAZON.NUMBER", "row": "AMAZON.NUMBER", "day": "AMAZON.DATE"},
    ),
    "Describe": Intent("shows", slots={"event": "Event"}),
}


@pytest.fixture(autouse=True)
def _intents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instead, "INTENTS", INTENTS)


def corrected(question: Question | None, **said: str) -> tuple[str, Mapping[str, str | None]] | None:
    slots = {name: Slot(words, words) for name, words in said.items()}
    found = instead.corrected(Turn("r", "core", "en-US", "Instead", slots, memory=Memory(question=question)))
    return found and (found.intent, {name: slot.value for name, slot in found.slots.items()})


def booking(waits_for: str = Question.CONFIRMATION, **slots: str) -> Question:
    return Question("Book", {name: Slot(value, value) for name, value in slots.items()}, waits_for)


def test_what_is_there_of_its_kind_is_replaced_and_the_rest_stays() -> None:
    there = booking(event="hamlet", row="2")
    assert corrected(there, number="3") == ("Book", {"event": "hamlet", "row": "3"})


def test_what_was_not_meant_tells_the_place() -> None:
    there = booking(seats="2", row="4")
    assert corrected(there, other_number="4", number="5") == ("Book", {"seats": "2", "row": "5"})
    assert corrected(there, other_number="2", number="5") == ("Book", {"seats": "5", "row": "4"})


def test_what_was_asked_for_comes_before_what_is_there() -> None:
    assert corrected(booking("Book.row", seats="2"), number="5") == ("Book", {"seats": "2", "row": "5"})


def test_several_values_are_corrected_at_once() -> None:
    there = booking("", event="hamlet", seats="2")
    assert corrected(there, number="3", date="2027-01-16") == (
        "Book",
        {"event": "hamlet", "seats": "3", "day": "2027-01-16"},
    )


def test_a_value_that_the_question_has_no_place_for_asks_the_first_question_that_has_one() -> None:
    assert corrected(Question("Help"), event="hamlet") == ("Book", {"event": "hamlet"})
    assert corrected(None, event="hamlet") == ("Book", {"event": "hamlet"})


def test_a_stranger_asks_the_first_question_that_strangers_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INTENTS, "Book", INTENTS["Book"]._replace(asks="linked"))
    asked = Turn("r", "core", "en-US", "Instead", {"event": Slot("hamlet", "hamlet")})
    known = replace(asked, caller=Caller("c", Account("a")))
    found = [question.intent for turn in (asked, known) if (question := instead.corrected(turn))]
    assert found == ["Describe", "Book"]


def test_a_number_alone_asks_nothing() -> None:
    assert corrected(None, number="3") is None
    assert corrected(Question("Describe", {}), number="3") is None


def test_only_what_was_not_meant_asks_nothing() -> None:
    assert corrected(booking(event="hamlet"), other_event="hamlet") is None


def test_what_the_question_has_no_room_for_asks_another_of_its_domain_about_the_same() -> None:
    described = Question("Describe", {"event": Slot("hamlet", "hamlet")})
    assert corrected(described, date="2027-01-17") == ("Book", {"event": "hamlet", "day": "2027-01-17"})
    assert corrected(Question("Help", {}), date="2027-01-17") is None
