"""Whatever is said, there is an answer: an intent of the model, a confidence, slots of that intent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.nlu import Expected, Understood
from simulator.nlu.local import LocalNlu
from tests.support.sized_model import understanding

ALEXA, LEX = understanding("alexa"), understanding("lex")

WORDS = st.sampled_from(
    [
        "what is",
        "my grade",
        "in",
        "algebra",
        "book",
        "two",
        "tickets",
        "for",
        "hamlet",
        "on",
        "friday",
        "no",
        "yes",
    ]
    + [
        "three",
        "the second one",
        "cancel",
        "help",
        "twenty",
        "four",
        "december",
        "next",
        "weekend",
        "at",
        "seven",
    ]
    + ["half past", "7:30", "12/3", "2468", "😀", "\u200f\u202e", "نعم", "\u0301", "'", "-", "."]
)
SENTENCES = st.lists(WORDS, max_size=12).map(" ".join)
ASKED = st.one_of(
    st.none(),
    st.builds(
        Expected,
        intent=st.sampled_from(["BookTickets", "MyGrade", "VerifyPin", "NoSuchIntent"]),
        slot=st.sampled_from([None, "quantity", "event", "date", "subject", "pin", "nothing"]),
        confirm=st.booleans(),
    ),
)


def assert_sound(nlu: LocalNlu, heard: Understood) -> None:
    intent = nlu.model.intent(heard.intent)
    assert intent is not None
    assert 0 <= heard.confidence <= 1
    assert heard.slots.keys() <= {slot.name for slot in intent.slots}
    assert all(slot.text for slot in heard.slots.values())


@pytest.mark.parametrize("nlu", [ALEXA, LEX], ids=["alexa", "lex"])
@given(text=st.one_of(st.text(max_size=60), SENTENCES), asked=ASKED)
def test_any_text_is_understood_as_something(nlu: LocalNlu, text: str, asked: Expected | None) -> None:
    assert_sound(nlu, nlu.understand(text, asked))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?!…",
        "\ud800",
        "\x00\x01\x02",
        "a" * 8000,
        "book two tickets for hamlet on friday " * 220,
        "two " * 2000,
        "no, three " * 800,
        "𝕨𝕙𝕒𝕥 𝕚𝕤 𝕞𝕪 𝕘𝕣𝕒𝕕𝕖",
        "ما هي درجتي",
        "😀" * 500,
        "'" * 300,
        "{subject} {event} [x] (a|b)",
        "<audio src='x'/> & \"quotes\"",
        "12/99/9999 99:99 9999-99-99 999999999999999999999999",
    ],
)
@pytest.mark.parametrize(
    "asked", [None, Expected("BookTickets", "event"), Expected("BookTickets", confirm=True)]
)
def test_odd_texts(text: str, asked: Expected | None) -> None:
    for nlu in (ALEXA, LEX):
        assert_sound(nlu, nlu.understand(text, asked))


def test_what_nobody_said_is_fallback() -> None:
    assert ALEXA.understand("").intent == "AMAZON.FallbackIntent"
    assert LEX.understand("😀").intent == "FallbackIntent"
