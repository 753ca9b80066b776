"""What becomes of an asynchronous invocation."""

from __future__ import annotations

import json
import tempfile
import uuid
from pathlib import Path

from tests.support.emulators import Emulator

FAILS = """
    def handler(event, context):
        print("tried")
        raise ValueError("no such thing")
"""
WORKS = """
    def handler(event, context):
        return {"done": event["n"]}
"""
WAITS = """
    import os, time
    def handler(event, context):
        print("began", event["n"])
        deadline = time.time() + 8
        while not os.path.exists(event["flag"]) and time.time() < deadline:
            time.sleep(0.02)
        print("ended", event["n"])
"""


def a_success_reaches_its_destination(aws: Emulator) -> None:
    url, arn = aws.queue()
    function = aws.function(WORKS)
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName=function, DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    aws.invoke_later(function, {"n": 1})
    record = json.loads(aws.message(url)["Body"])
    assert record["requestContext"]["condition"] == "Success"
    assert (record["requestPayload"], record["responsePayload"]) == ({"n": 1}, {"done": 1})


def a_dead_letter_is_the_bare_event(aws: Emulator) -> None:
    url, arn = aws.queue()
    function = aws.function(FAILS, DeadLetterConfig={"TargetArn": arn})
    aws.invoke_later(function, {"n": 1})
    letter = aws.message(url)
    assert json.loads(letter["Body"]) == {"n": 1}
    assert letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "no such thing"


def a_failure_is_tried_as_often_as_it_says(aws: Emulator) -> None:
    url, arn = aws.queue()
    function = aws.function(FAILS)
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName=function, MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    aws.invoke_later(function)
    record = json.loads(aws.message(url)["Body"])
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert aws.printed(function).count("tried") == 2


def a_throttled_event_waits(aws: Emulator) -> None:
    """It is no attempt: with one place and no retry, the second event runs after the first."""
    function = aws.function(WAITS)
    aws.client("lambda").put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=1)
    aws.client("lambda").put_function_event_invoke_config(FunctionName=function, MaximumRetryAttempts=0)
    flag = Path(tempfile.gettempdir()) / f"flag-{uuid.uuid4().hex}"
    try:
        for n in (1, 2):
            aws.invoke_later(function, {"n": n, "flag": str(flag)})
        flag.touch()
        aws.wait_for(
            "second run", lambda: len([line for line in aws.printed(function) if "ended" in line]) == 2
        )
    finally:
        flag.unlink()


def a_topic_s_function_is_tried_again(aws: Emulator) -> None:
    url, arn = aws.queue()
    function = aws.function(FAILS)
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName=function, MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    sns = aws.client("sns")
    topic = sns.create_topic(Name=f"t-{uuid.uuid4().hex[:8]}")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
    sns.publish(TopicArn=topic, Message="hello")
    record = json.loads(aws.message(url)["Body"])
    assert record["requestPayload"]["Records"][0]["Sns"]["Message"] == "hello"


CHECKS = (
    a_success_reaches_its_destination,
    a_dead_letter_is_the_bare_event,
    a_failure_is_tried_as_often_as_it_says,
    a_throttled_event_waits,
    a_topic_s_function_is_tried_again,
)
