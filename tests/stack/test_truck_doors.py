"""Trucks over HTTP for who shows a token: positions, and the fleet page, each behind the API's authorizer."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from frontdesk.domains.trucks.store import TruckStore
from simulator import signing_in
from simulator.desk import Desk
from simulator.place import here
from tests.stack.test_trucks import is_at, record
from tests.support import tokens
from tests.support.trucks import AINTREE


def call(desk: Desk, path: str, token: str = "", body: object = None) -> tuple[int, str]:
    """The status and the text of an answer of the API for who has signed in."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(desk.outputs["FleetUrl"] + path, data, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_page_is_for_anybody_and_the_map_for_who_has_signed_in(deployed: Desk) -> None:
    status, page = call(deployed, "/fleet")
    assert status == 200
    assert deployed.outputs["UserPoolClientId"] in page
    assert deployed.outputs["SignInUrl"] in page
    assert "Blue Seven" not in page
    maya = signing_in.token(deployed, "maya", "desk/trucks.read")
    status, shown = call(deployed, "/fleet/map", maya)
    assert (status, "Blue Seven" in shown, "<svg" in shown) == (200, True, True)
    omar = signing_in.token(deployed, "omar", "desk/trucks.read")
    assert call(deployed, "/fleet/map", omar) == (200, "<p>There are no trucks yet.</p>")


@pytest.mark.parametrize("path", ["/fleet/map", "/trucks/blue-7/positions"])
def test_no_token_a_wrong_one_and_one_for_something_else_open_nothing(deployed: Desk, path: str) -> None:
    body = record("blue-7") if path.startswith("/trucks") else None
    good = signing_in.token(deployed, "maya", "openid desk/customers.read")
    assert call(deployed, path, "", body)[0] == 401
    assert call(deployed, path, good[:-8] + "AAAAAAAA", body)[0] == 401
    assert call(deployed, path, good, body)[0] == 403


@pytest.mark.parametrize("path", ["/fleet/map", "/trucks/blue-7/positions"])
def test_tokens_that_the_pool_did_not_give_or_not_for_now_are_401(deployed: Desk, path: str) -> None:
    scope = "desk/trucks.write" if path.startswith("/trucks") else "desk/trucks.read"
    claims = tokens.read(signing_in.token(deployed, "maya", scope))
    key = tokens.of_pool(here().state, deployed.outputs["UserPoolId"])
    wrong = {
        "expired": tokens.signed({**claims, "exp": claims["iat"] - 1}, key),
        "alg=none": tokens.unsigned(claims),
        "foreign key": tokens.signed(claims, tokens.another()),
        "foreign pool": tokens.signed({**claims, "iss": claims["iss"] + "x"}, tokens.another()),
        "foreign issuer": tokens.signed({**claims, "iss": "https://issuer.example"}, key),
        "another client": tokens.signed({**claims, "client_id": "another"}, key),
    }
    body = record("blue-7", ago=7 * 86_400) if path.startswith("/trucks") else None
    answers = {what: call(deployed, path, token, body)[0] for what, token in wrong.items()}
    assert answers == dict.fromkeys(wrong, 401)
    assert call(deployed, path, tokens.signed(claims, key), body)[0] in (200, 202)


def test_positions_by_token_a_person_s_own_truck_and_a_system_s_any(
    deployed: Desk, store: TruckStore, truck: str
) -> None:
    person = signing_in.token(deployed, "maya", "desk/trucks.write")
    system = signing_in.token(deployed, "system", "desk/trucks.write")
    path = f"/trucks/{truck}/positions"
    assert call(deployed, path, person, record(truck, AINTREE))[0] == 404
    assert call(deployed, path, system, [record(truck, AINTREE)]) == (202, '{"accepted": 1}')
    is_at(store, truck, "Aintree")
    late = record("green-2", ago=7 * 86_400)  # of a week ago: where it is stays as it is
    assert call(deployed, "/trucks/green-2/positions", person, late)[0] == 202
