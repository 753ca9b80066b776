"""One locale of one channel: the dialog's state first, then templates, then the classifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from frontdesk.conversation.instead import INTENT as INSTEAD
from simulator.nlu.dialog import Dialog
from simulator.nlu.fill import Slots
from simulator.nlu.judge import FOREIGN, Judge, Verdict
from simulator.nlu.language import language as language_of
from simulator.nlu.learnt import Learnt, keep, learn, place, recall
from simulator.nlu.lessons import lessons
from simulator.nlu.model import Model, canonical, from_alexa, from_lex
from simulator.nlu.samples import Samples
from simulator.nlu.sight import Sight
from simulator.nlu.slots import SlotTypes
from simulator.nlu.spelling import Speller
from simulator.nlu.tagging import Tagged, Tagger
from simulator.nlu.templates import Carriers, Said, Templates
from simulator.nlu.understood import Expected, Understood

_DOUBTFUL_TEMPLATE = (
    0.8  # the confidence in a template with a value that may be something else, or a name in no list
)

_CLAUSE = 0.95  # a clause alone is a little less sure than a sentence
_FOREIGN = 0.5  # from here on a clause is more likely for somebody else
_COURTESIES = ("Hello", "Yes", "No", "Stop", "Thanks", "Help")  # said beside what is meant
_ASIDE = 0.5  # thanks are said with anything, and count less than what they are said with


class LocalNlu:
    """Understands text as Amazon's service would understand it with this model, as far as one machine can."""

    def __init__(self, model: Model, locale: str, today: Callable[[], date] = date.today) -> None:
        self.model = model
        self.language = language_of(locale)
        self.types = SlotTypes(model, self.language, today)
        self.samples = Samples(model, self.language)
        self.carriers = Carriers(self.language)
        # Amazon's phrases after the model's own: where both have one, the model's intent is meant.
        groups = (*self.samples.own.values(), *self.samples.amazon.values())
        self.templates = Templates((sample for group in groups for sample in group), self.carriers)
        self.slots = Slots(model, self.samples, self.language)
        self.tagger = Tagger(self.types)
        learnt = self._learnt()
        builtins = {intent.builtin for intent in model.intents} | {"Yes", "No"}
        self.judge = Judge(learnt, builtins, self.language)
        self.speller = Speller(learnt.words | self._vocabulary(), self.language)
        self._dialog = Dialog(self)

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        """What the text means, given what the desk has just asked. Never raises: at worst it is Fallback."""
        sight = self.types.look(self.speller.correct(self.language.read(text)))
        if not sight.text.words:
            return self.fallback
        intent = self.model.intent(expected.intent) if expected else None
        if expected and intent:
            return self._dialog.answer(sight, intent, expected)
        return self.open(sight)

    def _learnt(self) -> Learnt:
        path = place(self.model.digest, self.language.digest)
        learnt = recall(path)
        if learnt is None:
            learnt = learn(tuple(self.examples()))
            keep(path, learnt)
        return learnt

    def examples(self) -> Iterator[tuple[Tagged, str]]:
        """What there is to learn from: sentences and their labels."""
        return lessons(self.model, self.samples, self.types, self.tagger, self.templates)

    def _vocabulary(self) -> set[str]:
        """Words that are spelled right beside those of the samples."""
        names = {word for catalogue in self.types.catalogues.values() for word in catalogue.vocabulary}
        return names | set(self.language.thesaurus) | self.types.moments.vocabulary

    @property
    def fallback(self) -> Understood:
        return Understood(self.model.fallback, 0.0)

    def open(self, sight: Sight) -> Understood:
        """What a sentence means where nothing was asked."""
        said = self.templates.best(sight)
        if said and said.sure:
            return Understood(said.intent, 1.0, said.slots)
        said = said or self.templates.best(sight, loose=True)
        if said and self._named(sight, said):
            return Understood(said.intent, _DOUBTFUL_TEMPLATE, said.slots)
        return self.guess(sight)

    def guess(self, sight: Sight) -> Understood:
        """The classifier's word for it, where that is sure enough."""
        verdict = self.verdict(sight)
        intent = self.model.intent(self.model.named(verdict.intent))
        if intent is None or verdict.confidence < self.model.threshold:
            return self.fallback
        return Understood(intent.name, verdict.confidence, self.slots.fill(sight, intent))

    def verdict(self, sight: Sight) -> Verdict:
        """The classifier's word for a sentence, or for the clearest clause of it.

        Where another clause is about something else, the clear one must be telling: "my phone was stolen, can
        you help?" is no cry for this desk's help.
        """
        whole = self.judge.verdict(self.tagger(sight))
        tagged = [
            self.tagger(self.types.look(part))
            for part in sight.text.clauses()
            if len(part.words) not in self.carriers.starts(part.words)
        ]
        clauses = [(self.judge.verdict(clause), clause) for clause in tagged]
        meant = [each for each in clauses if each[0].intent not in _COURTESIES or each[0].foreign > _FOREIGN]
        best, clause = max(meant or clauses, key=lambda each: _weight(each[0]), default=(whole, None))
        if whole.intent in _COURTESIES and meant:
            return best
        if clause is None or best.intent == INSTEAD or _weight(best) * _CLAUSE <= _weight(whole):
            return whole  # a correction is a whole sentence
        foreign = max((verdict.foreign for verdict, other in clauses if other is not clause), default=0.0)
        if foreign <= FOREIGN:
            return best
        if not self.judge.telling(clause, best):
            return whole
        return replace(best, confidence=best.confidence * (1 - foreign / 2))

    def _named(self, sight: Sight, said: Said) -> bool:
        """True where what stands for a name may be one: it has a word that nothing here knows, none that is
        at home elsewhere, and the template has content of its own beside it."""
        names = [sight.text.words[start:end] for start, end in said.wild]
        inside = {at for start, end in said.wild for at in range(start, end)}
        rest = (word for at, word in enumerate(sight.text.words) if at not in inside)
        own = sum(word not in self.language.empty for word in rest)
        return own >= len(names) and all(
            any(not self.speller.knows(word) for word in name)
            and not self.judge.foreign(name)
            and not self.judge.elsewhere(name, canonical(said.intent))
            for name in names
        )

    def named(self, canonical: str) -> str:
        """The channel's spelling of "Yes", "Help" …; the bare name where the model has no such intent."""
        return self.model.named(canonical) or canonical


def _weight(verdict: Verdict) -> float:
    """How much a verdict on a clause counts beside the others."""
    return verdict.confidence * (_ASIDE if verdict.intent == "Thanks" else 1.0)


def alexa_nlu(model: Mapping[str, Any], locale: str, today: Callable[[], date] = date.today) -> LocalNlu:
    """Understands an Alexa interaction model (custom/<locale>.json). Raises BadModel, UnknownLocale."""
    return LocalNlu(from_alexa(model), locale, today)


def lex_nlu(bot: Mapping[str, Any], locale: str, today: Callable[[], date] = date.today) -> LocalNlu:
    """Understands a locale of the bot in stacks/lex.yaml. Raises BadModel, UnknownLocale."""
    return LocalNlu(from_lex(bot, locale), locale, today)
