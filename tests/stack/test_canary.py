"""An SSN never leaves the vault (G11): canaries go in by every door, and are looked for everywhere else."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

import pytest

from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.events.inbox import UPLOADS
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import Tables
from simulator.desk import Desk
from simulator.load import __main__ as load
from tests.stack.test_grades import say
from tests.support import kept
from tests.support.broken import waiting, without
from tests.support.canary import ENCODINGS, Canary, found
from tests.support.discharges import upload, uploader
from tests.support.eventually import eventually
from tests.support.hospital import record

# One for each door, so that a hit tells which it came through. None begins as a real one may.
NAMES = (
    *("ssn", "digits", "number", "names", "email", "letter", "visit", "impossible", "shared", "broken"),
    *("damaged", "utf16", "failing", "key", "poison", "deletion", "said"),
)
CANARIES = {name: Canary(f"9{number:02}-73-51{number:02}") for number, name in enumerate(NAMES, 10)}
CANARIES["impossible"] = Canary("000-73-5199")
PLANTED = Canary("987-65-4329")


def ssn(name: str) -> str:
    return CANARIES[name].ssn


def records() -> Iterator[Any]:
    """Good and bad ones, with canaries where they belong and where they do not."""
    yield record(910_001, ssn("ssn"), email=f"{ssn('email')}@example.com", middleName=ssn("names"))
    yield record(910_002, CANARIES["digits"].digits, letter=f"his number is {ssn('letter')}")
    yield record(910_003, int(CANARIES["number"].digits))
    yield record(910_004, ssn("impossible"), note=ssn("impossible"))
    yield record(CANARIES["visit"].digits, ssn("visit"))
    yield record(910_005, ssn("shared"), firstName="Ann")
    yield record(910_006, ssn("shared"), firstName="Bob")
    yield record(
        910_007, "no number", email=ssn("email"), lastName=f"\u0007{ssn('names')}", **{ssn("names"): 1}
    )


pytestmark = pytest.mark.usefixtures("delivered")


@pytest.fixture(scope="module")
def replies(deployed: Desk, delivered: None, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The canaries went in by every door; all that was said about it."""
    said: list[str] = []
    folder = tmp_path_factory.mktemp("canaries")
    lines = [json.dumps(each, ensure_ascii=False) for each in records()]
    files = {
        "array.json": "[" + ",\n".join(lines) + "]",
        "lines.json": "\n".join([lines[0], f'{{"ssn": "{ssn("broken")}"', *lines[1:]]),
        "damaged.json": f'[{lines[0]}, {{"ssn": "{ssn("damaged")}"',
        "utf16.json": json.dumps([record(910_008, ssn("utf16"))]),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-16" if name.startswith("utf16") else "utf-8")
        with redirect_stdout(StringIO()) as out, redirect_stderr(out):
            load.main({"FILE": str(folder / name), "KIND": "patients"})
        said.append(out.getvalue())
    sqs = deployed.client("sqs")
    for poison in (
        f"{ssn('poison')}",
        json.dumps({"token": ssn("poison"), "visit": CANARIES["poison"].digits}),
    ):
        sqs.send_message(QueueUrl=deployed.outputs["BillsQueue"], MessageBody=poison)
    said += [refused(deployed, inbox.key(ssn("key"))), fails_for_good(deployed)]
    said += [invoke(deployed, {"visit": ssn("deletion"), "request": "r-1"})]
    said += [invoke(deployed, {"visit": "910001", "request": ssn("deletion")})]
    for channel in ("alexa", "lex"):
        sentence = f"my social security number is {ssn('said')} is my checkout finished"
        said += say("maya", channel, sentence, "2468", ssn("said"), CANARIES["said"].digits)
    return said


def refused(desk: Desk, key: str) -> str:
    """What an uploader hears who would name somebody in a key."""
    with uploader(desk) as s3, pytest.raises(s3.exceptions.ClientError) as answer:
        s3.put_object(Bucket=desk.outputs["PatientsBucket"], Key=key, Body=b"[]")
    assert answer.value.response["Error"]["Code"] == "AccessDenied"
    return ""  # S3's words have the key that was asked for


def fails_for_good(desk: Desk) -> str:
    """An upload that no attempt takes; what its failure destination keeps of it."""
    where = upload(desk, record(910_009, ssn("failing")))
    told = {"key": where["Key"], "versionId": where["VersionId"], "sequencer": "00FF"}
    event = {"Records": [{"eventTime": "2026-01-01T00:00:00.000Z", "s3": {"object": told}}]}
    with without(desk, "patient_checkout", "VISITS_TABLE") as (broken, original):
        payload = json.dumps(event).encode()
        desk.client("lambda").invoke(FunctionName=broken, InvocationType="Event", Payload=payload)
        failed = original["DestinationConfig"]["OnFailure"]["Destination"]
        return json.dumps(eventually(lambda: waiting(desk, failed, where["VersionId"])))


def invoke(desk: Desk, event: Any) -> str:
    """What the deletion function answers."""
    answer = desk.client("lambda").invoke(
        FunctionName=desk.outputs["PatientDeletion"], Payload=json.dumps(event), LogType="Tail"
    )
    return f"{answer['Payload'].read().decode()} {answer.get('LogResult', '')}"


def plant(desk: Desk, name: str, text: str) -> None:
    """The text, in a place of each kind."""
    logs, sqs, dynamodb, s3, kinesis = map(desk.client, ("logs", "sqs", "dynamodb", "s3", "kinesis"))
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName=name)
    event = {"timestamp": int(time.time() * 1000), "message": f"found: {text}"}
    logs.put_log_events(logGroupName=name, logStreamName=name, logEvents=[event])
    sqs.send_message(QueueUrl=sqs.create_queue(QueueName=name)["QueueUrl"], MessageBody=f'{{"a": "{text}"}}')
    key = {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "pk", "KeyType": "HASH"}
    dynamodb.create_table(
        TableName=name, AttributeDefinitions=[key[0]], KeySchema=[key[1]], BillingMode="PAY_PER_REQUEST"
    )
    dynamodb.put_item(TableName=name, Item={"pk": {"S": "1"}, "deep": {"M": {"er": {"L": [{"S": text}]}}}})
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="report.csv", Body=f"a,b\n1,{text}\n".encode())
    kinesis.create_stream(StreamName=name, ShardCount=1)
    kinesis.put_record(StreamName=name, Data=text.encode(), PartitionKey="p")


