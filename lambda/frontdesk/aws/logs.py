"""One line of JSON an event, with the request's id and nothing that a person said.

The standard library's logger; what to say beside the event goes into `extra={"data": {...}}`.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from pathlib import PurePath
from typing import override

logger = logging.getLogger("frontdesk")


class OneLine(logging.Formatter):
    """A record as JSON. An exception gives its type and place, never its message, which may quote a value."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "event": record.getMessage(),
            **getattr(record, "data", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def describe(error: BaseException) -> dict[str, str]:
    """What may be logged of an exception: {"error": its type, "where": the last lines it passed}."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return {"error": type(error).__name__, "where": where}


def set_up() -> None:
    """Make the process's log lines the desk's own. Libraries speak from WARNING up."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    logger.setLevel(logging.INFO)
