"""What objects and versions are called.

scores/…                            what people upload; nothing of our own is written here
work/<file>/<version>.lines         a file made into lines of UTF-8, where it was something else
parts/<file>/<version>/<chunk>.tsv  a chunk's grades, sorted; kept while its version is the one in use
errors/<name>/<version>/….jsonl     what was set aside: line, column and reason, and no value
reports/<name>/<version>/           class.html and class.csv
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from frontdesk.domains.grades.model import Source
from frontdesk.uploads import file_id as file_id
from frontdesk.uploads import version as version

UPLOADS = "scores/"
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def lines(source: Source) -> str:
    """The copy of a file as lines."""
    return f"work/{source.file}/{source.version}.lines"


def parts(file: str, version: str = "") -> str:
    """The prefix of a file's parts, or of one version's."""
    return f"parts/{file}/{version}/" if version else f"parts/{file}/"


def part(source: Source) -> str:
    """A chunk's part."""
    return f"{parts(source.file, source.version)}{source.chunk:05}.tsv"


def source_of(part_key: str, loaded: str) -> Source:
    """Where a part comes from; `loaded` is not in its name."""
    _, file, version, chunk = part_key.split("/")
    return Source(file, version, loaded, int(chunk.removesuffix(".tsv")))


def errors(key: str, source: Source, name: str) -> str:
    """What a chunk (by its number) or the whole file set aside."""
    return f"errors/{_name(key, source)}/{source.version}/{name}.jsonl"


def report(key: str, source: Source) -> str:
    """The prefix of a version's report."""
    return f"reports/{_name(key, source)}/{source.version}/"


def _name(key: str, source: Source) -> str:
    """What a person finds it by, and no other file has."""
    stem = _NOT_PLAIN.sub("-", PurePosixPath(key).stem.casefold()).strip("-")
    return f"{stem[:40] or 'file'}-{source.file[:8]}"
