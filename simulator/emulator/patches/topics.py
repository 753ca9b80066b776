"""SNS: what a subscription could not deliver."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ministack.core.arn import parse_arn
from ministack.core.responses import get_account_id
from ministack.services import sns, sqs

type Deliver = Callable[..., None]


def _takes(queue: str, topic: str) -> bool:
    """Whether there is such a queue, and its policy lets the topic send."""
    if not sqs._queue_by_arn(queue):
        return False
    owner = parse_arn(topic).account_id if topic else get_account_id()
    return bool(sqs.queue_policy_allows(queue, "sns.amazonaws.com", topic, owner))


def _dead_letters(topic: str, queue: str) -> str:
    """The dead-letter queue of a topic's subscription to a queue; "" where it has none."""
    for subscription in (sns._topic_by_arn_any_scope(topic) or {}).get("subscriptions", ()):
        if subscription.get("endpoint") == queue:
            policy = subscription.get("attributes", {}).get("RedrivePolicy") or "{}"
            told = json.loads(policy) if isinstance(policy, str) else policy
            return str(told.get("deadLetterTargetArn", ""))
    return ""


def keep_dead_letters(stock: Deliver) -> Deliver:
    """AWS: what cannot be delivered goes to the dead-letter queue of the subscription's RedrivePolicy.
    ministack: drops it."""

    def deliver(endpoint: str, envelope: str, *rest: Any, topic_arn: str = "", **more: Any) -> None:
        dead = "" if _takes(endpoint, topic_arn) else _dead_letters(topic_arn, endpoint)
        stock(dead or endpoint, envelope, *rest, topic_arn=topic_arn, **more)

    return deliver


def apply() -> None:
    sns._deliver_to_sqs = keep_dead_letters(sns._deliver_to_sqs)
