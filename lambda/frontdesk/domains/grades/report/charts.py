"""Charts as SVG: bars, since a class is counts and means (docs/decisions/0041)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

WIDTH, HEIGHT = 640, 240
LABELS = 28  # pixels below the bars
ROW = 28  # pixels for a lying bar and its gap


@dataclass(frozen=True, slots=True)
class Bar:
    """label: what it is of; value: its length, 0 or more; text: the value as it is written."""

    label: str
    value: Decimal
    text: str


def columns(title: str, bars: Sequence[Bar]) -> str:
    """Standing bars, side by side. title: said by screen readers."""
    step = Decimal(WIDTH) / max(1, len(bars))
    tallest = max((bar.value for bar in bars), default=Decimal(0)) or Decimal(1)
    room = HEIGHT - 2 * LABELS
    drawn = []
    for number, bar in enumerate(bars):
        left, tall = step * number, bar.value / tallest * room
        top, middle = HEIGHT - LABELS - tall, left + step / 2
        drawn.append(
            f'<rect x="{left + step / 10:.1f}" y="{top:.1f}" width="{step * 4 / 5:.1f}" height="{tall:.1f}"/>'
            f'<text x="{middle:.1f}" y="{top - 6:.1f}">{escape(bar.text)}</text>'
            f'<text x="{middle:.1f}" y="{HEIGHT - 8}">{escape(bar.label)}</text>'
        )
    return _svg(title, HEIGHT, "columns", drawn)


def rows(title: str, bars: Sequence[Bar], whole: Decimal) -> str:
    """Lying bars, one below the other; whole: the value that fills the width."""
    name, room = WIDTH // 3, WIDTH // 2
    drawn = []
    for number, bar in enumerate(bars):
        top, long = number * ROW, bar.value / whole * room
        drawn.append(
            f'<text x="{name - 8}" y="{top + 19}" class="name">{escape(bar.label)}</text>'
            f'<rect x="{name}" y="{top + 4}" width="{long:.1f}" height="{ROW - 8}"/>'
            f'<text x="{name + long + 8:.1f}" y="{top + 19}" class="value">{escape(bar.text)}</text>'
        )
    return _svg(title, max(1, len(bars)) * ROW, "rows", drawn)


def _svg(title: str, height: int, kind: str, drawn: Sequence[str]) -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )
