"""What a channel needs of the desk: answers, sentences, and a memory that survives whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from frontdesk.conversation.memory import Sealer
from frontdesk.conversation.phrases import Phrase, Phrases, Word
from frontdesk.conversation.router import Router
from frontdesk.conversation.turn import Listen, Reply, Turn
from frontdesk.errors import FrontDeskError

logger = logging.getLogger("frontdesk")


class Desk:
    """caller_key: gives the secret that signs caller tokens. now: the time, in epoch seconds."""

    def __init__(
        self,
        router: Router,
        phrases: Phrases,
        sealer: Sealer,
        caller_key: Callable[[], bytes],
        now: Callable[[], int],
    ) -> None:
        self.router, self.phrases, self.sealer = router, phrases, sealer
        self.caller_key, self.now = caller_key, now

    def converse(
        self, turn: Turn, attributes: Mapping[str, Any] | None, session: str
    ) -> tuple[Reply, dict[str, Any]]:
        """The reply to a turn, and the session attributes to hand on.

        attributes: as the channel received them; what is not the desk's own is handed on as it was.
        session: the session's id. Where the memory cannot be opened now, it is kept as it is.
        """
        bound_to = f"{turn.caller.key}\n{session}"
        kept = dict(attributes or {})
        try:
            reply = self.router.answer(replace(turn, memory=self.sealer.open(kept, bound_to)))
            return reply, kept | (self.sealer.close(reply.memory, bound_to) if reply.memory else {})
        except FrontDeskError as error:
            logger.error("memory out of reach", exc_info=error, extra={"data": {"request": turn.id}})
            return Reply(error.phrase, then=Listen()), kept

    def say(self, locale: str, word: Word | Reply) -> str:
        """A reply, a phrase or a value, in words. Raises LookupError for a phrase that there is not."""
        if isinstance(word, Reply):
            word = Phrase(word.phrase, word.words)
        return self.phrases.word(locale, word)
