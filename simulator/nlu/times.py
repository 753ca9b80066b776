"""Times of day ("19:30", or MO AF EV NI for a part of the day) and durations ("PT1H30M"), as with Amazon."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes since midnight; `open` while nobody said whether morning or evening."""

    minutes: int
    open: bool = False

    def half(self, afternoon: bool) -> Clock:
        """The same reading of the clock in that half of the day; a 24-hour time stays what it is."""
        return Clock(self.minutes % 720 + 720 * afternoon) if self.open else self

    @property
    def code(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


type Time = Clock | str  # a clock reading, or MO AF EV NI
type Action = Callable[[Mapping[str, Any], Any], Time | None]


def _clock(hour: int, minutes: int = 0) -> Clock:
    return Clock((hour * 60 + minutes) % 1440, open=1 <= hour <= 12)


def _written(said: Mapping[str, Any], _: Any) -> Clock | None:
    hour, minute = (int(part) for part in said["clock"].split(":"))
    if hour > 24 or minute > 59:
        return None
    zero_padded = said["clock"].startswith("0")
    return Clock((hour * 60 + minute) % 1440) if zero_padded else _clock(hour, minute)


def _past(said: Mapping[str, Any], minutes: Any) -> Clock:
    return _clock(said["hour"], minutes)


def _exact(_: Mapping[str, Any], code: Any) -> Time:
    if ":" not in code:
        return str(code)
    hour, minute = code.split(":")
    return Clock(int(hour) * 60 + int(minute))


TIMES: Mapping[str, Action] = {
    "clock": _written,
    "hour": lambda said, arg: _clock(said["hour"]),
    "bare_hour": lambda said, arg: _clock(said["hour"]),
    "exact_hour": lambda said, arg: Clock(said["hour"] * 60 % 1440),
    "hour_minute": lambda said, arg: _clock(said["hour"], said["minute"]),
    "past": _past,
    "minutes_past": lambda said, sign: _clock(said["hour"], sign * said["minute"]),
    "exact": _exact,
    "part": lambda said, arg: str(said["part"]),
}


def _number(value: Any) -> str:
    return f"{value:g}"


type DurationAction = Callable[[Mapping[str, Any], Any], str]
DURATIONS: Mapping[str, DurationAction] = {
    "date_part": lambda said, arg: f"P{_number(said['n'])}{said['unit']}",
    "one_date_part": lambda said, arg: f"P1{said['unit']}",
    "clock_part": lambda said, arg: f"PT{_number(said['n'])}{said['clock_unit']}",
    "one_clock_part": lambda said, arg: f"PT1{said['clock_unit']}",
    "fixed": lambda said, code: str(code),
    "half_hours": lambda said, arg: f"PT{_number(said['n'])}H30M",
}


def join(first: str, second: str) -> str | None:
    """One duration of two, larger units first ("PT5H", "PT10M"); None where they do not follow."""
    order = "YMWDhms"

    def units(code: str) -> list[tuple[str, str]]:
        day, _, clock = code[1:].partition("T")
        return re.findall(r"([\d.]+)([YMWD])", day) + [
            (count, unit.lower()) for count, unit in re.findall(r"([\d.]+)([HMS])", clock)
        ]

    parts = units(first) + units(second)
    ranks = [order.index(unit) for _, unit in parts]
    if ranks != sorted(set(ranks)):
        return None
    day = "".join(count + unit for count, unit in parts if unit.isupper())
    clock = "".join(count + unit.upper() for count, unit in parts if unit.islower())
    return "P" + day + ("T" + clock if clock else "")
