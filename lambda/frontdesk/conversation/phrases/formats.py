"""How each locale says numbers, days, times and lists. A locale that is not here is not spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


class Format(NamedTuple):
    """One locale's ways. joins: the words that end a list, {"and": "and", "or": "or"}."""

    months: Sequence[str]
    weekdays: Sequence[str]
    joins: Mapping[str, str]
    day_pattern: str
    twelve_hours: bool
    decimal_mark: str
    thousands_mark: str
    money_pattern: str

    def number(self, value: float | Decimal) -> str:
        """1234.50 → "1,234.5": no zeros at the end, marks of the locale."""
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", self.thousands_mark + self.decimal_mark))

    def money(self, cents: int) -> str:
        """1234 → "$12.34", 1200 → "$12"."""
        amount = self.number(cents // 100)
        if cents % 100:
            amount = f"{amount}{self.decimal_mark}{cents % 100:02}"
        return self.money_pattern.format(amount=amount)

    def date(self, value: date) -> str:
        """A day as it is said: "Friday, December 4"."""
        return self.day_pattern.format(
            weekday=self.weekdays[value.weekday()], month=self.months[value.month - 1], day=value.day
        )

    def time(self, value: datetime) -> str:
        """A time of the day: "4:20 PM"."""
        if not self.twelve_hours:
            return f"{value:%H:%M}"
        return f"{value.hour % 12 or 12}:{value.minute:02} {'AM' if value.hour < 12 else 'PM'}"

    def listing(self, items: Sequence[str], last: str) -> str:
        """["a", "b", "c"] → "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.joins[last]} {items[-1]}"


FORMATS: Mapping[str, Format] = {
    "en-US": Format(
        months=(
            "January", "February", "March", "April", "May", "June", "July",
            "August", "September", "October", "November", "December",
        ),
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        joins={"and": "and", "or": "or"},
        day_pattern="{weekday}, {month} {day}",
        twelve_hours=True,
        decimal_mark=".",
        thousands_mark=",",
        money_pattern="${amount}",
    ),
}  # fmt: skip
