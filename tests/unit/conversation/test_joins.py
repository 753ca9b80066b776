"""An intent that joins another's open question, and a question about another intent than was asked."""

from __future__ import annotations

import pytest

from frontdesk.conversation import router
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import Ask, Confirm, Confirmation, Reply, Slot, Turn
from tests.unit.conversation.test_router import Talk

ONE, TWO = Slot("one", "1"), Slot("two", "2")


def near(turn: Turn) -> Reply:
    said = {name: slot.value or "" for name, slot in turn.slots.items()}
    return Reply("said.near", said, then=Ask("distance"))


def truck(turn: Turn) -> Reply:
    return Reply("said.where", {"number": turn.value("number") or ""})


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Talk:
    """WhereIsTruck's number joins TellWhenNear's."""
    joining = INTENTS["WhereIsTruck"]._replace(joins={"TellWhenNear": "number"})
    monkeypatch.setattr(router, "INTENTS", {**INTENTS, "WhereIsTruck": joining})
    return Talk({"TellWhenNear": near, "WhereIsTruck": truck, "WhereAreTrucks": asks_about_another})


def asks_about_another(turn: Turn) -> Reply:
    return Reply("said.offer", then=Confirm(), intent="WhereIsTruck", slots={"number": TWO})


def test_it_fills_the_slot_of_the_open_question(talk: Talk) -> None:
    talk.say("TellWhenNear", {"distance": TWO})
    joined = talk.say("WhereIsTruck", {"number": ONE})
    assert (joined.phrase, joined.words) == ("said.near", {"distance": "2", "number": "1"})
    assert (joined.intent, joined.then) == ("TellWhenNear", Ask("distance"))


def test_it_gives_the_open_question_a_value_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    giving = INTENTS["WhereAreTrucks"]._replace(gives={"TellWhenNear": {"number": "0"}})
    monkeypatch.setattr(router, "INTENTS", {**INTENTS, "WhereAreTrucks": giving})
    talk = Talk({"TellWhenNear": near, "WhereAreTrucks": asks_about_another})
    talk.say("TellWhenNear", {"distance": TWO})
    assert talk.say("WhereAreTrucks").words == {"distance": "2", "number": "0"}


def test_without_a_value_it_is_there_all_the_same(talk: Talk) -> None:
    talk.say("TellWhenNear")
    assert talk.say("WhereIsTruck").words == {"number": ""}


def test_where_nothing_is_open_it_is_a_question_of_its_own(talk: Talk) -> None:
    assert talk.say("WhereIsTruck", {"number": ONE}).phrase == "said.where"
    talk.say("WhereIsTruck", {"number": ONE})
    assert talk.say("WhereIsTruck", {"number": TWO}).words == {"number": "2"}


def test_a_yes_answers_the_intent_that_was_asked_about(talk: Talk) -> None:
    talk.say("WhereAreTrucks")
    assert talk.memory.question is not None and talk.memory.question.intent == "WhereIsTruck"
    agreed = talk.say("Yes")
    assert (agreed.phrase, agreed.words) == ("said.where", {"number": "2"})
    assert talk.say("WhereIsTruck", {"number": ONE}, Confirmation.NONE).words == {"number": "1"}
