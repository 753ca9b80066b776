"""Tickets through the deployed doors: a file of events, orders, a page, the hall's door, letters, Stripe."""

from __future__ import annotations

import base64
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator import signing_in
from simulator.desk import Desk
from simulator.load import __main__ as load
from simulator.people import PEOPLE
from simulator.place import here
from simulator.talk.opening import conversation
from simulator.talk.options import Options
from tests.stack.test_trucks import eventually
from tests.support.hall import read_code


class Door:
    """The tickets' HTTP API, for whoever has a token."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.url = desk, desk.outputs["TicketsUrl"]

    def ask(self, method: str, path: str, token: str = "", body: Any = None, **more: str) -> tuple[int, Any]:
        """Status, and the JSON of the answer, or its text where it is none."""
        named = {name.replace("_", "-"): value for name, value in more.items()}
        headers = {"Content-Type": "application/json", **named}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        url = path if path.startswith("http") else f"{self.url}/{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)) as answer:
                return answer.status, _read(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _read(error.read())

    def order(self, token: str, event: str, key: str = "", **more: Any) -> tuple[int, Any]:
        body = {"event": event, "quantity": 2, **more}
        return self.ask("POST", "tickets", token, body, Idempotency_Key=key or uuid.uuid4().hex)

    def letter(self, booking: str, subject: str = "Your tickets") -> str:
        """The e-mail about a booking."""
        with urllib.request.urlopen(f"{self.desk.aws_url}/_ministack/ses/messages") as answer:
            sent = [each for account in json.load(answer)["messages"].values() for each in account]
        about = [each for each in sent if booking in each["BodyText"]]
        found = [each["BodyText"] for each in about if each["Subject"].startswith(subject)]
        assert len(found) <= 1, "written to twice"
        return found[0] if found else ""


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


@pytest.fixture(scope="session")
def door(deployed: Desk) -> Door:
    return Door(deployed)


@pytest.fixture(scope="session")
def maya(deployed: Desk) -> str:
    return signing_in.token(deployed, "maya")


@pytest.fixture(scope="session")
def event(deployed: Desk, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of an event of the tests' own, from a file whose name S3 spells in its own way."""
    file = tmp_path_factory.mktemp("events") / "Frühling 1+2.csv"
    starts = (datetime.now(UTC) + timedelta(days=30)).isoformat(timespec="seconds")
    name = f"Ödipus {uuid.uuid4().hex[:6]}"
    rows = [
        "name,kind,place,city,starts,price,capacity",
        f"{name},play,the Pit,Springfield,{starts},12.50,40",
        f"=cmd(),play,the Pit,Springfield,{starts},much,40",
    ]
    file.write_text("\n".join(rows))
    assert load.main({"FILE": str(file), "KIND": "events"}) == 0
    _, told = Door(deployed).ask("GET", "events?" + urllib.parse.urlencode({"q": name}))
    found = told["events"] or _fresh(deployed, name)
    return str(found[0]["id"])


def _fresh(desk: Desk, name: str) -> list[dict[str, Any]]:
    """The event from the table: a warm function remembers the catalogue for a minute."""
    table = desk.client("dynamodb").query(
        TableName=desk.outputs["TicketsTable"],
        KeyConditionExpression="pk = :pk",
        FilterExpression="#name = :name",
        ExpressionAttributeNames={"#name": "name"},
        ExpressionAttributeValues={":pk": {"S": "CATALOGUE"}, ":name": {"S": name}},
    )
    return [{"id": item["id"]["S"]} for item in table["Items"]]


def test_an_order_ends_in_a_page_a_letter_and_a_code_that_opens_once(
    deployed: Desk, door: Door, maya: str, event: str
) -> None:
    key = uuid.uuid4().hex
    status, told = door.order(maya, event, key)
    assert (status, told["state"], told["total"]) == (201, "CONFIRMED", 3024)
    assert door.order(maya, event, key) == (201, told)
    status, page = door.ask("GET", told["page"])
    assert (status, page.count(b"<svg")) == (200, 2)
    text = eventually(lambda: door.letter(told["id"]) or None)
    (link,) = re.findall(r"https?://\S+", text)
    assert door.ask("GET", link)[1] == page
    picture = deployed.client("s3").get_object(
        Bucket=deployed.outputs["TicketBucket"], Key=f"tickets/{told['id']}/1.png"
    )
    payload = read_code(picture["Body"].read())
    assert payload == told["tickets"][0]["payload"]
    scanner, look = signing_in.token(deployed, "door"), f"tickets/{told['id']}/verify"
    assert door.ask("POST", look, scanner, {"payload": payload})[0] == 200
    status, problem = door.ask("POST", look, scanner, {"payload": payload})
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:used")
    assert door.ask("POST", look, maya, {"payload": payload})[0] == 403


