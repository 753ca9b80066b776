"""Sessions of the bot: one state each, one turn at a time, forgotten after the bot's idle time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.functions import Json
from simulator.lex.errors import ConflictException, ResourceNotFoundException, ThrottlingException

type Key = tuple[str, str]  # locale, session id


@dataclass(frozen=True, slots=True)
class Session:
    """What Lex keeps of a conversation between two turns, in the shapes of its API.

    intent, action: the active intent and the last dialogAction. attempts: how often the present question has
    been put again. interpretations: of the last utterance, as responses show them.
    """

    attributes: Mapping[str, str] = field(default_factory=dict)
    contexts: tuple[Json, ...] = ()
    intent: Json | None = None
    action: Json | None = None
    attempts: int = 0
    messages: tuple[Json, ...] = ()
    interpretations: tuple[Json, ...] = ()
    request_id: str = ""

    @property
    def state(self) -> Json:
        """The sessionState of responses."""
        state: Json = {"sessionAttributes": dict(self.attributes), "activeContexts": list(self.contexts)}
        state |= {"dialogAction": self.action} if self.action else {}
        state |= {"intent": self.intent} if self.intent else {}
        return state | ({"originatingRequestId": self.request_id} if self.request_id else {})

    def told(self, state: Mapping[str, Any]) -> Session:
        """This session as a client's sessionState changes it; what the client leaves out stays."""
        changed = self
        if state.get("sessionAttributes") is not None:
            changed = replace(changed, attributes=state["sessionAttributes"])
        if state.get("activeContexts") is not None:
            changed = replace(changed, contexts=tuple(state["activeContexts"]))
        if state.get("intent") is not None or state.get("dialogAction") is not None:
            intent, action = state.get("intent") or self.intent, state.get("dialogAction")
            changed = replace(changed, intent=intent, action=action, attempts=0)
        return changed


class Sessions:
    """The sessions of one bot alias.

    idle_ttl: seconds. clock: the time in seconds, never going back. at_once: how many turns may be under way
    in the whole alias (Amazon Lex V2 quotas: 25 concurrent text conversations of an alias).
    """

    def __init__(self, idle_ttl: float, clock: Callable[[], float], at_once: int = 25) -> None:
        self._ttl, self._clock, self._at_once = idle_ttl, clock, at_once
        self._kept: OrderedDict[Key, tuple[float, Session]] = OrderedDict()  # the longest idle first
        self._busy: set[Key] = set()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, key: Key) -> Iterator[None]:
        """Holds a session for one turn. Raises ConflictException where it is held already, and
        ThrottlingException where as many others are as may be."""
        with self._lock:
            if key in self._busy:
                raise ConflictException("The session is processing another request. Try again.")
            if len(self._busy) >= self._at_once:
                raise ThrottlingException("Too many concurrent conversations. Try again later.")
            self._busy.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(key)

    def find(self, key: Key) -> Session:
        """A session that lives. Raises ResourceNotFoundException where there is none."""
        with self._lock:
            self._forget_the_idle()
            if key not in self._kept:
                raise ResourceNotFoundException("There is no session with that id.")
            return self._kept[key][1]

    def find_or_new(self, key: Key) -> Session:
        """A session that lives, or a new one."""
        try:
            return self.find(key)
        except ResourceNotFoundException:
            return Session()

    def keep(self, key: Key, session: Session) -> None:
        """Keeps a session from now on for the idle time."""
        with self._lock:
            self._forget_the_idle()
            self._kept[key] = (self._clock() + self._ttl, session)
            self._kept.move_to_end(key)

    def drop(self, key: Key) -> None:
        """Forgets a session. Raises ResourceNotFoundException where there is none."""
        self.find(key)
        with self._lock:
            self._kept.pop(key, None)

    def _forget_the_idle(self) -> None:
        now = self._clock()
        while self._kept and next(iter(self._kept.values()))[0] <= now:
            self._kept.popitem(last=False)
