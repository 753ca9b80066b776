"""What is generated: the Alexa model, the Lex bot and the contract, from the source in two languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontdesk.conversation.contract import Intent
from tests.support.tongues import TWO_TONGUES, changed
from tools.models import alexa, bot, contract
from tools.models.__main__ import main, outputs
from tools.models.source import load

SOURCE = load(TWO_TONGUES)


def alexa_model(locale: str) -> dict[str, Any]:
    path = Path(f"skill-package/interactionModels/custom/{locale}.json")
    model: dict[str, Any] = json.loads(outputs(SOURCE)[path])["interactionModel"]
    return model


def lex_resources() -> dict[str, Any]:
    resources: dict[str, Any] = yaml.safe_load(outputs(SOURCE)[Path("stacks/lex.yaml")])["Resources"]
    return resources


def named(items: list[dict[str, Any]], name: str, key: str = "Name") -> dict[str, Any]:
    (found,) = [item for item in items if item[key] == name]
    return found


class TestAlexa:
    def test_each_locale_speaks_its_own_words(self) -> None:
        for locale, name, dish in (("en-US", "lunch desk", "soup"), ("de-DE", "mittags tisch", "suppe")):
            language = alexa_model(locale)["languageModel"]
            assert language["invocationName"] == name
            values = named(language["types"], "Dish", "name")["values"]
            assert values[0]["id"] == "soup"
            assert values[0]["name"]["value"] == dish

    def test_a_word_of_several_meanings_is_a_synonym_of_each(self) -> None:
        values = named(alexa_model("en-US")["languageModel"]["types"], "Dish", "name")["values"]
        synonyms = {value["id"]: value["name"]["synonyms"] for value in values}
        assert synonyms == {
            "soup": ["broth"],
            "pea_soup": ["green soup", "soup", "something warm"],
            "fish": ["trout", "something warm"],
        }

    def test_a_built_in_intent_may_have_more_words(self) -> None:
        intents = alexa_model("en-US")["languageModel"]["intents"]
        assert named(intents, "AMAZON.HelpIntent", "name")["samples"] == ["what is for lunch"]
        assert named(intents, "AMAZON.FallbackIntent", "name")["samples"] == []

    def test_values_of_an_amazon_type_are_for_lex_only(self) -> None:
        assert [kind["name"] for kind in alexa_model("en-US")["languageModel"]["types"]] == ["Dish"]

    def test_the_skill_asks_by_itself_and_may_ask_for_what_the_contract_says(self) -> None:
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

    def test_without_a_dialog_there_is_no_section_for_one(self, tmp_path: Path) -> None:
        source = changed(
            tmp_path, lambda files: files["intents"]["intents"].pop("OrderLunch") and files.pop("en-US/lunch")
        )
        assert alexa.model(source, source.locales[1])["interactionModel"].keys() == {"languageModel"}


class TestLex:
    def locale(self, name: str) -> dict[str, Any]:
        return named(lex_resources()["Bot"]["Properties"]["BotLocales"], name, "LocaleId")

    def test_the_code_hook_answers_every_intent(self) -> None:
        for locale in ("en_US", "de_DE"):
            intents = self.locale(locale)["Intents"]
            assert all(i["DialogCodeHook"]["Enabled"] for i in intents)
            assert all(i["FulfillmentCodeHook"]["Enabled"] for i in intents)

    def test_a_built_in_intent_has_no_utterances_and_a_twin_for_those_of_the_source(self) -> None:
        intents = {i["Name"]: i for i in self.locale("de_DE")["Intents"]}
        assert intents.keys() == {"HelpIntent", "Help", "FallbackIntent", "OrderLunch"}
        assert intents["HelpIntent"]["ParentIntentSignature"] == "AMAZON.HelpIntent"
        assert "SampleUtterances" not in intents["HelpIntent"]
        assert intents["Help"]["SampleUtterances"] == [{"Utterance": "was gibt es zu mittag"}]
        assert "ParentIntentSignature" not in intents["Help"]

    def test_no_slot_is_required_and_a_secret_one_is_obfuscated(self) -> None:
        slots = named(self.locale("en_US")["Intents"], "OrderLunch")["Slots"]
        assert {s["ValueElicitationSetting"]["SlotConstraint"] for s in slots} == {"Optional"}
        obfuscated = [slot["Name"] for slot in slots if "ObfuscationSetting" in slot]
        assert obfuscated == ["code"]
        assert named(slots, "code")["ObfuscationSetting"] == {"ObfuscationSettingType": "DefaultObfuscation"}

    def test_slots_have_the_types_that_lex_has_for_them(self) -> None:
        slots = named(self.locale("en_US")["Intents"], "OrderLunch")["Slots"]
        assert {slot["Name"]: slot["SlotTypeName"] for slot in slots} == {
            "dish": "Dish",
            "turn": "Ordinal",
            "day": "AMAZON.Date",
            "note": "AMAZON.FreeFormInput",
            "code": "FourDigits",
        }
        types = {kind["Name"]: kind for kind in self.locale("en_US")["SlotTypes"]}
        assert types.keys() == {"FourDigits", "Dish", "Ordinal"}

    def test_a_code_keeps_its_leading_zeros(self) -> None:
        code = named(self.locale("en_US")["SlotTypes"], "FourDigits")
        assert code["ParentSlotTypeSignature"] == "AMAZON.AlphaNumeric"
        assert code["ValueSelectionSetting"]["RegexFilter"] == {"Pattern": "[0-9]{4}"}

    def test_a_word_is_one_value_only(self) -> None:
        values = named(self.locale("en_US")["SlotTypes"], "Dish")["SlotTypeValues"]
        said = [v["SampleValue"]["Value"] for v in values] + [
            s["Value"] for v in values for s in v["Synonyms"]
        ]
        assert sorted(said) == sorted(set(said))
        assert {"Value": "something warm"} in values[1]["Synonyms"]

    def test_a_version_is_new_when_the_words_are_and_only_then(self, tmp_path: Path) -> None:
        def version(source: Any) -> str:
            (name,) = [n for n in bot.template(source)["Resources"] if n.startswith("BotVersion")]
            return name

        same = changed(tmp_path / "same", lambda files: None)
        other = changed(
            tmp_path / "other", lambda files: files["de-DE/desk"]["utterances"]["Help"].append("hilf mal")
        )
        assert version(same) == version(SOURCE)
        assert version(other) != version(SOURCE)

    def test_the_alias_runs_the_version_in_every_locale_with_the_hook_and_may_call_it(self) -> None:
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

    def test_a_locale_that_lex_does_not_speak_is_left_out(self, tmp_path: Path) -> None:
        source = changed(tmp_path, lambda files: files["de-DE/desk"]["locale"].pop("lex"))
        properties = bot.template(source)["Resources"]["Bot"]["Properties"]
        assert [locale["LocaleId"] for locale in properties["BotLocales"]] == ["en_US"]

    def test_cloudformation_takes_no_anchors(self) -> None:
        events = yaml.parse(outputs(SOURCE)[Path("stacks/lex.yaml")])
        assert not [e for e in events if isinstance(e, yaml.AliasEvent) or getattr(e, "anchor", None)]


class TestContract:
    def names(self) -> dict[str, Any]:
        names: dict[str, Any] = {}
        exec(contract.module(SOURCE), names)  # noqa: S102
        return names

    def test_it_says_who_answers_what_for_whom(self) -> None:
        intents = self.names()["INTENTS"]
        assert intents["Help"] == Intent("desk", "anyone", {})
        assert intents["OrderLunch"].asks == "pin"
        assert intents["OrderLunch"].slots["turn"] == "AMAZON.Ordinal"

    def test_it_knows_every_word_of_every_value(self) -> None:
        names = self.names()
        assert names["VALUES"]["en-US"]["Dish"] == {
            "soup": ("soup", "pea_soup"),
            "broth": ("soup",),
            "pea soup": ("pea_soup",),
            "green soup": ("pea_soup",),
            "fish": ("fish",),
            "trout": ("fish",),
            "something warm": ("pea_soup", "fish"),
        }
        assert names["VALUES"]["de-DE"]["Dish"]["brühe"] == ("soup",)
        assert names["NAMES"]["de-DE"]["Dish"] == {
            "soup": "suppe",
            "pea_soup": "erbsensuppe",
            "fish": "fisch",
        }


class TestCommand:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        changed(tmp_path / "interactionModels", lambda files: None)
        assert main(tmp_path, compare=False) == 0
        return tmp_path

    def test_what_was_just_generated_is_what_the_source_says(self, root: Path) -> None:
        assert main(root, compare=True) == 0
        assert {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()} >= {
            "stacks/lex.yaml",
            "lambda/frontdesk/conversation/intents.py",
            "skill-package/interactionModels/custom/de-DE.json",
            "skill-package/interactionModels/custom/en-US.json",
        }

    @pytest.mark.parametrize(
        "path",
        [
            "stacks/lex.yaml",
            "lambda/frontdesk/conversation/intents.py",
            "skill-package/interactionModels/custom/de-DE.json",
        ],
    )
    @pytest.mark.parametrize("edited", [True, False])
    def test_drift_is_named_with_its_remedy(
        self, root: Path, path: str, edited: bool, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if edited:
            (root / path).write_text((root / path).read_text("utf-8") + "\n", "utf-8")
        else:
            (root / path).unlink()
        assert main(root, compare=True) == 1
        said = capsys.readouterr().err
        assert path in said
        assert "run make models" in said

    def test_a_locale_that_has_left_leaves_nothing_behind(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for path in (root / "interactionModels/de-DE").iterdir():
            path.unlink()
        (root / "interactionModels/de-DE").rmdir()
        assert main(root, compare=True) == 1
        assert "de-DE.json" in capsys.readouterr().err
        assert main(root, compare=False) == 0
        assert not (root / "skill-package/interactionModels/custom/de-DE.json").exists()

    def test_nothing_is_generated_from_a_source_that_is_wrong(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = outputs(load(root / "interactionModels"))
        changed(
            root / "interactionModels",
            lambda files: files["en-US/desk"]["locale"].update(invocation="ask me"),
        )
        assert main(root, compare=False) == 1
        assert "has the word 'ask'" in capsys.readouterr().err
        assert {path: (root / path).read_text("utf-8") for path in before} == before

    def test_a_file_that_cannot_be_read_is_named(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (root / "interactionModels/en-US/lunch.yaml").write_text("utterances: [")
        assert main(root, compare=True) == 1
        assert "en-US/lunch.yaml" in capsys.readouterr().err
