"""The API as its clients use it: versions, pages, filters, imports, points."""

from __future__ import annotations

import base64
import codecs
from typing import Any

import pytest

from frontdesk.app import Tools
from frontdesk.aws.items import to_item
from frontdesk.domains.customers.store import key_of
from tests.conftest import Clock
from tests.support.customer_api import NAMES, ZOE, Door
from tests.support.ledger import ID, on_a_table

KEY = {"Idempotency-Key": "a-key"}
CSV = {"content-type": "text/csv; charset=utf-8"}


@pytest.fixture
def door(tools: Tools) -> Door:
    return Door(on_a_table(tools, 100))


def import_csv(door: Door, text: str) -> Any:
    said = door.call("POST /customers:import", text, headers=CSV)
    assert said.status == 200
    return said.body


def test_a_customer_from_the_first_day_to_the_last(door: Door) -> None:
    made = door.call("POST /customers", {**NAMES, "rewardPoints": 7, "account": "ada"})
    assert (made.status, made.headers["etag"], made.body["rewardPoints"]) == (201, '"1"', 7)
    route = f"/customers/{made.body['id']}"
    assert made.headers["location"] == route
    assert door.call(f"GET {route}").body == made.body
    known = door.call(f"GET {route}", headers={"If-None-Match": '"1"'})
    assert (known.status, known.body) == (304, None)
    changed = door.call(f"PATCH {route}", {"lastName": "Lovelace"}, headers={"If-Match": '"1"'})
    assert (changed.headers["etag"], changed.body["lastName"], changed.body["firstName"]) == (
        '"2"',
        "Lovelace",
        "Zoë",
    )
    assert door.call(f"PUT {route}", NAMES, headers={"If-Match": '"1"'}).status == 412
    assert door.call(f"PUT {route}", NAMES, headers={"If-Match": "*"}).body["lastName"] == "Åkesson"
    assert door.call(f"PUT {route}", NAMES).status == 428
    assert door.call(f"DELETE {route}", headers={"If-Match": '"1"'}).status == 412
    assert door.call(f"DELETE {route}", headers={"If-Match": '"3"'}).status == 204
    for gone in (f"GET {route}", f"GET {route}/points"):
        assert door.call(gone).status == 404
    assert door.call(f"DELETE {route}", headers={"If-Match": "*"}).status == 404


def test_a_person_changes_names_and_cannot_make_points(door: Door) -> None:
    headers = {"If-Match": "*", "content-type": "application/merge-patch+json"}
    changed = door.call(f"PATCH /customers/{ID}", {"firstName": "Zoe"}, by=ZOE, headers=headers)
    assert changed.body["firstName"] == "Zoe"
    assert door.call(f"PATCH /customers/{ID}", {"rewardPoints": 9}, by=ZOE, headers=headers).status == 400
    assert door.call(f"PATCH /customers/{ID}", {"account": "x"}, by=ZOE, headers=headers).status == 400


def test_pages_hold_everybody_once(door: Door) -> None:
    import_csv(door, "id,firstName,lastName,email\n" + "".join(f"{n},A{n},B,a{n}@b.c\n" for n in range(25)))
    seen, query = [], {"limit": "10"}
    while True:
        page = door.call("GET /customers", query=query).body
        seen += [each["id"] for each in page["customers"]]
        if "next" not in page:
            break
        query["cursor"] = page["next"]
    assert sorted(seen) == sorted([ID, *map(str, range(25))])
    assert len(seen) == 26


def test_filters_do_not_mind_case_and_hold_together(door: Door) -> None:
    import_csv(door, "id,firstName,lastName,email\n1,Ada,ÅKESSON,ada@b.c\n2,Ben,Other,ben@b.c\n")

    def found(**query: str) -> list[str]:
        return sorted(each["id"] for each in door.call("GET /customers", query=query).body["customers"])

    assert found(lastName="åkesson") == ["1", ID]
    assert found(lastName="A\u030akesson") == ["1", ID]
    assert found(email="BEN@b.c") == ["2"]
    assert found(lastName="åkesson", email="ben@b.c") == []
    assert found(account="zoe") == [ID]
    one = door.call("GET /customers", query={"lastName": "åkesson", "limit": "1"}).body["next"]
    assert door.call("GET /customers", query={"lastName": "other", "cursor": one}).status == 400
    assert door.call("GET /customers", query={"account": "ada"}, by=ZOE).body == {"customers": []}
    assert [each["id"] for each in door.call("GET /customers", by=ZOE).body["customers"]] == [ID]


def test_names_that_folding_makes_long_are_found_by_what_they_begin_with(door: Door) -> None:
    """An index's key has 2,048 bytes at most; folding makes 3,300 of these hundred characters."""
    long = "\ufdfa" * 99
    for last in ("a", "b"):
        made = door.call("POST /customers", {**NAMES, "lastName": long + last})
        assert made.status == 201
    row = door.store.dynamodb.get_item(TableName=door.store.table, Key=to_item(key_of(made.body["id"])))[
        "Item"
    ]
    assert len(row["surname"]["S"].encode()) <= 2_048
    (only,) = door.call("GET /customers", query={"lastName": long + "b"}).body["customers"]
    assert only == made.body


