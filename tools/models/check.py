"""What must hold of interactionModels/ before anything is generated from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from frontdesk.conversation.contract import SECRET_TYPES
from tools.models import amazon, lex, samples
from tools.models.source import IntentSpec, Locale, Source


def problems(source: Source) -> list[str]:
    """What is wrong with the source, one sentence each; empty when it may be generated from."""
    found = list(_intents(source))
    for locale in source.locales:
        rules = (_locale, samples.problems, _places, _words_of_slots, _types, _several)
        found += [f"{locale.name}: {p}" for p in chain.from_iterable(r(source, locale) for r in rules)]
    return found + list(_same_values(source))


def _intents(source: Source) -> Iterator[str]:
    if len(source.intents) > amazon.INTENTS:
        yield f"there are {len(source.intents)} intents: Amazon takes {amazon.INTENTS}"
    if not any(spec.lex == "AMAZON.FallbackIntent" for spec in source.intents.values()):
        yield "there is no intent for AMAZON.FallbackIntent: a Lex bot does not build without one"
    for name, spec in source.intents.items():
        yield from _name("intent", name)
        if name.endswith("Intent"):
            yield f"{name}: the ending 'Intent' is for Amazon's own"
        yield from _built_in(name, spec)
        yield from _slots(name, spec)
        yield from _joins(name, spec, source)


def _built_in(name: str, spec: IntentSpec) -> Iterator[str]:
    if spec.alexa and spec.alexa != f"AMAZON.{name}Intent":
        yield f"{name}: {spec.alexa} would come back under another name"
    if spec.lex and (spec.lex != f"AMAZON.{name}Intent" or spec.lex not in amazon.LEX_BUILT_IN):
        yield f"{name}: Lex has no built-in {spec.lex}"
    if spec.slots and (spec.alexa or spec.lex):
        yield f"{name}: a built-in intent takes no slots"


def _slots(name: str, spec: IntentSpec) -> Iterator[str]:
    if len(spec.slots) > amazon.SLOTS:
        yield f"{name} has {len(spec.slots)} slots: Lex takes {amazon.SLOTS}"
    for slot, kind in spec.slots.items():
        yield from _name(f"slot of {name}", slot)
        if kind.secret != (kind.type in SECRET_TYPES):
            yield f"{name}.{slot}: the channels know what is secret by its type, and this is not one"


def _joins(name: str, spec: IntentSpec, source: Source) -> Iterator[str]:
    for other, slot in spec.joins.items():
        there = source.intents[other].slots.get(slot) if other in source.intents else None
        if there is None or slot not in spec.slots or spec.slots[slot].type != there.type:
            yield f"{name} joins {other}.{slot}: both must have that slot, of one type"
    for other, given in spec.gives.items():
        for slot in given:
            if other not in source.intents or slot not in source.intents[other].slots:
                yield f"{name} gives {other}.{slot}: there is no such slot"


def _name(what: str, name: str) -> Iterator[str]:
    if not amazon.NAME.fullmatch(name) or len(name) > amazon.NAME_LENGTH:
        yield f"{what} {name!r}: names are letters, with single underscores between them"


def _locale(source: Source, locale: Locale) -> Iterator[str]:
    yield from (
        f"invocation name {locale.spec.invocation!r} {what}"
        for what in amazon.invocation(locale.spec.invocation, locale.name)
    )


def _places(source: Source, locale: Locale) -> Iterator[str]:
    """Everything about an intent stands in the file of its domain."""
    for entry, file in locale.domains.items():
        part, _, key = entry.partition(" ")
        intent = key.partition(".")[0]
        if part in ("utterances", "slots", "confirmations") and intent in source.intents:
            domain = source.intents[intent].domain
            if domain != file:
                yield f"{part} of {key} are in {file}.yaml; the intent is of {domain}"


def _words_of_slots(source: Source, locale: Locale) -> Iterator[str]:
    """A prompt for each slot that may be asked for, a question for each intent that may be confirmed, no
    more; and a way to fill every slot."""
    slots = {
        f"{name}.{slot}": kind for name, spec in source.intents.items() for slot, kind in spec.slots.items()
    }
    for key in locale.slots.keys() - slots.keys():
        yield f"words of the slot {key}: intents.yaml has no such slot"
    for key, kind in slots.items():
        intent, _, slot = key.partition(".")
        words = locale.slot(intent, slot)
        if kind.elicit != bool(words.prompt):
            yield f"{key}: " + ("no prompt" if kind.elicit else "a prompt for a slot that is never asked for")
        yield from _prompt(key, words.prompt or "")
        if not kind.elicit and not any(f"{{{slot}}}" in text for text in locale.samples(intent)):
            yield f"{key}: nobody can say it, and the desk never asks for it"
        if locale.spec.lex and not lex.known(kind.type, locale):
            yield f"{key}: Lex has nothing for {kind.type}; list its values under types"
    for name in locale.confirmations.keys() | source.intents.keys():
        asked = name in source.intents and source.intents[name].confirm
        if asked != (name in locale.confirmations):
            yield f"{name}: " + ("no confirmation" if asked else "a confirmation that is never asked for")
        yield from _prompt(name, locale.confirmations.get(name, ""))


def _prompt(key: str, text: str) -> Iterator[str]:
    if len(text) > amazon.PROMPT_LENGTH:
        yield f"{key}: a prompt of more than {amazon.PROMPT_LENGTH} characters"


def _types(source: Source, locale: Locale) -> Iterator[str]:
    used = {kind.type for spec in source.intents.values() for kind in spec.slots.values()}
    for kind in locale.types.keys() - used:
        yield f"type {kind}: no slot uses it"
    for kind in {k for k in used if not k.startswith("AMAZON.")} - locale.types.keys():
        yield f"type {kind}: no values"
    for kind, values in locale.types.items():
        yield from _name("type", kind.removeprefix("AMAZON."))
        if len(locale.words(kind)) > amazon.VALUES:
            yield f"type {kind}: Lex takes {amazon.VALUES} values and synonyms"
        seen: dict[str, str] = {}
        for value, words in values.items():
            yield from _value(kind, value, words)
            for word in words:
                other = seen.setdefault(amazon.normal(word), word)
                if other is not word:
                    yield f"type {kind}: {word!r} of {value} is there twice (say so under several)"


def _value(kind: str, value: str, words: list[str]) -> Iterator[str]:
    if not amazon.VALUE_ID.fullmatch(value):
        yield f"type {kind}: the id {value!r} is not lower-case words with underscores"
    if len(words) < 2:
        yield f"type {kind}: {value} has no synonym; Amazon's schema wants one"
    yield from (f"type {kind}: {word!r} {what}" for word in words for what in _word(word))


def _word(word: str) -> Iterator[str]:
    if odd := amazon.strange(word):
        yield f"has characters that Amazon refuses: {odd}"
    if not 0 < len(word) <= amazon.VALUE_LENGTH:
        yield f"does not have 1 to {amazon.VALUE_LENGTH} characters"


def _several(source: Source, locale: Locale) -> Iterator[str]:
    """A word of several meanings has two or more, and is a word of none but the first."""
    for kind, meanings in locale.several.items():
        values = locale.types.get(kind, {})
        for word, ids in meanings.items():
            yield from (f"several {kind}: {word!r} {what}" for what in _word(word))
            if unknown := [i for i in ids if i not in values]:
                yield f"several {kind}: {word!r} means {', '.join(unknown)}, which the type has not"
            if len(set(ids)) < 2:
                yield f"several {kind}: {word!r} means one thing only"
            said = {amazon.normal(word): i for i, words in values.items() for word in words}
            owner = said.get(amazon.normal(word))
            if owner and owner != ids[0]:
                yield f"several {kind}: {word!r} is a word for {owner}, which must come first then"


def _same_values(source: Source) -> Iterator[str]:
    """Every locale knows the same values: code has their ids."""
    for locale in source.locales[1:]:
        first = source.locales[0]
        for kind in first.types.keys() & locale.types.keys():
            for value in first.types[kind].keys() ^ locale.types[kind].keys():
                yield f"type {kind}: {value} is not in both {first.name} and {locale.name}"
