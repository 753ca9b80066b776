"""The news of a checkout, as it comes off a queue: a token and a visit's number, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.domains.patients.faults import VISIT
from frontdesk.errors import Rejected

_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class News:
    token: str
    visit: str


def read(record: records.Record) -> News:
    """The news in a queue's record, whether SNS has put it into an envelope or not. Raises Rejected."""
    told = records.body(record)
    if isinstance(told, dict) and told.get("Type") == "Notification":
        told = records.body({"body": told.get("Message")})
    match told:
        case {"token": str(token), "visit": str(visit), **rest} if not rest:
            if _TOKEN.fullmatch(token) and VISIT.fullmatch(visit):
                return News(token, visit)
    raise Rejected("not_news")


def masked(record: Any) -> dict[str, str]:
    """What is parked of a record: the news where it is some, else only which message it was."""
    try:
        news = read(record)
    except (Rejected, TypeError, KeyError):
        return {"message": str(record.get("messageId", ""))}
    return {"token": news.token, "visit": news.visit}
