"""Which event somebody means: by its name or a part of it, its kind, its place, its day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from frontdesk.conversation.intents import NAMES
from frontdesk.conversation.memory import UNKEPT
from frontdesk.conversation.phrases import DEFAULT_LOCALE
from frontdesk.conversation.turn import Slot, Turn
from frontdesk.domains.tickets.model import Event
from frontdesk.domains.tickets.slots import days, is_weekday

# Words that tell events apart from nothing.
_FILLERS = frozenset(
    {"a", "an", "and", "the", "of", "at", "in", "on", "for", "to", "n", "vs", "versus"}
    | {"event", "show", "game", "match", "concert", "live"}
)
# Shorter words than this, misspelt, are other words ("cars" is no "Cats"); from the second on two letters may
# be wrong.
_MISSPELT, _MISSPELT_TWICE = 5, 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What a turn says of an event. names: what it may be called, the person's own words first. kind: an id
    of the type EventKind, heard: what was said for it. day: an AMAZON.DATE; weekday: perhaps a day of a week
    alone. choice: an AMAZON.Ordinal."""

    names: tuple[str, ...] = ()
    kind: str = ""
    heard: str = ""
    place: str = ""
    day: str = ""
    weekday: bool = False
    choice: str = ""

    @classmethod
    def of(cls, turn: Turn) -> Wish:
        """A turn's. Words that were not kept say nothing: what they meant is in the draft."""
        choice = turn.slot("choice")
        return cls(
            names=tuple(_names(turn)),
            kind=turn.value("kind") or "",
            heard=_heard(turn.slot("kind")),
            place=_heard(turn.slot("place")),
            day=turn.value("date") or "",
            weekday=is_weekday(turn.slot("date"), turn.locale),
            choice=(choice.value or choice.heard) if choice else "",
        )

    @property
    def given(self) -> bool:
        """Whether it says anything."""
        return self != Wish()

    @property
    def narrows(self) -> bool:
        """Whether it says no more than when or where."""
        return not (self.names or self.kind or self.heard)

    def is_over(self, today: date) -> bool:
        """Whether it is about a time that has gone by."""
        dates = days(self.day)
        return bool(dates) and max(dates) < today

    def any_day(self) -> Wish:
        """The same, whenever it is."""
        return replace(self, day="", weekday=False)

    def another_week(self, events: Sequence[Event]) -> list[Event]:
        """The events that it may mean on that day of the week, but later: a Friday is not always the next."""
        after = max(days(self.day), default=date.max) if self.weekday else date.max
        later = [each for each in events if each.day > after and each.day.weekday() == after.weekday()]
        return self.any_day().among(later)

    def among(self, events: Sequence[Event]) -> list[Event]:
        """The events that it may mean."""
        dates = days(self.day)
        if self.day and not dates:
            return self.any_day().among(events)
        for words in self.names:
            if found := find(events, words=words, place=self.place, days=dates):
                return found
        if self.names:
            return []
        if not self.kind:
            return find(events, words=self.heard, place=self.place, days=dates)
        found = find(events, kind=self.kind, place=self.place, days=dates)
        return [each for each in found if _within(self.heard, each.name)] or found


def nearest(events: Iterable[Event], event: Event) -> list[Event]:
    """What somebody may like instead: the same at another time or place, then its kind, the nearest in time
    first."""
    others = [each for each in events if each.id != event.id]
    alike = [each for each in others if each.name == event.name or each.kind == event.kind]
    return sorted(alike, key=lambda each: (each.name != event.name, abs(each.at - event.at)))


def _names(turn: Turn) -> Iterable[str]:
    slot = turn.slot("event")
    if heard := _heard(slot):
        yield heard
    catalogue = NAMES.get(turn.locale, NAMES[DEFAULT_LOCALE])["Event"]
    if slot and (name := catalogue.get(slot.value or "")):
        yield name


def _heard(slot: Slot | None) -> str:
    return slot.heard.strip(" ?") if slot and slot.heard != UNKEPT else ""


def find(
    events: Iterable[Event],
    *,
    words: str = "",
    kind: str = "",
    place: str = "",
    days: Collection[date] = (),
) -> list[Event]:
    """The events that fit all that was said, the best first, and the soonest of what is equally good.

    words: of the name, or of name and place together. kind: "concert". place: a hall or a city, or a part of
    its name. days: the dates that are meant; empty for any.
    """
    fitting = [
        event
        for event in events
        if (not days or event.day in days)
        and (not kind or event.kind == kind)
        and (not place or _within(place, f"{event.place} {event.city}"))
    ]
    if not words:
        return sorted(fitting, key=lambda event: event.at)
    ranked = [(_rank(words, event), event) for event in fitting]
    best = min((rank for rank, _ in ranked), default=_NOT)
    return [] if best == _NOT else [event for rank, event in ranked if rank == best]


# The same name, some words of it, all of it among other words, some words of all that is known, and some
# words of the name misspelt: what is better hides what is worse.
_SAME, _PART, _AMONG, _ANYWHERE, _ALIKE, _NOT = range(6)


def _rank(words: str, event: Event) -> int:
    said, name = _words(words), _words(event.name)
    if said == name:
        return _SAME
    if _within(words, event.name):
        return _PART
    if telling := set(name) - _FILLERS:
        if telling <= set(said):
            return _AMONG
        if _within(words, f"{event.name} {event.kind} {event.place} {event.city}"):
            return _ANYWHERE
        heard = set(said) - _FILLERS
        if heard and all(any(_alike(one, other) for other in telling) for one in heard):
            return _ALIKE
    return _NOT


def _within(words: str, text: str) -> bool:
    wanted = set(_words(words)) - _FILLERS
    return bool(wanted) and wanted <= set(_words(text))


def _words(text: str) -> list[str]:
    """Lower-case words without accents and apostrophes: "Don't" and "Rock 'n' Roll" as they are heard."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("’", "")
    return re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)))


def _alike(said: str, word: str) -> bool:
    """Whether one word is the other, or the other misspelt."""
    shorter = min(len(said), len(word))
    if said == word or shorter < _MISSPELT or said[0] != word[0]:
        return said == word
    return _distance(said, word) <= (2 if shorter >= _MISSPELT_TWICE else 1)


def _distance(one: str, other: str) -> int:
    """How many letters are too many, missing, others, or have changed places with their neighbours."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]
