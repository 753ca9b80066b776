"""Tells people what they waited for: by SNS (e-mail, SMS), and on their Alexa device where they asked there.

The outbox rows of the table's stream come at least once. SNS may then tell twice after a failure between the
two ways; Alexa knows the event by its reference and does not.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, Clients
from frontdesk.aws.items import from_item
from frontdesk.conversation.phrases import Phrases, Word
from frontdesk.domains.trucks import words
from frontdesk.domains.trucks.model import Place, Watch
from frontdesk.domains.trucks.proactive import ProactiveEvents, credentials_in
from frontdesk.domains.trucks.rows import read_watch
from frontdesk.domains.trucks.units import unit
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

if TYPE_CHECKING:
    from types_boto3_sns import SNSClient


ALEXA = "alexa:"
# SNS's limit for the subject of an e-mail, in characters.
SUBJECT = 100
TEXTS = {"near": "trucks.alert_near", "arrive": "trucks.alert_arrive", "leave": "trucks.alert_leave"}

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Notifier:
    """topic: its ARN. alexa: None where the skill has no credentials for notifications."""

    sns: SNSClient
    topic: str
    phrases: Phrases
    alexa: ProactiveEvents | None

    def handle(self, event: Mapping[str, Any], context: object) -> dict[str, Any]:
        """A batch of the table's stream: which of it to send again."""
        again = []
        for record in event["Records"]:
            try:
                self._tell(from_item(record["dynamodb"]["NewImage"]))
            except TryAgain as error:
                logger.warning("arrival not told", exc_info=error)
                again.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
        return {"batchItemFailures": again}

    def _tell(self, row: Mapping[str, Any]) -> None:
        watch = read_watch(row["watch"])
        if self.alexa is not None and watch.caller.startswith(ALEXA):
            try:
                reference = f"{watch.id}-{watch.since}"
                self.alexa.notify(watch.caller.removeprefix(ALEXA), reference, watch.locale, row["name"])
            except Rejected as error:
                logger.warning("alexa not told", extra={"data": {"reason": error.reason}})
        self._publish(row, watch)

    def _publish(self, row: Mapping[str, Any], watch: Watch) -> None:
        told: dict[str, Word] = {
            "truck": row["name"],
            "site": watch.site,
            "time": words.clock(row["at"], Place("", "", row["offset"])),
            "away": unit(watch.locale, watch.unit).said(watch.asked),
        }
        title = self.phrases.say(watch.locale, "trucks.alert_title", told)
        text = self.phrases.say(watch.locale, TEXTS[watch.kind], told)
        try:
            self.sns.publish(
                TopicArn=self.topic,
                Subject=title.encode("ascii", "ignore").decode()[:SUBJECT].strip() or "-",
                Message=text,
                MessageAttributes={"account": {"DataType": "String", "StringValue": watch.account}},
            )
        except AwsError as error:
            raise TryAgain("SNS did not answer") from error
        logger.info("arrival told", extra={"data": {"kind": watch.kind}})


def build(settings: Settings, clients: Clients) -> Notifier:
    """The notifier's entry."""
    phrases = Phrases({"trucks": Path(__file__).with_name("phrases")})
    return Notifier(clients.sns, settings["ARRIVAL_TOPIC"], phrases, _alexa(settings, clients))


def _alexa(settings: Settings, clients: Clients) -> ProactiveEvents | None:
    secret = settings.get("ALEXA_CLIENT_SECRET", "")
    if not secret:
        return None
    return ProactiveEvents(
        settings["ALEXA_TOKEN_URL"],
        settings["ALEXA_EVENTS_URL"],
        lambda: _credentials(clients, secret),
        lambda: int(time.time()),
    )


def _credentials(clients: Clients, secret: str) -> tuple[str, str]:
    """The client's id and secret. Raises TryAgain, or Rejected where the secret is not one."""
    try:
        return credentials_in(clients.secretsmanager.get_secret_value(SecretId=secret)["SecretString"])
    except AwsError as error:
        raise TryAgain("Secrets Manager did not answer") from error
