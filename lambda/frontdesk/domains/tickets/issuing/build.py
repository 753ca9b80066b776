"""The tools of who issues tickets, of one process."""

from __future__ import annotations

import time
from pathlib import Path

from frontdesk.aws.clients import Clients
from frontdesk.aws.keys import Keys
from frontdesk.aws.objects import Objects
from frontdesk.conversation.phrases import Phrases
from frontdesk.domains.tickets import policy
from frontdesk.domains.tickets.issuing.issue import Issuer
from frontdesk.domains.tickets.issuing.page import Writer
from frontdesk.domains.tickets.issuing.signing import Signer
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.service import Tickets
from frontdesk.settings import Settings

PHRASES = Path(__file__).parents[1] / "phrases"


def now() -> int:
    """The time, in epoch seconds."""
    return int(time.time())


def build(settings: Settings, clients: Clients) -> tuple[Issuer, Ledger]:
    """The issuer, and the table that it works on."""
    ledger = Ledger(clients.dynamodb, settings["TICKETS_TABLE"])
    keys = Keys(clients, settings["DESK_KEY_ID"])
    issuer = Issuer(
        Tickets(ledger, policy(settings), now),
        Objects(clients.s3, settings["TICKETS_BUCKET"]),
        Signer(lambda: keys.ticket),
        Writer(Phrases({"tickets": PHRASES}), settings.get("TICKETS_LOCALE", "en-US")),
    )
    return issuer, ledger
