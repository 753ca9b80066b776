"""The Lex V2 bot, read from the stack that deploys it: what the service would know of it, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

STACK = Path(__file__).parents[2] / "stacks" / "lex.yaml"
FALLBACK = "AMAZON.FallbackIntent"


@dataclass(frozen=True, slots=True)
class BotSlot:
    """A slot. prompt: what Lex says by itself to ask for it. retries: how often it asks again. secret: its
    value is obfuscated in conversation logs. resolves: only values of the type's catalogue count."""

    required: bool = False
    prompt: str = ""
    retries: int = 2
    secret: bool = False
    resolves: bool = False


@dataclass(frozen=True, slots=True)
class BotIntent:
    """An intent; its slots in the order of their priorities. parent: the built-in that it stands for."""

    name: str
    parent: str = ""
    slots: Mapping[str, BotSlot] = field(default_factory=dict)
    confirms: bool = False
    confirmation: str = ""
    retries: int = 2
    dialog_hook: bool = False
    fulfillment_hook: bool = False


@dataclass(frozen=True, slots=True)
class BotLocale:
    """One language of the bot."""

    id: str
    intents: Mapping[str, BotIntent]

    @property
    def fallback(self) -> str:
        """The bot's own name for the intent of whatever was not understood."""
        return next(intent.name for intent in self.intents.values() if intent.parent == FALLBACK)


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot and its alias. idle_ttl: seconds after which a session is forgotten."""

    name: str
    alias: str
    idle_ttl: int
    locales: Mapping[str, BotLocale]


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short functions (!Ref), which are of no interest here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: f"!{suffix}")


def load_template(path: Path = STACK) -> dict[str, Any]:
    """The parsed template of the bot's stack."""
    template: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # nosec B506
    return template


def read_bot(template: Mapping[str, Any]) -> Bot:
    """The bot of a parsed template: its one AWS::Lex::Bot, with the locales that its alias enables."""
    bot, alias = _resource(template, "AWS::Lex::Bot"), _resource(template, "AWS::Lex::BotAlias")
    enabled = {
        setting["LocaleId"]
        for setting in alias["BotAliasLocaleSettings"]
        if setting["BotAliasLocaleSetting"]["Enabled"]
    }
    locales = (_locale(locale) for locale in bot["BotLocales"])
    return Bot(
        name=_text(bot["Name"], template),
        alias=_text(alias["BotAliasName"], template),
        idle_ttl=int(bot["IdleSessionTTLInSeconds"]),
        locales={locale.id: locale for locale in locales if locale.id in enabled},
    )


def _resource(template: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(
        resource["Properties"] for resource in template["Resources"].values() if resource["Type"] == kind
    )
    return found


def _text(value: Any, template: Mapping[str, Any]) -> str:
    if isinstance(value, Mapping):
        value = template.get("Parameters", {}).get(value.get("Ref"), {}).get("Default", "")
    return str(value)


def _locale(locale: Mapping[str, Any]) -> BotLocale:
    resolving = {
        kind["Name"]
        for kind in locale.get("SlotTypes", ())
        if kind.get("ValueSelectionSetting", {}).get("ResolutionStrategy") == "TOP_RESOLUTION"
    }
    intents = (_intent(intent, resolving) for intent in locale["Intents"])
    return BotLocale(locale["LocaleId"], {intent.name: intent for intent in intents})


def _intent(intent: Mapping[str, Any], resolving: set[str]) -> BotIntent:
    slots = {slot["Name"]: _slot(slot, resolving) for slot in intent.get("Slots", ())}
    order = sorted(intent.get("SlotPriorities", ()), key=lambda each: int(each["Priority"]))
    first = {each["SlotName"]: slots[each["SlotName"]] for each in order}
    confirmation = intent.get("IntentConfirmationSetting", {})
    prompt, retries = _prompt(confirmation)
    return BotIntent(
        name=intent["Name"],
        parent=intent.get("ParentIntentSignature", ""),
        slots=first | slots,
        confirms=bool(confirmation) and confirmation.get("IsActive", True),
        confirmation=prompt,
        retries=retries,
        dialog_hook=intent.get("DialogCodeHook", {}).get("Enabled", False),
        fulfillment_hook=intent.get("FulfillmentCodeHook", {}).get("Enabled", False),
    )


def _slot(slot: Mapping[str, Any], resolving: set[str]) -> BotSlot:
    setting = slot["ValueElicitationSetting"]
    prompt, retries = _prompt(setting)
    return BotSlot(
        required=setting["SlotConstraint"] == "Required",
        prompt=prompt,
        retries=retries,
        secret=slot.get("ObfuscationSetting", {}).get("ObfuscationSettingType") == "DefaultObfuscation",
        resolves=slot["SlotTypeName"] in resolving or slot["SlotTypeName"].startswith("AMAZON."),
    )


def _prompt(setting: Mapping[str, Any]) -> tuple[str, int]:
    specification = setting.get("PromptSpecification")
    if not specification:
        return "", 2
    message = specification["MessageGroupsList"][0]["Message"]["PlainTextMessage"]["Value"]
    return str(message), int(specification["MaxRetries"])
