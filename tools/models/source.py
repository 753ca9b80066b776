"""Loads interactionModels/ and types it: what the generator and the checks read."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class SourceError(Exception):
    """A file of the source cannot be read as one; the message names the file and the place."""


class Strict(BaseModel):
    """A part of a file: a key that is not named here is a mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SlotSpec(Strict):
    """A slot. type: as Alexa spells it. elicit: the desk may ask for it. secret: kept nowhere."""

    type: str
    elicit: bool = False
    secret: bool = False


class IntentSpec(Strict):
    """An intent of the contract. joins: intent → its slot that this one fills while that one asks something.
    gives: intent → slot → the value that this one fills it with then.
    alexa, lex: the built-in that stands for it in that channel, or None."""

    domain: str
    asks: Literal["anyone", "linked", "pin"]
    confirm: bool = False
    slots: Mapping[str, SlotSpec] = {}
    joins: Mapping[str, str] = {}
    gives: Mapping[str, Mapping[str, str]] = {}
    stays: bool = False
    alexa: str | None = None
    lex: str | None = None

    @property
    def dialog(self) -> bool:
        """True where the desk may ask for a slot of it, or for a yes or no about it."""
        return self.confirm or any(slot.elicit for slot in self.slots.values())


class ContractFile(Strict):
    """intents.yaml."""

    intents: Mapping[str, IntentSpec]


class LocaleSpec(Strict):
    """What a locale is called. lex: its spelling there, None where Lex does not speak it; voice: Polly's."""

    invocation: str
    lex: str | None = None
    voice: str | None = None


class SlotWords(Strict):
    """How a slot is asked for, and how people answer beside a bare value."""

    prompt: str | None = None
    utterances: list[str] = []


class LocaleFile(Strict):
    """<locale>/<domain>.yaml. Every key holds what its namesake in `Locale` says."""

    locale: LocaleSpec | None = None
    utterances: Mapping[str, list[str]] = {}
    slots: Mapping[str, SlotWords] = {}
    confirmations: Mapping[str, str] = {}
    types: Mapping[str, Mapping[str, list[str]]] = {}
    several: Mapping[str, Mapping[str, list[str]]] = {}


@dataclass(frozen=True)
class Locale:
    """All files of one locale together.

    utterances: intent → samples. slots: "Intent.slot" → words. confirmations: intent → question.
    types: slot type → value id → name and synonyms. several: slot type → word → ids of what it may mean.
    domains: "utterances MyGrade" and the like → the domain in whose file it stands.
    """

    name: str
    spec: LocaleSpec
    utterances: Mapping[str, list[str]]
    slots: Mapping[str, SlotWords]
    confirmations: Mapping[str, str]
    types: Mapping[str, Mapping[str, list[str]]]
    several: Mapping[str, Mapping[str, list[str]]]
    domains: Mapping[str, str]

    def samples(self, intent: str) -> list[str]:
        """The utterances of an intent; empty where there are none."""
        return self.utterances.get(intent, [])

    def words(self, kind: str) -> list[str]:
        """Everything that can be said for a slot of a type that this locale lists."""
        return [w for words in self.types[kind].values() for w in words] + list(self.several.get(kind, {}))

    def slot(self, intent: str, slot: str) -> SlotWords:
        """The words about a slot; empty ones where there are none."""
        return self.slots.get(f"{intent}.{slot}", SlotWords())


@dataclass(frozen=True)
class Source:
    """The whole of interactionModels/."""

    intents: Mapping[str, IntentSpec]
    locales: tuple[Locale, ...]


class _Words(yaml.CSafeLoader):
    """YAML in which `no` is a word and a key given twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise SourceError(f"line {key_node.start_mark.line + 1}: {key!r} is there twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


# Only what is spelled true or false is a boolean, and nothing is a date or a number: the rest are words.
_Words.yaml_implicit_resolvers = {}
_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])
_Words.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^$"), [""])


def load(root: Path) -> Source:
    """Read interactionModels/ below `root`.

    Raises SourceError when a file is not YAML, has an unknown key or gives something twice.
    """
    contract = _read(root / "intents.yaml", ContractFile)
    folders = sorted(folder for folder in root.iterdir() if folder.is_dir())
    return Source(contract.intents, tuple(_locale(folder) for folder in folders))


def _locale(folder: Path) -> Locale:
    spec: LocaleSpec | None = None
    merged: dict[str, dict[str, Any]] = {
        "utterances": {}, "slots": {}, "confirmations": {}, "types": {}, "several": {}
    }  # fmt: skip
    domains: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = _read(path, LocaleFile)
        if spec and file.locale:
            raise SourceError(f"{path}: says `locale:` again")
        spec = spec or file.locale
        for part, whole in merged.items():
            for key, value in getattr(file, part).items():
                if key in whole:
                    raise SourceError(f"{path}: {part} of {key} are in {domains[f'{part} {key}']}.yaml too")
                whole[key] = value
                domains[f"{part} {key}"] = path.stem
    if spec is None:
        raise SourceError(f"{folder}: no file says `locale:`")
    return Locale(name=folder.name, spec=spec, domains=domains, **merged)


def _read[T: Strict](path: Path, kind: type[T]) -> T:
    try:
        return kind.model_validate(yaml.load(path.read_text(encoding="utf-8"), _Words) or {})  # nosec B506
    except (yaml.YAMLError, ValidationError, SourceError) as error:
        raise SourceError(f"{path}: {error}") from error
