"""The Alexa interaction model of one locale: skill-package/interactionModels/custom/<locale>.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.models.source import IntentSpec, Locale, Source

type Json = dict[str, Any]


def model(source: Source, locale: Locale) -> Json:
    """The whole document, as the Skill Management API takes it."""
    language = {
        "invocationName": locale.spec.invocation,
        "modelConfiguration": {"fallbackIntentSensitivity": {"level": "LOW"}},
        "intents": [_intent(name, spec, locale) for name, spec in source.intents.items()],
        "types": [_type(name, values, locale) for name, values in locale.types.items() if "." not in name],
    }
    dialogs = {name: spec for name, spec in source.intents.items() if spec.dialog}
    whole: Json = {"languageModel": language}
    if dialogs:
        # The skill asks by itself; but a dialog directive is refused for an intent that is not listed here.
        whole["dialog"] = {
            "delegationStrategy": "SKILL_RESPONSE",
            "intents": [_dialog(name, spec) for name, spec in dialogs.items()],
        }
        whole["prompts"] = [p for name, spec in dialogs.items() for p in _prompts(name, spec, locale)]
    return {"interactionModel": whole}


def _intent(name: str, spec: IntentSpec, locale: Locale) -> Json:
    intent: Json = {"name": spec.alexa or name, "samples": locale.samples(name)}
    if spec.slots:
        intent["slots"] = [_slot(name, slot, kind.type, locale) for slot, kind in spec.slots.items()]
    return intent


def _slot(intent: str, slot: str, kind: str, locale: Locale) -> Json:
    samples = locale.slot(intent, slot).utterances
    return {"name": slot, "type": kind} | ({"samples": samples} if samples else {})


def _type(name: str, values: Mapping[str, list[str]], locale: Locale) -> Json:
    """A word that may mean several values is a synonym of each: Alexa then answers with all of them."""
    several = locale.several.get(name, {})
    return {
        "name": name,
        "values": [
            {
                "id": value,
                "name": {
                    "value": words[0],
                    "synonyms": words[1:]
                    + [w for w, ids in several.items() if value in ids and w not in words],
                },
            }
            for value, words in values.items()
        ],
    }


def _dialog(name: str, spec: IntentSpec) -> Json:
    return {
        "name": name,
        "delegationStrategy": "SKILL_RESPONSE",
        "confirmationRequired": spec.confirm,
        "prompts": {"confirmation": f"Confirm.Intent.{name}"} if spec.confirm else {},
        "slots": [
            {
                "name": slot,
                "type": kind.type,
                "elicitationRequired": kind.elicit,
                "confirmationRequired": False,
                "prompts": {"elicitation": f"Elicit.Slot.{name}.{slot}"} if kind.elicit else {},
            }
            for slot, kind in spec.slots.items()
        ],
    }


def _prompts(name: str, spec: IntentSpec, locale: Locale) -> list[Json]:
    texts = {f"Confirm.Intent.{name}": locale.confirmations[name]} if spec.confirm else {}
    for slot, kind in spec.slots.items():
        if kind.elicit:
            texts[f"Elicit.Slot.{name}.{slot}"] = locale.slot(name, slot).prompt or ""
    return [{"id": key, "variations": [{"type": "PlainText", "value": text}]} for key, text in texts.items()]
