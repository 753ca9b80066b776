"""Turns to replies: the gate, the waiting question, and what survives when something breaks."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest

from frontdesk.aws.logs import OneLine
from frontdesk.conversation.memory import question_of
from frontdesk.conversation.router import Router
from frontdesk.conversation.turn import (
    Account,
    Ask,
    Caller,
    Confirm,
    Confirmation,
    End,
    Listen,
    Memory,
    Question,
    Reply,
    Resume,
    Slot,
    Turn,
)
from frontdesk.errors import NotFound, TryAgain
from tests.support import desks

NOW = 1_800_000_000
ACCOUNT = Account("a", {"grades": ("1",)})
SUBJECT = {"subject": Slot("the maths", "math")}


def my_grade(turn: Turn) -> Reply:
    if turn.confirmation is Confirmation.CONFIRMED:
        return Reply("said.rest")
    if turn.confirmation is Confirmation.DENIED:
        return Reply("said.enough")
    return Reply("said.grade", {"subject": turn.value("subject") or "all"}, then=Confirm())


def verify_pin(turn: Turn) -> Reply:
    if turn.value("pin") == "2468":
        return Reply("pin.right", then=Resume(), memory=replace(turn.memory, pin_until=NOW + 300))
    return Reply("pin.wrong", then=Ask("pin"), memory=replace(turn.memory, pin_misses=1))


def standing(turn: Turn) -> Reply:
    if turn.value("subject") is None:
        return Reply("said.which", then=Ask("subject"))
    return Reply("said.standing", {"subject": turn.value("subject") or ""})


ANSWERS = {"MyGrade": my_grade, "VerifyPin": verify_pin, "ClassStanding": standing}


class Talk:
    """One session: says turns and carries the memory along."""

    def __init__(self, answers=ANSWERS, find=lambda caller: ACCOUNT if caller else None, caller="c") -> None:
        self.router: Router = desks.desk(answers, find).router
        self.memory, self.caller = Memory(), Caller(caller)

    def say(self, intent: str, slots=None, confirmation=Confirmation.NONE) -> Reply:
        turn = Turn("r", "core", "en-US", intent, slots or {}, confirmation, self.caller, self.memory)
        reply = self.router.answer(turn)
        assert reply.memory is not None
        self.memory = reply.memory
        return reply


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


@pytest.mark.parametrize("word", ["Help", "Fallback", "Repeat", "Yes"])
def test_in_mid_dialogue_what_was_said_is_kept_and_the_slot_asked_for_again(word: str) -> None:
    talk = Talk()
    talk.say("ClassStanding", SUBJECT)
    reply = talk.say(word)
    assert (reply.then, reply.intent) == (Ask("pin"), "VerifyPin")
    assert talk.say("VerifyPin", {"pin": Slot("2468", "2468")}).words == {"subject": "math"}


@pytest.mark.parametrize(
    ("word", "phrase"), [("Yes", "said.rest"), ("No", "said.enough"), ("Repeat", "said.grade")]
)
def test_yes_no_and_once_more_reach_the_question_that_waits_for_a_yes(word: str, phrase: str) -> None:
    talk = Talk()
    talk.say("MyGrade", SUBJECT)
    assert talk.say(word).phrase == phrase


def test_help_while_a_yes_is_awaited_asks_for_it_again() -> None:
    talk = Talk()
    talk.say("MyGrade", SUBJECT)
    reply = talk.say("Help")
    assert (reply.phrase, reply.then, reply.intent) == ("desk.help_confirm", Confirm(), "MyGrade")


def test_repeat_says_the_last_answer_again() -> None:
    talk = Talk()
    talk.memory = replace(talk.memory, pin_until=NOW + 300)
    talk.say("ClassStanding", SUBJECT)
    reply = talk.say("Repeat")
    assert (reply.phrase, reply.words) == ("said.standing", {"subject": "math"})


@pytest.mark.parametrize(
    ("word", "phrase", "then"),
    [
        ("Yes", "desk.yes_to_nothing", Listen()),
        ("No", "desk.no_to_nothing", End()),
        ("Repeat", "desk.nothing_to_repeat", Listen()),
        ("Stop", "desk.goodbye", End()),
        ("Cancel", "desk.goodbye", End()),
        ("Help", "desk.help", Listen()),
        ("Fallback", "desk.fallback", Listen()),
        ("Nonsense", "desk.fallback", Listen()),
        ("Launch", "desk.welcome", Listen()),
    ],
)
def test_with_nothing_pending(word: str, phrase: str, then: object) -> None:
    reply = Talk().say(word)
    assert (reply.phrase, reply.then) == (phrase, then)


def test_stop_in_mid_dialogue_drops_the_question() -> None:
    talk = Talk()
    talk.say("ClassStanding", SUBJECT)
    talk.say("Stop")
    assert talk.say("Repeat").phrase == "desk.nothing_to_repeat"


def test_where_the_records_are_silent_a_yes_tries_again() -> None:
    silent = [True]

    def flaky(turn: Turn) -> Reply:
        if silent[0]:
            raise TryAgain
        return my_grade(turn)

    talk = Talk({**ANSWERS, "MyGrade": flaky})
    reply = talk.say("MyGrade", SUBJECT)
    assert (reply.phrase, reply.then) == ("desk.try_again", Listen())
    silent[0] = False
    reply = talk.say("Yes")
    assert (reply.phrase, reply.words) == ("said.grade", {"subject": "math"})


def test_what_is_not_there_keeps_the_session() -> None:
    def absent(turn: Turn) -> Reply:
        raise NotFound

    reply = Talk({"MyGrade": absent}).say("MyGrade", SUBJECT)
    assert (reply.phrase, reply.then) == ("desk.not_found", Listen())


def test_a_bug_is_a_kind_sentence_and_one_line_in_the_log_without_a_word_of_the_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(turn: Turn) -> Reply:
        raise ValueError(f"secret {turn.slots}")

    talk = Talk({"MyGrade": broken})
    talk.memory = Memory(ACCOUNT, NOW + 100, NOW + 200)
    reply = talk.say("MyGrade", {"subject": Slot("Ms. Canary's class", None)})
    assert (reply.phrase, reply.then) == ("desk.unexpected", Listen())
    assert (reply.memory.account, reply.memory.pin_until) == (ACCOUNT, NOW + 200)
    (record,) = caplog.records
    line = json.loads(OneLine().format(record))
    assert line["request"] == "r" and line["error"] == "ValueError" and record.levelno == logging.ERROR
    assert "Canary" not in str(line) and "secret" not in str(line)


def test_only_ids_and_plain_values_are_remembered() -> None:
    kept = question_of("MyGrade", {"subject": Slot("my dear old maths", "math")}, "")
    assert kept == Question("MyGrade", {"subject": Slot("math", "math")})
    assert question_of("MyGrade", {"subject": Slot("basket weaving", None)}, "") is None
    asked = {"subject": Slot("the sciences of my dear aunt", None, ("biology", "physics"))}
    for waits_for in ("", "VerifyPin.pin"):
        assert question_of("ClassStanding", asked, waits_for) == Question(
            "ClassStanding", {"subject": Slot("…", None, ("biology", "physics"))}, waits_for
        )
    unknown = question_of("ClassStanding", {"subject": Slot("basket weaving", None)}, "VerifyPin.pin")
    assert unknown == Question("ClassStanding", {"subject": Slot("…", None)}, "VerifyPin.pin")
    assert question_of("VerifyPin", {"pin": Slot("2468", "2468")}, "VerifyPin.pin") == Question(
        "VerifyPin", {}, "VerifyPin.pin"
    )


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
