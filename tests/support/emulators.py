"""Emulators to compare, ministack as it comes and as the desk mends it, with small functions to run there."""

from __future__ import annotations

import io
import json
import textwrap
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.desk import client
from simulator.emulator import process
from simulator.place import Place
from tests.support.running import free_port

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
    ],
}
ANYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class NotAws(AssertionError):
    """The emulator does not do what AWS does."""


def archive(files: Mapping[str, str]) -> bytes:
    """A zip with these files, path → text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for path, text in files.items():
            file.writestr(path, textwrap.dedent(text))
    return packed.getvalue()


@dataclass(frozen=True)
class Emulator:
    """patience: for how long something that AWS would do is waited for, in seconds."""

    url: str
    patience: float

    def client(self, service: str) -> Any:
        return client(self.url, service, retries={"total_max_attempts": 1})

    def wait_for[T](self, what: str, look: Callable[[], T]) -> T:
        """What `look` sees as soon as it is something. Raises NotAws when patience ends."""
        deadline = time.monotonic() + self.patience
        while not (seen := look()):
            if time.monotonic() > deadline:
                raise NotAws(f"there is no {what}")
            time.sleep(0.05)
        return seen

    def role(self) -> str:
        """A role that may do anything."""
        iam, name = self.client("iam"), f"role-{uuid.uuid4().hex[:8]}"
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
        iam.put_role_policy(RoleName=name, PolicyName="any", PolicyDocument=json.dumps(ANYTHING))
        arn: str = role["Arn"]
        return arn

    def function(self, code: str, **settings: Any) -> str:
        """A function of this code (index.handler); its ARN."""
        request = {
            "FunctionName": f"f-{uuid.uuid4().hex[:8]}",
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": self.role(),
            "Timeout": 10,
            "Code": {"ZipFile": archive({"index.py": code})},
            **settings,
        }
        arn: str = self.client("lambda").create_function(**request)["FunctionArn"]
        return arn

    def invoke(self, function: str, event: object = None) -> tuple[Any, bool]:
        """What a function answers, and whether it is an error."""
        answer = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event or {}))
        return json.loads(answer["Payload"].read()), "FunctionError" in answer

    def invoke_later(self, function: str, event: object = None) -> None:
        self.client("lambda").invoke(
            FunctionName=function, Payload=json.dumps(event or {}), InvocationType="Event"
        )

    def printed(self, function: str, platform: bool = False) -> list[str]:
        """The lines that a function has printed; `platform`: AWS's own lines instead."""
        logs = self.client("logs")
        try:
            events = logs.filter_log_events(logGroupName=f"/aws/lambda/{function.split(':')[-1]}")["events"]
        except logs.exceptions.ResourceNotFoundException:
            return []
        own = ("START RequestId", "END RequestId", "REPORT RequestId")
        return [event["message"] for event in events if event["message"].startswith(own) == platform]

    def queue(self) -> tuple[str, str]:
        """A new queue's URL and ARN."""
        sqs = self.client("sqs")
        url = sqs.create_queue(QueueName=f"q-{uuid.uuid4().hex[:8]}")["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return url, attributes["Attributes"]["QueueArn"]

    def message(self, queue_url: str) -> dict[str, Any]:
        """The next message of a queue, as soon as there is one."""
        sqs = self.client("sqs")

        def look() -> list[dict[str, Any]]:
            received = sqs.receive_message(QueueUrl=queue_url, MessageAttributeNames=["All"])
            messages: list[dict[str, Any]] = received.get("Messages", [])
            return messages

        return self.wait_for("message", look)[0]

    def stack(self, template: str, *, nested: Mapping[str, str] | None = None) -> dict[str, str]:
        """Deploys a template; its outputs. `nested`: names in it that stand for URLs of other templates."""
        cloudformation, s3 = self.client("cloudformation"), self.client("s3")
        template = textwrap.dedent(template)
        for name, text in (nested or {}).items():
            bucket = f"b-{uuid.uuid4().hex[:8]}"
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key="child.yaml", Body=textwrap.dedent(text).encode())
            template = template.replace(name, f"{self.url}/{bucket}/child.yaml")
        name = f"s-{uuid.uuid4().hex[:8]}"
        cloudformation.create_stack(
            StackName=name,
            TemplateBody=template,
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            OnFailure="DO_NOTHING",
        )

        def look() -> dict[str, Any] | None:
            stack: dict[str, Any] = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
            if "FAILED" in stack["StackStatus"]:
                raise NotAws(stack.get("StackStatusReason", stack["StackStatus"]))
            return stack if stack["StackStatus"] == "CREATE_COMPLETE" else None

        stack = self.wait_for("stack", look)
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


@contextmanager
def running(folder: Path, module: str, patience: float) -> Iterator[Emulator]:
    """An emulator, IAM enforced: "simulator.emulator", or "ministack" as it comes."""
    place = Place(port=0, aws_port=free_port(), state=folder)
    process_ = process.start(place, module)
    try:
        yield Emulator(place.aws_url, patience)
    finally:
        process.stop(process_)
