"""Conversations as they are written down in tests/conversations/*.yaml.

A script is a list of turns: U what the person says, I what that means (an intent and its slots, past any
understanding), A what the desk answers, "…" standing for anything. A may differ by channel. Where it is
written, C is the card of both channels: "title: text".

    - name: A PIN, then the answer
      as: maya
      turns:
        - U: how do I stand in algebra
          I: ClassStanding subject=algebra
          A: That needs your PIN. What are its four digits?
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from frontdesk.conversation.intents import INTENTS
from tests.support.people import PEOPLE, Person

FOLDER = Path(__file__).parents[1] / "conversations"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of a script. answers: channel → text, where it differs; "" for all others.
    card: "" where the script does not say."""

    text: str
    intent: str
    slots: Mapping[str, str]
    answers: Mapping[str, str]
    card: str = ""

    def answer(self, channel: str) -> str:
        return self.answers.get(channel, self.answers.get("", ""))


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation. domain: the file that it is in. smoke: it is also held with the deployed functions."""

    domain: str
    name: str
    person: Person
    turns: tuple[Exchange, ...]
    smoke: bool = False

    @property
    def domains(self) -> set[str]:
        """Those that it speaks of."""
        asked = {INTENTS[turn.intent].domain for turn in self.turns if turn.intent in INTENTS}
        return asked | {self.domain}


def load() -> list[Script]:
    """Every script in the tree."""
    return [
        _script(path.stem, raw)
        for path in sorted(FOLDER.glob("*.yaml"))
        for raw in yaml.load(path.read_text(), yaml.CSafeLoader)
    ]


def matches(said: str, written: str) -> bool:
    """Whether what was said is what the script has."""
    return re.fullmatch(".*".join(map(re.escape, written.split("…"))), said, re.DOTALL) is not None


def _script(domain: str, raw: dict[str, Any]) -> Script:
    turns = tuple(_exchange(turn) for turn in raw["turns"])
    return Script(domain, raw["name"], PEOPLE[raw["as"]], turns, raw.get("smoke", False))


def _exchange(raw: dict[str, Any]) -> Exchange:
    intent, *slots = shlex.split(raw["I"])
    answers = raw["A"] if isinstance(raw["A"], dict) else {"": raw["A"]}
    return Exchange(
        str(raw["U"]), intent, dict(slot.split("=", 1) for slot in slots), answers, raw.get("C", "")
    )
