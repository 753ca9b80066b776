"""What S3 gives of an object."""

from __future__ import annotations

import uuid

from botocore.exceptions import ClientError

from tests.support.emulators import Emulator


def a_range_is_a_part_of_a_version_too(aws: Emulator) -> None:
    s3, bucket = aws.client("s3"), f"b-{uuid.uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"abcdefghij")

    def read(part: str) -> bytes:
        found = s3.get_object(Bucket=bucket, Key="k", VersionId=version, Range=part)
        body: bytes = found["Body"].read()
        return body

    assert read("bytes=2-4") == b"234"
    assert read("bytes=8-99") == b"89"
    try:
        read("bytes=10-")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidRange"
    else:
        raise AssertionError("there is nothing behind the end")


CHECKS = (a_range_is_a_part_of_a_version_too,)
