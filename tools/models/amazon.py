"""What Amazon takes and refuses: names, characters, quotas, and the words that are its own.

Where Alexa and Lex differ, the narrower rule holds, so that one source serves both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Alexa's names have letters and underscores only; Lex's have no two underscores together.
NAME = re.compile(r"[A-Za-z]+(_[A-Za-z]+)*")
VALUE_ID = re.compile(r"[a-z]+(_[a-z]+)*")
NAME_LENGTH = 100  # Lex
INTENTS = 250  # a locale, in both
SLOTS = 100  # an intent, Lex
SAMPLES = 1500  # an intent, Lex
SAMPLE_LENGTH = 500  # Lex
VALUES = 10_000  # a slot type, synonyms included, Lex
VALUE_LENGTH = 140  # both
PROMPT_LENGTH = 1000  # Lex
INVOCATION_LENGTH = 50  # Alexa

# Built-in intents that Alexa lets nobody add samples to, or that mean nothing with them.
WITHOUT_SAMPLES = frozenset({"AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"})
LEX_BUILT_IN = frozenset(
    f"AMAZON.{name}Intent"
    for name in ("Help", "Cancel", "Stop", "Repeat", "StartOver", "Pause", "Resume", "Fallback")
)

# What Amazon's pages on the standard built-in intents list as common utterances, by language. A sample of
# another intent that says the same would never be heard.
BUILT_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "cancel": "Cancel",
        "never mind": "Cancel",
        "forget it": "Cancel",
        "help": "Help",
        "help me": "Help",
        "can you help me": "Help",
        "yes": "Yes",
        "yes please": "Yes",
        "sure": "Yes",
        "no": "No",
        "no thanks": "No",
        "repeat": "Repeat",
        "say that again": "Repeat",
        "repeat that": "Repeat",
        "start over": "StartOver",
        "restart": "StartOver",
        "start again": "StartOver",
        "stop": "Stop",
        "off": "Stop",
        "shut up": "Stop",
        "exit": "Stop",
        "go home": "NavigateHome",
        "home screen": "NavigateHome",
        "pause": "Pause",
        "resume": "Resume",
        "next": "Next",
        "previous": "Previous",
    }
}

# Words that an invocation name may not hold: wake words, what Alexa itself listens for around a name ("ask …
# to", "open …"), and, in a name of two words, articles and prepositions.
WAKE_WORDS = frozenset({"alexa", "amazon", "echo", "computer", "ziggy", "skill", "app"})
LAUNCH_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        {
            "run",
            "start",
            "play",
            "resume",
            "use",
            "launch",
            "ask",
            "open",
            "tell",
            "load",
            "begin",
            "enable",
            "search",
            "talk",
            "and",
            "about",
            "by",
            "for",
            "from",
            "if",
            "in",
            "that",
            "to",
            "using",
            "whether",
            "with",
        }
    )  # fmt: skip
}
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"a", "an", "the", "of", "up", "at", "off", "on", "my"})  # those above are out anyway
}


def language(locale: str) -> str:
    """The language of a locale: "en" of "en-US"."""
    return locale.partition("-")[0]


def strange(text: str, also: str = "") -> str:
    """The characters of a text that Amazon refuses: anything but letters of any script, spaces, periods,
    apostrophes, hyphens and those in `also`. Digits are refused too: samples spell numbers out."""
    allowed = " .'-" + also
    return "".join(
        c for c in dict.fromkeys(text) if c not in allowed and unicodedata.category(c)[0] not in "LM"
    )


def normal(text: str) -> str:
    """A text as an ear would compare it: no case, no apostrophes, other punctuation a space."""
    words = re.sub(r"[’']", "", text.casefold())
    return " ".join(re.sub(r"[.\-_,?!]", " ", words).split())


def invocation(name: str, locale: str) -> list[str]:
    """What is wrong with an invocation name."""
    words = name.split()
    problems = []
    if name != name.lower() or strange(name):
        problems.append("has other characters than lower-case letters, spaces, apostrophes and periods")
    if len(words) < 2:
        problems.append("has less than two words")
    if len(name) > INVOCATION_LENGTH:
        problems.append(f"has more than {INVOCATION_LENGTH} characters")
    taken = WAKE_WORDS | LAUNCH_WORDS.get(language(locale), frozenset())
    if len(words) == 2:
        taken |= SMALL_WORDS.get(language(locale), frozenset())
    problems += [f"has the word {word!r}, which Alexa keeps for itself" for word in words if word in taken]
    return problems