def test_the_ledger_goes_back_page_by_page(door: Door, clock: Clock) -> None:
    for number in range(5):
        clock.now += 1
        door.call(
            f"POST /customers/{ID}/points:redeem", {"points": 1}, headers={"Idempotency-Key": str(number)}
        )
    first = door.call(f"GET /customers/{ID}/points", query={"limit": "4"}, by=ZOE).body
    assert (first["balance"], first["cents"]) == (95, 95)
    assert first["expiring"] == [{"goodUntil": "2028-12-31", "points": 95}]
    last = door.call(
        f"GET /customers/{ID}/points", query={"limit": "4", "cursor": first["next"]}, by=ZOE
    ).body
    entries = first["entries"] + last["entries"]
    assert [each["points"] for each in entries] == [-1, -1, -1, -1, -1, 100]
    assert "next" not in last
    full = door.call(f"GET /customers/{ID}/points", query={"limit": "6"}).body
    assert (full["entries"], "next" in full) == (entries, False)


def test_points_that_have_expired_are_in_the_ledger_when_it_is_read(tools: Tools, clock: Clock) -> None:
    door = Door(on_a_table(tools, 100, good_until="2027-01"))
    clock.now += 31 * 86_400
    told = door.call(f"GET /customers/{ID}/points").body
    assert (told["balance"], told["expiring"]) == (0, [])
    assert [(each["kind"], each["points"]) for each in told["entries"]] == [("expire", -100), ("earn", 100)]
    assert door.call(f"GET /customers/{ID}").body["rewardPoints"] == 0


def test_an_import_has_a_result_for_every_row(door: Door) -> None:
    rows: list[Any] = [
        {**NAMES, "id": ID, "firstName": "Zoe"},
        {**NAMES, "email": "new@b.c", "rewardPoints": 5},
        {**NAMES, "email": "zoe"},
        {**NAMES, "email": "NEW@b.c"},
        7,
        None,
        {**NAMES, "rewardPoints": -1},
        {**NAMES, "lastName": "\u00a0"},
        {**NAMES, "email": "\ud800@b.c"},
    ]
    said = door.call("POST /customers:import", rows).body
    assert [each["status"] for each in said["rows"]] == ["updated", "created", *["rejected"] * 7]
    assert (said["updated"], said["created"], said["rejected"]) == (1, 1, 7)
    assert said["rows"][2]["errors"][0]["pointer"] == "/email"
    again = door.call("POST /customers:import", rows[:2]).body
    assert again["unchanged"] == 2
    assert door.call(f"GET /customers/{again['rows'][1]['id']}").body["rewardPoints"] == 5
    assert door.call(f"GET /customers/{ID}").body["rewardPoints"] == 100


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_with_its_accents(door: Door, encoding: str) -> None:
    text = 'id,firstName,lastName,email\r\n9,Frantiàek,"Wichterlová, Dr.",\r\n'
    body = codecs.encode(text.replace('lová, Dr.",', 'lová, Dr.",fw@b.cz'), encoding)
    packed = base64.b64encode(body).decode()
    said = door.call("POST /customers:import", packed, headers=CSV, isBase64Encoded=True)
    assert said.body["created"] == 1
    known = door.call("GET /customers/9").body
    assert (known["firstName"], known["lastName"]) == ("Frantiàek", "Wichterlová, Dr.")


@pytest.mark.parametrize(
    "text", ["", "id\n", "name,email\nA,a@b.c\n", "id,id\n1,2\n", 'id,email\n1,"a\n', "\ufffd", "a" * 200_000]
)
def test_what_is_no_csv_of_customers_is_400(door: Door, text: str) -> None:
    assert door.call("POST /customers:import", text, headers=CSV).status == 400


def test_a_row_with_too_many_cells_costs_only_itself(door: Door) -> None:
    said = import_csv(door, "firstName,lastName,email\nA,B,a@b.c\nA,B,b@b.c,more\nA\n=cmd(),B,c@b.c\n")
    assert [each["status"] for each in said["rows"]] == ["created", "rejected", "rejected", "created"]


def test_too_many_rows_are_refused_as_a_whole(door: Door) -> None:
    assert door.call("POST /customers:import", [1] * 10_001).status == 400
    assert door.call("POST /customers:import", []).status == 400
    assert door.call("POST /customers:import", {"id": "1"}).status == 400


def test_another_method_is_405_and_another_path_404(door: Door) -> None:
    said = door.call("PUT /customers", NAMES, routeKey="$default")
    assert (said.status, said.headers["allow"]) == (405, "GET, POST")
    assert door.call("GET /nothing", routeKey="$default").status == 404
