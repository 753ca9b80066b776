"""Both generated forms become the same thing; what is neither is refused."""

from typing import Any

import pytest

from simulator.nlu.model import BadModel, canonical, from_alexa, from_lex
from tests.support.sized_model import alexa_model, lex_bot


def test_the_two_forms_hold_the_same_custom_intents_samples_and_slots() -> None:
    alexa, lex = from_alexa(alexa_model()), from_lex(lex_bot(), "en-US")
    mine = {intent.name: intent for intent in alexa.intents if not intent.builtin}
    theirs = {intent.name: intent for intent in lex.intents if not intent.builtin}
    assert mine.keys() <= theirs.keys()
    for name, intent in mine.items():
        assert intent.samples == theirs[name].samples
        assert [slot.name for slot in intent.slots] == [slot.name for slot in theirs[name].slots]
        assert [slot.samples for slot in intent.slots] == [slot.samples for slot in theirs[name].slots]


def test_values_have_their_synonyms_in_both_forms() -> None:
    for model in (from_alexa(alexa_model()), from_lex(lex_bot(), "en_US")):
        macbeth = next(entry for entry in model.types["Event"] if "Macbeth" in entry.names)
        assert macbeth.names == ("Macbeth", "the Scottish play")
        assert macbeth.value.name == "Macbeth"


def test_alexa_values_have_ids_and_lex_values_are_their_own() -> None:
    assert from_alexa(alexa_model()).types["Event"][0].value.id == "macbeth"
    assert from_lex(lex_bot(), "en-US").types["Event"][0].value.id == "Macbeth"


@pytest.mark.parametrize(
    ("name", "alexa", "lex"),
    [
        ("Help", "AMAZON.HelpIntent", "HelpIntent"),
        ("Yes", "AMAZON.YesIntent", "Yes"),
        ("Fallback", "AMAZON.FallbackIntent", "FallbackIntent"),
        ("MyGrade", "MyGrade", "MyGrade"),
        ("NavigateHome", "AMAZON.NavigateHomeIntent", ""),
    ],
)
def test_a_canonical_name_has_each_channels_spelling(name: str, alexa: str, lex: str) -> None:
    assert from_alexa(alexa_model()).named(name) == alexa
    assert from_lex(lex_bot(), "en-US").named(name) == lex
    assert canonical(alexa) == name


def test_the_threshold_is_the_models_own() -> None:
    model = alexa_model()["interactionModel"]["languageModel"]
    stern = model | {"modelConfiguration": {"fallbackIntentSensitivity": {"level": "HIGH"}}}
    assert from_alexa(alexa_model()).threshold == from_lex(lex_bot(), "en-US").threshold == 0.4
    assert from_alexa({"interactionModel": {"languageModel": stern}}).threshold == 0.6


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"interactionModel": {}},
        {"interactionModel": {"languageModel": {"intents": [{}]}}},
        {"interactionModel": {"languageModel": {"intents": 7, "invocationName": "x"}}},
    ],
)
def test_what_is_no_alexa_model_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(BadModel):
        from_alexa(document)


@pytest.mark.parametrize(
    "template", [{}, {"Resources": {}}, {"Resources": {"Bot": {"Type": "AWS::Lex::Bot"}}}]
)
def test_what_is_no_lex_template_is_refused(template: dict[str, Any]) -> None:
    with pytest.raises(BadModel):
        from_lex(template, "en-US")


def test_a_locale_that_the_bot_does_not_speak_is_named() -> None:
    with pytest.raises(BadModel, match="no locale de-DE; it has en_US"):
        from_lex(lex_bot(), "de-DE")


def test_equal_models_have_equal_digests() -> None:
    assert from_alexa(alexa_model()).digest == from_alexa(alexa_model()).digest
    assert from_alexa(alexa_model()).digest != from_lex(lex_bot(), "en-US").digest
