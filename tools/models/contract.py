"""lambda/frontdesk/conversation/intents.py: the contract and the values, as data that the code imports."""

from __future__ import annotations

import subprocess
import sys

from tools.models.source import Locale, Source

HEAD = '''\
"""What can be asked, and the values of slot types. Generated from interactionModels/; do not edit."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.conversation.contract import Intent

'''


def module(source: Source) -> str:
    """The module's text, formatted as ruff formats it."""
    intents = {
        name: f"Intent({spec.domain!r}, {spec.asks!r}, { ({s: k.type for s, k in spec.slots.items()})!r}"
        + (f", joins={dict(spec.joins)!r}" if spec.joins else "")
        + (f", gives={spec.gives!r}" if spec.gives else "")
        + (f", stays={spec.stays!r})" if spec.stays else ")")
        for name, spec in source.intents.items()
    }
    names = {
        locale.name: {
            kind: {i: words[0] for i, words in values.items()} for kind, values in locale.types.items()
        }
        for locale in source.locales
    }
    values = {
        locale.name: {kind: _values(kind, locale) for kind in locale.types} for locale in source.locales
    }
    body = ", ".join(f"{name!r}: {text}" for name, text in intents.items())
    text = f"""{HEAD}INTENTS: Mapping[str, Intent] = {{{body}}}

# locale → slot type → the id of a value → what it is called when it is said back
NAMES: Mapping[str, Mapping[str, Mapping[str, str]]] = {names!r}

# locale → slot type → a value or synonym in lower case → the ids of what it may mean, best first
VALUES: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = {values!r}
"""
    return subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", "intents.py", "-"],
        input=text, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def _values(kind: str, locale: Locale) -> dict[str, tuple[str, ...]]:
    words = {word.casefold(): (i,) for i, words in locale.types[kind].items() for word in words}
    return words | {word.casefold(): tuple(ids) for word, ids in locale.several.get(kind, {}).items()}
