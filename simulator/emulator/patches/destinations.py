"""Where Lambda puts what failed or succeeded: a queue, a topic, a bus or another function.

Shared by the asynchronous invocations and the event source mappings. As on AWS, the function's own role does
it: a role without the permission loses the record here as it would there (and the log says so).
"""

from __future__ import annotations

import datetime
import json
import logging
import os
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.lambda_runtime import execution_credentials

log = logging.getLogger("destinations")


def now() -> str:
    """The time as Lambda's records have it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def request_context(config: Mapping[str, Any], request_id: str, condition: str, tries: int) -> dict[str, Any]:
    """The part that all of Lambda's destination records share."""
    arn = config["FunctionArn"]
    qualified = arn if arn.count(":") > 6 else f"{arn}:{config.get('Version', '$LATEST')}"
    return {
        "requestId": request_id,
        "functionArn": qualified,
        "condition": condition,
        "approximateInvokeCount": tries,
    }


def send(
    config: Mapping[str, Any],
    arn: str,
    body: object,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Delivers to a destination as the function's role; a refusal goes to the log: nobody waits for it."""
    service, region = arn.split(":")[2:4]
    credentials = execution_credentials(dict(config))
    make: Any = boto3.client  # its stubs want the service as a literal
    client = make(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=credentials["AWS_SESSION_TOKEN"] or None,
    )
    try:
        _deliver(client, service, arn, json.dumps(body), attributes or {})
    except (BotoCoreError, ClientError) as error:
        log.error("%s could not deliver to %s: %s", config["FunctionName"], arn, error)


def _deliver(
    client: Any, service: str, arn: str, body: str, attributes: Mapping[str, Mapping[str, str]]
) -> None:
    if service == "sqs":
        account, name = arn.split(":")[4:6]
        url = f"{client.meta.endpoint_url}/{account}/{name}"
        client.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes)
    elif service == "sns":
        client.publish(TopicArn=arn, Message=body, MessageAttributes=attributes)
    elif service == "lambda":
        client.invoke(FunctionName=arn, InvocationType="Event", Payload=body)
    else:
        entry = {"Source": "lambda", "DetailType": "Lambda Function Invocation Result", "Detail": body}
        client.put_events(Entries=[{**entry, "EventBusName": arn}])
