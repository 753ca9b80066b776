"""Desks for unit tests: the real conversation on answers, people and a clock of the test's choosing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import frontdesk
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.gate import Gate
from frontdesk.conversation.memory import Sealer
from frontdesk.conversation.phrases import Phrases
from frontdesk.conversation.router import Answer, Router
from frontdesk.conversation.turn import Account

KEY = b"k" * 32
SOURCE = Path(frontdesk.__file__).parent


def phrases() -> Phrases:
    """The phrases of the desk and of every domain in the tree."""
    folders = {"desk": SOURCE / "conversation" / "phrases"}
    folders |= {folder.parent.name: folder for folder in SOURCE.glob("domains/*/phrases")}
    return Phrases(folders)


def desk(
    answers: Mapping[str, Answer],
    find: Callable[[str], Account | None] = lambda caller: None,
    now: Callable[[], int] = lambda: 1_800_000_000,
    key: Callable[[], bytes] = lambda: KEY,
) -> Desk:
    """A desk whose domains answer as given."""
    return Desk(Router(answers, Gate(find, now)), phrases(), Sealer(key), key, now)
