"""The objects of one bucket: read in blocks, written whole or as they are made."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, error_code
from frontdesk.errors import Rejected, TryAgain

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

# Bytes: read in steps of BLOCK; what is made block by block is written in PARTs (S3 takes 5 MB and more).
BLOCK = 1 << 20
PART = 8 << 20

_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed", "405"})


@dataclass(frozen=True, slots=True)
class Objects:
    """bucket: its name. All methods raise TryAgain where S3 does not answer; those that read raise
    Rejected("object_gone") where there is no such object, or a marker that it was deleted."""

    s3: S3Client
    bucket: str

    def size(self, key: str, version: str) -> int:
        """A version's size in bytes."""
        try:
            return self.s3.head_object(Bucket=self.bucket, Key=key, VersionId=version)["ContentLength"]
        except AwsError as error:
            raise _trouble(error) from error

    def read(self, key: str, version: str = "", start: int = 0, end: int | None = None) -> bytes:
        """The object's bytes from start to before end, or to its end. version: "" for the newest."""
        more: Any = {"VersionId": version} if version else {}
        if start or end is not None:
            more["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
        try:
            return self.s3.get_object(Bucket=self.bucket, Key=key, **more)["Body"].read()
        except AwsError as error:
            if error_code(error) == "InvalidRange":  # it ends before that
                return b""
            raise _trouble(error) from error

    def blocks(self, key: str, version: str = "", size: int = BLOCK) -> Iterator[bytes]:
        """The object's bytes, `size` a block; each is asked for when it is wanted, so a slow reader of many
        objects holds no connection open. An object that may be replaced meanwhile wants its version."""
        start, block = 0, b""
        while not start or len(block) == size:
            block = self.read(key, version, start, start + size)
            start += size
            if block:
                yield block

    def metadata(self, key: str) -> Mapping[str, str]:
        """What `put` was told to keep beside the object."""
        try:
            return self.s3.head_object(Bucket=self.bucket, Key=key)["Metadata"]
        except AwsError as error:
            raise _trouble(error) from error

    def link(self, key: str, seconds: int) -> str:
        """A URL by which anybody may read the object for so long; whether it is there is not asked. It ends
        with the credentials of whoever made it, if they end sooner: those of a function last some hours."""
        try:
            return self.s3.generate_presigned_url(
                "get_object", Params={"Bucket": self.bucket, "Key": key}, ExpiresIn=seconds
            )
        except AwsError as error:
            raise _trouble(error) from error

    def put(self, key: str, body: bytes, kind: str, metadata: Mapping[str, str] | None = None) -> None:
        """Write an object. kind: its content type."""
        try:
            self.s3.put_object(
                Bucket=self.bucket, Key=key, Body=body, ContentType=kind, Metadata=metadata or {}
            )
        except AwsError as error:
            raise _trouble(error) from error

    def put_stream(self, key: str, blocks: Iterable[bytes], kind: str) -> str:
        """Write an object as it is made; its version. Nothing is there before all of it is."""
        try:
            upload = self.s3.create_multipart_upload(Bucket=self.bucket, Key=key, ContentType=kind)
        except AwsError as error:
            raise _trouble(error) from error
        where: Any = {"Bucket": self.bucket, "Key": key, "UploadId": upload["UploadId"]}
        try:
            parts: list[Any] = []
            for number, part in enumerate(_parts(blocks), 1):
                tag = self.s3.upload_part(**where, PartNumber=number, Body=part)["ETag"]
                parts.append({"PartNumber": number, "ETag": tag})
            answer = self.s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
        except AwsError as error:
            raise _trouble(error) from error
        return answer.get("VersionId", "")

    def delete(self, key: str) -> None:
        """Delete an object; nothing happens where there is none."""
        try:
            self.s3.delete_object(Bucket=self.bucket, Key=key)
        except AwsError as error:
            raise _trouble(error) from error

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin with a prefix, in their order."""
        more: Any = {}
        while True:  # (paginators are not shipped)
            try:
                page = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix, **more)
            except AwsError as error:
                raise _trouble(error) from error
            yield from (each["Key"] for each in page.get("Contents", ()))
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}


def lines(blocks: Iterable[bytes], longest: int = sys.maxsize) -> Iterator[bytes]:
    """The lines of a stream, without their ends; a last one without an end too. longest: bytes that are of
    use; of a much longer line comes a beginning that is longer, too."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        yield from whole
        rest = rest[: longest + 1]
    if rest:
        yield rest


def _parts(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of PART; one empty part where there are none."""
    part = bytearray()
    for block in blocks:
        part += block
        while len(part) >= PART:
            yield bytes(part[:PART])
            del part[:PART]
    yield bytes(part)


def _trouble(error: Exception) -> Exception:
    return Rejected("object_gone") if error_code(error) in _GONE else TryAgain()
