"""What the classifier learns from: the model's samples, Amazon's phrases, and the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.nlu.model import Model, canonical
from simulator.nlu.samples import Samples
from simulator.nlu.slots import SlotTypes
from simulator.nlu.tagging import Tagged, Tagger, tag
from simulator.nlu.templates import Templates
from simulator.nlu.text import Text, Token

BACKGROUND = ""  # the label of what is not for the desk


def lessons(
    model: Model, samples: Samples, types: SlotTypes, tagger: Tagger, templates: Templates
) -> Iterator[tuple[Tagged, str]]:
    """Every example with its label: an intent's canonical name, or BACKGROUND."""
    for intent in model.intents:
        if intent.name != model.fallback:
            for sample in samples.all(intent.name):
                yield tagger.of(_tagged(sample.words, types, tagger)), canonical(intent.name)
    for line in types.language.foreign:
        sight = types.look(types.language.read(line))
        if not templates.best(sight):  # what the model has as a sample is not foreign to it
            yield tagger(sight), BACKGROUND


def _tagged(words: Sequence[str], types: SlotTypes, tagger: Tagger) -> list[str]:
    """A sample's words with its slots as tags, and values among its words as tags too."""
    tagged: list[str] = []
    plain: list[Token] = []
    for word in (*words, "{}"):
        if word[0] != "{":
            plain.append(Token(word, 0, 0))
            continue
        if plain:
            tagged += tagger(types.look(Text("", tuple(plain)))).words
            plain = []
        if word != "{}":
            tagged.append(tag(word[1:-1]))
    return tagged
