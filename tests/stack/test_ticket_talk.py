"""Bookings through both deployed channels: the smoke scripts; begun by voice and finished in the chat."""

from __future__ import annotations

import json
import uuid

import pytest

from simulator.desk import Desk
from tests.stack.test_trucks import eventually
from tests.support import scripts
from tests.support.scripts import Script
from tests.support.talking import say

SMOKE = [script for script in scripts.load() if script.smoke and script.domain == "tickets"]


@pytest.mark.parametrize("channel", ["alexa", "lex"])
@pytest.mark.parametrize("script", SMOKE, ids=lambda script: script.name)
def test_a_conversation_with_the_deployed_functions(deployed: Desk, script: Script, channel: str) -> None:
    said = say(script.person.name, channel, *(turn.text for turn in script.turns))
    for turn, answer in zip(script.turns, said, strict=True):
        assert scripts.matches(answer, turn.answer(channel)), f"U: {turn.text}\nA: {answer}"


def test_a_booking_begun_by_voice_is_finished_in_the_chat_and_paid(deployed: Desk) -> None:
    begun = say("dana", "alexa", "book two tickets for peter and the wolf", "stop")
    assert begun[0].endswith("Shall I book that?")
    resumed, summed, held = say("dana", "lex", "i want to book tickets", "yes", "yes")
    assert resumed.startswith("Last time we were booking 2 tickets for Peter and the Wolf")
    assert "The total is $23.76 with fees and tax." in summed
    assert held.startswith("Your seats are held: 2 tickets for Peter and the Wolf")

    def through() -> bool:
        (told,) = say("dana", "lex", "is my payment through")
        return "$23.76 is through" in told

    eventually(through)
    (booked,) = say("dana", "alexa", "what have i booked")
    assert "2 tickets for Peter and the Wolf" in booked


def test_news_that_waited_is_told(deployed: Desk) -> None:
    """What the topic did not take comes again from its queue, and earns points; once, however often."""
    booking = f"late-{uuid.uuid4().hex}"
    issued = {"type": "ticket.issued", "booking": booking, "account": "maya", "customer": "c-maya"}
    news = {"to": "events", "message": {**issued, "cents": 100, "points": 0}, "reason": "InternalError"}
    sqs, dynamodb = deployed.client("sqs"), deployed.client("dynamodb")

    def earned() -> int | None:
        found = dynamodb.query(
            TableName=deployed.outputs["CustomersTable"],
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            FilterExpression="#reference = :booking",
            ExpressionAttributeNames={"#reference": "reference"},
            ExpressionAttributeValues={
                ":pk": {"S": "CUSTOMER#c-maya"},
                ":sk": {"S": "ENTRY#"},
                ":booking": {"S": booking},
            },
        )
        return found["Count"] or None

    for _ in range(2):
        sqs.send_message(QueueUrl=deployed.outputs["Untold"], MessageBody=json.dumps(news))
        assert eventually(earned) == 1
