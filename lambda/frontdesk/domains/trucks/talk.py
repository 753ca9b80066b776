"""What people ask about trucks: where, when, and where it was. Waiting for them is in `waiting.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from frontdesk.conversation.phrases import Listing, Phrase, Word
from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import Ask, End, Reply, Turn
from frontdesk.domains.trucks import words
from frontdesk.domains.trucks.model import Truck
from frontdesk.domains.trucks.service import DISPATCHER, Trucks
from frontdesk.domains.trucks.waiting import Waiting
from frontdesk.domains.trucks.which import Which, about, listing

# How many trucks are told of, one after another, before the rest is only counted.
TELL = 5
# AMAZON.TIME's parts of a day, as hours.
PARTS: Mapping[str, tuple[int, int]] = {"MO": (4, 12), "AF": (12, 18), "EV": (17, 22), "NI": (20, 24)}
# "At half past nine" is the fix nearest to it, this far away at most.
AROUND = timedelta(minutes=20)
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)


def answers(trucks: Trucks, now: Callable[[], int]) -> Mapping[str, Answer]:
    """intent → answer. now: the time, in epoch seconds."""
    which = Which(trucks)
    waiting = Waiting(trucks, which, now)
    talk = Talk(trucks, which)
    return {
        "WhereIsTruck": talk.where,
        "WhereAreTrucks": talk.everywhere,
        "TruckArrival": talk.arrival,
        "TruckSpeed": talk.speed,
        "WhereWasTruck": talk.was,
        "TellWhenNear": waiting.near,
        "TellWhenThere": waiting.there,
        "TellWhenGone": waiting.gone,
        "StopTelling": waiting.stop,
    }


class Talk:
    """The questions."""

    def __init__(self, trucks: Trucks, which: Which) -> None:
        self._trucks, self._which = trucks, which

    def where(self, turn: Turn) -> Reply:
        truck = self._which.one(turn)
        if isinstance(truck, Reply):
            return truck
        phrase = words.seen(self._trucks, truck)
        due = words.due(self._trucks, turn.locale, truck)
        if due is not None and due.key == "trucks.due":
            phrase = Phrase("trucks.and_due", {"seen": phrase, **due.words})
        return _said(turn, phrase, self._trucks, truck)

    def everywhere(self, turn: Turn) -> Reply:
        mine = self._trucks.mine(turn.account)
        if not mine:
            if DISPATCHER in turn.account.roles:
                return Reply("trucks.all_by_name", then=Ask("truck"), intent="WhereIsTruck", slots={})
            return Reply("trucks.none")
        heard = [truck for truck in mine if truck.fix]
        if not heard:
            return Reply("trucks.all_silent", {"count": len(mine)})
        latest = sorted(heard, key=lambda truck: -truck.fix.at if truck.fix else 0)[:TELL]
        memory = listing(turn, latest)
        briefs = Listing([self._brief(truck) for truck in latest])
        told: dict[str, Word] = {"count": len(mine), "trucks": briefs}
        more = len(mine) - len(latest)
        if more:
            return Reply("trucks.all_and_more", {**told, "more": more}, memory=memory)
        return Reply("trucks.all", told, memory=memory)

    def _brief(self, truck: Truck) -> Phrase:
        assert truck.fix is not None
        ago = words.ago(self._trucks.age(truck.fix))
        return Phrase(
            "trucks.brief", {"truck": truck.name, "near": words.near(truck.place, truck.road), "ago": ago}
        )

    def arrival(self, turn: Turn) -> Reply:
        truck = self._which.one(turn)
        if isinstance(truck, Reply):
            return truck
        due = words.due(self._trucks, turn.locale, truck)
        if due is None:
            due = Phrase("trucks.bound_nowhere", {"seen": words.seen(self._trucks, truck)})
        return _said(turn, due, self._trucks, truck)

    def speed(self, turn: Turn) -> Reply:
        truck = self._which.one(turn)
        if isinstance(truck, Reply):
            return truck
        return _said(turn, words.speed(self._trucks, turn.locale, truck), self._trucks, truck)

    def was(self, turn: Turn) -> Reply:
        truck = self._which.one(turn)
        if isinstance(truck, Reply):
            return truck
        offset = timedelta(seconds=truck.place.offset if truck.place else 0)
        today = (datetime.fromtimestamp(self._trucks.now(), UTC) + offset).date()
        since, until, moment = _window(_past(turn.value("day"), today), turn.value("time"), today)
        fixes = self._trucks.was(truck, _epoch_ms(since - offset), _epoch_ms(until - offset))
        told: dict[str, Word] = {"truck": truck.name, "day": since.date()}
        memory = about(turn, truck)
        if not fixes:
            return Reply("trucks.was_nowhere", told, memory=memory)
        if moment is not None:
            wanted = _epoch_ms(moment - offset)
            fix, place = min(fixes, key=lambda each: abs(each[0].at - wanted))
            told |= {"near": words.near(place), "time": words.clock(fix.at, place)}
            return Reply("trucks.was_at", told, memory=memory)
        told["stops"] = Listing(words.stops(fixes) or [words.near(None)])
        return Reply("trucks.was", told, memory=memory)


def _said(turn: Turn, phrase: Phrase, trucks: Trucks, truck: Truck) -> Reply:
    card, memory = words.card(trucks, truck), about(turn, truck)
    return Reply(phrase.key, phrase.words, End(), card, memory=memory)


def _past(day: str | None, today: date) -> str | None:
    """The day that was asked about: "Monday" is the next one to a channel, the last one to this question."""
    asked = _day(day)
    if asked is None or not timedelta(0) < asked - today < timedelta(7):
        return day
    return (asked - timedelta(7)).isoformat()


def _window(day: str | None, part: str | None, today: date) -> tuple[datetime, datetime, datetime | None]:
    """The local time that was asked about: from, until, and the moment if it was one.

    day: AMAZON.DATE's text; what is not one day ("2026-W48") counts as today. part: AMAZON.TIME's.
    """
    midnight = datetime.combine(_day(day) or today, time(), UTC)
    if part and part in PARTS:
        begin, end = PARTS[part]
        return midnight + timedelta(hours=begin), midnight + timedelta(hours=end), None
    try:
        moment = datetime.combine(midnight.date(), time.fromisoformat(part or ""), UTC)
    except ValueError:
        return midnight, midnight + timedelta(days=1), None
    return moment - AROUND, moment + AROUND, moment


def _day(text: str | None) -> date | None:
    """A day of which there can be news; of one that is further away there is none, as of those."""
    try:
        day = date.fromisoformat(text or "") if len(text or "") == 10 else None
    except ValueError:
        return None
    return day and max(_FIRST, min(day, _LAST))


def _epoch_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
