"""A map as SVG, drawn of the positions alone: tracks, trucks with their headings, and the places' names.

No tile is fetched from anywhere: what is known of the fleet stays on this machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import asinh, cos, degrees, radians, tan

from frontdesk.domains.trucks.geo import METRES_A_DEGREE, Point
from frontdesk.domains.trucks.model import Fix, Place, Truck

WIDTH, HEIGHT, MARGIN = 960, 640, 48
# The least that a map shows, in degrees: a parked truck is not drawn to the metre.
LEAST = 0.01
COLOURS = ("#0b6bcb", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#0e7490", "#a16207", "#4d4d4d")
# Between two fixes so far apart nobody knows the way: no line is drawn. Milliseconds.
GAP = 15 * 60_000
# What a name takes of the map, in pixels: two that are nearer to each other cannot be read.
LABEL = (96, 15)
# Lengths of a scale bar in metres; the longest that takes a quarter of the map is drawn.
BARS = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)

type Track = Sequence[tuple[Fix, Place | None]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the earth is on the map (Mercator): its north-west corner, and pixels a degree of longitude."""

    west: float
    north: float
    scale: float

    def at(self, point: Point) -> tuple[float, float]:
        """A point's pixels."""
        return (
            round(MARGIN + (point.longitude - self.west) * self.scale, 1),
            round(MARGIN + (self.north - _mercator(point.latitude)) * self.scale, 1),
        )


def _mercator(latitude: float) -> float:
    return degrees(asinh(tan(radians(max(-85.0, min(85.0, latitude))))))


def frame(points: Sequence[Point]) -> Frame:
    """The frame that holds the points, centred."""
    easts = [point.longitude for point in points]
    norths = [_mercator(point.latitude) for point in points]
    wide, high = max(LEAST, max(easts) - min(easts)), max(LEAST, max(norths) - min(norths))
    inner = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    scale = min(inner[0] / wide, inner[1] / high)
    return Frame(
        (min(easts) + max(easts)) / 2 - inner[0] / scale / 2,
        (min(norths) + max(norths)) / 2 + inner[1] / scale / 2,
        scale,
    )


def draw(trucks: Sequence[Truck], tracks: Mapping[str, Track]) -> str:
    """The map of trucks that have reported, each with its track, as an SVG element."""
    points = [fix.point for track in tracks.values() for fix, _ in track]
    points += [truck.fix.point for truck in trucks if truck.fix]
    if not points:
        return ""
    on = frame(points)
    coloured = [(truck, COLOURS[number % len(COLOURS)]) for number, truck in enumerate(trucks)]
    parts = [line for truck, colour in coloured for line in _track(on, tracks.get(truck.id, ()), colour)]
    parts += [*_places(on, tracks), *_sites(on, trucks)]
    taken: list[tuple[float, float]] = []
    for truck, colour in coloured:
        parts += _truck(on, truck, colour, taken)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="map">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f4f1ea"/>{"".join(parts)}{_bar(on, points[0])}</svg>'
    )


def _places(on: Frame, tracks: Mapping[str, Track]) -> list[str]:
    """The name of each place in the middle of the fixes there."""
    there: dict[str, list[Point]] = defaultdict(list)
    for track in tracks.values():
        for fix, place in track:
            if place is not None:
                there[place.name].append(fix.point)
    named = []
    for name, points in there.items():
        latitude = sum(point.latitude for point in points) / len(points)
        x, y = on.at(Point(latitude, sum(point.longitude for point in points) / len(points)))
        named.append(f'<text class="place" x="{x}" y="{y}">{escape(name)}</text>')
    return named


def _sites(on: Frame, trucks: Sequence[Truck]) -> list[str]:
    """Where trucks are bound, as far as it is on the map."""
    sites = {truck.destination for truck in trucks if truck.destination}
    marks = []
    for site in sorted(sites, key=lambda each: each.name):
        x, y = on.at(site.point)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            marks.append(
                f'<path class="site" d="M{x} {y}l-6 -12h12z"/><text class="site" x="{x + 9}" y="{y - 4}">'
                f"{escape(site.name)}</text>"
            )
    return marks


def _track(on: Frame, track: Track, colour: str) -> Iterator[str]:
    """The way of a truck: a line for each part of which nothing is missing."""
    fixes = [fix for fix, _ in track]
    starts = [n for n, fix in enumerate(fixes) if n == 0 or fix.at - fixes[n - 1].at > GAP]
    for start, end in pairwise([*starts, len(fixes)]):
        way = " ".join(f"{x},{y}" for x, y in (on.at(fix.point) for fix in fixes[start:end]))
        yield f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2" opacity=".55"/>'


def _truck(on: Frame, truck: Truck, colour: str, taken: list[tuple[float, float]]) -> list[str]:
    """A truck and its name, where no other's is; `taken` has them all."""
    if truck.fix is None:
        return []
    x, y = on.at(truck.fix.point)
    label = round(x + 11, 1), round(y + 5, 1)
    while any(abs(label[0] - a) < LABEL[0] and abs(label[1] - b) < LABEL[1] for a, b in taken):
        label = label[0], round(label[1] + LABEL[1], 1)
    taken.append(label)
    arrow = (
        f'<path d="M0 -11l6 16l-6 -4l-6 4z" transform="translate({x} {y}) rotate({truck.fix.heading:.0f})" '
        f'fill="{colour}"/>'
        if truck.fix.heading is not None
        else f'<circle cx="{x}" cy="{y}" r="6" fill="{colour}"/>'
    )
    return [
        arrow,
        f'<text class="truck" x="{label[0]}" y="{label[1]}" fill="{colour}">{escape(truck.name)}</text>',
    ]


def _bar(on: Frame, point: Point) -> str:
    """A scale bar, true at the middle of the map."""
    pixels_a_metre = on.scale / (METRES_A_DEGREE * cos(radians(point.latitude)))
    metres = next((bar for bar in BARS if bar * pixels_a_metre <= WIDTH / 4), BARS[-1])
    y, length = HEIGHT - 18, metres * pixels_a_metre
    said = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    return (
        f'<path d="M18 {y - 5}v5h{length:.1f}v-5" fill="none" stroke="#333"/>'
        f'<text x="{24 + length:.1f}" y="{y}" font-size="12">{said}</text>'
    )
