"""Phrase files: every locale has the same phrases, with the same places to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.models.phrases import problems

DESK = "lambda/frontdesk/conversation/phrases"
TRUCKS = "lambda/frontdesk/domains/trucks/phrases"
SOUND: dict[str, Any] = {
    f"{DESK}/en-US.json": {"hello": "Hello {name}.", "bye": ["Bye.", "So long, {name}."]},
    f"{DESK}/de-DE.json": {"hello": "Hallo {name}.", "bye": "Auf Wiedersehen, {name}."},
    f"{TRUCKS}/en-US.json": {"far": {"one": "a mile", "other": "{n} miles from {place}"}},
    f"{TRUCKS}/de-DE.json": {"far": {"one": "{n} Meile bis {place}", "other": "{n} Meilen bis {place}"}},
}


def found(root: Path, **changes: Any) -> list[str]:
    """The problems of the sound files with some replaced: "desk_de" and the like; None removes one."""
    files = dict(SOUND)
    for key, content in changes.items():
        folder, locale = key.split("_")
        files[
            f"{ {'desk': DESK, 'trucks': TRUCKS}[folder] }/{ {'de': 'de-DE', 'en': 'en-US'}[locale] }.json"
        ] = content
    for name, content in files.items():
        if content is not None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return problems(root, ["en-US", "de-DE"])


def test_sound_files_pass(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"desk_de": {"hello": "Hallo {name}."}}, f"{DESK}/de-DE.json: bye is missing"),
        (
            {"desk_de": {"hello": "Hallo {name}.", "bye": "{name}", "thanks": "Danke."}},
            f"{DESK}/de-DE.json: thanks is in no other locale",
        ),
        (
            {"desk_de": {"hello": "Hallo {nam}.", "bye": "{name}"}},
            f"{DESK}/de-DE.json: hello has places for nam, elsewhere for name",
        ),
        (
            {"trucks_de": {"far": "weit"}},
            f"{TRUCKS}/de-DE.json: far has places for nothing, elsewhere for n, place",
        ),
        ({"desk_de": {"hello": "Hallo {name.", "bye": "{name}"}}, f"{DESK}/de-DE.json: expected '}}'"),
        ({"desk_de": {"hello": "", "bye": "{name}"}}, "'' is nothing that can be said"),
        ({"desk_de": {"hello": [], "bye": "{name}"}}, "[] is nothing that can be said"),
        ({"desk_de": {"hello": 7, "bye": "{name}"}}, "7 is nothing that can be said"),
        ({"desk_de": "[]"}, "not an object of phrases"),
        ({"desk_de": "{"}, f"{DESK}/de-DE.json: "),
        ({"desk_de": '{"hello": "{name}", "bye": "{name}", "bye": "{name}"}'}, "bye is there twice"),
        ({"trucks_de": None}, f"{TRUCKS}/de-DE.json: [Errno 2] No such file"),
        ({"trucks_en": None}, f"{TRUCKS}/en-US.json: [Errno 2] No such file"),
    ],
)
def test_what_differs_is_said(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    assert any(problem.startswith(message) or message in problem for problem in found(tmp_path, **changes))
