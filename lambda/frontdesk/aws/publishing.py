"""Queues and topics: messages are JSON objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_sns import SNSClient
    from types_boto3_sqs import SQSClient

type Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Queue:
    """url: the queue's."""

    sqs: SQSClient
    url: str

    def send(self, messages: Iterable[Message]) -> None:
        """Send messages, ten a call. Raises TryAgain where not all of them were taken."""
        for batch in batched(messages, 10, strict=False):
            entries: Any = [{"Id": str(n), "MessageBody": _json(each)} for n, each in enumerate(batch)]
            try:
                answer = self.sqs.send_message_batch(QueueUrl=self.url, Entries=entries)
            except AwsError as error:
                raise TryAgain from error
            if answer.get("Failed"):
                raise TryAgain


@dataclass(frozen=True, slots=True)
class Topic:
    """arn: the topic's."""

    sns: SNSClient
    arn: str

    def publish(self, message: Message, **attributes: str) -> None:
        """Publish one message; attributes are what subscriptions may filter by. Raises TryAgain."""
        told = _attributes(attributes)
        try:
            self.sns.publish(TopicArn=self.arn, Message=_json(message), MessageAttributes=told)
        except AwsError as error:
            raise TryAgain from error

    def publish_all(self, messages: Iterable[Message], **attributes: str) -> None:
        """Publish messages with the same attributes, ten a call. Raises TryAgain where not all were taken."""
        told = _attributes(attributes)
        for batch in batched(messages, 10, strict=False):
            entries: Any = [
                {"Id": str(n), "Message": _json(each), "MessageAttributes": told}
                for n, each in enumerate(batch)
            ]
            try:
                answer = self.sns.publish_batch(TopicArn=self.arn, PublishBatchRequestEntries=entries)
            except AwsError as error:
                raise TryAgain from error
            if answer.get("Failed"):
                raise TryAgain


def _attributes(attributes: Mapping[str, str]) -> Any:
    return {name: {"DataType": "String", "StringValue": text} for name, text in attributes.items()}


def _json(message: Message) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
