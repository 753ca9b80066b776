"""What customers are found by: the indexes, and text as they compare it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

# filter of the API → index, its attribute
INDEXES: Mapping[str, tuple[str, str]] = {
    "account": ("ByAccount", "account"),
    "email": ("ByEmail", "email_key"),
    "lastName": ("BySurname", "surname"),
    "": ("Listed", "listed"),
}
# Characters of an index's key: DynamoDB takes 2,048 bytes, and a character has up to four.
LONGEST_KEY = 500


def fold(text: str) -> str:
    """Text as it is compared: "É" as "é", however it was typed."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def keys_of(fields: Mapping[str, str]) -> dict[str, str]:
    """What fields are found by, beside them."""
    keys = {"lastName": "surname", "email": "email_key"}
    return {key: key_for(fields[name]) for name, key in keys.items() if name in fields}


def key_for(text: str) -> str:
    """What an index finds a text by, perhaps with others that begin alike: folding may lengthen it."""
    return fold(text)[:LONGEST_KEY]
