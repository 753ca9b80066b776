"""Dialogs: what Alexa makes of an answer to the skill's question, and of a dialog that is left to it."""

from __future__ import annotations

from typing import Any

from simulator.nlu import Expected
from tests.support.skills import Skill, a_device, directive, speech


def _slots(request: dict[str, Any]) -> dict[str, Any]:
    return {name: slot.get("value") for name, slot in request["intent"]["slots"].items()}


def test_an_elicited_slot_joins_those_that_were_said_before() -> None:
    skill = Skill(
        directive("Dialog.ElicitSlot", slotToElicit="seats"),
        directive("Dialog.ElicitSlot", slotToElicit="seats"),
        speech("Done."),
    )
    device = a_device(skill)
    device.say("book algebra")
    assert device.expected == Expected("Book", "seats")
    device.say("a few")
    device.say("two")
    assert [request["dialogState"] for request in skill.requests] == ["STARTED", "IN_PROGRESS", "IN_PROGRESS"]
    assert [_slots(request) for request in skill.requests] == [
        {"subject": "algebra", "seats": None},
        {"subject": "algebra", "seats": "?"},
        {"subject": "algebra", "seats": "2"},
    ]
    subject = skill.requests[2]["intent"]["slots"]["subject"]
    assert subject["resolutions"]["resolutionsPerAuthority"][0]["values"][0]["value"]["id"] == "alg"
    assert device.expected is None


def test_a_directive_may_go_on_with_another_intent() -> None:
    other = {
        "name": "Book",
        "confirmationStatus": "NONE",
        "slots": {"seats": {"name": "seats", "value": "4"}},
    }
    skill = Skill(
        directive("Dialog.ElicitSlot", slotToElicit="subject", updatedIntent=other), speech("Booked.")
    )
    device = a_device(skill)
    device.say("what's my grade")
    device.say("algebra")
    assert skill.requests[1]["intent"]["name"] == "Book"
    assert _slots(skill.requests[1]) == {"subject": "algebra", "seats": "4"}
    assert skill.requests[1]["dialogState"] == "IN_PROGRESS"


def test_a_launch_may_begin_a_dialog() -> None:
    skill = Skill(
        directive("Dialog.ElicitSlot", slotToElicit="subject", updatedIntent={"name": "Book"}), speech("Ok.")
    )
    device = a_device(skill)
    device.launch()
    device.say("algebra")
    assert _slots(skill.requests[1]) == {"subject": "algebra", "seats": None}


def test_yes_and_no_answer_a_confirmation_with_the_intent_and_its_slots() -> None:
    for word, status in (("yes", "CONFIRMED"), ("no", "DENIED")):
        skill = Skill(directive("Dialog.ConfirmIntent"), speech("Ok."))
        device = a_device(skill)
        device.say("book algebra")
        assert device.expected == Expected("Book", None, confirm=True)
        device.say(word)
        intent = skill.requests[1]["intent"]
        assert (intent["name"], intent["confirmationStatus"]) == ("Book", status)
        assert _slots(skill.requests[1]) == {"subject": "algebra", "seats": None}


def test_yes_answers_the_confirmation_of_a_slot() -> None:
    skill = Skill(directive("Dialog.ConfirmSlot", slotToConfirm="subject"), speech("Ok."))
    device = a_device(skill)
    device.say("book algebra")
    assert device.expected == Expected("Book", "subject", confirm=True)
    device.say("yes")
    intent = skill.requests[1]["intent"]
    assert intent["confirmationStatus"] == "NONE"
    assert intent["slots"]["subject"]["confirmationStatus"] == "CONFIRMED"
    assert intent["slots"]["seats"]["confirmationStatus"] == "NONE"


def test_yes_and_no_to_nothing_are_intents_of_their_own() -> None:
    skill = Skill(
        speech("Well?", ends=False), directive("Dialog.ElicitSlot", slotToElicit="seats"), speech("What?")
    )
    device = a_device(skill)
    device.say("yes")
    device.say("book")
    device.say("no")
    assert [request["intent"]["name"] for request in skill.requests] == [
        "AMAZON.YesIntent",
        "Book",
        "AMAZON.NoIntent",
    ]


def test_a_change_of_subject_leaves_the_dialog_behind() -> None:
    skill = Skill(
        directive("Dialog.ElicitSlot", slotToElicit="seats"),
        speech("You can book?", ends=False),
        speech("Book what?", ends=False),
    )
    device = a_device(skill)
    device.say("book algebra")
    device.say("help")
    assert skill.requests[1]["intent"] == {"name": "AMAZON.HelpIntent", "confirmationStatus": "NONE"}
    assert device.expected is None
    device.say("book")
    assert skill.requests[2]["dialogState"] == "STARTED"
    assert _slots(skill.requests[2]) == {"subject": None, "seats": None}


def test_a_delegated_dialog_is_led_by_the_models_prompts_to_its_end() -> None:
    delegate = directive("Dialog.Delegate")
    skill = Skill(*(delegate for _ in range(5)), speech("Booked."))
    device = a_device(skill)
    heard = [device.say(text) for text in ("book", "algebra", "two", "yes", "yes")]
    assert [answer.speech for answer in heard] == [
        "Which subject?",
        "How many seats in algebra?",
        "2 seats?",
        "Shall I book 2 in algebra?",
        "Booked.",
    ]
    assert heard[0].reprompt == "Which subject?"
    assert all(answer.answered and not answer.warnings for answer in heard)
    assert [request["dialogState"] for request in skill.requests] == ["STARTED", *["IN_PROGRESS"] * 3] + [
        "COMPLETED"
    ] * (len(skill.requests) - 4)
    last = skill.requests[-1]["intent"]
    assert (last["confirmationStatus"], last["slots"]["seats"]["confirmationStatus"]) == (
        "CONFIRMED",
        "CONFIRMED",
    )


def test_a_denied_slot_is_asked_for_again() -> None:
    skill = Skill(*(directive("Dialog.Delegate") for _ in range(4)))
    device = a_device(skill)
    heard = [device.say(text).speech for text in ("book algebra", "two", "no", "two")]
    assert heard == ["How many seats in algebra?", "2 seats?", "How many seats in algebra?", "2 seats?"]


def test_delegating_to_another_intent_tells_the_skill_of_it_first() -> None:
    skill = Skill(directive("Dialog.Delegate", updatedIntent={"name": "Book"}), directive("Dialog.Delegate"))
    device = a_device(skill)
    answer = device.say("what's my grade")
    assert answer.speech == "Which subject?"
    assert skill.requests[1]["intent"]["name"] == "Book"
    assert skill.requests[1]["dialogState"] == "STARTED"


def test_a_skill_that_delegates_in_circles_is_stopped() -> None:
    slots = {
        "subject": {"name": "subject", "value": "algebra"},
        "seats": {"name": "seats", "value": "2", "confirmationStatus": "CONFIRMED"},
    }
    complete = {"name": "Book", "confirmationStatus": "CONFIRMED", "slots": slots}
    skill = Skill(*(directive("Dialog.Delegate", updatedIntent=complete) for _ in range(9)))
    answer = a_device(skill).say("book")
    assert answer.problems == ("the skill delegates in circles",)
