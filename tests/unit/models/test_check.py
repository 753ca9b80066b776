"""Each rule on its own: the sound source passes, and one with one thing wrong is refused for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.slips import (
    ENGLISH,
    GERMAN,
    Change,
    answers,
    called,
    intent,
    lunch,
    many,
    part,
    says,
    slot,
    value,
    without,
)
from tests.support.tongues import TWO_TONGUES, Files, changed
from tools.models import amazon
from tools.models.check import problems
from tools.models.source import load


def test_the_sound_source_passes() -> None:
    assert problems(load(TWO_TONGUES)) == []


CONTRACT = [
    (
        lambda f: [intent(f"A{'b' * n}", alexa=f"AMAZON.A{'b' * n}Intent")(f) for n in range(248)],
        "251 intents",
    ),
    (intent("Lunch2"), "intent 'Lunch2': names are letters"),
    (intent("Lunch__Order"), "'Lunch__Order': names are letters"),
    (intent("A" * 101), "names are letters"),
    (intent("LunchIntent"), "LunchIntent: the ending 'Intent' is for Amazon's own"),
    (intent("Halt", alexa="AMAZON.StopIntent"), "AMAZON.StopIntent would come back under another name"),
    (intent("Yes", alexa="AMAZON.YesIntent", lex="AMAZON.YesIntent"), "Lex has no built-in AMAZON.YesIntent"),
    (
        intent("Stop", alexa="AMAZON.StopIntent", slots={"a": {"type": "Dish"}}),
        "a built-in intent takes no slots",
    ),
    (lambda f: [slot("a" * n, type="Dish")(f) for n in range(1, 98)], "OrderLunch has 102 slots"),
    (slot("dish_2", type="Dish"), "slot of OrderLunch 'dish_2': names are letters"),
    (slot("code", type="AMAZON.FOUR_DIGIT_NUMBER", elicit="true"), "what is secret by its type"),
    (slot("dish", type="Dish", elicit="true", secret="true"), "what is secret by its type"),
    (lunch(joins={"Supper": "dish"}), "OrderLunch joins Supper.dish: both must have that slot"),
    (lunch(gives={"OrderLunch": {"size": "0"}}), "OrderLunch gives OrderLunch.size: there is no such slot"),
    (intent("More", joins={"OrderLunch": "dish"}), "More joins OrderLunch.dish: both must have that slot"),
    (without("intents", "intents", "Fallback"), "a Lex bot does not build without one"),
]

SAMPLES = [
    (says("one", intent="Lunch"), "intents.yaml has no such intent"),
    (says("no soup today", intent="Fallback", file="en-US/desk"), "Fallback takes no utterances"),
    (says(*many(1501)), "utterances: Lex takes 1500"),
    (
        lambda f: f[GERMAN]["utterances"]["OrderLunch"].__delitem__(slice(24, None)),
        "de-DE: OrderLunch has 24 utter",
    ),
    (says("bring me 2 soups"), "'bring me 2 soups' has characters that Amazon refuses: 2"),
    (says("soup, please?"), "has characters that Amazon refuses: ,?"),
    (says("Soup for me"), "is not in lower case"),
    (says("soup  for me"), "is not in lower case with single spaces"),
    (says("soup " + "a" * 500), "is longer than 500 characters"),
    (says("soup with {herbs}"), "has slots that the intent does not: herbs"),
    (says("{dish} and {dish}"), "has a slot twice"),
    (says("two{dish}"), "has a slot that touches another word"),
    (says("{dish}s for all"), "has a slot that touches another word"),
    (says("note {note} for {dish}"), "has another slot beside an AMAZON.SearchQuery"),
    (says("{dish}"), "has no words beside its slots"),
    (says("{dish} {day}"), "has no words beside its slots"),
    (answers("nothing at all"), "'nothing at all' does not have the slot that it answers"),
    (answers("some   {dish}"), "is not in lower case with single spaces"),
    (answers("so-me {dish}"), None),
    (answers("some. {dish}"), "OrderLunch.dish: 'some. {dish}' is there twice"),
    (says("i'd like, {dish}"), "refuses: ,"),
    (says("i am-hungry"), "'i am-hungry' says the same as 'i am hungry'"),
    (says("im starving what about {dish}"), 'says the same as "i\'m starving what about {dish}"'),
    (says("i am hungry", intent="Help", file="en-US/desk"), "'i am hungry' of OrderLunch says the same as"),
    (says("never mind"), "'never mind' of OrderLunch is Amazon's own word for Cancel"),
    (says("help me"), "'help me' of OrderLunch is Amazon's own word for Help"),
    (
        says("i want broth", intent="Help", file="en-US/desk"),
        "'i want broth' of Help is 'i want {dish}' of OrderLunch",
    ),
    (
        says("i want something warm", intent="Help", file="en-US/desk"),
        "of Help is 'i want {dish}' of OrderLunch",
    ),
    (says("one more word", file="en-US/desk", intent="Help"), None),
]

WORDS = [
    (without(ENGLISH, "slots", "OrderLunch.dish", "prompt"), "OrderLunch.dish: no prompt"),
    (part("slots", **{"OrderLunch.day": {"prompt": "When?"}}), "a prompt for a slot that is never asked for"),
    (part("slots", **{"OrderLunch.dessert": {"prompt": "What?"}}), "intents.yaml has no such slot"),
    (lambda f: f[ENGLISH]["slots"]["OrderLunch.dish"].update(prompt="a" * 1001), "more than 1000 characters"),
    (part("confirmations", OrderLunch="a" * 1001), "more than 1000 characters"),
    (slot("size", type="AMAZON.NUMBER"), "OrderLunch.size: nobody can say it"),
    (slot("size", type="AMAZON.Color", elicit="true"), "Lex has nothing for AMAZON.Color"),
    (
        without(GERMAN, "types", "AMAZON.Ordinal"),
        "de-DE: OrderLunch.turn: Lex has nothing for AMAZON.Ordinal",
    ),
    (without(GERMAN, "confirmations"), "de-DE: OrderLunch: no confirmation"),
    (lunch(confirm="false"), "a confirmation that is never asked for"),
    (lunch(domain="dinner"), "are in lunch.yaml; the intent is of dinner"),
]

TYPES = [
    (value("small", "small", "little", kind="Size"), "type Size: no slot uses it"),
    (without(GERMAN, "types", "Dish"), "de-DE: type Dish: no values"),
    (without(GERMAN, "types", "Dish", "fish"), "fish is not in both de-DE and en-US"),
    (slot("size", type="Size2", elicit="true"), "type Size2: no values"),
    (value("x", "a", "b", kind="Size2"), "type 'Size2': names are letters"),
    (lambda f: value("fish", *many(9997))(f), "Lex takes 10000 values and synonyms"),
    (value("Fish-Soup", "fish soup", "bouillabaisse"), "the id 'Fish-Soup' is not lower-case words"),
    (value("salad", "salad"), "salad has no synonym"),
    (value("salad", "salad", "salad & bread"), "'salad & bread' has characters that Amazon refuses: &"),
    (value("salad", "salad", "a" * 141), "does not have 1 to 140 characters"),
    (value("salad", "salad", "pea-soup"), "'pea-soup' of salad is there twice"),
    (part("several", Dish={"warm": ["soup", "stew"]}), "'warm' means stew, which the type has not"),
    (part("several", Dish={"warm": ["soup"]}), "'warm' means one thing only"),
    (part("several", Dish={"broth": ["fish", "soup"]}), "'broth' is a word for soup, which must come first"),
    (part("several", Dish={"hot?": ["fish", "soup"]}), "'hot?' has characters that Amazon refuses: ?"),
]

INVOCATION = [
    (called("lunch"), "has less than two words"),
    (called("ask lunch"), "has the word 'ask'"),
    (called("alexa lunch"), "has the word 'alexa'"),
    (called("the lunch"), "has the word 'the'"),
    (called("lunch desk in town"), "has the word 'in'"),
    (called("Lunch desk"), "has other characters than lower-case letters"),
    (called("lunch 4 all"), "has other characters than lower-case letters"),
    (called("lunch " + "a" * 50), "has more than 50 characters"),
    (called("the lunch desk"), None),
]


@pytest.mark.parametrize(("change", "message"), CONTRACT + SAMPLES + WORDS + TYPES + INVOCATION)
def test_what_is_wrong_is_said(tmp_path: Path, change: Change, message: str | None) -> None:
    found = problems(changed(tmp_path, change))
    if message is None:
        assert found == []
    else:
        assert any(message in problem for problem in found), found


def test_two_slots_of_one_type_cannot_be_told_apart(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        intent("Praise", slots={"meal": {"type": "Dish"}})(files)
        says("praise the {meal}", "order {meal}", *many(25), intent="Praise", file="en-US/desk")(files)
        says("lobe {meal}", *many(25), intent="Praise", file="de-DE/desk")(files)

    assert problems(changed(tmp_path, change)) == [
        "en-US: 'order {meal}' of Praise says the same as 'order {dish}' of OrderLunch"
    ]


@pytest.mark.parametrize("text", ["señor müller's café", "ação", "मेरा ग्रेड", "n. b. a.", "pre-calc"])
def test_letters_of_every_script_are_letters(text: str) -> None:
    assert amazon.strange(text) == ""
