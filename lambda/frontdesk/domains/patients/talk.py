"""What people ask about their checkout: they hear the visit's number and its state, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.conversation.phrases import Listing, Phrase
from frontdesk.conversation.router import Answer
from frontdesk.conversation.turn import Reply, Turn
from frontdesk.domains.patients.model import State, Visit
from frontdesk.domains.patients.service import Checkouts

# How many checkouts are told of, one after another.
TOLD = 3

_ALONE = {
    State.RECEIVED: "patients.under_way",
    State.DELAYED: "patients.delayed",
    State.BILLED: "patients.finished",
}
_AMONG_OTHERS = {
    State.RECEIVED: "patients.one_under_way",
    State.DELAYED: "patients.one_delayed",
    State.BILLED: "patients.one_finished",
}


def answers(checkouts: Checkouts) -> Mapping[str, Answer]:
    """intent → answer."""

    def status(turn: Turn) -> Reply:
        tokens = turn.account.linked("patients")
        return _status(checkouts.of(tokens)) if tokens else Reply("patients.no_patient")

    return {"CheckoutStatus": status}


def _status(visits: list[Visit]) -> Reply:
    if not visits:
        return Reply("patients.none_yet")
    if len(visits) == 1:
        return Reply(_ALONE[visits[0].state], {"visit": visits[0].number})
    told = [Phrase(_AMONG_OTHERS[each.state], {"visit": each.number}) for each in visits[:TOLD]]
    phrase = "patients.several" if len(visits) <= TOLD else "patients.several_and_more"
    return Reply(phrase, {"count": len(visits), "visits": Listing(told)})
