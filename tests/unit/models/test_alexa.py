"""The Alexa models that are generated from the source in two languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.tongues import TWO_TONGUES, changed, named
from tools.models import alexa
from tools.models.__main__ import outputs
from tools.models.source import load

SOURCE = load(TWO_TONGUES)


def alexa_model(locale: str) -> dict[str, Any]:
    path = Path(f"skill-package/interactionModels/custom/{locale}.json")
    model: dict[str, Any] = json.loads(outputs(SOURCE)[path])["interactionModel"]
    return model


def test_each_locale_speaks_its_own_words() -> None:
    for locale, name, dish in (("en-US", "lunch desk", "soup"), ("de-DE", "mittags tisch", "suppe")):
        language = alexa_model(locale)["languageModel"]
        assert language["invocationName"] == name
        values = named(language["types"], "Dish", "name")["values"]
        assert values[0]["id"] == "soup"
        assert values[0]["name"]["value"] == dish


def test_a_word_of_several_meanings_is_a_synonym_of_each() -> None:
    values = named(alexa_model("en-US")["languageModel"]["types"], "Dish", "name")["values"]
    synonyms = {value["id"]: value["name"]["synonyms"] for value in values}
    assert synonyms == {
        "soup": ["broth"],
        "pea_soup": ["green soup", "soup", "something warm"],
        "fish": ["trout", "something warm"],
    }


def test_a_built_in_intent_may_have_more_words() -> None:
    intents = alexa_model("en-US")["languageModel"]["intents"]
    assert named(intents, "AMAZON.HelpIntent", "name")["samples"] == ["what is for lunch"]
    assert named(intents, "AMAZON.FallbackIntent", "name")["samples"] == []


def test_values_of_an_amazon_type_are_for_lex_only() -> None:
    assert [kind["name"] for kind in alexa_model("en-US")["languageModel"]["types"]] == ["Dish"]


def test_the_skill_asks_by_itself_and_may_ask_for_what_the_contract_says() -> None:
    model = alexa_model("de-DE")
    assert model["dialog"]["delegationStrategy"] == "SKILL_RESPONSE"
    (entry,) = model["dialog"]["intents"]
    assert (entry["name"], entry["delegationStrategy"]) == ("OrderLunch", "SKILL_RESPONSE")
    assert entry["confirmationRequired"]
    required = {slot["name"]: slot["elicitationRequired"] for slot in entry["slots"]}
    assert required == {"dish": True, "turn": False, "day": False, "note": False, "code": True}
    prompts = {prompt["id"]: prompt["variations"][0]["value"] for prompt in model["prompts"]}
    assert prompts == {
        "Confirm.Intent.OrderLunch": "Soll ich es bestellen?",
        "Elicit.Slot.OrderLunch.dish": "Was möchtest du essen?",
        "Elicit.Slot.OrderLunch.code": "Wie ist dein Code?",
    }


def test_without_a_dialog_there_is_no_section_for_one(tmp_path: Path) -> None:
    source = changed(
        tmp_path, lambda files: files["intents"]["intents"].pop("OrderLunch") and files.pop("en-US/lunch")
    )
    assert alexa.model(source, source.locales[1])["interactionModel"].keys() == {"languageModel"}
