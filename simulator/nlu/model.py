"""The two generated interaction models in one common form: intents, samples, slots, types."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.nlu.catalogue import Entry
from simulator.nlu.understood import Value

# How much of Alexa's fallback sensitivity asks for: the confidence below which it is FallbackIntent.
_SENSITIVITY = {"LOW": 0.4, "MEDIUM": 0.5, "HIGH": 0.6}
_LEX_THRESHOLD = 0.4  # Lex's own default for NluConfidenceThreshold


class BadModel(ValueError):
    """What was given is no interaction model of that channel."""


@dataclass(frozen=True, slots=True)
class SlotModel:
    """A slot: its type in the channel's spelling, and the samples that answer when it is elicited."""

    name: str
    type: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntentModel:
    """An intent. builtin: the bare name of the channel's built-in that it is ("Help"), else ""."""

    name: str
    builtin: str
    samples: tuple[str, ...]
    slots: tuple[SlotModel, ...] = ()

    def slot(self, name: str) -> SlotModel | None:
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True)
class Model:
    """One locale of one channel's interaction model.

    types: custom type → its values. patterns: custom type → the regular expression its values must match.
    threshold: the confidence below which it is Fallback.
    """

    channel: str
    intents: tuple[IntentModel, ...]
    types: Mapping[str, tuple[Entry, ...]]
    threshold: float
    invocation: str = ""
    patterns: Mapping[str, str] = field(default_factory=dict)

    def intent(self, name: str) -> IntentModel | None:
        return next((intent for intent in self.intents if intent.name == name), None)

    def named(self, builtin: str) -> str:
        """The channel's spelling of a canonical name: the built-in, else the custom intent, else ""."""
        for intent in self.intents:
            if builtin in (intent.builtin, intent.name):
                return intent.name
        return ""

    def is_custom(self, name: str) -> bool:
        """True for an intent that is no built-in of the channel."""
        return any(intent.name == name and not intent.builtin for intent in self.intents)

    @property
    def fallback(self) -> str:
        """What the channel calls the intent for words that nobody understood."""
        return self.named("Fallback") or (
            "AMAZON.FallbackIntent" if self.channel == "alexa" else "FallbackIntent"
        )

    @property
    def digest(self) -> str:
        """Equal for equal models: the key under which what was learnt from one is kept."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def canonical(name: str) -> str:
    """ "AMAZON.HelpIntent" and "HelpIntent" are both Help; custom names stay as they are."""
    return name.removeprefix("AMAZON.").removesuffix("Intent")


def from_alexa(document: Mapping[str, Any]) -> Model:
    """Read skill-package/interactionModels/custom/<locale>.json. Raises BadModel where it is none."""
    try:
        language = document["interactionModel"]["languageModel"]
        level = (
            language.get("modelConfiguration", {}).get("fallbackIntentSensitivity", {}).get("level", "LOW")
        )
        return Model(
            channel="alexa",
            intents=tuple(_alexa_intent(intent) for intent in language["intents"]),
            types={kind["name"]: tuple(_alexa_entries(kind["values"])) for kind in language.get("types", ())},
            threshold=_SENSITIVITY[level],
            invocation=language["invocationName"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadModel(f"this is no Alexa interaction model: {error!r}") from error


def _alexa_intent(intent: Mapping[str, Any]) -> IntentModel:
    builtin = canonical(intent["name"]) if intent["name"].startswith("AMAZON.") else ""
    slots = (SlotModel(s["name"], s["type"], tuple(s.get("samples", ()))) for s in intent.get("slots", ()))
    return IntentModel(intent["name"], builtin, tuple(intent.get("samples", ())), tuple(slots))


def _alexa_entries(values: Sequence[Mapping[str, Any]]) -> Iterable[Entry]:
    for value in values:
        name = value["name"]["value"]
        yield Entry(Value(value.get("id") or name, name), (name, *value["name"].get("synonyms", ())))


def from_lex(template: Mapping[str, Any], locale: str) -> Model:
    """Read one locale of the bot in stacks/lex.yaml. Raises BadModel where there is no such bot."""
    try:
        resources = template["Resources"].values()
        bots = [r["Properties"] for r in resources if r["Type"] == "AWS::Lex::Bot"]
        locales = {each["LocaleId"]: each for bot in bots for each in bot["BotLocales"]}
        if (found := locales.get(locale.replace("-", "_"))) is None:
            raise BadModel(
                f"the Lex bot has no locale {locale}; it has {', '.join(sorted(locales)) or 'none'}"
            )
        return Model(
            channel="lex",
            intents=_joined([_lex_intent(intent) for intent in found["Intents"]]),
            types={kind["Name"]: tuple(_lex_entries(kind)) for kind in found.get("SlotTypes", ())},
            threshold=float(found.get("NluConfidenceThreshold", _LEX_THRESHOLD)),
            patterns={
                kind["Name"]: pattern for kind in found.get("SlotTypes", ()) if (pattern := _pattern(kind))
            },
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadModel(f"this is no template of a Lex V2 bot: {error!r}") from error


def _joined(intents: Sequence[IntentModel]) -> tuple[IntentModel, ...]:
    """A built-in intent of Lex takes no samples, so an intent of its bare name carries what the desk adds
    ("Help" beside "HelpIntent"). They are one here: two would each get half of what is sure."""
    builtins = {intent.builtin for intent in intents if intent.builtin}
    more = {i.name: i.samples for i in intents if not i.builtin and i.name in builtins}
    return tuple(
        replace(i, samples=(*i.samples, *more.get(i.builtin, ()))) for i in intents if i.name not in more
    )


def _lex_intent(intent: Mapping[str, Any]) -> IntentModel:
    return IntentModel(
        name=intent["Name"],
        builtin=canonical(intent.get("ParentIntentSignature", "")),
        samples=_utterances(intent),
        slots=tuple(
            SlotModel(
                slot["Name"], slot["SlotTypeName"], _utterances(slot.get("ValueElicitationSetting", {}))
            )
            for slot in intent.get("Slots", ())
        ),
    )


def _pattern(kind: Mapping[str, Any]) -> str:
    return str(kind.get("ValueSelectionSetting", {}).get("RegexFilter", {}).get("Pattern", ""))


def _utterances(holder: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sample["Utterance"] for sample in holder.get("SampleUtterances", ()))


def _lex_entries(kind: Mapping[str, Any]) -> Iterable[Entry]:
    for value in kind.get("SlotTypeValues", ()):
        name = value["SampleValue"]["Value"]
        yield Entry(Value(name, name), (name, *(synonym["Value"] for synonym in value.get("Synonyms", ()))))
