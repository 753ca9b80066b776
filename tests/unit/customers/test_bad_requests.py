"""Bad requests: each gets a problem that says what is wrong, and changes nothing."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.domains.customers.model import Refused
from frontdesk.domains.customers.roster import Roster
from frontdesk.domains.customers.service import Customers
from frontdesk.domains.customers.store import CustomerStore
from tests.conftest import Clock
from tests.support import aws
from tests.support.customer_api import NAMES, SOMEBODY, ZOE, Door
from tests.support.ledger import ID, newcomer

KEY = {"Idempotency-Key": "a-key"}
ANY = {"If-Match": "*"}


@pytest.fixture(scope="module")
def customers(clients: Clients) -> Customers:
    """A service on a table that the tests here share, for nothing that is refused changes it."""
    store = CustomerStore(clients.dynamodb, aws.create_table(clients, "customers", "CustomersTable"))
    return Customers(store, Clock(), 1)


@pytest.fixture
def door(customers: Customers) -> Door:
    roster = Roster(customers.store)
    with suppress(Refused):
        roster.remove(ID, None)
    roster.add([newcomer(100, customers.now)])
    return Door(customers)


def text(**fields: Any) -> str:
    return json.dumps({**NAMES, **fields})


BODIES: list[tuple[str, str]] = [
    ("not JSON", "{"),
    ("an array", f"[{text()}]"),
    ("a number", "5"),
    ("nothing", ""),
    ("a key twice", '{"firstName": "A", "firstName": "B", "lastName": "C", "email": "a@b.c"}'),
    ("NaN", text()[:-1] + ', "rewardPoints": NaN}'),
    ("1e400", text()[:-1] + ', "rewardPoints": 1e400}'),
    ("deep nesting", "[" * 20_000),
    ("an extra field", text(age=7)),
    ("an extra field that is known elsewhere", text(id="c-2")),
    ("negative points", text(rewardPoints=-1)),
    ("points as text", text(rewardPoints="5")),
    ("half a point", text(rewardPoints=0.5)),
    ("true points", text(rewardPoints=True)),
    ("too many points", text(rewardPoints=10**30)),
    ("no e-mail", json.dumps({"firstName": "A", "lastName": "B"})),
    ("an e-mail that is none", text(email="zoe")),
    ("an e-mail with a line break", text(email="zoe@example.com\r\nBcc: x@example.com")),
    ("a name with a line break", text(firstName="Zoë\r\nSet-Cookie: a=b")),
    ("a name with a NUL", text(lastName="Å\0")),
    ("a blank name", text(lastName="   ")),
    ("a name that is blank in another script", text(lastName="\u3000\u00a0")),
    ("half a character", text(firstName="\ud800")),
    ("an e-mail with half a character", text(email="zoe\udc00@example.com")),
    ("a name that is null", text(lastName=None)),
    ("a long name", text(lastName="x" * 101)),
]


@pytest.mark.parametrize(("what", "body"), BODIES, ids=[what for what, _ in BODIES])
def test_a_bad_body_is_a_problem_without_a_word_of_it(door: Door, what: str, body: str) -> None:
    before = door.call("GET /customers").body
    said = door.call("POST /customers", body)
    assert (said.status, said.headers["content-type"]) == (400, "application/problem+json")
    assert said.body["status"] == 400
    assert not any(word in json.dumps(said.body) for word in ("zoe@", "Bcc", "Set-Cookie", "xxxx"))
    assert door.call("GET /customers").body == before


def test_a_mistake_is_told_with_its_place(door: Door) -> None:
    for fields, pointer in (
        ({"email": "zoe"}, "/email"),
        ({"rewardPoints": -1}, "/rewardPoints"),
        ({"x": 1}, ""),
    ):
        (mistake,) = door.call("POST /customers", {**NAMES, **fields}).body["errors"]
        assert mistake["pointer"] == pointer
        assert mistake["reason"]


def test_what_a_pattern_refuses_is_told_in_words(door: Door) -> None:
    for fields, reason in (
        ({"email": "bo@"}, "is not an e-mail address"),
        ({"lastName": "\u3000"}, "is not a name of visible characters"),
        ({"account": "a b"}, "is not an account: printable ASCII without blanks"),
    ):
        (mistake,) = door.call("POST /customers", {**NAMES, **fields}).body["errors"]
        assert mistake["reason"] == reason
    (mistake,) = door.call(f"DELETE /customers/{ID}", headers={"If-Match": "1"}).body["errors"]
    assert mistake["reason"] == "is not an ETag in quotation marks, or *"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/xml"])
def test_another_content_type_is_415(door: Door, kind: str) -> None:
    for route in ("POST /customers", "POST /customers:import", f"POST /customers/{ID}/points:redeem"):
        assert door.call(route, text(), headers={"content-type": kind, **KEY}).status == 415
    assert door.call(f"PUT /customers/{ID}", text(), headers={"content-type": kind, **ANY}).status == 415


def test_a_body_of_seven_megabytes_is_413(door: Door) -> None:
    for route in ("POST /customers", "POST /customers:import"):
        assert door.call(route, text(lastName="x" * 7_000_000)).status == 413


def test_base64_is_what_the_gateway_makes_of_bytes(door: Door) -> None:
    packed = base64.b64encode(text(firstName="Chloé").encode()).decode()
    made = door.call("POST /customers", packed, isBase64Encoded=True)
    assert (made.status, made.body["firstName"]) == (201, "Chloé")
    assert door.call("POST /customers", "no base64!", isBase64Encoded=True).status == 400
    assert (
        door.call("POST /customers", base64.b64encode(b"\xff{}").decode(), isBase64Encoded=True).status == 400
    )


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "ten"},
        {"limit": "１"},
        {"limit": "9" * 5_000},
        {"cursor": "!"},
        {"cursor": "bm9uZQ"},  # "none"
        {"cursor": "W10"},  # []
        {"cursor": "eyJhIjogMX0"},  # {"a": 1}
        {"cursor": "WyJcdWQ4MDAiXQ"},  # half a character
        {"cursor": "WyJjLTIiLCAieCJd"},  # of another customer's ledger
        {"lastName": "\u00a0"},
        {"email": "\u00a0"},
        {"lastname": "Åkesson"},  # a filter that is misspelt would find everybody
    ],
)
@pytest.mark.parametrize("route", ["GET /customers", f"GET /customers/{ID}/points"])
def test_a_query_that_is_not_as_the_document_says_is_400(
    door: Door, route: str, query: dict[str, str]
) -> None:
    assert door.call(route, query=query).status == 400


@pytest.mark.parametrize("points", [0, -5, 1.5, "5", True, None, 10**30])
def test_only_a_number_of_points_can_be_redeemed(door: Door, points: Any) -> None:
    said = door.call(f"POST /customers/{ID}/points:redeem", {"points": points}, headers=KEY)
    assert said.status == 400


@pytest.mark.parametrize("key", [None, "", "a b", "a\r\nb", "é", "x" * 256])
def test_a_redemption_wants_a_key(door: Door, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    assert door.call(f"POST /customers/{ID}/points:redeem", {"points": 5}, headers=headers).status == 400
    assert door.call(f"GET /customers/{ID}").body["rewardPoints"] == 100


def test_the_same_key_with_another_body_is_409(door: Door) -> None:
    route = f"POST /customers/{ID}/points:redeem"
    first = door.call(route, {"points": 5}, headers=KEY)
    assert (first.status, door.call(route, {"points": 5}, headers=KEY)) == (200, first)
    for body in ({"points": 6}, {"points": 5, "reference": "x"}):
        again = door.call(route, body, headers=KEY)
        assert (again.status, again.body["type"]) == (409, "urn:front-desk:problem:key-used")
    assert door.call(route, {"points": 5}, headers=KEY, by=ZOE).status == 409  # somebody else's key


def test_more_points_than_there_are_is_409(door: Door) -> None:
    said = door.call(f"POST /customers/{ID}/points:redeem", {"points": 101}, headers=KEY)
    assert (said.status, said.body["type"]) == (409, "urn:front-desk:problem:not-enough-points")


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("GET /customers/{}", None),
        ("PUT /customers/{}", NAMES),
        ("PATCH /customers/{}", {"email": "x@example.com"}),
        ("GET /customers/{}/points", None),
        ("POST /customers/{}/points:redeem", {"points": 5}),
    ],
)
def test_somebody_else_s_id_is_the_404_of_an_unknown_one(door: Door, route: str, body: Any) -> None:
    ids = (ID, "c-unknown", "%2e%2e", "a b", "x" * 3_000)
    answers = [door.call(route.format(each), body, by=SOMEBODY, headers={**ANY, **KEY}) for each in ids]
    assert {answer.status for answer in answers} == {404}
    assert all(answer == answers[0] for answer in answers)
    assert door.call(f"GET /customers/{ID}").body == door.call(f"GET /customers/{ID}", by=ZOE).body


@pytest.mark.parametrize("claims", [{}, {"scope": "desk/customers.read"}, {"username": ""}])
def test_a_token_that_is_nobody_s_sees_nobody(door: Door, claims: dict[str, str]) -> None:
    assert door.call(f"GET /customers/{ID}", by=claims).status == 403


@pytest.mark.parametrize("event", [{}, [], None, "text", {"routeKey": "GET /customers", "headers": 5}])
def test_whatever_comes_is_answered(door: Door, event: Any) -> None:
    assert door.handle(event, None)["statusCode"] in (400, 403, 404, 500)
