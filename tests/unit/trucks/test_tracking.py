"""Fixes that come late, twice and out of order: the newest stays, a watch fires once."""

from __future__ import annotations

from copy import replace

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Fix, Place, Truck, Watch
from frontdesk.domains.trucks.tracking import SQUARE, unfold
from tests.support.soak import sequences
from tests.support.trucks import AINTREE, LIVERPOOL, NOW, WALTON, fix


class Counted:
    """Names points by their latitude; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def name(self, point: Point, at: int) -> Place:
        self.asked += 1
        return Place(f"{point.latitude:.3f}", "")


def after(truck: Truck, *fixes: Fix) -> Truck:
    return unfold(truck, fixes, Counted()).truck


NEW = Truck("7", "Blue Seven")
WATCH = Watch("w", "arrive", AINTREE, 200, (NOW - 3600) * 1000, "maya", "alexa:x", "en-US", "Aintree")


def test_the_newest_by_event_time_stays_whatever_comes_later() -> None:
    truck = after(NEW, fix(seconds=-10, at=AINTREE))
    late = unfold(truck, [fix(seconds=-60)], Counted())
    assert late.truck == truck
    assert not late.newer
    assert [kept.point for kept, _ in late.kept] == [WALTON]


def test_the_greater_sequence_wins_at_one_time() -> None:
    assert after(NEW, fix(sequence=2, at=AINTREE), fix(sequence=1)).fix == fix(sequence=2, at=AINTREE)
    assert after(after(NEW, fix(sequence=2, at=AINTREE)), fix(sequence=1)).fix == fix(sequence=2, at=AINTREE)


def test_the_same_fix_again_changes_nothing_even_under_another_sequence() -> None:
    truck = after(NEW, fix(sequence=1))
    again = unfold(truck, [fix(sequence=5), fix(sequence=6)], Counted())
    assert (again.truck, again.newer, again.kept) == (truck, False, [])


def test_speed_and_heading_come_from_the_way_where_nobody_reports_them() -> None:
    truck = after(NEW, fix(seconds=-60, at=Point(53.40, -2.95)), fix(at=Point(53.41, -2.95)))
    assert truck.fix is not None
    assert truck.fix.heading == 0
    assert truck.fix.speed is not None
    assert 18 < truck.fix.speed < 19  # 1,112 m in a minute
    reported = after(NEW, fix(seconds=-60, at=LIVERPOOL), fix(speed=3.0, heading=200.0))
    assert reported.fix is not None
    assert (reported.fix.speed, reported.fix.heading) == (3.0, 200.0)


def test_a_standing_truck_keeps_its_heading_and_has_no_speed() -> None:
    truck = after(NEW, fix(seconds=-60, heading=90.0), fix(at=Point(53.45003, -2.9667)))
    assert truck.fix is not None
    assert (truck.fix.speed, truck.fix.heading) == (0.0, 90.0)


def test_a_place_is_named_when_the_truck_has_moved_and_not_before() -> None:
    names = Counted()
    creeping = [fix(seconds=-100 + n, at=Point(53.45 + n * SQUARE / 4, -2.9667)) for n in range(9)]
    truck = unfold(NEW, creeping, names).truck
    assert names.asked == 3  # in the first square, and in each of the two that it came into
    assert truck.place == Place("53.454", "")
    unfold(truck, [fix(seconds=-1, at=Point(53.4541, -2.9667))], names)
    assert names.asked == 3


@given(
    st.lists(
        st.builds(
            lambda s, q, lat: fix(seconds=s, sequence=q, at=Point(lat / 1000, -2.95)),
            st.integers(-50, 0), st.integers(0, 2), st.integers(53_400, 53_420),
        ),
        min_size=1, max_size=30,
    ),
    st.lists(st.integers(0, 29), max_size=40),
    st.randoms(use_true_random=False),
)  # fmt: skip
@sequences(100)
def test_in_whatever_order_fixes_come_the_newest_is_the_same(fixes, doubled, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = [*fixes, *(fixes[n % len(fixes)] for n in doubled)]
    random.shuffle(shuffled)
    truck, orders = NEW, []
    while shuffled:
        size = random.randint(1, 5)
        truck = after(truck, *shuffled[:size])
        shuffled = shuffled[size:]
        assert truck.fix is not None
        orders.append(truck.fix.order)
    assert orders == sorted(orders)
    newest = max(fixes, key=lambda each: (each.at, each.sequence))
    assert truck.fix is not None
    assert truck.fix.at == newest.at


def test_a_watch_fires_once_when_the_truck_gets_there() -> None:
    truck = replace(after(NEW, fix(seconds=-120)), watches={"w": WATCH})
    there = unfold(truck, [fix(seconds=-60, at=AINTREE), fix(at=AINTREE)], Counted())
    assert there.fired == [(WATCH, fix(seconds=-60, at=AINTREE))]
    assert there.truck.watches == {}
    assert unfold(there.truck, [fix(seconds=5, at=AINTREE)], Counted()).fired == []


def test_a_watch_fires_for_a_place_passed_between_two_fixes() -> None:
    truck = replace(after(NEW, fix(seconds=-30, at=Point(53.47, -2.9445))), watches={"w": WATCH})
    assert unfold(truck, [fix(at=Point(53.484, -2.9445))], Counted()).fired


def test_nobody_knows_the_way_in_a_long_gap() -> None:
    truck = replace(after(NEW, fix(seconds=-600, at=Point(53.47, -2.9445))), watches={"w": WATCH})
    assert not unfold(truck, [fix(at=Point(53.484, -2.9445))], Counted()).fired


def test_a_late_fix_that_shows_the_arrival_fires_too_but_not_one_from_before_the_question() -> None:
    truck = replace(after(NEW, fix()), watches={"w": WATCH})
    assert unfold(truck, [fix(seconds=-60, at=AINTREE)], Counted()).fired
    assert not unfold(truck, [fix(seconds=-7200, at=AINTREE)], Counted()).fired


def test_leaving_is_being_outside() -> None:
    leave = replace(WATCH, kind="leave")
    truck = replace(after(NEW, fix(seconds=-60, at=AINTREE)), watches={"w": leave})
    assert not unfold(truck, [fix(seconds=-30, at=AINTREE)], Counted()).fired
    assert unfold(truck, [fix(at=WALTON)], Counted()).fired
