"""One locale of the Lex V2 bot: its intents, slots and slot types, as CloudFormation spells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.models.source import IntentSpec, Locale, SlotSpec, Source

type Json = dict[str, Any]

# Alexa's name → the built-in type of Lex that understands the same. What is missing here (AMAZON.Ordinal,
# AMAZON.Color …) has none: the locale then lists its values under Alexa's name, and Lex gets a custom type.
BUILT_IN = {
    "AMAZON.NUMBER": "AMAZON.Number",
    "AMAZON.DATE": "AMAZON.Date",
    "AMAZON.TIME": "AMAZON.Time",
    "AMAZON.DURATION": "AMAZON.Duration",
    "AMAZON.PhoneNumber": "AMAZON.PhoneNumber",
    "AMAZON.City": "AMAZON.City",
    "AMAZON.US_CITY": "AMAZON.City",
    "AMAZON.US_STATE": "AMAZON.State",
    "AMAZON.Country": "AMAZON.Country",
    "AMAZON.FirstName": "AMAZON.FirstName",
    "AMAZON.US_FIRST_NAME": "AMAZON.FirstName",
    "AMAZON.StreetName": "AMAZON.StreetName",
    "AMAZON.SearchQuery": "AMAZON.FreeFormInput",
}

# Types made from a built-in one with a pattern. AMAZON.Number would read 0042 as 42, and a PIN is no number.
PATTERNED = {"AMAZON.FOUR_DIGIT_NUMBER": ("FourDigits", "AMAZON.AlphaNumeric", "[0-9]{4}")}

# The code hook decides every turn; Lex's own questions are there only because it will not build without.
HOOKS = {"DialogCodeHook": {"Enabled": True}, "FulfillmentCodeHook": {"Enabled": True}}
RETRIES = 5  # the most that Lex takes


def known(kind: str, locale: Locale) -> bool:
    """True where Lex can have a slot of this type, as Alexa spells it."""
    return kind in BUILT_IN or kind in PATTERNED or kind in locale.types


def type_name(kind: str) -> str:
    """What Lex calls a slot type that Alexa calls `kind`."""
    if kind in PATTERNED:
        return PATTERNED[kind][0]
    return BUILT_IN.get(kind, kind.removeprefix("AMAZON."))


def bot_locale(source: Source, locale: Locale) -> Json:
    """The locale as an item of AWS::Lex::Bot BotLocales."""
    intents = [i for name, spec in source.intents.items() for i in _intents(name, spec, locale)]
    kinds = {slot.type for spec in source.intents.values() for slot in spec.slots.values()}
    types = [_patterned(kind) for kind in PATTERNED if kind in kinds]
    types += [_type(name, values, locale) for name, values in locale.types.items()]
    voice = {"VoiceSettings": {"VoiceId": locale.spec.voice}} if locale.spec.voice else {}
    return {
        "LocaleId": locale.spec.lex,
        "NluConfidenceThreshold": 0.4,
        **voice,
        "SlotTypes": types,
        "Intents": intents,
    }


def _intents(name: str, spec: IntentSpec, locale: Locale) -> list[Json]:
    """Lex takes no utterances for a built-in intent: a custom one of the same canonical name carries them."""
    intents: list[Json] = []
    if spec.lex:
        intents.append({"Name": f"{name}Intent", "ParentIntentSignature": spec.lex, **HOOKS})
    samples = [{"Utterance": text} for text in locale.samples(name)]
    if not samples:
        return intents
    custom: Json = {"Name": name, "SampleUtterances": samples, **HOOKS}
    if spec.slots:
        custom["SlotPriorities"] = [
            {"Priority": number, "SlotName": slot} for number, slot in enumerate(spec.slots, 1)
        ]
        custom["Slots"] = [_slot(name, slot, kind, locale) for slot, kind in spec.slots.items()]
    if spec.confirm:
        question = _message(locale.confirmations[name])
        custom["IntentConfirmationSetting"] = {"IsActive": False, "PromptSpecification": question}
    return [*intents, custom]


def _slot(intent: str, slot: str, spec: SlotSpec, locale: Locale) -> Json:
    words = locale.slot(intent, slot)
    setting: Json = {"SlotConstraint": "Optional"}
    if words.prompt:
        setting["PromptSpecification"] = _message(words.prompt)
    if words.utterances:
        setting["SampleUtterances"] = [{"Utterance": text} for text in words.utterances]
    secret = {"ObfuscationSetting": {"ObfuscationSettingType": "DefaultObfuscation"}} if spec.secret else {}
    return {"Name": slot, "SlotTypeName": type_name(spec.type), "ValueElicitationSetting": setting, **secret}


def _message(text: str) -> Json:
    return {
        "MaxRetries": RETRIES,
        "AllowInterrupt": True,
        "MessageGroupsList": [{"Message": {"PlainTextMessage": {"Value": text}}}],
    }


def _patterned(kind: str) -> Json:
    name, parent, pattern = PATTERNED[kind]
    return {
        "Name": name,
        "ParentSlotTypeSignature": parent,
        "ValueSelectionSetting": {
            "ResolutionStrategy": "ORIGINAL_VALUE",
            "RegexFilter": {"Pattern": pattern},
        },
    }


def _type(name: str, values: Mapping[str, list[str]], locale: Locale) -> Json:
    """Lex resolves a word to one value only: one that may mean several goes to the first of them, and the
    code finds the others in VALUES."""
    first = {
        value: [w for w, ids in locale.several.get(name, {}).items() if ids[0] == value] for value in values
    }
    return {
        "Name": type_name(name),
        "ValueSelectionSetting": {"ResolutionStrategy": "TOP_RESOLUTION"},
        "SlotTypeValues": [
            {
                "SampleValue": {"Value": words[0]},
                "Synonyms": [{"Value": w} for w in words[1:] + [w for w in first[value] if w not in words]],
            }
            for value, words in values.items()
        ],
    }
