"""The skill package is what Amazon takes: its schemas, and the references that no schema can see."""

from __future__ import annotations

import copy
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.amazon import MANIFEST, MODEL, faults
from tests.support.tongues import TWO_TONGUES
from tools.models import alexa, amazon
from tools.models.source import load

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "skill-package"
SOURCE = load(ROOT / "interactionModels")
MODELS = {path.stem: path for path in sorted((PACKAGE / "interactionModels/custom").glob("*.json"))}


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def manifest() -> dict[str, Any]:
    return read(PACKAGE / "skill.json")


def dangling(model: dict[str, Any]) -> list[str]:
    """References inside an interaction model that lead nowhere, and prompts that nothing leads to."""
    body = model["interactionModel"]
    intents = {i["name"]: i for i in body["languageModel"]["intents"]}
    types = {kind["name"] for kind in body["languageModel"]["types"]}
    slots = [s for i in intents.values() for s in i.get("slots", [])]
    wrong = [
        f"type {s['type']}" for s in slots if not s["type"].startswith("AMAZON.") and s["type"] not in types
    ]
    used: set[str] = set()
    for entry in body.get("dialog", {"intents": []})["intents"]:
        there = {s["name"]: s["type"] for s in intents[entry["name"]].get("slots", [])}
        if there != {s["name"]: s["type"] for s in entry["slots"]}:
            wrong.append(f"slots of {entry['name']}")
        wrong += [s["name"] for s in entry["slots"] if s["elicitationRequired"] and not s["prompts"]]
        used |= set(entry["prompts"].values()) | {p for s in entry["slots"] for p in s["prompts"].values()}
    return wrong + sorted(used ^ {prompt["id"] for prompt in body.get("prompts", [])})


@pytest.mark.parametrize("path", MODELS.values(), ids=MODELS)
def test_interaction_models_satisfy_amazons_schema(path: Path) -> None:
    assert faults(read(path), MODEL) == []
    assert dangling(read(path)) == []


def test_so_do_models_with_every_kind_of_slot_in_two_languages() -> None:
    source = load(TWO_TONGUES)
    for locale in source.locales:
        assert faults(alexa.model(source, locale), MODEL) == []
        assert dangling(alexa.model(source, locale)) == []


def no_synonyms(model: dict[str, Any]) -> object:
    return model["languageModel"]["types"][0]["values"][0]["name"].pop("synonyms")


def unknown_key(model: dict[str, Any]) -> object:
    return model["languageModel"]["intents"][0].update(utterances=[])


def unknown_strategy(model: dict[str, Any]) -> object:
    return model["dialog"].update(delegationStrategy="SOMETIMES")


@pytest.mark.parametrize("change", [no_synonyms, unknown_key, unknown_strategy])
def test_the_schema_refuses_what_amazon_would(change: Callable[[dict[str, Any]], object]) -> None:
    model = read(MODELS["en-US"])
    change(model["interactionModel"])
    assert len(faults(model, MODEL)) == 1


def lost_prompt(model: dict[str, Any]) -> object:
    return model["prompts"].pop()


def lost_type(model: dict[str, Any]) -> object:
    return model["languageModel"]["types"].pop()


def other_type(model: dict[str, Any]) -> object:
    return model["dialog"]["intents"][0]["slots"][0].update(type="AMAZON.NUMBER")


@pytest.mark.parametrize("change", [lost_prompt, lost_type, other_type])
def test_a_dangling_reference_is_seen(change: Callable[[dict[str, Any]], object]) -> None:
    model = copy.deepcopy(read(MODELS["en-US"]))
    change(model["interactionModel"])
    assert dangling(model)


def test_the_manifest_satisfies_amazons_schema() -> None:
    assert faults(manifest(), MANIFEST) == []
    broken = manifest()
    broken["manifest"]["apis"]["custom"]["endpoint"]["uri"] = "http://localhost"
    broken["manifest"]["publishingInformation"]["locale"] = {}
    assert len(faults(broken, MANIFEST)) == 2


def test_the_manifest_publishes_every_locale_that_has_a_model() -> None:
    assert manifest()["manifest"]["publishingInformation"]["locales"].keys() == MODELS.keys()


@pytest.mark.parametrize("locale", SOURCE.locales, ids=lambda locale: locale.name)
def test_example_phrases_are_understood(locale: Any) -> None:
    published = manifest()["manifest"]["publishingInformation"]["locales"][locale.name]
    name = locale.spec.invocation
    phrases = published["examplePhrases"]
    assert phrases[0] == f"Alexa, open {name}"
    samples = {
        amazon.normal(text) for texts in locale.utterances.values() for text in texts if "{" not in text
    }
    subjects = [amazon.normal(word) for word in locale.words("Subject")]
    samples |= {
        amazon.normal(text.replace("{subject}", subject))
        for texts in locale.utterances.values()
        for text in texts
        if re.findall(r"{\w+}", text) == ["{subject}"]
        for subject in subjects
    }
    for phrase in phrases[1:]:
        assert phrase.startswith(f"Alexa, ask {name} "), phrase
        assert amazon.normal(phrase.removeprefix(f"Alexa, ask {name} ")) in samples, phrase


@pytest.mark.parametrize(("kind", "side"), [("smallIconUri", 108), ("largeIconUri", 512)])
def test_icons_are_squares_of_the_size_that_amazon_asks_for(kind: str, side: int) -> None:
    for locale in manifest()["manifest"]["publishingInformation"]["locales"].values():
        png = (PACKAGE / locale[kind].removeprefix("file://")).read_bytes()
        assert png.startswith(b"\x89PNG")
        assert struct.unpack(">II", png[16:24]) == (side, side)


def test_ask_cli_finds_the_package() -> None:
    profiles = read(ROOT / "ask-resources.json")["profiles"]
    assert {(ROOT / profile["skillMetadata"]["src"]).resolve() for profile in profiles.values()} == {PACKAGE}
