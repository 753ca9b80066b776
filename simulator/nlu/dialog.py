"""Mid-dialogue: the answer to what the desk has just asked, a correction, or a change of subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.conversation.instead import INTENT as INSTEAD
from frontdesk.conversation.instead import OTHER
from simulator.nlu.answers import Answers
from simulator.nlu.model import IntentModel, SlotModel, canonical
from simulator.nlu.sight import Sight
from simulator.nlu.text import Text
from simulator.nlu.understood import Expected, Understood

if TYPE_CHECKING:
    from simulator.nlu.local import LocalNlu

_COMMANDS = ("Help", "Stop", "Cancel", "Repeat", "StartOver", "NavigateHome")  # work in any dialogue
# What ends a dialogue or is agreed to in it is done at once: nobody is guessed to have said that.
_BINDING = ("Yes", "No", "Stop", "Cancel", "NavigateHome", "StartOver")
_SURE, _LIKELY, _PERHAPS = 1.0, 0.9, 0.6


class Dialog:
    """Reads what is said in dialogues about one model's intents."""

    def __init__(self, nlu: LocalNlu) -> None:
        self._nlu = nlu
        self._answers = Answers(nlu.samples, nlu.carriers, nlu.judge, nlu.language)
        self._commands = {nlu.named(command) for command in _COMMANDS}
        self._decisions = {nlu.named(word): word for word in ("Yes", "No")}

    def answer(self, sight: Sight, intent: IntentModel, expected: Expected) -> Understood:
        """What words mean after a question about a slot of this intent, or a yes or no about it."""
        slot = intent.slot(expected.slot) if expected.slot and not expected.confirm else None
        said = self._nlu.templates.best(sight)
        exact = Understood(said.intent, _SURE, said.slots) if said and said.sure else None
        if exact and expected.confirm and self._agrees(sight, intent, exact):
            return Understood(self._nlu.named("Yes"), _SURE)
        if exact and exact.intent in self._commands:
            return exact
        if slot and (slots := self._answers.bare(sight, intent, slot)):
            return Understood(intent.name, _SURE, slots)
        if expected.confirm and (word := self._yes_or_no(sight, intent, exact)):
            sure = exact is not None and exact.intent != intent.name
            return self._decided(sight, intent, word, sure)
        if exact:
            return self._corrected(intent, exact) or exact
        if slots := self._nlu.slots.only(sight, intent, slot):
            return Understood(intent.name, _LIKELY, slots)
        if slot and (number := self._answers.number_as_name(sight, slot)):
            return Understood(intent.name, _PERHAPS, {slot.name: number})
        return self._otherwise(sight, intent, slot)

    def _agrees(self, sight: Sight, intent: IntentModel, exact: Understood) -> bool:
        """Whether a cancel says yes to cancelling: "yes, cancel it", where that was asked."""
        first, *rest = sight.text.words
        own = self._nlu.samples.literals(intent.name) | self._nlu.language.empty
        leads = self._nlu.language.words["leads"]["Yes"].split()
        return exact.intent == self._nlu.named("Cancel") and first in leads and own.issuperset(rest)

    def _corrected(self, intent: IntentModel, exact: Understood) -> Understood | None:
        """A correction of what this dialogue is about: its own slots, told by their types; else None."""
        correction = self._nlu.model.intent(exact.intent)
        if correction is None or correction.name != INSTEAD:
            return None
        meant = {
            slot.type: exact.slots[slot.name]
            for slot in correction.slots
            if slot.name in exact.slots and not slot.name.startswith(OTHER)
        }
        places = {kind: [slot.name for slot in intent.slots if slot.type == kind] for kind in meant}
        if not all(len(names) == 1 for names in places.values()):
            return None
        return Understood(intent.name, _LIKELY, {names[0]: meant[kind] for kind, names in places.items()})

    def _otherwise(self, sight: Sight, intent: IntentModel, slot: SlotModel | None) -> Understood:
        """A correction in more words, a change of subject, or an answer that is in no list."""
        guessed = self._guessed(sight)
        unsure = guessed.confidence < _PERHAPS
        same = unsure or guessed.intent == intent.name
        if same and (slots := self._nlu.slots.only(sight, intent, own_words=True)):
            return Understood(intent.name, _LIKELY, slots)
        heard = self._answers.somehow(sight, slot) if unsure and slot else None
        if slot and heard and (heard.value or guessed.intent == self._nlu.model.fallback):
            return Understood(intent.name, _PERHAPS, {slot.name: heard})
        return guessed

    def _guessed(self, sight: Sight) -> Understood:
        """What it would mean by itself; a binding word only where nothing but that was said."""
        guessed = self._nlu.open(sight)
        word = canonical(guessed.intent)
        if word in _BINDING and not self._so_said(sight, word):
            return self._nlu.fallback
        return guessed

    def _yes_or_no(self, sight: Sight, intent: IntentModel, exact: Understood | None) -> str:
        """ "Yes" or "No" by the whole phrase or the leading word; "" where it is about something else."""
        if exact and exact.intent != intent.name:
            return self._decisions.get(exact.intent, "")
        leads = self._nlu.language.words["leads"]
        first = sight.text.words[0]
        return next((word for word, leading in leads.items() if first in leading.split()), "")

    def _decided(self, sight: Sight, intent: IntentModel, word: str, sure: bool) -> Understood:
        """A yes or no; "no, three" and "yes, but on Friday" are corrections, "no, cancel it" is neither."""
        if slots := self._nlu.slots.only(sight, intent, own_words=True):
            return Understood(intent.name, _LIKELY, slots)
        said = self._nlu.templates.best(self._nlu.types.look(Text(sight.text.said, sight.text.tokens[1:])))
        subject = said.intent if said and said.sure else intent.name
        other = subject not in (intent.name, "Thanks", *self._decisions)  # Lex's yes and no are custom
        if said and other and self._nlu.model.is_custom(subject):
            return Understood(said.intent, _LIKELY, said.slots)
        if word == "Yes" and not sure and not self._without_reserve(sight, intent):
            return self._otherwise(sight, intent, None)
        return Understood(self._nlu.named(word), _SURE)

    def _without_reserve(self, sight: Sight, intent: IntentModel) -> bool:
        """Whether a yes is one: it goes on with nothing that limits it ("yes, but no balcony"), and a weak
        one ("okay") with nothing else than is said for a yes or to ask for what was asked about."""
        if sight.text.words[0] in self._nlu.language.agrees:
            return not self._limited(sight)
        own = self._nlu.samples.literals(intent.name) - self._nlu.language.empty
        rest = Text(sight.text.said, tuple(token for token in sight.text.tokens if token.word not in own))
        return self._so_said(self._nlu.types.look(rest), "Yes")

    def _so_said(self, sight: Sight, word: str) -> bool:
        """True where nothing but a binding word was said, in other words."""
        return self._nlu.judge.so_said(self._nlu.tagger(sight), word) and not (
            word == "Yes" and self._limited(sight)
        )

    def _limited(self, sight: Sight) -> bool:
        """Whether it is no plain yes: something is taken back, or it is a question ("is it okay")."""
        words = sight.text.words
        return words[0] in self._nlu.language.questions or not self._nlu.language.limits.isdisjoint(words)
