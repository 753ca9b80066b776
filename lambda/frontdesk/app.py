"""Who is at the desk, and the one place where real tools are made."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.aws import logs
from frontdesk.aws.clients import Clients
from frontdesk.aws.keys import Keys
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.gate import Gate
from frontdesk.conversation.memory import Sealer
from frontdesk.conversation.phrases import DEFAULT_LOCALE, Phrases
from frontdesk.conversation.router import Answer, Router
from frontdesk.conversation.turn import Turn
from frontdesk.domains import accounts, customers, grades, patients, tickets, trucks
from frontdesk.errors import FrontDeskError
from frontdesk.settings import Settings, read

if TYPE_CHECKING:
    from collections.abc import Iterator

DOMAINS = (accounts, grades, trucks, customers, patients, tickets)


def _now() -> int:
    return int(time.time())


@dataclass(frozen=True, slots=True)
class Tools:
    """The outside things that a domain may hold."""

    settings: Settings
    clients: Clients
    keys: Keys
    now: Callable[[], int] = field(default=_now)


def tools() -> Tools:
    """The real ones of this process."""
    settings, clients = read(), Clients()
    return Tools(settings, clients, Keys(clients, settings.get("DESK_KEY_ID", "")))


def answers(tools: Tools) -> dict[str, Answer]:
    """What every domain answers. Raises ValueError where two answer the same."""
    joined: dict[str, Answer] = {}
    for domain in DOMAINS:
        of_domain = domain.answers(tools)
        if clash := joined.keys() & of_domain.keys():
            raise ValueError(f"two domains answer {sorted(clash)}")
        joined |= of_domain
    return joined


def desk(tools: Tools) -> Desk:
    """The desk for a channel."""
    here = Path(__file__).parent
    folders = {"desk": here / "conversation" / "phrases"}
    for domain in DOMAINS:
        name = domain.__name__.rpartition(".")[2]
        folders[name] = here / "domains" / name / "phrases"
    gate = Gate(accounts.build(tools).find, tools.now)
    return Desk(
        Router(answers(tools), gate),
        Phrases(folders),
        Sealer(lambda: tools.keys.session),
        lambda: tools.keys.caller,
        tools.now,
    )


@contextmanager
def starting() -> Iterator[None]:
    """A function's init: quick to set up, and nothing of it for the collector to look at ever again.

    Nor now: what init leaves behind is little, and to look for it is a fiftieth of a cold start.
    """
    gc.disable()
    logs.set_up()
    yield
    gc.freeze()
    gc.enable()


def warm_up(desk: Desk) -> None:
    """Pay in init, where the processor is not throttled, for the first connections of a conversation, and for
    what everybody may know: which events there are.

    A start must not fail for it: whatever does not answer now is asked again when somebody waits for it.
    """
    try:
        desk.router.gate.find("warm-up")
        desk.sealer.open({"memory": "", "seal": ""}, "warm-up")
        desk.phrases.has(DEFAULT_LOCALE)
        desk.router.answers["FindEvents"](Turn("warm-up", "core", DEFAULT_LOCALE, "FindEvents"))
    except FrontDeskError as error:
        logging.getLogger("frontdesk").warning("warm-up failed", exc_info=error)
