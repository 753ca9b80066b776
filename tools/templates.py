"""The templates as data: every function, wherever it is declared, and the template as SAM transforms it.

`python -m tools.templates FOLDER` writes every template there as transformed, for linters that know no SAM.
"""

from __future__ import annotations

import copy
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parent.parent
# What stands for a file in a template before `sam package` has put it into a bucket.
LOCAL = {
    "CodeUri": "s3://bucket/code",
    "ContentUri": "s3://bucket/layer",
    "Location": "https://bucket.s3.amazonaws.com/stack.template",
}
TEMPLATES = (ROOT / "template.yaml", *sorted((ROOT / "stacks").glob("*.yaml")))


class _NoManagedPolicies:
    """The transform asks IAM for policies by name; the templates name none."""

    def load(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class Function:
    """logical_id: as the template has it. properties: with its template's Globals merged in.

    defaults: those of the template's parameters.
    """

    template: Path
    logical_id: str
    properties: Mapping[str, Any]
    defaults: Mapping[str, str]

    @property
    def module(self) -> str:
        """The file that answers: "grade_intake" for handlers.grade_intake.handler."""
        return str(self.properties["Handler"]).split(".")[1]

    @property
    def variables(self) -> Mapping[str, str]:
        """Its environment variables: literals and parameters' defaults as they are, "1" for what is made."""
        found: Mapping[str, Any] = self.properties.get("Environment", {}).get("Variables", {})
        return {name: self._known(value) for name, value in found.items()}

    def _known(self, value: Any) -> str:
        if isinstance(value, dict):
            return self.defaults.get(str(value.get("Ref")), "1")
        return str(value)


def load(path: Path) -> dict[str, Any]:
    """A template; intrinsic functions as {"Ref": …}, {"Fn::GetAtt": …}."""
    template: dict[str, Any] = yaml_parse(path.read_text())
    return template


def functions() -> Iterator[Function]:
    """Every serverless function of every template."""
    for path in TEMPLATES:
        template = load(path)
        shared = template.get("Globals", {}).get("Function", {})
        parameters = template.get("Parameters", {})
        defaults = {name: str(p["Default"]) for name, p in parameters.items() if "Default" in p}
        for logical_id, resource in template["Resources"].items():
            if resource["Type"] == "AWS::Serverless::Function":
                yield Function(path, logical_id, _merged(shared, resource["Properties"]), defaults)


def _merged(shared: Any, own: Any) -> Any:
    """Globals and a function's own, as SAM merges them: maps by key, lists one after the other."""
    if isinstance(shared, dict) and isinstance(own, dict):
        merged = copy.deepcopy(shared)
        for key, value in own.items():
            merged[key] = _merged(shared[key], value) if key in shared else value
        return merged
    return [*shared, *own] if isinstance(shared, list) and isinstance(own, list) else own


def transformed(path: Path) -> dict[str, Any]:
    """A template as CloudFormation gets it from the SAM transform, with every condition's resources."""
    template = load(path)
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for key, anywhere in LOCAL.items():
            if key in properties:
                properties[key] = anywhere
    defaults = {
        name: parameter.get("Default", "none") for name, parameter in template.get("Parameters", {}).items()
    }
    shared = template.get("Globals", {}).get("Function", {})
    if "CodeUri" in shared:
        shared["CodeUri"] = LOCAL["CodeUri"]
    result: dict[str, Any] = transform(template, defaults, _NoManagedPolicies())
    return result


def main(folder: Path) -> None:
    """Writes every template, transformed, into a folder."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the transform makes ARNs for one
    folder.mkdir(parents=True, exist_ok=True)
    for path in TEMPLATES:
        (folder / f"{path.stem}.json").write_text(json.dumps(transformed(path), indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
