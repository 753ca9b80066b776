"""DynamoDB: a table's settings from a template, and its stream."""

from __future__ import annotations

from typing import Any

from ministack.services import dynamodb

from simulator.emulator.patches.cloudformation import Properties, after


def _true(value: object) -> bool:
    return str(value).lower() == "true"


def keep_table_settings() -> None:
    """AWS: a table has the TTL, point-in-time recovery and encryption of its template.
    ministack: drops all three on create."""

    def finish(name: str, properties: Properties) -> None:
        if ttl := properties.get("TimeToLiveSpecification"):
            wanted = {"AttributeName": ttl["AttributeName"], "Enabled": _true(ttl["Enabled"])}
            dynamodb._update_ttl({"TableName": name, "TimeToLiveSpecification": wanted})
        if recovery := properties.get("PointInTimeRecoverySpecification"):
            enabled = {"PointInTimeRecoveryEnabled": _true(recovery["PointInTimeRecoveryEnabled"])}
            dynamodb._update_continuous_backups(
                {"TableName": name, "PointInTimeRecoverySpecification": enabled}
            )
        if encryption := properties.get("SSESpecification"):
            spec = {**encryption, "Enabled": _true(encryption.get("SSEEnabled", True))}
            dynamodb._tables[name]["SSEDescription"] = dynamodb._sse_description_from_spec(spec)

    after("AWS::DynamoDB::Table", finish)


def remember_streams() -> None:
    """AWS: a stream keeps its records for a day, and a mapping goes on where it was.
    ministack: forgets the records when it is closed and remembers how far each mapping was: what comes after
    the next start is taken for read, up to as many records as there were."""
    get_state, load_persisted_state = dynamodb.get_state, dynamodb.load_persisted_state

    def saved() -> dict[str, Any]:
        streams = [
            [*scope, list(records), dynamodb._stream_trimmed.get_scoped(*scope, 0)]
            for scope, records in dynamodb._stream_records.all_items()
        ]
        return {**get_state(), "streams": streams, "stream_counter": dynamodb._stream_seq_counter}

    def loaded(state: dict[str, Any]) -> None:
        load_persisted_state(state)
        for *scope, records, trimmed in state.get("streams", ()):
            dynamodb._stream_records.set_scoped(*scope, records)
            dynamodb._stream_trimmed.set_scoped(*scope, trimmed)
        dynamodb._stream_seq_counter = state.get("stream_counter", dynamodb._stream_seq_counter)

    dynamodb.get_state, dynamodb.load_persisted_state = saved, loaded


def apply() -> None:
    keep_table_settings()
    remember_streams()
