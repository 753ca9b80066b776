"""What S3 tells of an object that was put into a bucket, and which of an object's versions is the newest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from frontdesk.errors import Rejected

# S3's sequencers are hexadecimal and of varying length; padded on the right, they sort as text.
VERSION_LENGTH = 32

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,32}")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """key: the object's. object: its version id. version: its place among the key's versions. at: when."""

    key: str
    object: str
    version: str
    at: datetime

    @property
    def file(self) -> str:
        """A short id for the key."""
        return file_id(self.key)


def read(record: Mapping[str, Any], prefix: str) -> Uploaded | None:
    """The upload that a record of S3's event tells of; None for what is not under the prefix.

    Raises Rejected where the record lacks what makes it one.
    """
    try:
        told = record["s3"]["object"]
        key = unquote_plus(told["key"])
        if not key.startswith(prefix) or key.endswith("/"):
            return None
        at = datetime.fromisoformat(record["eventTime"])
        return Uploaded(key, told["versionId"], version(told["sequencer"]), at)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Rejected("not_an_upload") from error


def file_id(key: str) -> str:
    """A short id for an object's key: 16 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def version(sequencer: str) -> str:
    """A version from an event's sequencer: the newest sorts last. Raises Rejected for what is none."""
    if not _HEXADECIMAL.fullmatch(sequencer):
        raise Rejected("not_a_sequencer")
    return sequencer.upper().ljust(VERSION_LENGTH, "0")
