"""DynamoDB: a table's settings from a template."""

from __future__ import annotations

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


def apply() -> None:
    keep_table_settings()
