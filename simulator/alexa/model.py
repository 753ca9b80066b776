"""The skill's interaction model, as Amazon's cloud reads it: intents, slots, dialogs and prompts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.nlu import Heard, Value

MODELS = Path(__file__).parents[2] / "skill-package" / "interactionModels" / "custom"


@dataclass(frozen=True, slots=True)
class DialogSlot:
    """A slot's part in a dialog; a prompt is "" where the model has none."""

    required: bool = False
    confirms: bool = False
    prompt: str = ""
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class Dialog:
    """An intent's entry in the model's dialog section: without one, no directive may name the intent."""

    slots: Mapping[str, DialogSlot]
    confirms: bool = False
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class SkillModel:
    """One locale of the skill. intents: name → slot → type. catalogues: type → words → values."""

    invocation: str
    intents: Mapping[str, Mapping[str, str]]
    dialogs: Mapping[str, Dialog] = field(default_factory=dict)
    catalogues: Mapping[str, Mapping[str, tuple[Value, ...]]] = field(default_factory=dict)

    def spelling(self, intent: str) -> str:
        """The model's name of an intent that may be given without Amazon's prefix ("Help")."""
        builtin = f"AMAZON.{intent}Intent"
        return builtin if builtin in self.intents and intent not in self.intents else intent

    def slot_type(self, intent: str, slot: str) -> str:
        """The type of a slot, "" where the model has no such slot."""
        return self.intents.get(intent, {}).get(slot, "")

    def hear(self, intent: str, slot: str, words: str) -> Heard:
        """Words for a slot, resolved by the catalogue alone: for callers that bring slots, not sentences."""
        catalogue = self.catalogues.get(self.slot_type(intent, slot))
        if catalogue is None:
            return Heard(words, words)
        found = catalogue.get(words.lower(), ())
        return Heard(words, found[0].name if found else None, found)


def read_model(model: Mapping[str, Any]) -> SkillModel:
    """The parsed JSON of `interactionModels/custom/<locale>.json` as a SkillModel."""
    body = model["interactionModel"]
    language = body["languageModel"]
    prompts = {prompt["id"]: prompt["variations"][0]["value"] for prompt in body.get("prompts", ())}
    return SkillModel(
        invocation=language["invocationName"],
        intents={
            intent["name"]: {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
            for intent in language["intents"]
        },
        dialogs={
            dialog["name"]: _dialog(dialog, prompts) for dialog in body.get("dialog", {}).get("intents", ())
        },
        catalogues={kind["name"]: _catalogue(kind) for kind in language.get("types", ())},
    )


def model_path(locale: str) -> Path:
    """Where the skill package keeps a locale's interaction model."""
    return MODELS / f"{locale}.json"


def load_model(locale: str) -> SkillModel:
    """The skill package's model of a locale ("en-US"). Raises FileNotFoundError where it has none."""
    return read_model(json.loads(model_path(locale).read_text(encoding="utf-8")))


def _dialog(dialog: Mapping[str, Any], prompts: Mapping[str, str]) -> Dialog:
    def prompt(of: Mapping[str, Any], kind: str) -> str:
        return prompts.get(of.get("prompts", {}).get(kind, ""), "")

    return Dialog(
        slots={
            slot["name"]: DialogSlot(
                required=bool(slot.get("elicitationRequired")),
                confirms=bool(slot.get("confirmationRequired")),
                prompt=prompt(slot, "elicitation"),
                confirmation=prompt(slot, "confirmation"),
            )
            for slot in dialog.get("slots", ())
        },
        confirms=bool(dialog.get("confirmationRequired")),
        confirmation=prompt(dialog, "confirmation"),
    )


def _catalogue(kind: Mapping[str, Any]) -> Mapping[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for value in kind.get("values", ()):
        name = value["name"]["value"]
        entry = Value(value.get("id", ""), name)
        for words in {name.lower(), *(synonym.lower() for synonym in value["name"].get("synonyms", ()))}:
            found[words] = (*found.get(words, ()), entry)
    return found
