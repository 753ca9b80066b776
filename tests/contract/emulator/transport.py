"""What a request is taken for."""

from __future__ import annotations

import json
import uuid

import boto3

from simulator.desk import REGION
from tests.support.emulators import Emulator


def tls_only(bucket: str) -> str:
    arn = f"arn:aws:s3:::{bucket}"
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"]}
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{**deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}],
        }
    )


def a_bucket_for_tls_alone_answers_on_loopback(aws: Emulator) -> None:
    s3, bucket = aws.client("s3"), f"b-{uuid.uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=tls_only(bucket))
    session = aws.client("sts").assume_role(RoleArn=aws.role(), RoleSessionName="somebody")["Credentials"]
    somebody = boto3.client(
        "s3",
        endpoint_url=aws.url,
        region_name=REGION,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    somebody.put_object(Bucket=bucket, Key="key", Body=b"text")
    assert somebody.get_object(Bucket=bucket, Key="key")["Body"].read() == b"text"


CHECKS = (a_bucket_for_tls_alone_answers_on_loopback,)
