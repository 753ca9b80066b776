"""Event source mappings of streams: who reads them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import kinesis, lambda_svc

IDLE_SECONDS = 0.1

# A mapping's id, and the shard of its stream; "" for a table's stream, which has one here.
type Reader = tuple[str, str]

_here = threading.local()
_mappings: Callable[[], Iterator[tuple[str, str, dict[str, Any]]]] = lambda_svc._iter_all_esms
_polls: dict[str, Callable[[], bool]] = {
    "kinesis": lambda_svc._poll_kinesis,
    "dynamodb": lambda_svc._poll_dynamodb_streams,
}


def reader() -> Reader | None:
    """What this thread reads; None for a thread that reads no stream."""
    return getattr(_here, "reader", None)


def _own_mappings() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every mapping; for a reader its own alone."""
    own = reader()
    return (found for found in _mappings() if own is None or found[2]["UUID"] == own[0])


class _Streams(AccountRegionScopedDict):  # type: ignore[misc]
    """Kinesis's streams; to a reader, a stream is its own shard alone."""

    def get_scoped(self, account_id: str, region: str, key: str, default: Any = None) -> Any:
        stream = super().get_scoped(account_id, region, key, default)
        own = reader()
        if own is None or stream is None:
            return stream
        return {**stream, "shards": {name: it for name, it in stream["shards"].items() if name == own[1]}}


def _readers() -> Iterator[tuple[Reader, Callable[[], bool]]]:
    """Every reader that there should be, and how it polls."""
    for account, region, mapping in _mappings():
        source = mapping.get("EventSourceArn", "").split(":", 5)
        if source[2:3] == ["dynamodb"]:
            yield (mapping["UUID"], ""), _polls["dynamodb"]
        elif source[2:3] == ["kinesis"]:
            stream = kinesis._streams.get_scoped(source[4], source[3], source[5].removeprefix("stream/"))
            for shard in _begun(account, region, mapping, stream) if stream else ():
                yield (mapping["UUID"], shard), _polls["kinesis"]


def _begun(account: str, region: str, mapping: dict[str, Any], stream: dict[str, Any]) -> list[str]:
    """The stream's shards, each with a place to read from: ministack would take one that it has not seen with
    the others for new, and begin at its end."""
    positions = lambda_svc._kinesis_positions
    known = positions.get_scoped(account, region, mapping["UUID"])
    latest = known is None and mapping.get("StartingPosition", "LATEST") != "TRIM_HORIZON"
    if known is None:
        known = {}
        positions.set_scoped(account, region, mapping["UUID"], known)
    for name, shard in list(stream["shards"].items()):
        known.setdefault(name, len(shard["records"]) if latest else 0)
    return list(stream["shards"])


class _Reading:
    """Keeps one thread for each reader, for as long as its mapping and its shard are there."""

    def __init__(self) -> None:
        self._wanted: dict[Reader, Callable[[], bool]] = {}
        self._threads: dict[Reader, threading.Thread] = {}

    def supervise(self) -> None:
        while True:
            self._wanted = dict(_readers())
            for each in self._wanted:
                if each not in self._threads or not self._threads[each].is_alive():
                    thread = threading.Thread(
                        target=self._read, args=(each,), daemon=True, name="desk-reader"
                    )
                    self._threads[each] = thread
                    thread.start()
            time.sleep(IDLE_SECONDS)

    def _read(self, each: Reader) -> None:
        _here.reader = each
        while poll := self._wanted.get(each):
            if not poll():
                time.sleep(IDLE_SECONDS)


def read_shards_side_by_side() -> None:
    """AWS: each shard of each mapping's stream is read by itself, one batch of it at a time.
    ministack: one thread reads all of them in turn, so a slow handler holds up every stream and queue."""
    stock = lambda_svc._poll_loop
    shards = _Streams()
    shards._data = kinesis._streams._data
    kinesis._streams = shards
    lambda_svc._iter_all_esms = _own_mappings
    lambda_svc._poll_kinesis = lambda_svc._poll_dynamodb_streams = lambda: False

    def loop() -> None:
        threading.Thread(target=_Reading().supervise, daemon=True, name="desk-readers").start()
        stock()

    lambda_svc._poll_loop = loop


def apply() -> None:
    read_shards_side_by_side()
