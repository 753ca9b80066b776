"""The templates as data: every function, wherever it is declared, and the template as SAM transforms it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parent.parent
TEMPLATES = (ROOT / "template.yaml", *sorted((ROOT / "stacks").glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class Function:
    """logical_id: as the template has it. properties: with its template's Globals merged in."""

    template: Path
    logical_id: str
    properties: Mapping[str, Any]

    @property
    def module(self) -> str:
        """The file that answers: "grade_intake" for handlers.grade_intake.handler."""
        return str(self.properties["Handler"]).split(".")[1]

    @property
    def variables(self) -> Mapping[str, Any]:
        """Its environment variables."""
        found: Mapping[str, Any] = self.properties.get("Environment", {}).get("Variables", {})
        return found


def load(path: Path) -> dict[str, Any]:
    """A template; intrinsic functions as {"Ref": …}, {"Fn::GetAtt": …}."""
    template: dict[str, Any] = yaml_parse(path.read_text())
    return template


def functions() -> Iterator[Function]:
    """Every serverless function of every template."""
    for path in TEMPLATES:
        template = load(path)
        shared = template.get("Globals", {}).get("Function", {})
        for logical_id, resource in template["Resources"].items():
            if resource["Type"] == "AWS::Serverless::Function":
                yield Function(path, logical_id, _merged(shared, resource["Properties"]))


def _merged(shared: Any, own: Any) -> Any:
    """Globals and a function's own, as SAM merges them: maps by key, lists one after the other."""
    if isinstance(shared, dict) and isinstance(own, dict):
        merged = copy.deepcopy(shared)
        for key, value in own.items():
            merged[key] = _merged(shared[key], value) if key in shared else value
        return merged
    return [*shared, *own] if isinstance(shared, list) and isinstance(own, list) else own
