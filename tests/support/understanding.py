"""An understanding that knows only the sentences it was given, for tests of what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.nlu import Expected, Heard, Understood


@dataclass
class Scripted:
    """sentences: text → what it means. answers: text → the slot value that it is, while a slot is asked for.

    yes, no, fallback: the channel's names of these intents. asked: what `understand` was told to expect.
    """

    sentences: Mapping[str, Understood]
    answers: Mapping[str, Heard] = field(default_factory=dict)
    yes: str = "AMAZON.YesIntent"
    no: str = "AMAZON.NoIntent"
    fallback: str = "AMAZON.FallbackIntent"
    asked: list[Expected | None] = field(default_factory=list)

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        self.asked.append(expected)
        if text in ("yes", "no"):
            return Understood(self.yes if text == "yes" else self.no, 1.0)
        if expected and expected.slot and not expected.confirm and text in self.answers:
            return Understood(expected.intent, 0.9, {expected.slot: self.answers[text]})
        return self.sentences.get(text, Understood(self.fallback, 0.0))
