"""One locale of one channel: the dialog's state first, then templates, then the classifier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from simulator.nlu.dialog import Dialog
from simulator.nlu.fill import Slots
from simulator.nlu.judge import Judge
from simulator.nlu.language import language as language_of
from simulator.nlu.learn import Lessons, Tagger
from simulator.nlu.model import Model, from_alexa, from_lex
from simulator.nlu.slots import Sight, SlotTypes
from simulator.nlu.templates import Said, Templates
from simulator.nlu.understood import Expected, Understood

_DOUBTFUL_TEMPLATE = (
    0.8  # the confidence in a template with a value that may be something else, or a name in no list
)


class LocalNlu:
    """Understands text as Amazon's service would understand it with this model, as far as one machine can."""

    def __init__(self, model: Model, locale: str, today: Callable[[], date] = date.today) -> None:
        self.model = model
        self.language = language_of(locale)
        self.types = SlotTypes(model, self.language, today)
        self.templates = Templates.of_intents(model, self.language)
        self.slots = Slots(model, self.language)
        self.tagger = Tagger(self.types)
        self.judge = Judge(Lessons(model, self.types, self.tagger), self.language)
        self._dialog = Dialog(self)

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        """What the text means, given what the desk has just asked. Never raises: at worst it is Fallback."""
        sight = self.types.look(self.language.read(text))
        if not sight.text.words:
            return self.fallback
        intent = self.model.intent(expected.intent) if expected else None
        if expected and intent:
            return self._dialog.answer(sight, intent, expected)
        return self.open(sight)

    @property
    def fallback(self) -> Understood:
        return Understood(self.model.fallback, 0.0)

    def open(self, sight: Sight) -> Understood:
        """What a sentence means where nothing was asked."""
        said = self.templates.best(sight)
        if said and said.cost < 0.3:
            return Understood(said.intent, 1.0, said.slots)
        said = said or self.templates.best(sight, loose=True)
        if said and not self._strange(sight, said):
            return Understood(said.intent, _DOUBTFUL_TEMPLATE, said.slots)
        return self.guess(sight)

    def guess(self, sight: Sight) -> Understood:
        """The classifier's word for it, where that is sure enough."""
        verdict = self.judge.verdict(self.tagger(sight))
        intent = self.model.intent(verdict.intent)
        if intent is None or verdict.confidence < self.model.threshold:
            return self.fallback
        return Understood(intent.name, verdict.confidence, self.slots.fill(sight, intent))

    def _strange(self, sight: Sight, said: Said) -> bool:
        """A template whose names in no list are more than its own words, or are known from elsewhere."""
        words = sight.text.words
        names = [words[start:end] for start, end in said.wild]
        literal = sum(word not in self.language.empty for word in words) - sum(
            word not in self.language.empty for name in names for word in name
        )
        return bool(names) and (literal < len(names) or any(self.judge.foreign(name) for name in names))

    def named(self, canonical: str) -> str:
        """The channel's spelling of "Yes", "Help" …; the bare name where the model has no such intent."""
        return self.model.named(canonical) or canonical


def alexa_nlu(model: Mapping[str, Any], locale: str, today: Callable[[], date] = date.today) -> LocalNlu:
    """Understands an Alexa interaction model (custom/<locale>.json). Raises BadModel, UnknownLocale."""
    return LocalNlu(from_alexa(model), locale, today)


def lex_nlu(bot: Mapping[str, Any], locale: str, today: Callable[[], date] = date.today) -> LocalNlu:
    """Understands a locale of the bot in stacks/lex.yaml. Raises BadModel, UnknownLocale."""
    return LocalNlu(from_lex(bot, locale), locale, today)
