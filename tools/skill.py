"""`make skill`: makes the skill package that of the deployed desk, ready for `ask deploy`.

The function's ARN becomes the manifest's endpoint, and the stack's SkillId the skill that ASK CLI updates.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

STACK = "front-desk"
ROOT = Path(__file__).parent.parent
STATES = Path(".ask") / "ask-states.json"  # where ASK CLI looks for the skill's id


class NotDeployed(Exception):
    """There is no stack to take the ARN from; the message says what to do."""


def deployed(stack: str) -> tuple[str, str]:
    """The skill function's ARN and the skill's id. Raises NotDeployed."""
    try:
        found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        raise NotDeployed(
            f"There is no stack {stack!r} in this account and region "
            f"({error.response['Error'].get('Code')}): `make deploy` makes it."
        ) from error
    except BotoCoreError as error:
        raise NotDeployed(f"AWS cannot be asked ({error}): set up credentials and a region first.") from error
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    parameters = {given["ParameterKey"]: given["ParameterValue"] for given in found.get("Parameters", [])}
    if "AlexaSkillArn" not in outputs:
        raise NotDeployed(f"The stack {stack!r} is {found['StackStatus']}: `make deploy` mends it.")
    return outputs["AlexaSkillArn"], parameters["SkillId"]


def point_manifest(root: Path, arn: str) -> None:
    """Writes the endpoint into the manifest, and touches nothing else of it."""
    path = root / "skill-package" / "skill.json"
    text = path.read_text()
    old = json.loads(text)["manifest"]["apis"]["custom"]["endpoint"]["uri"]
    path.write_text(text.replace(json.dumps(old), json.dumps(arn)))


def name_skill(root: Path, skill_id: str) -> None:
    """Tells ASK CLI which skill the package is of, keeping what else it knows."""
    path = root / STATES
    states: dict[str, Any] = {"askcliStatesVersion": "2020-03-31"}
    if path.exists():
        states = json.loads(path.read_text())
    states.setdefault("profiles", {}).setdefault("default", {})["skillId"] = skill_id
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(states, indent=2) + "\n")


def main(root: Path = ROOT, stack: str = STACK) -> int:
    """Does it and says so; the exit code."""
    try:
        arn, skill_id = deployed(stack)
    except NotDeployed as problem:
        print(problem, file=sys.stderr)
        return 1
    point_manifest(root, arn)
    name_skill(root, skill_id)
    print(f"skill-package/skill.json answers at {arn}\n{STATES} names {skill_id}\nnow: ask deploy")
    return 0


if __name__ == "__main__":
    sys.exit(main())
