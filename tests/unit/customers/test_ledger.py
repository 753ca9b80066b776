"""The ledger on a real table: nothing is spent twice or overdrawn, whoever spends, and what is old goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from frontdesk.app import Tools
from frontdesk.aws import table as tables
from frontdesk.domains.customers.model import Different, NotEnough, Refused
from frontdesk.domains.customers.roster import Roster
from frontdesk.errors import NotFound, TryAgain
from tests.conftest import Clock
from tests.support.ledger import ID, adds_up, ledger, newcomer, on_a_table


def test_a_hundred_redemptions_at_once_spend_what_there_is_and_no_more(tools: Tools) -> None:
    customers = on_a_table(tools, 1_000)

    def spend(number: int) -> int:
        try:
            return customers.redeem(ID, 30, f"key-{number}").points
        except NotEnough as short:
            assert short.available < 30
            return 0

    with ThreadPoolExecutor(32) as pool:
        spent = list(pool.map(spend, range(100)))
    assert spent.count(-30) == 33
    assert customers.get(ID, now=True).points.balance == 10
    assert adds_up(customers.get(ID, now=True), ledger(customers))


def test_the_same_key_at_once_spends_once(tools: Tools) -> None:
    customers = on_a_table(tools, 1_000)
    with ThreadPoolExecutor(16) as pool:
        entries = set(pool.map(lambda _: customers.redeem(ID, 30, "key", by="me"), range(16)))
    assert len(entries) == 1
    assert customers.get(ID, now=True).points.balance == 970


def test_a_key_is_for_one_request_and_works_when_the_points_are_gone(tools: Tools) -> None:
    customers = on_a_table(tools, 50)
    first = customers.redeem(ID, 50, "key", by="me")
    assert customers.redeem(ID, 50, "key", by="me") == first
    with pytest.raises(Different):
        customers.redeem(ID, 40, "key", by="me, another")


@pytest.mark.parametrize("account", ["somebody", ""])
def test_another_account_s_points_are_as_unknown_as_nobody_s(tools: Tools, account: str) -> None:
    customers = on_a_table(tools, 50)
    with pytest.raises(NotFound):
        customers.redeem(ID, 10, "key", account=account)
    with pytest.raises(NotFound):
        customers.redeem("c-unknown", 10, "key")


def test_what_expires_first_is_spent_first_and_the_rest_of_it_expires(tools: Tools, clock: Clock) -> None:
    customers = on_a_table(tools, 300, good_until="2027-02")
    customers.earn(ID, 200, "ticket")
    customers.redeem(ID, 120, "key")
    points = customers.get(ID, now=True).points
    assert points.expiring("2027-01") == [(date(2027, 2, 28), 180), (date(2029, 1, 31), 200)]
    clock.now += 60 * 86_400  # March
    assert customers.get(ID, now=True).points.available("2027-03") == 200
    with pytest.raises(NotEnough) as short:
        customers.redeem(ID, 201, "another")
    assert short.value.available == 200
    customers.redeem(ID, 200, "all")
    settled, entries = customers.get(ID, now=True), ledger(customers)
    assert {"expire", "redeem"} == {entry.kind for entry in entries if entry.points in (-180, -200)}
    assert (settled.points.balance, adds_up(settled, entries)) == (0, True)
    assert "2027-02" not in settled.points.lots


def test_what_a_refund_takes_back_is_owed_where_it_is_spent_and_the_next_gain_pays(tools: Tools) -> None:
    customers = on_a_table(tools, 0)
    customers.earn(ID, 100, "first")
    customers.redeem(ID, 70, "key")
    customers.take_back(ID, 100, "first")
    points = customers.get(ID, now=True).points
    assert (points.balance, points.owed) == (0, 70)
    customers.earn(ID, 50, "second")
    customers.earn(ID, 50, "third")
    known = customers.get(ID, now=True)
    assert (known.points.balance, known.points.owed) == (30, 0)
    assert adds_up(known, ledger(customers))
    customers.take_back(ID, 50, "third")  # 50 of which 20 had paid what was owed
    assert customers.get(ID, now=True).points.owed == 20


def test_settling_is_done_once_by_whoever_comes_first(tools: Tools, clock: Clock) -> None:
    customers = on_a_table(tools, 300, good_until="2027-01")
    before = customers.get(ID, now=True)
    clock.now += 31 * 86_400
    with ThreadPoolExecutor(8) as pool:
        settled = list(pool.map(lambda _: customers.settle(before).points.balance, range(8)))
    assert set(settled) == {0}
    assert [entry.points for entry in ledger(customers)] == [300, -300]


class Answering:
    """A client whose transactions first meet others, or are lost after they were done."""

    def __init__(self, client: Any, *failures: Exception, first: bool = False) -> None:
        self._client, self._failures, self._first = client, list(failures), first

    def transact_write_items(self, **request: Any) -> Any:
        if self._first:
            self._client.transact_write_items(**request)
        if self._failures:
            raise self._failures.pop(0)
        return self._client.transact_write_items(**request)


def cancelled(*codes: str) -> ClientError:
    answer: Any = {"Error": {"Code": "TransactionCanceledException"}}
    return ClientError(
        answer | {"CancellationReasons": [{"Code": code} for code in codes]}, "TransactWriteItems"
    )


def test_a_transaction_that_meets_another_is_sent_again_and_gives_up_in_time(tools: Tools) -> None:
    waited: list[float] = []
    conflict = cancelled("None", "TransactionConflict")
    row = tables.put(tools.settings["CUSTOMERS_TABLE"], {"pk": "x", "sk": "y"})
    meeting: Any = Answering(tools.clients.dynamodb, *[conflict] * 3)
    assert tables.transact(meeting, [row], waited.append) is None
    assert len(waited) == 3
    busy: Any = Answering(tools.clients.dynamodb, *[conflict] * 100)
    with pytest.raises(TryAgain):
        tables.transact(busy, [row], waited.append)
    assert sum(tables.WAITS) < 2.5  # a person waits


@pytest.mark.parametrize("failure", [cancelled("ThrottlingError"), ConnectionClosedError(endpoint_url="x")])
def test_another_failure_is_told_at_once(tools: Tools, failure: Exception) -> None:
    row = tables.put(tools.settings["CUSTOMERS_TABLE"], {"pk": "x", "sk": "y"})
    client: Any = Answering(tools.clients.dynamodb, failure)
    with pytest.raises(TryAgain):
        tables.transact(client, [row], lambda seconds: None)


def test_an_answer_that_was_lost_is_no_second_redemption(tools: Tools) -> None:
    customers = on_a_table(tools, 100)
    lost = ConnectionClosedError(endpoint_url="x")
    client: Any = Answering(tools.clients.dynamodb, lost, first=True)
    real = customers.store.dynamodb
    object.__setattr__(customers.store, "dynamodb", client)
    with pytest.raises(TryAgain):
        customers.redeem(ID, 40, "key")
    object.__setattr__(customers.store, "dynamodb", real)
    customers.redeem(ID, 40, "key")
    assert customers.get(ID, now=True).points.balance == 60


def test_an_id_is_one_customer_s(tools: Tools) -> None:
    customers = on_a_table(tools, 100)
    roster = Roster(customers.store)
    assert [each.id for each in roster.add([newcomer(7, tools.now)])] == [ID]
    assert customers.get(ID, now=True).points.balance == 100
    roster.remove(ID, None)
    with pytest.raises(Refused):
        roster.remove(ID, None)
    assert ledger(customers) == []
