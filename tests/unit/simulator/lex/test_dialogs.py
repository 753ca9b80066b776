"""Dialogs of a Lex conversation: what the hook asks for, and what the bot leads by itself."""

from __future__ import annotations

import pytest

from simulator.nlu import Expected
from tests.support.bots import ANSWERS, SENTENCES, CodeHook, a_service, answer, delegate, say, slots, texts
from tests.support.understanding import Scripted


def test_a_hook_elicits_a_slot_and_gets_it_beside_those_it_kept() -> None:
    kept = {
        "subject": {"shape": "Scalar", "value": {"originalValue": "alg", "interpretedValue": "algebra"}},
        "seats": None,
    }
    hook = CodeHook(
        answer("ElicitSlot", "Book", "How many?", slotToElicit="seats", slots=kept), answer("Close", "Book")
    )
    nlu = Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    service = a_service(hook, nlu=nlu)
    asked = say(service, "grade")
    assert texts(asked) == ["How many?"]
    assert asked["sessionState"]["intent"]["name"] == "Book"
    assert [each["intent"]["name"] for each in asked["interpretations"]] == [
        "Book",
        "Grade",
        "FallbackIntent",
    ]
    say(service, "two")
    assert nlu.asked == [None, Expected("Book", "seats")]
    assert slots(hook.got[1]) == {"subject": "algebra", "seats": "2"}


@pytest.mark.parametrize(("word", "state"), [("yes", "Confirmed"), ("no", "Denied")])
def test_yes_and_no_answer_a_confirmation(word: str, state: str) -> None:
    hook = CodeHook(answer("ConfirmIntent", "Grade", "Sure?"), answer("Close", "Grade", "Ok."))
    nlu = Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    service = a_service(hook, nlu=nlu)
    say(service, "grade")
    response = say(service, word)
    assert nlu.asked[1] == Expected("Grade", None, confirm=True)
    intent = hook.got[1]["sessionState"]["intent"]
    assert (intent["name"], intent["confirmationState"]) == ("Grade", state)
    assert response["interpretations"][0]["intent"]["name"] == "Grade"


def test_a_change_of_subject_leaves_the_dialog_behind() -> None:
    hook = CodeHook(
        answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject"),
        answer("ElicitIntent", text="You can ask about grades."),
        answer("Close", "Grade"),
    )
    nlu = Scripted(SENTENCES, ANSWERS, "Yes", "No", "FallbackIntent")
    service = a_service(hook, nlu=nlu)
    for text in ("grade in maths", "help", "grade"):
        say(service, text)
    assert [event["sessionState"]["intent"]["name"] for event in hook.got] == ["Grade", "HelpIntent", "Grade"]
    assert slots(hook.got[2]) == {"subject": None, "note": None}
    assert nlu.asked[2] is None


def test_a_question_that_is_not_answered_is_put_again_and_then_given_up() -> None:
    again = answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject")
    hook = CodeHook(again, again, again, answer("Close", "FallbackIntent", "Never mind.", state="Failed"))
    service = a_service(hook)
    for text in ("grade", "alchemy", "colourless green ideas", "alchemy"):
        response = say(service, text)
    assert [event["sessionState"]["intent"]["name"] for event in hook.got] == [
        "Grade",
        "Grade",
        "Grade",
        "FallbackIntent",
    ]
    assert [event["proposedNextState"].get("prompt") for event in hook.got] == [
        None,
        {"attempt": "Retry1"},
        {"attempt": "Retry2"},
        None,
    ]
    question = {"type": "ElicitSlot", "slotToElicit": "subject"}
    assert hook.got[1]["proposedNextState"]["dialogAction"] == question
    assert texts(response) == ["Never mind."]


def test_an_answer_begins_the_count_anew() -> None:
    again = answer("ElicitSlot", "Grade", "Which?", slotToElicit="subject")
    hook = CodeHook(*[again] * 6)
    service = a_service(hook)
    for text in ("grade", "alchemy", "algebra", "alchemy", "alchemy"):
        say(service, text)
    prompts = [event["proposedNextState"].get("prompt", {}).get("attempt") for event in hook.got]
    assert prompts == [None, "Retry1", None, "Retry1", "Retry2"]


def test_a_confirmation_that_is_not_answered_is_put_again() -> None:
    hook = CodeHook(*[answer("ConfirmIntent", "Grade", "Sure?")] * 3, answer("Close", "FallbackIntent"))
    service = a_service(hook)
    for text in ("grade", "perhaps", "perhaps", "perhaps"):
        say(service, text)
    names = [event["sessionState"]["intent"]["name"] for event in hook.got]
    assert names == ["Grade", "Grade", "Grade", "FallbackIntent"]
    assert hook.got[1]["proposedNextState"]["prompt"] == {"attempt": "Retry1"}


def test_a_delegated_dialog_is_led_by_the_bots_prompts_to_fulfilment() -> None:
    hook = CodeHook(*[delegate] * 9)
    service = a_service(hook)
    heard = [texts(say(service, text)) for text in ("book", "algebra", "two", "yes")]
    assert heard == [["subject?"], ["seats?"], ["Shall I book?"], ["Done."]]
    assert [event["invocationSource"] for event in hook.got] == ["DialogCodeHook"] * 4 + [
        "FulfillmentCodeHook"
    ]
    assert hook.got[-1]["sessionState"]["intent"]["state"] == "ReadyForFulfillment"
    assert hook.got[0]["proposedNextState"]["prompt"] == {"attempt": "Initial"}
    state = service.get_session("en_US", "maya")["sessionState"]
    assert (state["dialogAction"], state["intent"]["state"]) == ({"type": "Close"}, "Fulfilled")


def test_a_delegated_question_is_put_again() -> None:
    hook = CodeHook(*[delegate] * 9)
    service = a_service(hook)
    heard = [texts(say(service, text)) for text in ("book", "alchemy", "algebra")]
    assert heard == [["subject?"], ["subject?"], ["seats?"]]


def test_a_denied_intent_fails_without_being_fulfilled() -> None:
    hook = CodeHook(*[delegate] * 9)
    service = a_service(hook)
    for text in ("book algebra", "two", "no"):
        response = say(service, text)
    assert response["sessionState"]["intent"]["state"] == "Failed"
    assert {event["invocationSource"] for event in hook.got} == {"DialogCodeHook"}


def test_a_question_without_words_gets_the_bots_own() -> None:
    hook = CodeHook(
        answer("ElicitSlot", "Grade", slotToElicit="subject"), answer("ConfirmIntent", "Grade", messages=[])
    )
    service = a_service(hook)
    assert texts(say(service, "grade")) == ["subject?"]
    assert texts(say(service, "algebra")) == ["Shall I go on?"]
