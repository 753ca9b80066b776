"""Amazon's own schema of skills, made strict: what it does not name is refused, not ignored."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SPEC = Path(__file__).parents[2] / ".frontdesk/tools/npm/node_modules/ask-smapi-model/spec.json"
MODEL = "v1.skill.interactionModel.InteractionModelData"
MANIFEST = "v1.skill.Manifest.SkillManifestEnvelope"


@cache
def _definitions() -> dict[str, Any]:
    if not SPEC.exists():
        raise FileNotFoundError(f"{SPEC} is missing: `make test` installs it with npm")
    definitions: dict[str, Any] = json.loads(SPEC.read_text("utf-8"))["definitions"]
    for definition in definitions.values():
        if definition.get("properties") and not {"discriminator", "allOf"} & definition.keys():
            definition["additionalProperties"] = False
    return definitions


def faults(document: object, definition: str) -> list[str]:
    """Where and how a document is not what a definition says, one line each.

    Raises FileNotFoundError when the schema is not installed.
    """
    schema = {"$ref": f"#/definitions/{definition}", "definitions": _definitions()}
    validator = jsonschema.Draft4Validator(schema)
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(document)]
