"""What `make talk` was asked for, from the environment that make makes of its command line.

SAY      sentences, separated by semicolons; without them the terminal holds the conversation
CHANNEL  alexa (the default) or lex
LOCALE   a locale of the interaction models; en-US by default
AS       who speaks: maya (the default), omar or guest
JSON     1 to see what goes to and from the desk
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.alexa.model import MODELS
from simulator.people import PEOPLE, Person

CHANNELS = ("alexa", "lex")


class Unusable(Exception):
    """The conversation cannot be held; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """One conversation. say: the sentences; None for a conversation in the terminal."""

    say: tuple[str, ...] | None
    channel: str
    locale: str
    person: Person
    json: bool


def read(environment: Mapping[str, str]) -> Options:
    """The options of an environment. Raises Unusable for a person, channel or locale that is not there."""
    name = environment.get("AS") or "maya"
    channel = environment.get("CHANNEL") or "alexa"
    locale = environment.get("LOCALE") or "en-US"
    for what, value, known in (
        ("person", name, tuple(PEOPLE)),
        ("channel", channel, CHANNELS),
        ("locale", locale, tuple(sorted(path.stem for path in MODELS.glob("*.json")))),
    ):
        if value not in known:
            raise Unusable(f"there is no {what} {value!r} here: try {' or '.join(known)}")
    return Options(_sentences(environment.get("SAY")), channel, locale, PEOPLE[name], _on(environment))


def _sentences(say: str | None) -> tuple[str, ...] | None:
    if not say:
        return None
    sentences = tuple(part.strip() for part in say.split(";") if part.strip())
    if not sentences:
        raise Unusable('SAY has no sentence in it: try SAY="open front desk; what\'s my grade"')
    return sentences


def _on(environment: Mapping[str, str]) -> bool:
    return environment.get("JSON", "").lower() not in ("", "0", "no", "false")
