"""Trucks over HTTP for who shows a token: positions, and the fleet page, each behind the API's authorizer."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request

import pytest

from frontdesk.domains.trucks.store import TruckStore
from simulator import signing_in
from simulator.desk import Desk
from tests.stack.test_trucks import is_at, record
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


def unsigned(token: str) -> str:
    """The token's claims under no algorithm."""
    header = base64.urlsafe_b64encode(b'{"alg": "none", "typ": "JWT"}').decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


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
    assert call(deployed, path, unsigned(good), body)[0] == 401
    assert call(deployed, path, good, body)[0] == 403


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
