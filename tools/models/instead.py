"""What corrects the last question ("no, algebra"): an intent with a slot for whatever can be corrected.

Its slots and utterances are made here, so that a domain's questions can be corrected without a word about
it: for each type that a slot of any question has, one slot with what is meant and one with what is not. The
locale writes the utterances once, with {value} and {other} in their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from frontdesk.conversation.contract import may_be_remembered
from frontdesk.conversation.instead import INTENT, OTHER
from tools.models.samples import key
from tools.models.source import IntentSpec, Locale, SlotSpec, Source


def completed(source: Source) -> Source:
    """The source with the intent's slots and utterances filled in; as it is where it has no such intent."""
    if INTENT not in source.intents:
        return source
    slots = {slot: SlotSpec(type=kind) for kind in _types(source) for slot in _slots(kind)}
    spec = source.intents[INTENT].model_copy(update={"slots": slots})
    intents = {**source.intents, INTENT: spec}
    return Source(intents, tuple(_completed(intents, spec, locale) for locale in source.locales))


def _types(source: Source) -> list[str]:
    """The types of what questions hold, without what is secret or somebody's own words."""
    kinds = (slot.type for spec in source.intents.values() for slot in spec.slots.values() if not slot.secret)
    return list(dict.fromkeys(kind for kind in kinds if may_be_remembered(kind)))


def _slots(kind: str) -> tuple[str, str]:
    """ "Subject" → subject, other_subject; "AMAZON.NUMBER" → number, other_number."""
    name = kind.removeprefix("AMAZON.")
    name = name.lower() if name.isupper() else re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return name, OTHER + name


def _completed(intents: dict[str, IntentSpec], spec: IntentSpec, locale: Locale) -> Locale:
    """What another intent says in the same words is that intent's."""
    said = {
        key(text, intents[intent])
        for intent, texts in locale.utterances.items()
        if intent in intents and intent != INTENT
        for text in texts
    }
    mine = [text for text in _written(spec, locale) if key(text, spec) not in said]
    return replace(locale, utterances={**locale.utterances, INTENT: mine})


def _written(spec: IntentSpec, locale: Locale) -> Iterator[str]:
    for slot in spec.slots:
        if not slot.startswith(OTHER):
            for text in locale.samples(INTENT):
                yield text.replace("{value}", f"{{{slot}}}").replace("{other}", f"{{{OTHER}{slot}}}")
