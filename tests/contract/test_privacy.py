"""Nobody hears another's data: two callers take turns on one warm function (G12)."""

from __future__ import annotations

import random

from frontdesk.channels import caller_token, lex
from frontdesk.conversation.turn import Account, Confirm, Listen, Reply, Turn
from tests.contract.test_lex_channel import NOW, event
from tests.support import desks

TURNS = 10_000
PEOPLE = ("ann", "bob")


def test_two_callers_interleaved_hear_only_their_own() -> None:
    def my_grade(turn: Turn) -> Reply:
        (mine,) = turn.account.linked("grades")
        return Reply("desk.again", {"help": mine}, then=random_.choice([Confirm(), Listen()]))

    random_ = random.Random(7)
    accounts = {f"lex:{name}": Account(name, {"grades": (f"{name}'s own",)}) for name in PEOPLE}
    handle = lex.handler(desks.desk({"MyGrade": my_grade}, accounts.get))
    tokens = {name: caller_token.sign(desks.KEY, name, NOW + 60) for name in PEOPLE}
    sessions: dict[str, dict[str, str]] = {name: {} for name in PEOPLE}
    for _ in range(TURNS):
        who, other = random_.sample(PEOPLE, 2)
        # Half the time somebody sends the other's session attributes, too.
        attributes = sessions[who if random_.random() < 0.5 else other]
        said = handle(
            {
                **event(random_.choice(["MyGrade", "RepeatIntent", "Yes"]), sessionAttributes=attributes),
                "sessionId": "shared" if random_.random() < 0.5 else who,
                "requestAttributes": {lex.CALLER: tokens[who]},
            },
            None,
        )
        sessions[who] = said["sessionState"]["sessionAttributes"]
        assert f"{other}'s own" not in str(said)
