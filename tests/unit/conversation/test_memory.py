"""Sealed memory: what others may have touched on its way is no memory."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.conversation.memory import Sealer
from frontdesk.conversation.turn import Account, Memory, Question, Slot

SEALER = Sealer(lambda: b"k" * 32)
FULL = Memory(
    Account("a", {"grades": ("1042",), "trucks": ("t1", "t2")}, ("dispatcher",)),
    1_800_000_900,
    1_800_000_300,
    2,
    Question("MyGrade", {"subject": Slot("…", None, ("math", "physics"))}, "MyGrade.subject"),
)


@pytest.mark.parametrize("memory", [Memory(), FULL])
def test_what_was_closed_opens_again(memory: Memory) -> None:
    assert SEALER.open(SEALER.close(memory, "me"), "me") == memory


def test_another_caller_or_session_reads_nothing() -> None:
    assert SEALER.open(SEALER.close(FULL, "me\nhere"), "you\nhere") == Memory()
    assert SEALER.open(SEALER.close(FULL, "me\nhere"), "me\nthere") == Memory()


def test_an_altered_word_is_no_memory() -> None:
    attributes = SEALER.close(FULL, "me")
    forged = {**attributes, "memory": attributes["memory"].replace("1042", "1043")}
    assert forged != attributes
    assert SEALER.open(forged, "me") == Memory()


def test_another_key_seals_nothing() -> None:
    assert SEALER.open(Sealer(lambda: b"x" * 32).close(FULL, "me"), "me") == Memory()


@given(
    st.none()
    | st.dictionaries(st.sampled_from(["memory", "seal", "x"]), st.text() | st.integers() | st.none())
)
def test_nothing_that_is_sent_makes_it_fail(attributes: dict[str, object] | None) -> None:
    assert SEALER.open(attributes, "me") == Memory()


def test_it_is_small() -> None:
    assert len(json.dumps(SEALER.close(FULL, "me"))) < 500
