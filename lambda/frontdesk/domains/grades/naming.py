"""Subjects and tests by name: one key for every way to write the same words, and how each is said.

What a file calls two subjects stays two: only a question may take one name for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from frontdesk.conversation.intents import NAMES, VALUES
from frontdesk.conversation.turn import Slot
from frontdesk.domains.grades.model import Label


@lru_cache(maxsize=512)  # a file has few subjects and many rows; the values are no caller's
def label(text: str) -> Label:
    """The label of a subject's or a test's name: "MATH " and "math" are one."""
    title = " ".join(text.split())
    return Label(title.casefold(), title)


def said(locale: str, subject: Label) -> str:
    """How a subject is said: as the locale calls it, else as the file wrote it."""
    names = NAMES.get(locale, {}).get("Subject", {})
    return names.get(subject.key, subject.title)


def meant(locale: str, slot: Slot, subjects: Sequence[Label]) -> list[Label]:
    """Which of these subjects a slot may mean, in their order: the one of that very name, else all whose
    name the catalogue takes for the same thing."""
    words = slot.heard.casefold().strip()
    exact = [each for each in subjects if each.key == words]
    wanted = {slot.value} if slot.value is not None else set(slot.choices)
    return exact or [each for each in subjects if wanted.intersection((each.key, *_ids(locale, each.key)))]


def _ids(locale: str, words: str) -> tuple[str, ...]:
    return VALUES.get(locale, {}).get("Subject", {}).get(words, ())
