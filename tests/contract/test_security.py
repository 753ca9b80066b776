"""The templates' security, rule by rule; and that each rule finds the fault that it is for."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support import security
from tests.support.security import RULES, Faults, Template
from tools.templates import TEMPLATES, transformed

FUNCTION = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "Handler": "handlers.score_reader.handler",
        "Timeout": 10,
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "LoggingConfig": {"LogGroup": {"Ref": "Log"}},
    },
}
MAPPING = {
    "FunctionName": {"Ref": "ScoreReader"},
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "MaximumRetryAttempts": 3,
    "MaximumRecordAgeInSeconds": 60,
    "BisectBatchOnFunctionError": True,
    "DestinationConfig": {"OnFailure": {"Destination": "arn"}},
}
# A template without fault, with something of everything that a rule looks at.
SOUND: dict[str, Any] = {
    "ScoreReader": FUNCTION,
    "Role": {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "Policies": [
                {
                    "PolicyDocument": {
                        "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn"}]
                    }
                }
            ]
        },
    },
    "Log": {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {
            "LogGroupName": {"Fn::Sub": "/aws/lambda/${AWS::StackName}-ScoreReader"},
            "RetentionInDays": 30,
        },
    },
    "Stage": {
        "Type": "AWS::ApiGatewayV2::Stage",
        "Properties": {"DefaultRouteSettings": {"ThrottlingBurstLimit": 20, "ThrottlingRateLimit": 10}},
    },
    "Skill": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Principal": "alexa-appkit.amazon.com",
            "EventSourceToken": "skill",
            "FunctionName": {"Ref": "ScoreReader"},
        },
    },
    "Uploads": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Principal": "s3.amazonaws.com",
            "SourceAccount": {"Ref": "AWS::AccountId"},
            "FunctionName": {"Ref": "ScoreReader"},
        },
    },
    "Outcome": {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "Properties": {
            "FunctionName": {"Ref": "ScoreReader"},
            "DestinationConfig": {"OnFailure": {"Destination": "arn"}},
        },
    },
    "Queue": {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "VisibilityTimeout": 60,
            "SqsManagedSseEnabled": True,
            "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 5},
        },
    },
    "Dead": {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}},
    "DeadAlarm": {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["Dead", "QueueName"]}}],
            "AlarmActions": ["topic"],
        },
    },
    "Table": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "SSESpecification": {"SSEEnabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        },
    },
    "Messages": {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {**MAPPING, "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}},
    },
    "Rows": {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {**MAPPING, "EventSourceArn": {"Fn::GetAtt": ["Table", "StreamArn"]}},
    },
    "Bucket": {
        "Type": "AWS::S3::Bucket",
        "Properties": {
            "PublicAccessBlockConfiguration": dict.fromkeys(
                ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
            ),
            "BucketEncryption": {"ServerSideEncryptionConfiguration": []},
        },
    },
    "BucketPolicy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "Bucket"},
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Action": "s3:*",
                        "Resource": "*",
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ]
            },
        },
    },
}
ALLOWED = ("Role", "Properties", "Policies", 0, "PolicyDocument", "Statement", 0)
GONE = object()

# rule, where the sound template is broken, and what stands there then
BREAKS: list[tuple[Callable[[Template], Faults], tuple[Any, ...], Any]] = [
    (security.only_the_skill_may_call, ("Skill", "Properties", "EventSourceToken"), GONE),
    (security.other_accounts_may_not_call, ("Uploads", "Properties", "SourceAccount"), GONE),
    (security.other_accounts_may_not_call, ("Skill", "Properties", "EventSourceToken"), GONE),
    (security.queues_wait_for_their_function, ("Queue", "Properties", "VisibilityTimeout"), 59),
    (security.queues_wait_for_their_function, ("Queue", "Properties", "RedrivePolicy", "maxReceiveCount"), 4),
    (security.queues_wait_for_their_function, ("Queue", "Properties", "RedrivePolicy"), GONE),
    (security.failures_are_partial, ("Messages", "Properties", "FunctionResponseTypes"), GONE),
    (security.failures_are_partial, ("Rows", "Properties", "FunctionResponseTypes"), GONE),
    (security.streams_give_up, ("Rows", "Properties", "MaximumRetryAttempts"), GONE),
    (security.streams_give_up, ("Rows", "Properties", "MaximumRetryAttempts"), -1),
    (security.streams_give_up, ("Rows", "Properties", "MaximumRecordAgeInSeconds"), GONE),
    (security.streams_give_up, ("Rows", "Properties", "BisectBatchOnFunctionError"), False),
    (security.streams_give_up, ("Rows", "Properties", "DestinationConfig"), GONE),
    (security.asynchronous_failures_arrive, ("Outcome", "Properties", "DestinationConfig"), GONE),
    (security.dead_letters_alarm, ("DeadAlarm", "Properties", "AlarmActions"), GONE),
    (security.dead_letters_alarm, ("DeadAlarm",), GONE),
    (security.buckets_are_closed, ("BucketPolicy",), GONE),
    (security.buckets_are_closed, ("Bucket", "Properties", "BucketEncryption"), GONE),
    (
        security.buckets_are_closed,
        ("Bucket", "Properties", "PublicAccessBlockConfiguration", "BlockPublicAcls"),
        False,
    ),
    (security.data_is_kept_safely, ("Table", "Properties", "SSESpecification"), GONE),
    (security.data_is_kept_safely, ("Table", "Properties", "PointInTimeRecoverySpecification"), GONE),
    (security.data_is_kept_safely, ("Dead", "Properties", "SqsManagedSseEnabled"), GONE),
    (security.roles_are_narrow, (*ALLOWED, "Action"), ["sns:Publish", "s3:*"]),
    (security.roles_are_narrow, (*ALLOWED, "Action"), "*"),
    (security.roles_are_narrow, (*ALLOWED, "Resource"), "*"),
    (security.roles_are_narrow, ("Role", "Properties", "ManagedPolicyArns"), ["arn:…:AdministratorAccess"]),
    (security.functions_share_no_role, ("ScoreWriter",), FUNCTION),
    (security.functions_have_their_own_log, ("Log", "Properties", "RetentionInDays"), GONE),
    (security.functions_have_their_own_log, ("ScoreReader", "Properties", "LoggingConfig"), GONE),
    (security.functions_have_their_own_log, ("Log", "Properties", "LogGroupName"), {"Fn::Sub": "/other"}),
    (
        security.functions_have_their_own_log,
        ("ScoreReader", "Properties", "Handler"),
        "handlers.score.handler",
    ),
    (security.apis_shed_load, ("Stage", "Properties", "DefaultRouteSettings"), GONE),
]


@cache
def as_deployed(path: Path) -> Template:
    """A template as CloudFormation gets it, whose ARNs are of a region."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        return transformed(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_templates_keep_the_rule(path: Path, rule: Callable[[Template], Faults]) -> None:
    assert list(rule(as_deployed(path))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_template_keeps_the_rule(rule: Callable[[Template], Faults]) -> None:
    assert list(rule({"Resources": SOUND})) == []


@pytest.mark.parametrize(("rule", "place", "value"), BREAKS)
def test_a_broken_template_is_found(
    rule: Callable[[Template], Faults], place: tuple[Any, ...], value: Any
) -> None:
    broken = copy.deepcopy(SOUND)
    node: Any = broken
    for step in place[:-1]:
        node = node[step]
    if value is GONE:
        del node[place[-1]]
    else:
        node[place[-1]] = value
    assert list(rule({"Resources": broken}))


def test_every_rule_is_broken_once() -> None:
    assert {rule for rule, _place, _value in BREAKS} == set(RULES)
