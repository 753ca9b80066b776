"""What the slots of a turn say: a day, how many, which one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from frontdesk.conversation.turn import Slot, Turn

_WEEKDAYS = {"en": frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
# The values of the type TicketCount.
_SOME = {"one": 1, "two": 2}
_ORDINALS = ("first", "second", "third")


def is_weekday(slot: Slot | None, locale: str) -> bool:
    """Whether a day of the week alone may have been said: Alexa keeps the words to itself."""
    if slot is None or len(days(slot.value)) != 1:
        return False
    return slot.heard == slot.value or slot.heard.casefold() in _WEEKDAYS.get(locale[:2], ())


def days(text: str | None) -> frozenset[date]:
    """The dates of an AMAZON.DATE: a day ("2027-01-16"), a weekend ("2027-W02-WE"), a week, a month;
    empty for what is none of these ("PRESENT_REF") or longer."""
    try:
        if week := re.fullmatch(r"(\d{4})-W(\d{1,2})(-WE)?", text or ""):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return _span(monday + timedelta(5), 2) if week[3] else _span(monday, 7)
        if month := re.fullmatch(r"(\d{4})-(\d{2})", text or ""):
            first = date(int(month[1]), int(month[2]), 1)
            return frozenset(day for day in _span(first, 31) if day.month == first.month)
        return frozenset({date.fromisoformat(text or "")})
    except (ValueError, OverflowError):
        return frozenset()


def _span(first: date, length: int) -> frozenset[date]:
    return frozenset(first + timedelta(each) for each in range(length))


def count(turn: Turn, slot: str) -> int | None:
    """A slot's number; 0 for what is no whole number above nothing, None where nothing was said."""
    if turn.slot(slot) is None:
        return None
    value = turn.value(slot) or ""
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def quantity(turn: Turn) -> int | None:
    """How many tickets: as a number, or as "a ticket"; with the children, where these were counted apart.
    0 where that contradicts itself; else as `count`."""
    some, number, children = (
        _SOME.get(turn.value("some") or ""),
        count(turn, "quantity"),
        count(turn, "children"),
    )
    if some and number is not None and some != number:
        return 0
    many = some or number
    return many + children if many and children else many


def nth(choice: str, count: int) -> int | None:
    """Which of so many an ordinal means ("2", "2nd", "second", "last"), from 0; None where there is no such
    one."""
    if choice == "last":
        return count - 1
    number = choice.rstrip("dhnrst")
    at = _ORDINALS.index(choice) if choice in _ORDINALS else int(number) - 1 if number.isdecimal() else -1
    return at if 0 <= at < count else None
