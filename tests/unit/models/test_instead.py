"""The intent that corrects the last question is made of what questions can hold."""

from pathlib import Path

from tests.support import slips
from tests.support.tongues import TWO_TONGUES, Files, changed
from tools.models import check, instead
from tools.models.source import Source, load


def with_instead(files: Files) -> None:
    slips.intent("Instead")(files)
    slips.says("no {value}", "not {other} {value}", "dish {value}", intent="Instead", file="en-US/desk")(
        files
    )
    slips.says("dish {dish}")(files)


def completed(folder: Path) -> Source:
    return instead.completed(changed(folder, with_instead))


def test_it_has_two_slots_of_every_type_that_is_asked_about_and_of_no_secret_one(tmp_path: Path) -> None:
    source = completed(tmp_path)
    kinds = {slot.type for spec in load(TWO_TONGUES).intents.values() for slot in spec.slots.values()}
    slots = source.intents["Instead"].slots
    assert slots["dish"].type == slots["other_dish"].type == "Dish"
    assert {slot.type for slot in slots.values()} <= kinds - {
        "AMAZON.FOUR_DIGIT_NUMBER",
        "AMAZON.SearchQuery",
    }
    assert not any(slot.elicit or slot.secret for slot in slots.values())


def test_each_utterance_is_written_for_each_type_but_where_an_intent_says_so_itself(tmp_path: Path) -> None:
    english = next(each for each in completed(tmp_path).locales if each.name == "en-US")
    assert "no {dish}" in english.samples("Instead")
    assert "not {other_dish} {dish}" in english.samples("Instead")
    assert "dish {dish}" not in english.samples("Instead")
    assert not any("{value}" in text or "{other}" in text for text in english.samples("Instead"))


def test_a_source_without_it_stays_as_it_is() -> None:
    source = load(TWO_TONGUES)
    assert instead.completed(source) is source
    assert not check.problems(source)
