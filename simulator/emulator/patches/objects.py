"""S3: reading a part of an object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ministack.services import s3

type Answer = tuple[int, dict[str, str], bytes]
type Read = Callable[..., Answer]


def part_of_a_version(stock: Read) -> Read:
    """AWS: a Range is that part of the object, of an old version too.
    ministack: gives the whole of a version that is asked for by its id."""

    def read(bucket: str, key: str, headers: Mapping[str, str], query: Any = None) -> Answer:
        status, told, body = stock(bucket, key, headers, query)
        if status != 200 or not headers.get("range"):
            return status, told, body
        part = s3._parse_range(headers["range"], len(body))
        if part is None:
            refused = {"Content-Type": "application/xml", "Content-Range": f"bytes */{len(body)}"}
            return 416, refused, s3._xml_body(s3._range_error_xml(bucket, key))
        start, end = part
        sliced = body[start : end + 1]
        checksums = {name for name in told if name.lower().startswith("x-amz-checksum")}  # of the whole
        told = {name: value for name, value in told.items() if name not in checksums}
        told |= {"Content-Length": str(len(sliced)), "Content-Range": f"bytes {start}-{end}/{len(body)}"}
        return 206, told, sliced

    return read


def apply() -> None:
    s3._get_object = part_of_a_version(s3._get_object)
