"""Which event is meant: the better match hides the worse, and a misspelt name is taken for one with care."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.conversation.turn import Slot, Turn
from frontdesk.domains.tickets.finding import Wish, find, nearest
from frontdesk.domains.tickets.slots import days, nth
from tests.support.boxoffice import CARMEN, HAMLET, MACBETH, MACBETH_SATURDAY, PROGRAMME, ROCK, event

OWLS = event("owls", "Owls vs Yellow Jackets", "sports", "City Arena", "02-10T19:00:00", 2000)
CATS = event("cats", "Cats", "musical", "the Opera House", "02-11T19:00:00", 2000)
EVENTS = (*PROGRAMME, OWLS, CATS)


def ids(**said: object) -> list[str]:
    return [each.id for each in find(EVENTS, **said)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("macbeth", ["mac-fri", "mac-sat"]),
        ("Macbeth", ["mac-fri", "mac-sat"]),
        ("rock 'n' roll and friends", ["rock"]),
        ("Rock ’n’ Roll", ["rock"]),
        ("the nutcracker", ["nut-1", "nut-2"]),
        ("brunch", ["brunch"]),
        ("hamlet at the old playhouse", ["hamlet"]),
        ("the yellow jackets game", ["owls"]),
        ("owls and yellow jackets", ["owls"]),
        ("carmen with my whole family", ["carmen"]),
        ("city arena", ["rock", "owls"]),
        # misspelt
        ("macbth", ["mac-fri", "mac-sat"]),
        ("hamelt", ["hamlet"]),
        ("nutcraker", ["nut-1", "nut-2"]),
        ("yelow jackets", ["owls"]),
        # another word is no misspelling
        ("cars", []),
        ("bats", []),
        ("camel", []),
        ("the show", []),
        ("", [each.id for each in sorted(EVENTS, key=lambda each: each.at)]),
    ],
)
def test_by_name(words: str, found: list[str]) -> None:
    assert ids(words=words) == found


def test_by_kind_place_and_day() -> None:
    assert ids(kind="opera") == ["carmen"]
    assert ids(place="opera house", kind="musical") == ["cats"]
    assert ids(days=days("2027-01-16")) == ["mac-sat"]
    assert ids(words="macbeth", days=days("2027-01-17")) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027-01-16", date(2027, 1, 16), date(2027, 1, 16)),
        ("2027-W02-WE", date(2027, 1, 16), date(2027, 1, 17)),
        ("2027-W02", date(2027, 1, 11), date(2027, 1, 17)),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28)),
        ("2028-12", date(2028, 12, 1), date(2028, 12, 31)),
    ],
)
def test_days(text: str, first: date, last: date) -> None:
    found = days(text)
    assert (min(found), max(found), len(found)) == (first, last, (last - first).days + 1)


@given(st.text(max_size=14) | st.from_regex(r"\A\d{4}-(W\d\d(-WE)?|\d\d(-\d\d)?)\Z"))
def test_whatever_a_date_is_it_is_some_days_or_none(text: str) -> None:
    assert len(days(text)) <= 31


def wish(**slots: Slot) -> Wish:
    return Wish.of(Turn("r", "core", "en-US", "BookTicket", slots))


def test_a_name_of_the_channels_catalogue_finds_what_the_persons_words_do_not() -> None:
    heard = wish(event=Slot("the scottish play", "macbeth"))
    assert heard.among(EVENTS) == [MACBETH, MACBETH_SATURDAY]


def test_words_that_were_not_kept_say_nothing() -> None:
    assert not wish(event=Slot("…", None), date=Slot("…", "")).given


def test_a_kind_is_narrowed_by_a_name_that_says_it() -> None:
    assert wish(kind=Slot("rock", "concert")).among(EVENTS) == [ROCK]
    assert [each.kind for each in wish(kind=Slot("music", "concert")).among(EVENTS)] == ["concert"] * 2


@pytest.mark.parametrize(
    ("heard", "later"), [("sunday", ["nut-2"]), ("2027-01-17", ["nut-2"]), ("the seventeenth", [])]
)
def test_a_day_of_the_week_may_be_another_weeks(heard: str, later: list[str]) -> None:
    said = wish(event=Slot("nutcracker", None), date=Slot(heard, "2027-01-17"))
    assert not said.among(EVENTS)
    assert [each.id for each in said.another_week(EVENTS)] == later


def test_a_day_that_is_none_is_any_day() -> None:
    assert wish(event=Slot("hamlet", "hamlet"), date=Slot("now", "PRESENT_REF")).among(EVENTS) == [HAMLET]


def test_the_nearest_instead() -> None:
    assert nearest(EVENTS, MACBETH)[:2] == [MACBETH_SATURDAY, HAMLET]
    assert nearest(EVENTS, CARMEN) == []


@pytest.mark.parametrize(
    ("choice", "at"),
    [
        ("2", 1),
        ("2nd", 1),
        ("second", 1),
        ("first", 0),
        ("last", 2),
        ("4", None),
        ("0", None),
        ("none", None),
        ("", None),
    ],
)
def test_ordinals(choice: str, at: int | None) -> None:
    assert nth(choice, 3) == at
