"""What stack tests do with the patients of a deployed desk: uploads, looks, questions."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import boto3

from frontdesk.app import Tools
from frontdesk.aws.keys import Keys
from frontdesk.conversation.turn import Account
from frontdesk.domains import accounts
from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import KEYS, VAULT, VISITS, Tables
from frontdesk.settings import Settings
from simulator.alexa import AlexaDevice
from simulator.desk import REGION, Desk
from simulator.functions import invoker
from tests.support.drivers import Bringing
from tests.support.eventually import eventually
from tests.support.hospital import record


def tables_of(desk: Desk) -> Tables:
    """The desk's own, as its administrator sees them."""
    names = {VISITS: "VisitsTable", VAULT: "VaultTable", KEYS: "VaultKeysTable"}
    found = {table: desk.outputs[name] for table, name in names.items()}
    return Tables(desk.client("dynamodb"), found)


def of(visit: int, **more: Any) -> dict[str, Any]:
    """A record of a person of the visit's own."""
    digits = f"{visit * 7919:010}"[-8:].translate(str.maketrans("0", "1"))
    return record(visit, f"9{digits[:2]}-{digits[2:4]}-{digits[4:]}", **more)


def upload(desk: Desk, *records: Any, ward: str = "07") -> dict[str, str]:
    """What a hospital does; where it is."""
    where = {"Bucket": desk.outputs["PatientsBucket"], "Key": inbox.key(ward)}
    version = desk.client("s3").put_object(**where, Body=json.dumps(records).encode())["VersionId"]
    return {**where, "VersionId": version}


@contextmanager
def uploader(desk: Desk) -> Iterator[Any]:
    """S3 as a hospital's own user sees it, who may do anything that the bucket's policy lets them."""
    iam, name = desk.client("iam"), f"hospital-{uuid.uuid4().hex[:8]}"
    iam.create_user(UserName=name)
    may = {"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
    iam.put_user_policy(UserName=name, PolicyName="may", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    try:
        yield boto3.client(
            "s3",
            endpoint_url=desk.aws_url,
            region_name=REGION,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
        )
    finally:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=name, PolicyName="may")
        iam.delete_user(UserName=name)


def becomes(tables: Tables, visit: int, state: str, cents: int | None = None) -> dict[str, Any]:
    """The visit's row, when it is in that state, and its bill over that sum."""
    at = places.visit(str(visit))

    def look() -> dict[str, Any] | None:
        there = tables.get([at]).get(at, {})
        return there if (there.get("state"), there.get("cents")) == (state, cents) else None

    return eventually(look)


def hears(desk: Desk, token: str) -> str:
    """What the patient of a token is told."""
    clients: Any = SimpleNamespace(dynamodb=desk.client("dynamodb"), kms=desk.client("kms"))
    settings = Settings({"ACCOUNTS_TABLE": desk.outputs["AccountsTable"]})
    service = accounts.build(Tools(settings, clients, Keys(clients, desk.outputs["DeskKeyArn"])))
    user = f"amzn1.ask.account.{token}"
    service.link(f"alexa:{user}", Account(token, {"patients": (token,)}))
    service.set_pin(token, "8642")
    skill = invoker(desk.client("lambda"), desk.outputs["AlexaSkillArn"])
    device = AlexaDevice(skill, Bringing(), user, "en-US")
    device.send("CheckoutStatus", {})
    answer = device.send("VerifyPin", {"pin": "8642"})
    assert answer.answered and not answer.warnings, (answer.problems, answer.warnings)
    return answer.speech


def parked(desk: Desk, marker: str) -> dict[str, Any] | None:
    """A parked message in which the marker stands, taken from the queue; None while there is none."""
    sqs, queue = desk.client("sqs"), desk.outputs["PatientParking"]
    got = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=1)
    for message in got.get("Messages", []):
        if marker in message["Body"]:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            found: dict[str, Any] = json.loads(message["Body"])
            return found
    return None
