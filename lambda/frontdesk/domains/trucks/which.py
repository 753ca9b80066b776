"""Which truck somebody means: the one named, one of those listed, the one just spoken of, the only one; else
they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from copy import replace

from frontdesk.conversation.intents import NAMES
from frontdesk.conversation.phrases import DEFAULT_LOCALE, Listing, Phrase
from frontdesk.conversation.turn import Ask, Memory, Reply, Turn
from frontdesk.domains.trucks.model import Truck
from frontdesk.domains.trucks.service import DISPATCHER, Trucks

DOMAIN = "trucks"
# Where the session's memory has the trucks that were listed, in that order.
LISTED = "listed_trucks"
# Values of the type Truck that are no names: which one of those listed.
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
# So many names are said before a person would rather say theirs.
OFFER = 5


class Which:
    """Finds the truck of a turn."""

    def __init__(self, trucks: Trucks) -> None:
        self._trucks = trucks

    def one(self, turn: Turn) -> Truck | Reply:
        """The truck that is meant, or what to say and ask first."""
        if (listed := _listed(turn)) and (truck := self._trucks.of_id(turn.account, listed)):
            return truck
        name, sure = _name(turn)
        if name:
            found = self._trucks.find(turn.account, name)
            if len(found) == 1:
                return found[0]
            if found or sure:
                return self._again(turn, found)
        spoken_of = turn.memory.about.get(DOMAIN)
        truck = self._trucks.of_id(turn.account, spoken_of) if spoken_of and _means_it(turn) else None
        if truck is not None:
            return truck
        mine = self._trucks.mine(turn.account)
        if len(mine) == 1:
            return mine[0]
        if not mine and DISPATCHER not in turn.account.roles:
            return Reply("trucks.none")
        return _ask(turn, mine)

    def _again(self, turn: Turn, found: list[Truck]) -> Reply:
        """Nothing of that name, or several: somebody else's truck and no truck at all sound the same."""
        if found and len({truck.name for truck in found}) == 1:
            return Reply("trucks.several", {"count": len(found)})
        if found:
            return _ask(turn, found)
        mine = self._trucks.mine(turn.account)
        if not mine and DISPATCHER not in turn.account.roles:
            return Reply("trucks.none")
        ask = _ask(turn, mine)
        return replace(ask, phrase="trucks.unknown", words={"which": Phrase(ask.phrase, ask.words)})


def _ask(turn: Turn, mine: Sequence[Truck]) -> Reply:
    names = [truck.name for truck in mine]
    if not names:
        return Reply("trucks.which_any", then=Ask("truck"))
    if len(names) > OFFER:
        return Reply("trucks.which_of_many", {"count": len(names)}, Ask("truck", tuple(names)))
    which = {"trucks": Listing(names, "or")}
    return Reply("trucks.which", which, Ask("truck", tuple(names)), memory=listing(turn, mine))


def _means_it(turn: Turn) -> bool:
    """Whether a question that names no truck goes on about the last one: "when will it arrive?"."""
    return turn.intent != "WhereIsTruck"


def about(turn: Turn, truck: Truck) -> Memory:
    """The session's memory, in which "it" is this truck from now on."""
    return replace(turn.memory, about={**turn.memory.about, DOMAIN: truck.id})


def listing(turn: Turn, trucks: Sequence[Truck]) -> Memory:
    """The session's memory, in which "the second one" is of these trucks from now on."""
    return replace(turn.memory, about={**turn.memory.about, LISTED: "\t".join(truck.id for truck in trucks)})


def _listed(turn: Turn) -> str:
    """The id of the truck that was meant by its place among those listed; "" where none was."""
    place, listed = _PLACES.get(turn.value("truck") or ""), turn.memory.about.get(LISTED, "").split("\t")
    return "" if place is None or place >= len(listed) else listed[place]


def _name(turn: Turn) -> tuple[str, bool]:
    """The name that was said: the catalogue's, a number, or the person's own words; "" where none was.

    Whether it surely is one: own words may be an understanding's mistake ("is my truck nearly here"), a
    number hardly is.
    """
    for name in ("truck", "number"):
        slot = turn.slot(name)
        if slot is not None and (slot.value or slot.heard):
            catalogue = NAMES.get(turn.locale, NAMES[DEFAULT_LOCALE])["Truck"]
            sure = slot.value is not None or any(letter.isdigit() for letter in slot.heard)
            return catalogue.get(slot.value or "", slot.value or slot.heard), sure
    return "", False
