"""The Lex bot that is generated from the source in two languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.support.tongues import TWO_TONGUES, changed, named
from tools.models import bot
from tools.models.__main__ import outputs
from tools.models.source import load

SOURCE = load(TWO_TONGUES)


def lex_resources() -> dict[str, Any]:
    resources: dict[str, Any] = yaml.safe_load(outputs(SOURCE)[Path("stacks/lex.yaml")])["Resources"]
    return resources


def bot_locale(name: str) -> dict[str, Any]:
    return named(lex_resources()["Bot"]["Properties"]["BotLocales"], name, "LocaleId")


def test_the_code_hook_answers_every_intent() -> None:
    for locale in ("en_US", "de_DE"):
        intents = bot_locale(locale)["Intents"]
        assert all(i["DialogCodeHook"]["Enabled"] for i in intents)
        assert all(i["FulfillmentCodeHook"]["Enabled"] for i in intents)


def test_a_built_in_intent_has_no_utterances_and_a_twin_for_those_of_the_source() -> None:
    intents = {i["Name"]: i for i in bot_locale("de_DE")["Intents"]}
    assert intents.keys() == {"HelpIntent", "Help", "FallbackIntent", "OrderLunch"}
    assert intents["HelpIntent"]["ParentIntentSignature"] == "AMAZON.HelpIntent"
    assert "SampleUtterances" not in intents["HelpIntent"]
    assert intents["Help"]["SampleUtterances"] == [{"Utterance": "was gibt es zu mittag"}]
    assert "ParentIntentSignature" not in intents["Help"]


def test_no_slot_is_required_and_a_secret_one_is_obfuscated() -> None:
    slots = named(bot_locale("en_US")["Intents"], "OrderLunch")["Slots"]
    assert {s["ValueElicitationSetting"]["SlotConstraint"] for s in slots} == {"Optional"}
    obfuscated = [slot["Name"] for slot in slots if "ObfuscationSetting" in slot]
    assert obfuscated == ["code"]
    assert named(slots, "code")["ObfuscationSetting"] == {"ObfuscationSettingType": "DefaultObfuscation"}


def test_slots_have_the_types_that_lex_has_for_them() -> None:
    slots = named(bot_locale("en_US")["Intents"], "OrderLunch")["Slots"]
    assert {slot["Name"]: slot["SlotTypeName"] for slot in slots} == {
        "dish": "Dish",
        "turn": "Ordinal",
        "day": "AMAZON.Date",
        "note": "AMAZON.FreeFormInput",
        "code": "FourDigits",
    }
    types = {kind["Name"]: kind for kind in bot_locale("en_US")["SlotTypes"]}
    assert types.keys() == {"FourDigits", "Dish", "Ordinal"}


def test_a_code_keeps_its_leading_zeros() -> None:
    code = named(bot_locale("en_US")["SlotTypes"], "FourDigits")
    assert code["ParentSlotTypeSignature"] == "AMAZON.AlphaNumeric"
    assert code["ValueSelectionSetting"]["RegexFilter"] == {"Pattern": "[0-9]{4}"}


def test_a_word_is_one_value_only() -> None:
    values = named(bot_locale("en_US")["SlotTypes"], "Dish")["SlotTypeValues"]
    said = [v["SampleValue"]["Value"] for v in values] + [s["Value"] for v in values for s in v["Synonyms"]]
    assert sorted(said) == sorted(set(said))
    assert {"Value": "something warm"} in values[1]["Synonyms"]


def test_a_version_is_new_when_the_words_are_and_only_then(tmp_path: Path) -> None:
    def version(source: Any) -> str:
        (name,) = [n for n in bot.template(source)["Resources"] if n.startswith("BotVersion")]
        return name

    same = changed(tmp_path / "same", lambda files: None)
    other = changed(
        tmp_path / "other", lambda files: files["de-DE/desk"]["utterances"]["Help"].append("hilf mal")
    )
    assert version(same) == version(SOURCE)
    assert version(other) != version(SOURCE)


def test_the_alias_runs_the_version_in_every_locale_with_the_hook_and_may_call_it() -> None:
    resources = lex_resources()
    (version,) = [name for name in resources if name.startswith("BotVersion")]
    alias = resources["BotAlias"]["Properties"]
    assert alias["BotVersion"] == {"Fn::GetAtt": [version, "BotVersion"]}
    settings = alias["BotAliasLocaleSettings"]
    assert [setting["LocaleId"] for setting in settings] == ["de_DE", "en_US"]
    hooks = [s["BotAliasLocaleSetting"]["CodeHookSpecification"]["LambdaCodeHook"] for s in settings]
    assert all(hook["LambdaArn"] == {"Ref": "FunctionArn"} for hook in hooks)
    arns = {
        r["Properties"]["SourceArn"]["Fn::Sub"].rpartition("bot-alias/")[2]
        for r in resources.values()
        if r["Type"] == "AWS::Lambda::Permission"
    }
    assert arns == {"${Bot}/${BotAlias.BotAliasId}", "${Bot}/TSTALIASID"}


def test_a_locale_that_lex_does_not_speak_is_left_out(tmp_path: Path) -> None:
    source = changed(tmp_path, lambda files: files["de-DE/desk"]["locale"].pop("lex"))
    properties = bot.template(source)["Resources"]["Bot"]["Properties"]
    assert [locale["LocaleId"] for locale in properties["BotLocales"]] == ["en_US"]


def test_cloudformation_takes_no_anchors() -> None:
    events = yaml.parse(outputs(SOURCE)[Path("stacks/lex.yaml")])
    assert not [e for e in events if isinstance(e, yaml.AliasEvent) or getattr(e, "anchor", None)]
