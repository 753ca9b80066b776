"""PINs: counted before they are compared, locked after three, kept as nothing that can be guessed at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from frontdesk.app import Tools
from frontdesk.aws.items import to_item
from frontdesk.conversation.turn import Account
from frontdesk.domains import accounts
from frontdesk.domains.accounts.model import four_digits, slow_hash
from frontdesk.domains.accounts.service import Accounts
from frontdesk.errors import TryAgain
from frontdesk.settings import Settings

ACCOUNT, PIN = "a-person", "2468"


@pytest.fixture
def service(tools: Tools) -> Accounts:
    service = accounts.build(tools)
    service.set_pin(ACCOUNT, PIN)
    return service


def test_the_right_pin_is_right_and_a_wrong_one_wrong(service: Accounts) -> None:
    assert service.verify_pin(ACCOUNT, PIN, "r1")
    assert not service.verify_pin(ACCOUNT, "1111", "r2")


def test_three_wrong_tries_lock_and_the_right_fourth_fails(service: Accounts) -> None:
    assert not any(service.verify_pin(ACCOUNT, "0000", f"r{n}") for n in range(3))
    assert not service.verify_pin(ACCOUNT, PIN, "r4")


def test_a_right_pin_starts_the_count_again(service: Accounts) -> None:
    for round_ in range(3):
        assert not service.verify_pin(ACCOUNT, "0000", f"{round_}-1")
        assert not service.verify_pin(ACCOUNT, "0000", f"{round_}-2")
        assert service.verify_pin(ACCOUNT, PIN, f"{round_}-3")


def test_of_a_hundred_guesses_at_once_at_most_three_are_evaluated(service: Accounts) -> None:
    evaluated: list[bytes] = []
    pepper = service.pepper
    watched = Accounts(service.store, lambda digest: evaluated.append(digest) or pepper(digest))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: watched.verify_pin(ACCOUNT, f"{n:04}", f"g{n}"), range(100)))
    assert not any(answers)
    assert len(evaluated) == 3
    assert not service.verify_pin(ACCOUNT, PIN, "afterwards")


@pytest.mark.parametrize("pin", [PIN, "1111"])
def test_the_same_request_again_is_one_attempt_with_one_answer(service: Accounts, pin: str) -> None:
    first = service.verify_pin(ACCOUNT, pin, "once")
    assert [service.verify_pin(ACCOUNT, pin, "once") for _ in range(5)] == [first] * 5
    assert service.verify_pin(ACCOUNT, PIN, "another")


def test_a_replayed_request_cannot_bring_another_pin(service: Accounts) -> None:
    assert not service.verify_pin(ACCOUNT, "1111", "once")
    assert not service.verify_pin(ACCOUNT, PIN, "once")


def test_nor_can_one_that_was_right_let_another_pin_in_uncounted(service: Accounts) -> None:
    assert service.verify_pin(ACCOUNT, PIN, "once")
    assert not any(service.verify_pin(ACCOUNT, pin, "once") for pin in ("0000", "1111", "2222", "3333"))
    assert not service.verify_pin(ACCOUNT, "0000", "second")
    assert not service.verify_pin(ACCOUNT, "0000", "third")
    assert not service.verify_pin(ACCOUNT, PIN, "once more"), "three wrong ones have locked it"


def test_somebody_without_a_pin_is_told_nothing_else_than_one_with_a_wrong_one(service: Accounts) -> None:
    assert service.verify_pin("nobody", PIN, "r1") is False


def test_neither_the_pin_nor_its_unpeppered_hash_is_stored(service: Accounts, tools: Tools) -> None:
    table = tools.settings["ACCOUNTS_TABLE"]
    key = to_item({"pk": f"ACCOUNT#{ACCOUNT}", "sk": "PIN"})
    row = tools.clients.dynamodb.get_item(TableName=table, Key=key)["Item"]
    salt = row["salt"]["B"]
    stored = str(row)
    assert PIN not in stored.replace(str(salt), "")
    assert row["digest"]["B"] != slow_hash(PIN, salt)


def test_a_caller_is_kept_by_a_hash_only(service: Accounts, tools: Tools) -> None:
    service.link("alexa:amzn1.ask.account.SOMEBODY", Account(ACCOUNT, {"grades": ("7",)}))
    rows = tools.clients.dynamodb.scan(TableName=tools.settings["ACCOUNTS_TABLE"])["Items"]
    assert "SOMEBODY" not in str(rows)
    assert service.find("alexa:amzn1.ask.account.SOMEBODY") == Account(ACCOUNT, {"grades": ("7",)})
    assert service.find("lex:amzn1.ask.account.SOMEBODY") is None


def test_what_is_forgotten_is_gone(service: Accounts) -> None:
    service.link("alexa:x", Account(ACCOUNT))
    service.forget(ACCOUNT, ["alexa:x"])
    assert service.find("alexa:x") is None
    assert not service.verify_pin(ACCOUNT, PIN, "r1")


def test_where_the_records_do_not_answer_one_is_asked_to_try_again(tools: Tools) -> None:
    service = accounts.build(replace(tools, settings=Settings({"ACCOUNTS_TABLE": "absent"})))
    with pytest.raises(TryAgain):
        service.find("alexa:x")
    with pytest.raises(TryAgain):
        service.verify_pin(ACCOUNT, PIN, "r1")
    with pytest.raises(TryAgain):
        service.set_pin(ACCOUNT, PIN)


@pytest.mark.parametrize(
    ("heard", "pin"),
    [
        ("2468", "2468"),
        ("2 4 6 8", "2468"),
        ("0007", "0007"),
        ("24-68", "2468"),
        ("246", None),
        ("24689", None),
    ]
    + [(odd, None) for odd in ("", None, "?", "two", "２４６８", "२४६८", "12a4")],
)
def test_a_pin_is_four_digits(heard: str | None, pin: str | None) -> None:
    assert four_digits(heard) == pin
