"""Being told of an arrival: by SNS, and by Alexa's own notification, with its token exchange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from frontdesk.aws.items import to_item
from frontdesk.conversation.phrases import Phrases
from frontdesk.domains.trucks.alerts import Notifier
from frontdesk.domains.trucks.model import Watch
from frontdesk.domains.trucks.proactive import ProactiveEvents, credentials_in
from frontdesk.domains.trucks.rows import watch_row
from frontdesk.errors import Rejected, TryAgain
from tests.conftest import Clock
from tests.support.alexa_events import CLIENT, SECRET, Amazon, amazon
from tests.support.desks import SOURCE
from tests.support.trucks import AINTREE, NOW

USER = "amzn1.ask.account.DEMO-MAYA"


@pytest.fixture
def fake() -> Iterator[Amazon]:
    with amazon() as running:
        yield running


@pytest.fixture
def events(fake: Amazon, clock: Clock) -> ProactiveEvents:
    return ProactiveEvents(
        f"{fake.url}/auth/o2/token", f"{fake.url}/v1/proactiveEvents", lambda: (CLIENT, SECRET), clock
    )


class Topic:
    """Takes what is published; `broken` ones do not answer."""

    def __init__(self, broken: bool = False) -> None:
        self.broken, self.told = broken, list[dict[str, Any]]()

    def publish(self, **message: Any) -> None:
        if self.broken:
            raise EndpointConnectionError(endpoint_url="-")
        self.told.append(message)


def notifier(topic: Topic, alexa: ProactiveEvents | None) -> Notifier:
    phrases = Phrases({"trucks": SOURCE / "domains" / "trucks" / "phrases"})
    return Notifier(topic, "arn:topic", phrases, alexa)  # type: ignore[arg-type]


def batch(kind: str = "arrive", caller: str = f"alexa:{USER}", asked: int = 0) -> dict[str, Any]:
    watch = Watch("w1", kind, AINTREE, 200, NOW * 1000, "maya", caller, "en-US", "the depot", asked)
    row = {"name": "Blue Seven", "at": (NOW + 60) * 1000, "offset": 3600, "watch": watch_row(watch)}
    return {"Records": [{"dynamodb": {"SequenceNumber": "11", "NewImage": to_item(row)}}]}


def test_alexa_and_sns_are_told(events: ProactiveEvents, fake: Amazon) -> None:
    topic = Topic()
    assert notifier(topic, events).handle(batch(), None) == {"batchItemFailures": []}
    (event,) = fake.events.values()
    assert event["relevantAudience"] == {"type": "Unicast", "payload": {"user": USER}}
    assert event["event"]["payload"]["messageGroup"]["creator"] == {"name": "Blue Seven"}
    assert (event["timestamp"], event["expiryTime"]) == ("2027-01-15T08:00:00Z", "2027-01-16T07:59:00Z")
    (told,) = topic.told
    assert told["Message"] == "Blue Seven got to the depot at 9:01 AM."
    assert told["Subject"] == "News of Blue Seven"
    assert told["MessageAttributes"]["account"]["StringValue"] == "maya"


@pytest.mark.parametrize(
    ("kind", "asked", "text"),
    [
        ("near", 10, "Blue Seven is within 10 miles of the depot, at 9:01 AM."),
        ("leave", 0, "Blue Seven left the depot at 9:01 AM."),
    ],
)
def test_each_kind_has_its_sentence(kind: str, asked: int, text: str) -> None:
    topic = Topic()
    notifier(topic, None).handle(batch(kind, asked=asked), None)
    assert topic.told[0]["Message"] == text


def test_who_asked_in_the_web_chat_is_told_by_sns_alone(events: ProactiveEvents, fake: Amazon) -> None:
    topic = Topic()
    notifier(topic, events).handle(batch(caller="lex:demo-maya"), None)
    assert (len(topic.told), fake.requests) == (1, 0)


def test_a_second_delivery_is_one_event_to_alexa(events: ProactiveEvents, fake: Amazon) -> None:
    for _ in range(3):
        notifier(Topic(), events).handle(batch(), None)
    assert len(fake.events) == 1


def test_the_token_is_kept_for_its_hour_and_renewed_before_its_end(
    events: ProactiveEvents, fake: Amazon, clock: Clock
) -> None:
    events.notify(USER, "r1", "en-US", "Blue Seven")
    clock.now += 3500
    events.notify(USER, "r2", "en-US", "Blue Seven")
    assert fake.tokens == 1
    clock.now += 60
    events.notify(USER, "r3", "en-US", "Blue Seven")
    assert fake.tokens == 2


def test_a_token_taken_back_early_is_renewed_once(events: ProactiveEvents, fake: Amazon) -> None:
    fake.fail = [401]
    events.notify(USER, "r1", "en-US", "Blue Seven")
    assert (fake.tokens, len(fake.events)) == (2, 1)
    fake.fail = [401, 401]
    with pytest.raises(Rejected, match="401"):
        events.notify(USER, "r2", "en-US", "Blue Seven")


def test_a_busy_alexa_is_asked_again_later(events: ProactiveEvents, fake: Amazon) -> None:
    fake.fail = [429]
    topic = Topic()
    assert notifier(topic, events).handle(batch(), None) == {"batchItemFailures": [{"itemIdentifier": "11"}]}
    assert topic.told == []
    assert notifier(topic, events).handle(batch(), None) == {"batchItemFailures": []}


def test_who_does_not_allow_notifications_is_told_by_sns_all_the_same(
    events: ProactiveEvents, fake: Amazon
) -> None:
    fake.fail = [403]
    topic = Topic()
    assert notifier(topic, events).handle(batch(), None) == {"batchItemFailures": []}
    assert len(topic.told) == 1


def test_a_topic_that_does_not_answer_is_asked_again() -> None:
    assert notifier(Topic(broken=True), None).handle(batch(), None)["batchItemFailures"]


def test_wrong_credentials_are_refused_without_showing_them(fake: Amazon, clock: Clock) -> None:
    wrong = ProactiveEvents(f"{fake.url}/auth/o2/token", fake.url, lambda: (CLIENT, "not it"), clock)
    with pytest.raises(Rejected) as refused:
        wrong.notify(USER, "r1", "en-US", "Blue Seven")
    assert "not it" not in refused.value.reason


def test_an_amazon_that_is_not_there_is_asked_again(clock: Clock) -> None:
    nobody = ProactiveEvents("http://127.0.0.1:9/token", "http://127.0.0.1:9/", lambda: ("a", "b"), clock)
    with pytest.raises(TryAgain):
        nobody.notify(USER, "r1", "en-US", "Blue Seven")


@pytest.mark.parametrize("text", ["", "[]", '{"client_id": "a"}', "null"])
def test_a_secret_that_is_none_is_rejected(text: str) -> None:
    with pytest.raises(Rejected):
        credentials_in(text)
