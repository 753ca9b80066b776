"""Units of distance, by locale: what is data here, and what a person may name instead ("ten kilometers")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from frontdesk.conversation.phrases import Phrase
from frontdesk.domains.trucks.geo import METRES_A_MILE


class Unit(NamedTuple):
    """A unit: its id in the catalogue of DistanceUnit, its length in metres, and the phrases for many of it,
    for less than one, for its name alone, and for so many of it an hour."""

    id: str
    metres: float
    many: str
    less: str
    name: str
    hourly: str

    def said(self, count: int) -> Phrase:
        """So many of it."""
        return Phrase(self.many, {"count": count})


UNITS: Mapping[str, Unit] = {
    unit.id: unit
    for unit in (
        Unit(
            "mile",
            METRES_A_MILE,
            "trucks.miles",
            "trucks.miles_less",
            "trucks.unit_miles",
            "trucks.miles_an_hour",
        ),
        Unit(
            "kilometer",
            1000.0,
            "trucks.kilometers",
            "trucks.kilometers_less",
            "trucks.unit_kilometers",
            "trucks.kilometers_an_hour",
        ),
    )
}
# What road signs count in, by region: miles in these (CLDR, unit preferences for roads), else kilometres.
OF_REGION: Mapping[str, str] = {"US": "mile", "GB": "mile"}
ELSEWHERE = "kilometer"


def unit(locale: str, named: str | None = None) -> Unit:
    """The unit that was named, by its id; else the one of the locale's region ("en-US": miles)."""
    return UNITS.get(named or "") or UNITS[OF_REGION.get(locale.rpartition("-")[2], ELSEWHERE)]


def away(locale: str, metres: float) -> Phrase:
    """A distance, as people say it: whole units, "less than a mile" below one."""
    own = unit(locale)
    count = round(metres / own.metres)
    return own.said(count) if count else Phrase(own.less)


def hourly(locale: str, speed: float) -> Phrase:
    """A speed, of metres a second, in whole units an hour."""
    own = unit(locale)
    return Phrase(own.hourly, {"count": round(speed * 3600 / own.metres)})
