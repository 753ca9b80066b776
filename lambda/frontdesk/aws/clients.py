"""botocore clients, made when first used: what a function does not call, it does not pay for.

boto3 stays out of the deployment: its resources and their factory cost more than a whole turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from types_boto3_cognito_idp import CognitoIdentityProviderClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_kinesis import KinesisClient
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sns import SNSClient
    from types_boto3_sqs import SQSClient

# A person waits: three short tries end well within the 8 s that Alexa allows.
PATIENCE = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
)

# Nobody waits: a busy service is worth waiting for, and many objects are read side by side. What is written
# comes from typed code and the service checks it: botocore's own check is half of a batch's CPU time.
DILIGENCE = Config(
    parameter_validation=False,
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 6},
    max_pool_connections=64,
    tcp_keepalive=True,
)

# What a call to AWS may raise. A lost connection carries no `.response`: the effect is then unknown.
AwsError = (ClientError, BotoCoreError)


def error_code(error: Exception) -> str:
    """The service's error code ("ConditionalCheckFailedException"), or "" where no answer came."""
    return str(error_answer(error).get("Error", {}).get("Code", ""))


def error_answer(error: Exception) -> Mapping[str, Any]:
    """The service's answer that an error stands for; empty where none came: botocore's errors of a broken
    connection have no `response`, or one that is None."""
    return getattr(error, "response", None) or {}


def is_final(error: BaseException | None) -> bool:
    """Whether a service refuses what it was given, and will each time: a ValidationException, or a
    transaction that such a step has cancelled."""
    if not isinstance(error, ClientError):
        return False
    reasons = error_answer(error).get("CancellationReasons") or ()
    return error_code(error) == "ValidationException" or any(
        reason.get("Code") == "ValidationError" for reason in reasons
    )


class Requests:
    """Counts what a client sends, retries included: `count` so far."""

    def __init__(self, client: Any) -> None:
        self.count = 0
        client.meta.events.register("before-send", self._sent)

    def _sent(self, **_: object) -> None:
        self.count += 1


class Clients:
    """The AWS services of one process. Tests give a `make` of their own."""

    def __init__(self, make: Callable[[str], Any] | None = None, config: Config = PATIENCE) -> None:
        self._make = make or _maker(config)

    @cached_property
    def cognito_idp(self) -> CognitoIdentityProviderClient:
        return cast("CognitoIdentityProviderClient", self._make("cognito-idp"))

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        return cast("DynamoDBClient", self._make("dynamodb"))

    @cached_property
    def geo_places(self) -> Any:
        return self._make("geo-places")

    @cached_property
    def kinesis(self) -> KinesisClient:
        return cast("KinesisClient", self._make("kinesis"))

    @cached_property
    def kms(self) -> KMSClient:
        return cast("KMSClient", self._make("kms"))

    @cached_property
    def s3(self) -> S3Client:
        return cast("S3Client", self._make("s3"))

    @cached_property
    def secretsmanager(self) -> SecretsManagerClient:
        return cast("SecretsManagerClient", self._make("secretsmanager"))

    @cached_property
    def sesv2(self) -> SESV2Client:
        return cast("SESV2Client", self._make("sesv2"))

    @cached_property
    def sns(self) -> SNSClient:
        return cast("SNSClient", self._make("sns"))

    @cached_property
    def sqs(self) -> SQSClient:
        return cast("SQSClient", self._make("sqs"))


def _maker(config: Config) -> Callable[[str], Any]:
    session = botocore.session.get_session()
    return lambda service: session.create_client(service, config=config)