def uproot(desk: Desk, name: str) -> None:
    """None of it is there afterwards."""
    desk.client("logs").delete_log_group(logGroupName=name)
    sqs = desk.client("sqs")
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"])
    desk.client("dynamodb").delete_table(TableName=name)
    desk.client("s3").delete_object(Bucket=name, Key="report.csv")
    desk.client("s3").delete_bucket(Bucket=name)
    desk.client("kinesis").delete_stream(StreamName=name)


def hits(desk: Desk, canaries: dict[str, Canary]) -> set[tuple[str, str]]:
    """Where canaries are, and which."""
    but = (desk.outputs["PatientsBucket"], UPLOADS)
    return {(where, name) for where, what in kept.everything(desk, but) for name in found(canaries, what)}


def test_no_canary_is_anywhere(deployed: Desk, replies: list[str]) -> None:
    names = {"VISITS_TABLE": deployed.outputs["VisitsTable"], "VAULT_TABLE": deployed.outputs["VaultTable"]}
    tables = Tables(deployed.client("dynamodb"), names)
    for visit in ("910001", "910002", "910005", "910006", "910008", "910009"):  # they did go in
        at = places.visit(visit)
        assert eventually(lambda at=at: tables.get([at])[at].get("cents")) is not None
    assert found(CANARIES, "\n".join(replies).encode()) == set()
    assert hits(deployed, CANARIES) == set()
    uploads = kept.objects(deployed, ("", "nothing is left out"))
    uploaded = b"\n".join(what for where, what in uploads if f"/{UPLOADS}" in where)
    missed = CANARIES.keys() - found(CANARIES, uploaded)
    assert missed == {"key", "poison", "deletion", "said"}  # refused, or by other doors


def test_a_planted_one_is_found_wherever_it_is(deployed: Desk) -> None:
    """In every kind of place, in an encoding each; tests/unit/test_canary.py has them all."""
    name, planted = f"planted-{uuid.uuid4().hex[:8]}", ENCODINGS["gzip in base64"](PLANTED.ssn).decode()
    plant(deployed, name, planted)
    kinds = {where.split(" ")[0] for where, _ in hits(deployed, {"planted": PLANTED})}
    assert kinds == {"log", "queue", "table", "object", "stream"}
    uproot(deployed, name)
    assert hits(deployed, {"planted": PLANTED}) == set()
