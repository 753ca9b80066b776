"""What people ask about their points, and how they spend them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from frontdesk.conversation.phrases import Listing, Phrase, Word
from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import Ask, Card, Confirm, Confirmation, Listen, Reply, Turn
from frontdesk.domains.customers.model import EARN, Entry, NotEnough, period
from frontdesk.domains.customers.service import Customers
from frontdesk.errors import NotFound

DOMAIN = "customers"
# Of so many entries what was earned is looked for, so many are told one by one, and so far back is "lately".
LOOK, TELL, LATELY = 50, 4, timedelta(days=90)
# How soon points must expire to be worth saying beside the balance.
SOON = timedelta(days=60)
# The points that a dollar earns, unless the template says so.
PER_DOLLAR = 5
# Nobody has more points than nine digits tell.
_DIGITS = 9


def answers(customers: Customers, per_dollar: int = PER_DOLLAR) -> Mapping[str, Answer]:
    """intent → answer. per_dollar: the points that a dollar earns."""
    talk = Talk(customers)
    return {
        "PointsBalance": _theirs(talk.balance),
        "PointsEarned": _theirs(talk.earned),
        "PointsRate": lambda turn: Reply("customers.rate", {"count": per_dollar}),
        "PointsExpiring": _theirs(talk.expiring),
        "UsePoints": _theirs(talk.use),
        "KeepPoints": _theirs(talk.keep),
    }


def _theirs(answer: Callable[[Turn, str], Reply]) -> Answer:
    """An answer about the customer that the caller is; who is none hears so."""

    def answered(turn: Turn) -> Reply:
        (customer, *_) = turn.account.linked(DOMAIN) or ("",)
        try:
            return answer(turn, customer) if customer else Reply("customers.none", then=Listen())
        except NotFound:
            return Reply("customers.none", then=Listen())

    return answered


class Talk:
    """The questions, each of a turn and a customer's id."""

    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    def balance(self, turn: Turn, customer: str) -> Reply:
        points = self._customers.get(customer).points
        available = points.available(self._customers.month)
        if not available:
            return Reply("customers.balance_none")
        words = self._amount(available)
        soon = self._soon(points.expiring(self._customers.month))
        card = Card("customers.card_title", "customers.card_text", words)
        if soon:
            said = Phrase("customers.balance", words)
            return Reply("customers.balance_and_soon", {"balance": said, "expiring": soon}, card=card)
        return Reply("customers.balance", words, card=card)

    def earned(self, turn: Turn, customer: str) -> Reply:
        first, last = period(turn.value("day")) or (date.max, date.max)
        asked = first <= self._today()  # nobody asks for what is still to come: "Monday" was understood so
        if not asked:
            first, last = self._today() - LATELY, self._today()
        gained = [
            entry
            for entry in self._customers.lately(customer, LOOK)
            if entry.kind == EARN and entry.points > 0 and first <= _day(entry) <= last
        ]
        if not gained:
            return Reply("customers.earned_nothing_then" if asked else "customers.earned_nothing")
        told = [
            Phrase("customers.earned_one", {"count": entry.points, "day": _day(entry)})
            for entry in gained[:TELL]
        ]
        total = sum(entry.points for entry in gained)
        words: dict[str, Word] = {"count": total, "entries": Listing(told)}
        earned = Phrase("customers.earned_then" if asked else "customers.earned", words)
        if more := len(gained) - len(told):
            return Reply("customers.earned_and_more", {"earned": earned, "more": more})
        return Reply("customers.earned_all", {"earned": earned})

    def expiring(self, turn: Turn, customer: str) -> Reply:
        coming = self._customers.get(customer).points.expiring(self._customers.month)
        if not coming:
            return Reply("customers.expiring_nothing")
        told = [self._expires(when, points) for when, points in coming[:TELL]]
        return Reply("customers.expiring", {"expiring": Listing(told)})

    def use(self, turn: Turn, customer: str) -> Reply:
        wanted = _whole(turn.value("points"))
        if wanted and turn.confirmation is Confirmation.CONFIRMED:
            return self._redeem(customer, wanted, turn.id)
        available = self._customers.get(customer).points.available(self._customers.month)
        if not available:
            return Reply("customers.balance_none")
        if wanted is None:
            return Reply("customers.use_ask", self._amount(available), Ask("points"))
        if wanted > available:
            return Reply("customers.use_too_many", self._amount(available), Ask("points"))
        if turn.confirmation is Confirmation.DENIED:
            return Reply("customers.use_kept", self._amount(available))
        return Reply("customers.use_confirm", self._amount(wanted), Confirm())

    def keep(self, turn: Turn, customer: str) -> Reply:
        """Where nothing is being paid for: they are kept anyway."""
        available = self._customers.get(customer).points.available(self._customers.month)
        return Reply("customers.use_kept" if available else "customers.balance_none", self._amount(available))

    def _redeem(self, customer: str, points: int, turn_id: str) -> Reply:
        """The turn's id is the key: a turn that the channel delivers twice spends once."""
        try:
            entry = self._customers.redeem(customer, points, f"say:{turn_id}")
        except NotEnough as error:
            return Reply("customers.use_too_many", self._amount(error.available), Ask("points"))
        left = self._customers.get(customer, now=True).points.available(self._customers.month)
        return Reply("customers.use_done", {**self._amount(-entry.points), "left": left})

    def _amount(self, points: int) -> dict[str, Word]:
        dollars, cents = divmod(self._customers.worth(points), 100)
        money = Phrase("customers.money", {"dollars": dollars, "cents": f"{cents:02}"})
        return {"count": points, "worth": money}

    def _soon(self, expiring: list[tuple[date, int]]) -> Phrase | None:
        near = [each for each in expiring if each[0] <= self._today() + SOON]
        return self._expires(*near[0]) if near else None

    def _expires(self, when: date, points: int) -> Phrase:
        words: dict[str, Word] = {"count": points, "day": when}
        if when.year == self._today().year:
            return Phrase("customers.expires", words)
        return Phrase("customers.expires_year", {**words, "year": str(when.year)})

    def _today(self) -> date:
        return datetime.fromtimestamp(self._customers.now(), UTC).date()


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.at[:10])


def _whole(text: str | None) -> int | None:
    """A number of points that one can spend; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0 else None
