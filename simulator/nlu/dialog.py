"""Mid-dialogue: the answer to what the desk has just asked, a correction, or a change of subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.nlu.grammar import expand
from simulator.nlu.model import IntentModel, SlotModel
from simulator.nlu.slots import FREE, Sight, kind
from simulator.nlu.templates import Templates, resolve
from simulator.nlu.understood import Expected, Heard, Understood

if TYPE_CHECKING:
    from simulator.nlu.local import LocalNlu

_COMMANDS = frozenset({"Help", "Stop", "Cancel", "Repeat", "StartOver", "NavigateHome"})
_SURE, _LIKELY, _PERHAPS = 1.0, 0.9, 0.6
_LONGEST_NAME = 6  # words of an answer that is in no list


class Dialog:
    """Reads answers for one model."""

    def __init__(self, nlu: LocalNlu) -> None:
        self._nlu = nlu
        self._answers = {
            (intent.name, slot.name): self._samples(intent, slot)
            for intent in nlu.model.intents
            for slot in intent.slots
        }

    def _samples(self, intent: IntentModel, slot: SlotModel) -> Templates:
        templates = Templates(self._nlu.language)
        place = "{" + slot.name + "}"
        shapes = self._nlu.language.words["bare_answers"]
        wrapped = [" ".join(plain) for shape in shapes for plain in expand(shape.replace("{}", place))]
        templates.add(intent, (*slot.samples, *wrapped))
        return templates

    def answer(self, sight: Sight, intent: IntentModel, expected: Expected) -> Understood:
        """What words mean after a question about a slot of this intent, or a yes or no about it."""
        slot = intent.slot(expected.slot) if expected.slot and not expected.confirm else None
        said = self._nlu.templates.best(sight)
        exact = Understood(said.intent, _SURE, said.slots) if said and said.cost < 0.3 else None
        if exact and self._command(exact.intent):
            return exact
        if slot and (heard := self._bare(sight, intent, slot)):
            return Understood(intent.name, _SURE, {slot.name: heard})
        if (
            expected.confirm
            and (exact is None or exact.intent == intent.name)
            and (word := self._yes_or_no(sight))
        ):
            return self._decided(sight, intent, word)
        if exact:
            return exact
        guessed = self._nlu.open(sight)
        if self._same_subject(guessed, intent) and (slots := self._nlu.slots.only(sight, intent)):
            return Understood(intent.name, _LIKELY, slots)
        if guessed.intent != self._nlu.model.fallback:
            return guessed
        return (slot and self._unlisted(sight, intent, slot)) or guessed

    def _command(self, intent: str) -> bool:
        return any(self._nlu.model.named(command) == intent for command in _COMMANDS)

    def _same_subject(self, guessed: Understood, intent: IntentModel) -> bool:
        return guessed.intent in (intent.name, self._nlu.model.fallback) or guessed.confidence < _PERHAPS

    def _bare(self, sight: Sight, intent: IntentModel, slot: SlotModel) -> Heard | None:
        """The slot's value, where the words are nothing but an answer."""
        if kind(slot.type) in FREE:
            return None
        said = self._answers[intent.name, slot.name].best(sight)
        return said.slots[slot.name] if said else None

    def _yes_or_no(self, sight: Sight) -> str:
        """ "Yes" or "No" by the leading words, "" where they are neither."""
        leads = self._nlu.language.words["leads"]
        first = sight.text.words[0]
        return next((word for word, leading in leads.items() if first in leading.split()), "")

    def _decided(self, sight: Sight, intent: IntentModel, word: str) -> Understood:
        """A yes or no; "no, three" and "yes, but on Friday" are corrections."""
        if slots := self._nlu.slots.only(sight, intent):
            return Understood(intent.name, _LIKELY, slots)
        return Understood(self._nlu.named(word), _SURE)

    def _unlisted(self, sight: Sight, intent: IntentModel, slot: SlotModel) -> Understood | None:
        """The answer inside a longer sentence, a name that is in no list, or free text."""
        words = sight.text.words
        verdict = self._nlu.judge.verdict(self._nlu.tagger(sight))
        if verdict.foreign > 0.5:
            return None
        spans = sorted(sight.spans(slot.type), key=lambda span: (span.weak, span.start - span.end))
        if spans:
            return Understood(intent.name, _PERHAPS, {slot.name: spans[0].heard})
        if kind(slot.type) in FREE:
            quote = sight.text.quote(0, len(words))
            return Understood(intent.name, _PERHAPS, {slot.name: Heard(quote, quote)})
        if sight.types.open(slot.type) and len(words) <= _LONGEST_NAME:
            return Understood(intent.name, _PERHAPS, {slot.name: resolve(sight, slot.type, 0, len(words))})
        return None
