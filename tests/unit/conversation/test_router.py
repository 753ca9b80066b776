"""Turns to replies: the waiting question, once more, and what survives when something breaks."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest

from frontdesk.aws.logs import OneLine
from frontdesk.conversation import basics, router
from frontdesk.conversation.memory import question_of
from frontdesk.conversation.phrases import Phrase
from frontdesk.conversation.turn import (
    Ask,
    Confirm,
    Confirmation,
    End,
    Listen,
    Memory,
    Question,
    Reply,
    Slot,
    Turn,
)
from frontdesk.errors import NotFound, TryAgain
from tests.support.session import ACCOUNT, ANSWERS, NOW, SUBJECT, Talk, my_grade


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


def test_a_question_that_stays_is_come_back_to_and_a_yes_asks_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(router.INTENTS, "MyGrade", router.INTENTS["MyGrade"]._replace(stays=True))
    talk = Talk({**ANSWERS, "ClassAverage": lambda turn: Reply("said.average")})
    talk.say("MyGrade", SUBJECT)
    reply = talk.say("ClassAverage")
    assert (reply.phrase, reply.then) == ("desk.come_back", Listen())
    assert reply.words == {"answer": Phrase("said.average"), "back": Phrase("grades.come_back")}
    assert talk.say("Yes").phrase == "said.grade"
    assert talk.say("Yes").phrase == "said.rest"
    assert talk.say("ClassAverage").phrase == "said.average"


def test_it_is_not_after_it_was_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(router.INTENTS, "MyGrade", router.INTENTS["MyGrade"]._replace(stays=True))
    heard: list[Turn] = []

    def grade(turn: Turn) -> Reply:
        heard.append(turn)
        return Reply("said.grade", then=Confirm()) if len(heard) % 2 else Reply("said.nothing_done")

    talk = Talk({**ANSWERS, "MyGrade": grade, "ClassAverage": lambda turn: Reply("said.average")})
    for words in ("No", "Cancel"):
        talk.say("MyGrade", SUBJECT)
        talk.say("ClassAverage")
        assert (talk.say(words).phrase, heard[-1].confirmation) == (
            "said.nothing_done",
            Confirmation.WITHDRAWN,
        )
        assert talk.say("ClassAverage").phrase == "said.average"


def test_who_goes_has_spoken_of_nothing() -> None:
    about = Memory(about={"grades": "algebra"})
    for word in ("No", "Stop", "Cancel", "NavigateHome"):
        left = basics.ANSWERS[word](Turn("r", "core", "en-US", word, memory=about))
        assert left.memory == Memory()
