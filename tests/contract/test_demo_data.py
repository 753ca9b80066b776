"""The demo's custom resource, against real S3 and DynamoDB, with a listener in CloudFormation's place."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from frontdesk.app import Tools
from frontdesk.aws import custom_resource
from frontdesk.aws.clients import Clients
from frontdesk.demo import Demo
from frontdesk.domains import accounts
from tests.support.aws import stack
from tests.support.people import MAYA, OMAR

KEY = "scores/demo-class.csv"


@dataclass
class CloudFormation:
    """Hears answers at a URL."""

    url: str
    answers: list[dict[str, Any]] = field(default_factory=list)
    content_types: list[str | None] = field(default_factory=list)
    heard: threading.Event = field(default_factory=threading.Event)

    def event(self, request: str, **more: str) -> dict[str, Any]:
        """A request of this type, as CloudFormation makes it."""
        return {
            "RequestType": request,
            "ResponseURL": self.url,
            "StackId": "arn:aws:cloudformation:us-east-1:1:stack/front-desk/1",
            "RequestId": "request-1",
            "LogicalResourceId": "Demo",
            "Data": {},
            **more,
        }


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    class Listener(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listening.answers.append(json.loads(body))
            listening.content_types.append(self.headers["Content-Type"])
            self.send_response(200)
            self.end_headers()
            listening.heard.set()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        listening = CloudFormation(f"http://127.0.0.1:{server.server_port}/answer")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield listening
        server.shutdown()


# What is known after the deployment only.
MADE = {"PATIENT_MAYA": "p-maya", "PATIENT_OMAR": "p-omar"}


@dataclass(frozen=True)
class Time:
    """Lambda's context, with as much time as a test wants."""

    milliseconds: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@pytest.fixture
def bucket(clients: Clients) -> str:
    name = f"school-{uuid.uuid4().hex[:12]}"
    clients.s3.create_bucket(Bucket=name)
    clients.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


@pytest.fixture
def pool(clients: Clients) -> str:
    policies = stack("accounts")["Resources"]["UserPool"]["Properties"]["Policies"]
    return clients.cognito_idp.create_user_pool(PoolName="desk", Policies=policies)["UserPool"]["Id"]


@pytest.fixture
def demo(tools: Tools, bucket: str, pool: str) -> Demo:
    return Demo(accounts.build(tools), tools.clients.s3, bucket, tools.clients.cognito_idp, pool, made=MADE)


def signs_in(clients: Clients, pool: str, name: str, password: str) -> bool:
    cognito = clients.cognito_idp
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="test", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    try:
        answer = cognito.admin_initiate_auth(
            UserPoolId=pool,
            ClientId=client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )
    except (cognito.exceptions.NotAuthorizedException, cognito.exceptions.UserNotFoundException):
        return False
    return "AuthenticationResult" in answer


def work(demo: Demo) -> Mapping[str, Callable[[], None]]:
    return {"Create": demo.bring, "Update": demo.bring, "Delete": demo.take_away}


def keys(clients: Clients, bucket: str) -> list[str]:
    listed = clients.s3.list_object_versions(Bucket=bucket)
    return [version["Key"] for version in listed.get("Versions", []) + listed.get("DeleteMarkers", [])]


def test_create_brings_people_with_their_pins_and_the_class(
    demo: Demo, clients: Clients, bucket: str
) -> None:
    demo.bring()
    for person in (MAYA, OMAR):
        for caller in person.callers[:2]:  # Alexa's and Lex's: "core" is the tests' own
            assert demo.accounts.find(caller) == person.account
        assert person.account is not None
        assert demo.accounts.verify_pin(person.account.id, person.pin, uuid.uuid4().hex)
    assert clients.s3.get_object(Bucket=bucket, Key=KEY)["Body"].read().startswith(b"rollNo,name,")


def test_the_demo_people_sign_in_until_they_are_taken_away(demo: Demo, clients: Clients, pool: str) -> None:
    demo.bring()
    demo.bring()
    assert signs_in(clients, pool, "maya", "front-desk-2468")
    assert not signs_in(clients, pool, "maya", "front-desk-1357")
    demo.take_away()
    assert not signs_in(clients, pool, "maya", "front-desk-2468")


def test_the_class_has_a_score_for_every_demo_person() -> None:
    rolls = {line.split(",")[0] for line in (Path("lambda/demo/files") / KEY).read_text().splitlines()}
    for person in (MAYA, OMAR):
        assert person.account is not None
        assert set(person.account.linked("grades")) <= rolls


def test_delete_takes_all_versions_away_and_nothing_else(demo: Demo, clients: Clients, bucket: str) -> None:
    demo.bring()
    demo.bring()
    clients.s3.put_object(Bucket=bucket, Key=KEY, Body=b"somebody's own class")
    clients.s3.put_object(Bucket=bucket, Key="scores/other.csv", Body=b"another class")
    demo.take_away()
    assert sorted(keys(clients, bucket)) == [KEY, "scores/other.csv"]
    assert clients.s3.get_object(Bucket=bucket, Key=KEY)["Body"].read() == b"somebody's own class"
    assert demo.accounts.find(MAYA.callers[0]) is None
    assert not demo.accounts.verify_pin("maya", MAYA.pin, uuid.uuid4().hex)
    demo.take_away()  # again: nothing to do is no failure


@pytest.mark.parametrize("request_type", ["Create", "Update", "Delete"])
def test_every_request_is_answered(demo: Demo, cloudformation: CloudFormation, request_type: str) -> None:
    custom_resource.handle(cloudformation.event(request_type), Time(), work(demo))
    assert cloudformation.answers == [
        {
            "Status": "SUCCESS",
            "Reason": "",
            "PhysicalResourceId": "Demo",
            "StackId": "arn:aws:cloudformation:us-east-1:1:stack/front-desk/1",
            "RequestId": "request-1",
            "LogicalResourceId": "Demo",
            "Data": {},
        }
    ]
    assert cloudformation.content_types == [""]  # with another one, S3 refuses the signed URL


@pytest.mark.parametrize("request_type", ["Create", "Update", "Delete"])
def test_a_failure_is_answered_with_its_kind_and_no_value(
    tools: Tools, cloudformation: CloudFormation, pool: str, request_type: str
) -> None:
    aws = tools.clients
    missing = Demo(accounts.build(tools), aws.s3, "no-such-bucket-2468", aws.cognito_idp, pool, made=MADE)
    event = cloudformation.event(request_type, PhysicalResourceId="kept")
    custom_resource.handle(event, Time(), work(missing))
    (answer,) = cloudformation.answers
    assert answer["Status"] == "FAILED"
    assert answer["PhysicalResourceId"] == "kept"
    assert answer["Reason"].startswith("NoSuchBucket at ")
    assert "2468" not in answer["Reason"]


def test_an_unknown_request_is_answered_too(demo: Demo, cloudformation: CloudFormation) -> None:
    custom_resource.handle(cloudformation.event("Repaint"), Time(), work(demo))
    assert cloudformation.answers[0]["Status"] == "FAILED"


def test_work_that_outlasts_the_function_is_answered_before_it_ends(cloudformation: CloudFormation) -> None:
    def endless() -> None:
        assert cloudformation.heard.wait(30), "CloudFormation was left waiting"

    almost_out = Time(int(custom_resource.RESERVE * 1000) + 1)
    custom_resource.handle(cloudformation.event("Create"), almost_out, {"Create": endless})
    (answer,) = cloudformation.answers  # and only one: the late end of the work is not told
    assert answer["Status"] == "FAILED"
