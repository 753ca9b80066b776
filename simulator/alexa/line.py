"""The line between a device and the skill: one session at a time, envelopes out, responses in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.alexa.dialog import Pending
from simulator.alexa.model import SkillModel
from simulator.alexa.requests import Sender
from simulator.alexa.responses import Response, read_response
from simulator.functions import FunctionFailed, Invoke, Json


@dataclass(frozen=True, slots=True)
class Exchange:
    """One envelope that went to the skill, and what came back (None where it failed)."""

    request: Json
    response: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person hears.

    speech, reprompt: words without markup. open: the device listens on. problems: why Amazon would refuse the
    response, in which case the device says that there was a problem; warnings: what certification dislikes.
    exchanges: every envelope of this turn, in order.
    """

    speech: str
    reprompt: str = ""
    card: Mapping[str, Any] | None = None
    open: bool = False
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the skill answered, and Amazon would have passed it on."""
        return not self.problems


@dataclass(slots=True)
class Session:
    """An open session. attributes: what the last response left there. pending: what a dialog waits for."""

    id: str
    new: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    pending: Pending | None = None
    reprompt: str = ""
    reprompted: bool = False


class Line:
    """Carries requests to the skill within a session."""

    def __init__(self, invoke: Invoke, sender: Sender, model: SkillModel) -> None:
        self.sender = sender
        self._invoke, self._model = invoke, model
        self.session: Session | None = None
        self._exchanges: list[Exchange] = []

    def begin(self) -> Session:
        """A new session, whatever was there before."""
        self.session = Session(self.sender.session_id())
        return self.session

    def send(self, session: Session, request: Json) -> Response:
        """What the skill answers to a request of this session; that it failed is a problem like others."""
        envelope = self.sender.envelope(request, session.id, session.new, session.attributes)
        session.new = False
        try:
            body = self._invoke(envelope)
            read = read_response(body, request, self._model)
        except FunctionFailed as error:
            body, read = None, Response(problems=[str(error) or "the skill's function failed"])
        self._exchanges.append(Exchange(envelope, body))
        session.attributes, session.reprompt, session.reprompted = read.attributes, read.reprompt, False
        return read

    def answer(self, read: Response, speech: str, is_open: bool) -> Answer:
        """The end of a turn: what is heard, with everything that went over the line for it."""
        if not is_open:
            self.session = None
        exchanges, self._exchanges = tuple(self._exchanges), []
        return Answer(
            speech=speech,
            reprompt=read.reprompt if is_open else "",
            card=read.card,
            open=is_open,
            problems=tuple(read.problems),
            warnings=tuple(read.warnings),
            exchanges=exchanges,
        )
