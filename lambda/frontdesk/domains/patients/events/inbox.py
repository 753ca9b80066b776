"""Where uploads come: under keys that can name nobody.

A key stands in S3's events, and an event that fails for good is kept whole. So the bucket's policy takes
`uploads/patientData.json`, and of each ward `uploads/<a digit, a character>/patientData.json`, and no other
key: two characters may be a whole name.
"""

from __future__ import annotations

UPLOADS = "uploads/"


def key(ward: str) -> str:
    """The key of a ward's uploads, each a version of it. ward: "07", a digit and one more character."""
    return f"{UPLOADS}{ward}/patientData.json"


def gone_after(days: int) -> int:
    """In how many days the bucket has nothing more of an upload of now, where it keeps each for so many: as
    its ward's newest, and once more as a former one; S3 counts either from the next midnight."""
    return 2 * (days + 1)
