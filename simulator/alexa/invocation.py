"""What somebody says to a device before a skill listens: its invocation name and the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Amazon's invocation phrases, a language: wake words, words that launch, words that ask, words that join the
# name to what is asked ("ask front desk for help"), and words that leave a skill without asking it.
_WORDS = {
    "en": (
        r"(?:hey )?alexa",
        r"open|launch|start|begin|run|load|use|enter|talk to|speak to|speak with",
        r"ask|tell",
        r"to|for|about|that|if|whether|and",
        r"exit|quit",
    ),
}


@dataclass(frozen=True, slots=True)
class Invocation:
    """How a sentence invokes the skill. asks: the rest of the sentence, "" for a plain launch."""

    asks: str


@dataclass(frozen=True, slots=True)
class Invoker:
    """Finds the invocation in a sentence, and the sentence that leaves."""

    launches: re.Pattern[str]
    asks: re.Pattern[str]
    exits: re.Pattern[str]

    def find(self, text: str) -> Invocation | None:
        """What `text` asks of the skill; None where it does not invoke it."""
        text = text.strip()
        found = self.launches.fullmatch(text) or self.asks.fullmatch(text)
        return Invocation(found["rest"] or "") if found else None

    def leaves(self, text: str) -> bool:
        """Whether `text` leaves an open skill: Alexa ends the session then, and only tells the skill."""
        return self.exits.fullmatch(text.strip()) is not None


def invoker(name: str, locale: str) -> Invoker:
    """The invoker of a skill by its invocation name; a language without words of its own uses the English."""
    wake, launch, ask, joins, leave = _WORDS.get(locale.partition("-")[0], _WORDS["en"])
    name = r"\s+".join(re.escape(word) for word in name.split())
    lead, tail = rf"(?:(?:{wake})[\s,]+)?(?:please\s+)?", r"[\s.!?,]*"
    return Invoker(
        launches=re.compile(
            rf"{lead}(?:(?:{launch})\s+)?{name}(?:\s+please)?(?:[\s,]+(?:{joins})\s+(?P<rest>.+?))?{tail}",
            re.I,
        ),
        asks=re.compile(rf"{lead}(?:{ask})\s+{name}[\s,]+(?:(?:{joins})\s+)?(?P<rest>.+?){tail}", re.I),
        exits=re.compile(rf"{lead}(?:{leave}){tail}", re.I),
    )
