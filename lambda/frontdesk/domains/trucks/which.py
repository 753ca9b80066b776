"""Which truck somebody means: the one named, the one just spoken of, the only one; else they are asked."""

from __future__ import annotations

from copy import replace

from frontdesk.conversation.intents import NAMES
from frontdesk.conversation.phrases import DEFAULT_LOCALE
from frontdesk.conversation.turn import Ask, Listing, Memory, Phrase, Reply, Turn
from frontdesk.domains.trucks.model import Truck
from frontdesk.domains.trucks.service import DISPATCHER, Trucks

DOMAIN = "trucks"
# So many names are said before a person would rather say theirs.
OFFER = 5


class Which:
    """Finds the truck of a turn."""

    def __init__(self, trucks: Trucks) -> None:
        self._trucks = trucks

    def one(self, turn: Turn) -> Truck | Reply:
        """The truck that is meant, or what to say and ask first."""
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
        return _ask(mine)

    def _again(self, turn: Turn, found: list[Truck]) -> Reply:
        """Nothing of that name, or several: somebody else's truck and no truck at all sound the same."""
        if found:
            return Reply("trucks.several", {"count": len(found)})
        mine = self._trucks.mine(turn.account)
        if not mine and DISPATCHER not in turn.account.roles:
            return Reply("trucks.none")
        ask = _ask(mine)
        return replace(ask, phrase="trucks.unknown", words={"which": Phrase(ask.phrase, ask.words)})


def _ask(mine: list[Truck]) -> Reply:
    names = [truck.name for truck in mine]
    if not names:
        return Reply("trucks.which_any", then=Ask("truck"))
    if len(names) > OFFER:
        return Reply("trucks.which_of_many", {"count": len(names)}, Ask("truck", tuple(names)))
    return Reply("trucks.which", {"trucks": Listing(names, "or")}, Ask("truck", tuple(names)))


def _means_it(turn: Turn) -> bool:
    """Whether a question that names no truck goes on about the last one: "when will it arrive?"."""
    return turn.intent != "WhereIsTruck"


def about(turn: Turn, truck: Truck) -> Memory:
    """The session's memory, in which "it" is this truck from now on."""
    return replace(turn.memory, about={**turn.memory.about, DOMAIN: truck.id})


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
