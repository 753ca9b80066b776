"""The road that a position is on: Amazon Location knows roads, which the gazetteer does not.

Asked once a batch for a truck that has moved, never while somebody waits; where it does not answer, the truck
is near a place all the same, and nobody hears of a road.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from frontdesk.aws.clients import AwsError
from frontdesk.domains.trucks.geo import Point

# A road that is farther away than this is not the one that the truck is on, in metres.
WITHIN = 60
# After a failure nobody asks for so long, in seconds: a batch of many trucks must not wait for each in vain.
PAUSE = 30

logger = logging.getLogger("frontdesk")


class Roads(Protocol):
    """Names roads."""

    def road(self, point: Point, heading: float | None) -> str:
        """The name ("Ormskirk Road") or the number ("A59") of the road at a point; "" where nobody knows.

        heading: which way the truck goes, in degrees: it tells a road from the one that it crosses.
        """


class NoRoads:
    """Knows of none."""

    def road(self, point: Point, heading: float | None) -> str:
        """Nothing."""
        return ""


@dataclass
class AmazonRoads:
    """Amazon Location's Places API, ReverseGeocode. now: the time, in epoch seconds."""

    places: Any
    now: Callable[[], int]
    _silent_until: int = field(default=0)

    def road(self, point: Point, heading: float | None) -> str:
        """The nearest road's name; "" beyond 60 m, and where Amazon Location does not answer."""
        if self.now() < self._silent_until:
            return ""
        try:
            answer = self.places.reverse_geocode(
                QueryPosition=[point.longitude, point.latitude],
                QueryRadius=WITHIN,
                MaxResults=1,
                Filter={"IncludePlaceTypes": ["Street"]},
                IntendedUse="Storage",  # the name is kept with the truck: Amazon asks to be told
                **({} if heading is None else {"Heading": heading}),
            )
        except AwsError as error:
            self._silent_until = self.now() + PAUSE
            logger.warning("road not named", exc_info=error)
            return ""
        found = answer.get("ResultItems") or [{}]
        return str((found[0].get("Address") or {}).get("Street") or "")
