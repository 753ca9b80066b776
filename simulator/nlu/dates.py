"""Dates as Alexa writes them: a day, a week ("2026-W48"), its weekend ("-WE"), a month, a year, a season …

Each function below is an action that grammar.yaml names: (today, what the placeholders stand for, argument) →
code, or None where there is no such day. Words without a year mean the coming one, as Amazon's do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

NOW = "PRESENT_REF"
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}

type Action = Callable[[date, Mapping[str, Any], Any], str | None]


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _code(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _week(day: date | None) -> str | None:
    return None if day is None else "{}-W{:02}".format(*day.isocalendar()[:2])


def _months_on(today: date, months: int) -> tuple[int, int]:
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1


def _coming(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """The day in the year that was said, else this year's if still to come, else the next that exists."""
    if year is not None:
        return _make(year, month, day)
    days = (_make(today.year + ahead, month, day) for ahead in range(9))
    return next((found for found in days if found and found >= today), None)


def _weekday(today: date, said: Mapping[str, Any], weeks: Any) -> str | None:
    """The coming one (today counts); a week on for "next", counted from Monday."""
    if weeks:
        monday = today - timedelta(days=today.isoweekday() - 1)
        return _code(_shift(monday, 7 * weeks + said["weekday"] - 1))
    return _code(_shift(today, (said["weekday"] - today.isoweekday()) % 7))


def _weekday_before(today: date, said: Mapping[str, Any], _: Any) -> str | None:
    return _code(_shift(today, -((today.isoweekday() - said["weekday"] - 1) % 7 + 1)))


def _weekday_plus(today: date, said: Mapping[str, Any], weeks: Any) -> str | None:
    return _code(_shift(today, (said["weekday"] - today.isoweekday()) % 7 + 7 * weeks))


def _weekend(today: date, _: Mapping[str, Any], weeks: Any) -> str | None:
    week = _week(_shift(today, 7 * weeks))
    return week and week + "-WE"


def _month(today: date, _: Mapping[str, Any], months: Any) -> str | None:
    return "{:04}-{:02}".format(*_months_on(today, months))


def _month_name(today: date, said: Mapping[str, Any], ahead: Any) -> str | None:
    year = said.get("year") or today.year + (said["month"] < today.month)
    if ahead == -1:
        year = today.year - (said["month"] >= today.month)
    return f"{year:04}-{said['month']:02}"


def _season(today: date, said: Mapping[str, Any], ahead: Any) -> str | None:
    """A season is named by the year in which it begins; one that runs now is this one."""
    year = said.get("year")
    if year is None:
        begins = _SEASON_STARTS[said["season"]]
        year = today.year if today.month < begins + 3 else today.year + 1
        year -= begins == 12 and today.month < 3
        year += ahead or 0
    return f"{year:04}-{said['season']}"


def _date(today: date, said: Mapping[str, Any], _: Any) -> str | None:
    return _code(_coming(today, said["month"], said["day"], said.get("year")))


def _day_of_month(today: date, said: Mapping[str, Any], _: Any) -> str | None:
    months = (_months_on(today, ahead) for ahead in range(13))
    days = (_make(year, month, said["nth"]) for year, month in months)
    wanted = said.get("weekday")
    return _code(
        next((d for d in days if d and d >= today and (not wanted or d.isoweekday() == wanted)), None)
    )


def _holiday(today: date, said: Mapping[str, Any], _: Any) -> str | None:
    month, day = said["holiday"].split("-")
    return _code(_coming(today, int(month), int(day)))


def _nth_weekday(today: date, _: Mapping[str, Any], which: Any) -> str | None:
    month, weekday, nth = which
    for year in (today.year, today.year + 1):
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
        if found >= today:
            return _code(found)
    return None


def _ago(today: date, said: Mapping[str, Any], sign: Any) -> str | None:
    count = sign * int(said.get("n", 1))
    if said["unit"] in "DW":
        return _code(_shift(today, count * (7 if said["unit"] == "W" else 1)))
    year, month = _months_on(today, count * (12 if said["unit"] == "Y" else 1))
    days = (_make(year, month, day) for day in range(today.day, 27, -1)) if today.day > 28 else iter(())
    return _code(next((day for day in days if day), _make(year, month, min(today.day, 28))))


def _slashed(today: date, said: Mapping[str, Any], _: Any) -> str | None:
    month, day, *rest = (int(part) for part in said["slashed"].split("/"))
    year = rest[0] + 2000 * (rest[0] < 100) if rest else None
    return _code(_coming(today, month, day, year))


def _iso(_: date, said: Mapping[str, Any], __: Any) -> str | None:
    return _code(_make(*(int(part) for part in said["iso"].split("-"))))


ACTIONS: Mapping[str, Action] = {
    "iso": _iso,
    "slashed": _slashed,
    "now": lambda today, said, arg: NOW,
    "day": lambda today, said, days: _code(_shift(today, days)),
    "weekday": _weekday,
    "weekday_before": _weekday_before,
    "weekday_plus": _weekday_plus,
    "weekend": _weekend,
    "week": lambda today, said, weeks: _week(_shift(today, 7 * weeks)),
    "month": _month,
    "year": lambda today, said, years: f"{today.year + years:04}",
    "decade": lambda today, said, decades: f"{today.year // 10 + decades}X",
    "season": _season,
    "month_name": _month_name,
    "month_name_next_year": lambda today, said, arg: f"{today.year + 1:04}-{said['month']:02}",
    "date": _date,
    "day_of_month": _day_of_month,
    "holiday": _holiday,
    "nth_weekday": _nth_weekday,
    "year_number": lambda today, said, arg: f"{said['year']:04}",
    "ago": _ago,
    "ago_one": _ago,
}


def as_day(code: str, today: date) -> str:
    """The one day that Lex gives: a week's Monday, a weekend's Saturday, a month's or year's last day."""
    if code == NOW:
        return today.isoformat()
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", code):
        return date.fromisocalendar(int(week[1]), int(week[2]), 6 if week[3] else 1).isoformat()
    if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", code):
        return date(int(season[1]), _SEASON_STARTS[season[2]], 1).isoformat()
    if decade := re.fullmatch(r"(\d{3})X", code):
        return f"{decade[1]}9-12-31"
    if month := re.fullmatch(r"(\d{4})-(\d\d)", code):
        year, number = divmod(int(month[1]) * 12 + int(month[2]), 12)
        return (date(year, number + 1, 1) - timedelta(days=1)).isoformat()
    return f"{code}-12-31" if re.fullmatch(r"\d{4}", code) else code
