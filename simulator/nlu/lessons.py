"""What the classifier learns from: the model's samples, Amazon's phrases, and the background."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.nlu.model import Model, canonical
from simulator.nlu.samples import Samples
from simulator.nlu.slots import SlotTypes
from simulator.nlu.tagging import Tagged, Tagger
from simulator.nlu.templates import Templates
from simulator.nlu.text import Text

BACKGROUND = ""  # the label of what is not for the desk


def lessons(
    model: Model, samples: Samples, types: SlotTypes, tagger: Tagger, templates: Templates
) -> Iterator[tuple[Tagged, str]]:
    """Every example with its label: an intent's canonical name, or BACKGROUND."""
    for intent in model.intents:
        if intent.name != model.fallback:
            for sample in samples.all(intent.name):
                yield tagger.sample(sample.words), canonical(intent.name)
    for line in types.language.foreign:
        sight = types.look(Text.of(types.language.split(line)))
        if not templates.best(sight):  # what the model has as a sample is not foreign to it
            yield tagger(sight), BACKGROUND
