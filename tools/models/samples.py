"""Rules for sample utterances: spelling, number, and that no two say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.models import amazon
from tools.models.source import IntentSpec, Locale, Source

ENOUGH = 25  # samples for an intent that a channel knows by nothing else

_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Sample:
    """An utterance of an intent. key: how it sounds, with its slots replaced by their types."""

    intent: str
    text: str
    key: str


def problems(source: Source, locale: Locale) -> Iterator[str]:
    """What is wrong with the utterances of a locale, one sentence each."""
    for intent in locale.utterances.keys() - source.intents.keys():
        yield f"utterances of {intent}: intents.yaml has no such intent"
    everything = []
    for name, spec in source.intents.items():
        texts = locale.samples(name)
        samples = [Sample(name, text, key(text, spec)) for text in texts]
        everything += samples
        yield from _number(name, spec, texts)
        for text in texts:
            yield from (f"{name}: {text!r} {what}" for what in _spelling(text, spec))
            yield from (f"{name}: {text!r} {what}" for what in _whole(text, spec))
        for slot in spec.slots:
            yield from _slot_samples(name, slot, spec, locale.slot(name, slot).utterances)
    yield from _twice(everything)
    yield from _built_in(everything, locale)
    yield from _overlaps(source, locale, everything)


def _number(name: str, spec: IntentSpec, texts: list[str]) -> Iterator[str]:
    if len(texts) > amazon.SAMPLES:
        yield f"{name} has {len(texts)} utterances: Lex takes {amazon.SAMPLES}"
    if spec.alexa in amazon.WITHOUT_SAMPLES:
        if texts:
            yield f"{name} takes no utterances: it stands for {spec.alexa}"
    elif not (spec.alexa and spec.lex) and len(texts) < ENOUGH:
        yield f"{name} has {len(texts)} utterances: people need {ENOUGH} or more to be understood"


def _spelling(text: str, spec: IntentSpec) -> Iterator[str]:
    """What is wrong with one sample of an intent or of a slot."""
    if odd := amazon.strange(_SLOT.sub("", text)):
        yield f"has characters that Amazon refuses: {odd}"
    if text != text.lower() or text != " ".join(text.split()):
        yield "is not in lower case with single spaces"
    if len(text) > amazon.SAMPLE_LENGTH:
        yield f"is longer than {amazon.SAMPLE_LENGTH} characters"
    slots = _SLOT.findall(text)
    if unknown := [slot for slot in slots if slot not in spec.slots]:
        yield f"has slots that the intent does not: {', '.join(unknown)}"
    if len(slots) != len(set(slots)):
        yield "has a slot twice"
    if re.search(r"\S\{|\}[^\s'’]", text):
        yield "has a slot that touches another word"
    if len(slots) > 1 and any(s in spec.slots and spec.slots[s].type == "AMAZON.SearchQuery" for s in slots):
        yield "has another slot beside an AMAZON.SearchQuery"


def _whole(text: str, spec: IntentSpec) -> Iterator[str]:
    """What is wrong with a sample of an intent only: an intent with a dialog needs words beside its slots."""
    if not _SLOT.sub("", text).strip(" .'-"):
        yield "has no words beside its slots"


def _slot_samples(intent: str, slot: str, spec: IntentSpec, texts: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        yield from (f"{intent}.{slot}: {text!r} {what}" for what in _spelling(text, spec))
        if f"{{{slot}}}" not in text:
            yield f"{intent}.{slot}: {text!r} does not have the slot that it answers"
        if key(text, spec) in seen:
            yield f"{intent}.{slot}: {text!r} is there twice"
        seen.add(key(text, spec))


def key(text: str, spec: IntentSpec) -> str:
    """Words as they sound; slots by type, because two of the same type cannot be told apart."""
    parts = _SLOT.split(text)
    for i in range(1, len(parts), 2):
        parts[i] = "{" + (spec.slots[parts[i]].type if parts[i] in spec.slots else "?") + "}"
    return " ".join("".join(p if i % 2 else f" {amazon.normal(p)} " for i, p in enumerate(parts)).split())


def _twice(samples: list[Sample]) -> Iterator[str]:
    first: dict[str, Sample] = {}
    for sample in samples:
        other = first.setdefault(sample.key, sample)
        if other is sample:
            continue
        if other.intent == sample.intent:
            yield f"{sample.intent}: {sample.text!r} says the same as {other.text!r}"
        else:
            yield f"{sample.text!r} of {sample.intent} says the same as {other.text!r} of {other.intent}"


def _built_in(samples: list[Sample], locale: Locale) -> Iterator[str]:
    words = amazon.BUILT_IN_WORDS.get(amazon.language(locale.name), {})
    for sample in samples:
        owner = words.get(sample.key)
        if owner and owner != sample.intent:
            yield f"{sample.text!r} of {sample.intent} is Amazon's own word for {owner}"


def _overlaps(source: Source, locale: Locale, samples: list[Sample]) -> Iterator[str]:
    """Samples that another intent's sample turns into once a value of a catalogue is put in its slot."""
    said = {kind: frozenset(map(amazon.normal, locale.words(kind))) for kind in locale.types}
    for sample in samples:
        parts = re.split(r"\{([^}]*)\}", sample.key)
        kinds = parts[1::2]
        if not kinds or not said.keys() >= set(kinds):
            continue
        pattern = re.compile("(.+)".join(map(re.escape, parts[::2])))
        for other in samples:
            found = pattern.fullmatch(other.key) if other.intent != sample.intent else None
            if found and all(word in said[kind] for word, kind in zip(found.groups(), kinds, strict=True)):
                yield f"{other.text!r} of {other.intent} is {sample.text!r} of {sample.intent} with a value"
