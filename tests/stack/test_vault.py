"""The vault from end to end: who may look, and how a patient is deleted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.events.deletion import canonical
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import KEYS, VAULT, At, Tables
from simulator.desk import Desk
from tests.support.discharges import becomes, hears, of, upload, uploader
from tests.support.hospital import record
from tests.support.probes import probe

pytestmark = pytest.mark.usefixtures("delivered")


def row(tables: Tables, at: At) -> dict[str, Any]:
    return tables.get([at])[at]


def test_a_hospital_uploads_under_its_ward_s_key_and_no_other_and_never_reads_it(
    deployed: Desk, tables: Tables, visit: int
) -> None:
    bucket, body = deployed.outputs["PatientsBucket"], json.dumps(of(visit)).encode()
    with uploader(deployed) as s3:
        s3.put_object(Bucket=bucket, Key=inbox.key("7+"), Body=body)
        for key in (inbox.key("王伟"), inbox.key("987-65-4320"), "quarantine/987-65-4320"):
            with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
                s3.put_object(Bucket=bucket, Key=key, Body=body)
        with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
            s3.get_object(Bucket=bucket, Key=inbox.key("7+"))
    assert becomes(tables, visit, State.BILLED, 1000)


def test_uploads_are_read_by_one_role_and_the_vault_is_opened_by_another(
    deployed: Desk, tables: Tables, visit: int
) -> None:
    where = upload(deployed, of(visit))
    token = becomes(tables, visit, State.BILLED, 1000)["token"]
    wrapped = row(tables, places.key(token, str(visit)))["wrapped"]
    pages = deployed.client("lambda").get_paginator("list_functions").paginate()
    named = {one["Handler"].split(".")[1]: one["FunctionName"] for page in pages for one in page["Functions"]}
    seen: dict[str, list[str]] = {}
    for function in ("patient_checkout", "billing", "patient_deletion", "lex_bot"):
        with probe(deployed, named[function]) as ask:
            seen[function] = [
                ask("s3", "get_object", **where),
                ask("kms", "decrypt", CiphertextBlob=wrapped, EncryptionContext={"patient": token}),
                ask("kms", "decrypt", CiphertextBlob=wrapped),
            ]
    denied = ["AccessDenied", "AccessDeniedException", "AccessDeniedException"]
    assert seen == {
        "patient_checkout": ["allowed", *denied[1:]],
        "billing": [denied[0], "allowed", denied[2]],
        "patient_deletion": denied,
        "lex_bot": denied,
    }


def test_a_patient_is_deleted_on_request_with_proof_and_stays_deleted(
    deployed: Desk, tables: Tables, visit: int
) -> None:
    first = of(visit, cents=900)
    where = upload(deployed, first, record(visit + 1, first["ssn"], cents=100))
    token = becomes(tables, visit, State.BILLED, 900)["token"]
    becomes(tables, visit + 1, State.BILLED, 100)
    assert len(tables.query(KEYS, token)) == 2

    def delete(request: str) -> Any:
        event = json.dumps({"visit": str(visit), "request": request})
        function = deployed.outputs["PatientDeletion"]
        return json.load(deployed.client("lambda").invoke(FunctionName=function, Payload=event)["Payload"])

    proof = delete("dsr-2026-11")
    assert (proof["deleted"], proof["visits"]) == (True, [str(visit), str(visit + 1)])
    assert {entry["raw_uploads_gone_after_days"] for entry in proof["proof"]} == {8}  # of 3 days each
    assert tables.query(KEYS, token) == {}
    assert tables.query(VAULT, f"VISIT#{visit}") == {}
    for entry in proof["proof"]:  # it is in the trail, and only KMS can have made it
        assert row(tables, places.audit(entry["number"])) == entry
        message = b"frontdesk/audit/v1" + canonical(entry).encode()
        deployed.client("kms").verify_mac(
            KeyId=deployed.outputs["PatientTokenKeyArn"],
            MacAlgorithm="HMAC_SHA_256",
            Message=message,
            Mac=bytes.fromhex(entry["mac"]),
        )
    assert hears(deployed, token).startswith("I know of no checkout of yours yet.")
    assert delete("dsr-2026-11") == proof
    event = {"eventTime": "2026-01-01T00:00:00.000Z", "s3": {"object": _told(where)}}
    function = deployed.outputs["PatientCheckout"]
    deployed.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"Records": [event]}))
    assert tables.query(KEYS, token) == {}


def _told(where: dict[str, str]) -> dict[str, str]:
    """S3's words for an upload, once more, as after a redrive."""
    return {"key": where["Key"], "versionId": where["VersionId"], "sequencer": "00FF"}
