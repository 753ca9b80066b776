"""What the desk says: every phrase file in every locale, with the same phrases and the same words in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

FOLDERS = ("lambda/frontdesk/conversation/phrases", "lambda/frontdesk/domains/*/phrases")


def problems(root: Path, locales: Iterable[str]) -> list[str]:
    """What is wrong with the phrase files below `root`; the first locale is what the others are held to."""
    found: list[str] = []
    for folder in sorted(folder for pattern in FOLDERS for folder in root.glob(pattern)):
        measure: Mapping[str, frozenset[str]] | None = None
        for locale in locales:
            path = folder / f"{locale}.json"
            name = path.relative_to(root)
            try:
                phrases = {key: _places(said) for key, said in _read(path).items()}
            except (OSError, ValueError) as error:
                found.append(f"{name}: {error}")
                continue
            measure = phrases if measure is None else measure
            found += [f"{name}: {problem}" for problem in _differences(measure, phrases)]
    return found


def _read(path: Path) -> dict[str, Any]:
    """Raises OSError when it cannot be read, ValueError when it is no JSON object or has a key twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{', '.join(k for k in set(keys) if keys.count(k) > 1)} is there twice")
        return dict(pairs)

    phrases = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
    if not isinstance(phrases, dict):
        raise ValueError("not an object of phrases")
    return phrases


def _places(said: Any) -> frozenset[str]:
    """The places to fill in a phrase, in all its forms together. Raises ValueError when it is no phrase."""
    if isinstance(said, str) and said:
        return frozenset(name for _, name, _, _ in Formatter().parse(said) if name is not None)
    forms = list(said.values()) if isinstance(said, dict) else said
    if not isinstance(forms, list) or not forms:
        raise ValueError(f"{said!r} is nothing that can be said")
    return frozenset[str]().union(*map(_places, forms))


def _differences(
    measure: Mapping[str, frozenset[str]], phrases: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    yield from (f"{key} is missing" for key in measure.keys() - phrases.keys())
    yield from (f"{key} is in no other locale" for key in phrases.keys() - measure.keys())
    for key in measure.keys() & phrases.keys():
        if measure[key] != phrases[key]:
            there, here = (", ".join(sorted(places)) or "nothing" for places in (measure[key], phrases[key]))
            yield f"{key} has places for {here}, elsewhere for {there}"
