"""A small source in two languages (two_tongues/), and copies of it in which something is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tools.models.source import Source, load

TWO_TONGUES = Path(__file__).parent / "two_tongues"

type Files = dict[str, dict[str, Any]]


def files(root: Path = TWO_TONGUES) -> Files:
    """Every file of a source, parsed, by its path without the ending ("en-US/lunch")."""
    paths = sorted(root.rglob("*.yaml"))
    return {
        str(p.relative_to(root).with_suffix("")): yaml.load(p.read_text("utf-8"), yaml.CBaseLoader)
        for p in paths
    }


def changed(folder: Path, change: Callable[[Files], object]) -> Source:
    """The source with a change made to its files, written below `folder`."""
    copy = files()
    change(copy)
    for name, content in copy.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        path.write_text(re.sub("'(true|false)'", r"\1", text), "utf-8")
    return load(folder)


def named(items: list[dict[str, Any]], name: str, key: str = "Name") -> dict[str, Any]:
    """The one item of that name."""
    (found,) = [item for item in items if item[key] == name]
    return found
