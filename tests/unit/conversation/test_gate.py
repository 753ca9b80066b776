"""Who may ask: strangers, accounts, the PIN and the question that waits for it, a yes to nothing asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.conversation.turn import Ask, Caller, Confirmation, End, Listen, Slot, Turn
from tests.support import desks
from tests.support.session import ACCOUNT, ANSWERS, NOW, SUBJECT, Talk


def test_a_stranger_is_told_how_to_become_somebody_and_hears_nothing() -> None:
    reply = Talk(caller="").say("MyGrade", SUBJECT)
    assert (reply.phrase, reply.then) == ("desk.sign_in", End())
    assert reply.card is not None and reply.card.links_account


def test_a_caller_is_looked_up_once_a_session_and_again_when_that_is_old() -> None:
    asked: list[str] = []
    now = [NOW]
    desk = desks.desk(ANSWERS, lambda caller: asked.append(caller) or ACCOUNT, lambda: now[0])
    turn = Turn("r", "core", "en-US", "MyGrade", caller=Caller("c"))
    memory = desk.router.answer(turn).memory
    memory = desk.router.answer(replace(turn, memory=memory)).memory
    assert asked == ["c"]
    now[0] += 10_000
    desk.router.answer(replace(turn, memory=memory))
    assert asked == ["c", "c"]


def test_the_question_that_met_the_gate_is_answered_when_the_pin_was_right() -> None:
    talk = Talk()
    asked = talk.say("ClassStanding", SUBJECT)
    assert (asked.phrase, asked.then, asked.intent) == ("accounts.pin_ask", Ask("pin"), "VerifyPin")
    wrong = talk.say("VerifyPin", {"pin": Slot("1111", "1111")})
    assert (wrong.phrase, wrong.then) == ("pin.wrong", Ask("pin"))
    right = talk.say("VerifyPin", {"pin": Slot("2468", "2468")})
    assert (right.phrase, right.words, right.intent) == (
        "said.standing",
        {"subject": "math"},
        "ClassStanding",
    )


def test_a_resumed_question_may_ask_on_and_its_dialogue_goes_on() -> None:
    talk = Talk()
    talk.say("ClassStanding")
    reply = talk.say("VerifyPin", {"pin": Slot("2468", "2468")})
    assert (reply.phrase, reply.then, reply.intent) == ("said.which", Ask("subject"), "ClassStanding")
    assert talk.say("ClassStanding", SUBJECT).phrase == "said.standing"


def test_a_pin_that_was_right_is_not_asked_for_again() -> None:
    talk = Talk()
    talk.say("VerifyPin", {"pin": Slot("2468", "2468")})
    assert talk.say("ClassStanding", SUBJECT).phrase == "said.standing"


def test_a_pin_out_of_the_blue_opens_the_ear() -> None:
    assert Talk().say("VerifyPin", {"pin": Slot("2468", "2468")}).then == Listen()


def test_a_wrong_then_right_pin_out_of_the_blue_does_not_ask_for_it_once_more() -> None:
    talk = Talk()
    talk.say("VerifyPin", {"pin": Slot("1111", "1111")})
    assert talk.say("VerifyPin", {"pin": Slot("2468", "2468")}).then == Listen()


@pytest.mark.parametrize("said", [Confirmation.CONFIRMED, Confirmation.DENIED])
def test_a_yes_or_no_that_nobody_was_asked_for_is_none(said: Confirmation) -> None:
    """Lex keeps a dialogue's state with the client, who may write what it likes there."""
    assert Talk().say("MyGrade", SUBJECT, said).phrase == "said.grade"


def test_nor_does_one_count_for_other_values_than_were_asked_about() -> None:
    talk = Talk()
    talk.say("MyGrade", SUBJECT)
    assert talk.say("MyGrade", {"subject": Slot("art", "art")}, Confirmation.CONFIRMED).phrase == "said.grade"
    assert talk.say("MyGrade", {}, Confirmation.CONFIRMED).phrase == "said.grade"


def test_one_that_was_asked_for_counts_once() -> None:
    talk = Talk()
    talk.say("MyGrade", SUBJECT)
    assert talk.say("MyGrade", SUBJECT, Confirmation.CONFIRMED).phrase == "said.rest"
    assert talk.say("MyGrade", SUBJECT, Confirmation.CONFIRMED).phrase == "said.grade"
