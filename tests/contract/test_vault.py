"""Who may do what with patients' data, by the template: one role reads uploads, one opens the vault."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from frontdesk.domains.patients.events import inbox
from tests.support.aws import stack
from tests.support.security import listed, of_type, target

PATIENTS = stack("patients")
CONTEXT = {
    "Null": {"kms:EncryptionContext:patient": "false"},
    "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["patient"]},
}


def allowed(action: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of a role's policy that allows an action, with the role."""
    for name, policy in of_type(PATIENTS, "AWS::IAM::Policy").items():
        yield from _of(target(policy["Roles"][0]) or name, policy["PolicyDocument"], action)
    for name, role in of_type(PATIENTS, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            yield from _of(name, policy["PolicyDocument"], action)


def _of(role: str, document: dict[str, Any], action: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for statement in document["Statement"]:
        if action in listed(statement["Action"]):
            yield role, statement


def key_statements(key: str, action: str) -> list[dict[str, Any]]:
    policy = of_type(PATIENTS, "AWS::KMS::Key")[key]["KeyPolicy"]
    return [each for each in policy["Statement"] if action in listed(each["Action"])]


def test_only_billing_opens_the_vault_and_only_for_a_patient() -> None:
    of_vault = [
        (role, each) for role, each in allowed("kms:Decrypt") if target(each["Resource"]) == "VaultKey"
    ]
    ((role, statement),) = of_vault
    assert (role, statement["Condition"]) == ("BillingRole", CONTEXT)
    (of_key,) = key_statements("VaultKey", "kms:Decrypt")
    assert (target(of_key["Principal"]["AWS"]), of_key["Condition"]) == ("BillingRole", CONTEXT)


def test_only_the_checkout_makes_data_keys_each_bound_to_a_patient() -> None:
    (of_key,) = key_statements("VaultKey", "kms:GenerateDataKey")
    assert (target(of_key["Principal"]["AWS"]), of_key["Condition"]) == ("PatientCheckoutRole", CONTEXT)


def test_uploads_are_read_by_one_role() -> None:
    (denied,) = [
        each
        for each in PATIENTS["Resources"]["PatientsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
        if "s3:GetObjectVersion" in listed(each["Action"])
    ]
    assert (denied["Effect"], denied["Principal"]) == ("Deny", "*")
    assert target(denied["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]) == "PatientCheckoutRole"
    assert {role for role, _ in allowed("s3:GetObjectVersion")} == {"PatientCheckoutRole"}
    assert not list(allowed("s3:GetObject"))


def test_who_uploads_may_encrypt_and_nothing_else_so_an_upload_is_one_request() -> None:
    """S3 decrypts the parts of a multipart upload for whoever completes it, who may not."""
    allowed = {
        each["Sid"]: each["Action"]
        for action in ("kms:Decrypt", "kms:GenerateDataKey")
        for each in key_statements("UploadsKey", action)
        if each["Principal"]["AWS"] == {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
    }
    assert allowed == {
        "UploadersEncrypt": "kms:GenerateDataKey",
        "WhatWasSetAsideIsReadByTheAccount": "kms:Decrypt",  # under quarantine/ alone
    }
    assert PATIENTS["Parameters"]["LargestFile"]["Default"] == 64 << 20


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        ("uploads/patientData.json", True),
        (inbox.key("07"), True),
        (inbox.key("7ü"), True),
        (inbox.key("王伟"), False),
        (inbox.key("Li"), False),
        (inbox.key("987-65-4320"), False),
        (inbox.key("Ann"), False),
        ("uploads/Ann Lee 987-65-4320.json", False),
        ("uploads/07/Ann/patientData.json", False),
        ("uploads/07/patientData.json.987-65-4320", False),
        ("987-65-4320/uploads/07/patientData.json", False),
        ("quarantine/987-65-4320/patientData.json", False),
    ],
)
def test_a_key_has_a_digit_and_a_character_of_its_own_so_that_it_names_nobody(key: str, taken: bool) -> None:
    """S3 tells of uploads by their keys, and what fails for good keeps what S3 told."""
    statements = PATIENTS["Resources"]["PatientsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (refused,) = [each for each in statements if "s3:PutObject" in listed(each["Action"])]
    assert (refused["Effect"], refused["Principal"]) == ("Deny", "*")
    assert target(refused["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]) == "PatientCheckoutRole"
    patterns = [each["Fn::Sub"].removeprefix("${PatientsBucket.Arn}/") for each in refused["NotResource"]]
    assert any(fnmatchcase(key, pattern) for pattern in patterns) is taken
    assert not taken or key.startswith(inbox.UPLOADS)  # and so S3 tells of it


def test_uploads_expire_in_all_versions() -> None:
    bucket = of_type(PATIENTS, "AWS::S3::Bucket")["PatientsBucket"]
    (rule,) = [each for each in bucket["LifecycleConfiguration"]["Rules"] if each["Id"] == "uploads"]
    assert rule["ExpirationInDays"] == {"Ref": "RawUploadDays"}
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": {"Ref": "RawUploadDays"}}


def test_what_is_deleted_of_the_keys_is_in_no_backup_the_day_after() -> None:
    recovery = of_type(PATIENTS, "AWS::DynamoDB::Table")["Keys"]["PointInTimeRecoverySpecification"]
    assert recovery["RecoveryPeriodInDays"] == 1


def test_the_conversation_reads_numbers_and_states_alone() -> None:
    (policy,) = of_type(PATIENTS, "AWS::IAM::ManagedPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == (
        "dynamodb:Query",
        {"Fn::Sub": "${Visits.Arn}/index/ByPatient"},
    )
    (index,) = of_type(PATIENTS, "AWS::DynamoDB::Table")["Visits"]["GlobalSecondaryIndexes"]
    assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["state"]}