def test_a_booking_by_voice_ends_in_a_letter_and_a_page(door: Door, maya: str) -> None:
    talk = conversation(Options(None, "alexa", "en-US", PEOPLE["maya"], json=False), here())
    for sentence in ("book one ticket for a midsummer night's dream", "yes"):
        answer = talk.say(sentence)
        assert not answer.problems, answer.problems
    table, name = door.desk.outputs["TicketsTable"], "a-midsummer-night-s-dream"

    def confirmed() -> str | None:
        found = door.desk.client("dynamodb").query(
            TableName=table,
            IndexName="ByAccount",
            KeyConditionExpression="account = :maya",
            ExpressionAttributeValues={":maya": {"S": "maya"}},
        )["Items"]
        mine = [item for item in found if item["event"]["S"].startswith(name)]
        return mine[0]["pk"]["S"].removeprefix("BOOKING#") if mine else None

    booking = eventually(confirmed)
    text = eventually(lambda: door.letter(booking) or None)
    (link,) = re.findall(r"https?://\S+", text)
    assert b"<svg" in door.ask("GET", link)[1]
    assert door.ask("GET", f"tickets/{booking}", maya)[1]["state"] == "CONFIRMED"


def test_who_has_no_card_saved_pays_on_a_page_and_stripe_tells(
    deployed: Desk, door: Door, event: str
) -> None:
    omar = signing_in.token(deployed, "omar")
    status, told = door.order(omar, event)
    assert (status, told["state"]) == (202, "CHARGING")
    assert told["pay"] in eventually(lambda: door.letter(told["id"], "Please pay") or None)
    form = urllib.parse.urlencode({"method": "pm_card_visa"}).encode()
    with urllib.request.urlopen(urllib.request.Request(told["pay"], form)) as answer:
        assert answer.status == 200
    booking = f"tickets/{told['id']}"
    assert eventually(lambda: door.ask("GET", booking, omar)[1].get("tickets"))
    assert eventually(lambda: door.letter(told["id"]) or None)


def test_what_is_called_off_is_paid_back_and_opens_nothing(
    deployed: Desk, door: Door, maya: str, event: str
) -> None:
    _, told = door.order(maya, event)
    booking = f"tickets/{told['id']}"
    assert door.ask("DELETE", booking, maya)[0] in (200, 202)
    assert eventually(lambda: door.ask("GET", booking, maya)[1]["state"] == "REFUNDED" or None)
    assert door.ask("GET", told["page"])[0] == 410
    scanner = signing_in.token(deployed, "door")
    payload = {"payload": told["tickets"][0]["payload"]}
    assert door.ask("POST", f"{booking}/verify", scanner, payload)[0] == 410


def test_another_s_booking_is_as_unknown_as_none(deployed: Desk, door: Door, maya: str, event: str) -> None:
    _, told = door.order(maya, event)
    omar = signing_in.token(deployed, "omar")
    for method in ("GET", "DELETE"):
        others = door.ask(method, f"tickets/{told['id']}", omar)
        assert others == door.ask(method, f"tickets/{'f' * 32}", omar)
        assert others[0] == 404


def _forged(token: str) -> list[str]:
    """Tokens that are none: unsigned, of another issuer, with another's name in it, cut."""
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))

    def part(content: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    none = part({"alg": "none", "typ": "JWT"})
    omar = part({**claims, "username": "omar"})
    foreign = part({**claims, "iss": "https://issuer.example"})
    expired = part({**claims, "exp": 1})
    return [
        *(f"{none}.{body}.", f"{none}.{body}.{signature}"),
        *(f"{head}.{changed}.{signature}" for changed in (omar, foreign, expired)),
        *(f"{head}.{body}.", "x", "a.b.c"),
    ]


def test_a_token_that_is_none_opens_nothing(door: Door, maya: str, event: str) -> None:
    for token in ["", *_forged(maya)]:
        assert door.order(token, event)[0] == 401
        assert door.ask("GET", f"tickets/{'f' * 32}", token)[0] == 401


def test_a_token_is_good_for_what_it_was_granted(deployed: Desk, door: Door, event: str) -> None:
    reading = signing_in.token(deployed, "maya", "openid desk/tickets.read")
    assert door.order(reading, event)[0] == 403
    assert door.order(signing_in.token(deployed, "door"), event)[0] == 403


def test_stripe_s_door_takes_what_stripe_has_signed(door: Door) -> None:
    told = {"type": "payment_intent.succeeded", "data": {"object": {}}}
    url = door.desk.outputs["PaymentsWebhookUrl"]
    assert door.ask("POST", url, "", told)[0] == 400
    assert door.ask("POST", url, "", told, Stripe_Signature="t=1,v1=00")[0] == 400


def test_a_file_that_is_none_is_refused_with_what_to_do(
    deployed: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("who,what\nA,B\n")
    assert load.main({"FILE": str(file), "KIND": "events"}) == 2
    assert "no column for capacity, city" in capsys.readouterr().err
    file.write_text("")
    assert load.main({"FILE": str(file), "KIND": "events"}) == 1
    assert "it is empty" in capsys.readouterr().err
