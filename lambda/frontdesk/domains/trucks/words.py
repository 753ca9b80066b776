"""How what is known of a truck is put: phrase keys and their words, in local units and local time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from frontdesk.conversation.phrases import Phrase, Word
from frontdesk.conversation.turn import Card
from frontdesk.domains.trucks.geo import COMPASS, compass
from frontdesk.domains.trucks.model import Fix, Place, Truck
from frontdesk.domains.trucks.service import FRESH, STANDING, Trucks
from frontdesk.domains.trucks.units import away, hourly

# A road's number, with which it is "the A59"; other roads go by their names.
NUMBERED = re.compile(r"[A-Z]{1,2}\d{1,4}(\(M\))?")

TO = dict(
    zip(
        COMPASS,
        (
            "trucks.to_n", "trucks.to_ne", "trucks.to_e", "trucks.to_se",
            "trucks.to_s", "trucks.to_sw", "trucks.to_w", "trucks.to_nw",
        ),
        strict=True,
    )
)  # fmt: skip


def ago(seconds: int) -> Phrase:
    """An age: "just now", "2 minutes ago", "3 hours ago"."""
    if seconds < 45:
        return Phrase("trucks.ago_now")
    if seconds < 5400:
        return Phrase("trucks.ago_minutes", {"count": max(1, round(seconds / 60))})
    if seconds < 129_600:
        return Phrase("trucks.ago_hours", {"count": round(seconds / 3600)})
    return Phrase("trucks.ago_days", {"count": round(seconds / 86_400)})


def near(place: Place | None, road: str = "") -> Phrase:
    """Where: "near Walton, Liverpool", "on the A59 near Walton, Liverpool"."""
    if road:
        told = Phrase(
            "trucks.road_number" if NUMBERED.fullmatch(road) else "trucks.road_name", {"road": road}
        )
        return Phrase("trucks.on_road", {"road": told, "near": near(place)}) if place else told
    if place is None:
        return Phrase("trucks.near_nothing")
    if not place.town:
        return Phrase("trucks.near_town", {"town": place.name})
    return Phrase("trucks.near_part", {"part": place.name, "town": place.town})


def clock(at: int, place: Place | None, round_to: int = 1) -> datetime:
    """The local time at a place. at: epoch milliseconds; round_to: minutes."""
    seconds = at // 1000 + (place.offset if place else 0)
    step = 60 * round_to
    return datetime.fromtimestamp((seconds + step // 2) // step * step, UTC)


def seen(trucks: Trucks, truck: Truck) -> Phrase:
    """Where a truck is: fresh news as they are, old ones as what they were."""
    if truck.fix is None:
        return Phrase("trucks.silent", {"truck": truck.name})
    age = trucks.age(truck.fix)
    words: dict[str, Word] = {"truck": truck.name, "near": near(truck.place, truck.road), "ago": ago(age)}
    if age > FRESH:
        return Phrase("trucks.last_heard", words)
    if truck.fix.heading is None or (truck.fix.speed or 0) < STANDING:
        return Phrase("trucks.seen", words)
    return Phrase("trucks.heading", words | {"heading": Phrase(TO[compass(truck.fix.heading)])})


def speed(trucks: Trucks, locale: str, truck: Truck) -> Phrase:
    """How fast a truck is by its own news; where they tell no speed, by the way that it came lately."""
    if truck.fix is None:
        return Phrase("trucks.silent", {"truck": truck.name})
    going = truck.pace if truck.fix.speed is None else truck.fix.speed
    if going is None:
        return Phrase("trucks.speed_unknown", {"truck": truck.name})
    age = trucks.age(truck.fix)
    pace = (
        Phrase("trucks.standing")
        if going < STANDING
        else Phrase("trucks.going", {"speed": hourly(locale, going)})
    )
    key = "trucks.speed_old" if age > FRESH else "trucks.speed"
    return Phrase(key, {"truck": truck.name, "pace": pace, "ago": ago(age)})


def due(trucks: Trucks, locale: str, truck: Truck) -> Phrase | None:
    """When a truck should arrive; None where nobody knows where it is bound."""
    arrival = trucks.arrival(truck)
    if arrival is None or truck.fix is None or truck.destination is None:
        return None
    age = trucks.age(truck.fix)
    words: dict[str, Word] = {
        "truck": truck.name,
        "place": truck.destination.name,
        "ago": ago(age),
        "away": away(locale, arrival.metres),
    }
    if arrival.there:
        return Phrase("trucks.there", words)
    if age > FRESH:
        return Phrase("trucks.due_old", words)
    if arrival.due is None:
        return Phrase("trucks.due_standing", words)
    return Phrase("trucks.due", words | {"time": clock(arrival.due, truck.place, 5)})


def card(trucks: Trucks, truck: Truck) -> Card | None:
    """The place and the time of the last fix, for a screen."""
    if truck.fix is None:
        return None
    local = clock(truck.fix.at, truck.place)
    words: dict[str, Word] = {
        "truck": truck.name,
        "near": near(truck.place, truck.road),
        "day": local.date(),
        "time": local,
        "ago": ago(trucks.age(truck.fix)),
    }
    return Card("trucks.card_title", "trucks.card_text", words)


def stops(fixes: Sequence[tuple[Fix, Place | None]], most: int = 4) -> list[Phrase]:
    """The places that a truck came through, each with the time at which it was first there; evenly thinned
    where there are more than `most`."""
    visits = [
        (fix, place)
        for number, (fix, place) in enumerate(fixes)
        if place is not None and (number == 0 or fixes[number - 1][1] != place)
    ]
    if len(visits) > most:
        visits = [visits[round(step * (len(visits) - 1) / (most - 1))] for step in range(most)]
    return [
        Phrase("trucks.stop", {"near": near(place), "time": clock(fix.at, place)}) for fix, place in visits
    ]
