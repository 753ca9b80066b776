"""A person's Alexa device, with the cloud behind it: sentences in, speech out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.alexa import dialog
from simulator.alexa.dialog import Step
from simulator.alexa.invocation import invoker
from simulator.alexa.line import Answer, Line, Session
from simulator.alexa.model import SkillModel, load_model
from simulator.alexa.requests import IntentWriter, Sender
from simulator.alexa.responses import Response
from simulator.functions import Invoke, Json
from simulator.nlu import Expected, Heard, Nlu, Understood

# What Alexa says when a skill fails, and how often a skill may delegate before it is going in circles.
TROUBLE = "There was a problem with the requested skill's response"
_MAX_DELEGATIONS = 5


class AlexaDevice:
    """One device of one person.

    invoke: takes a request envelope, returns the skill's response, raises FunctionFailed where there is none.
    nlu: understands the locale. user_id: whose device it is. locale: "en-US". model: the locale's interaction
    model; by default the skill package's. sender: by default one with real ids and the real time.
    """

    def __init__(
        self,
        invoke: Invoke,
        nlu: Nlu,
        user_id: str,
        locale: str,
        model: SkillModel | None = None,
        sender: Sender | None = None,
    ) -> None:
        self.model = model or load_model(locale)
        self._nlu = nlu
        self._line = Line(invoke, sender or Sender(user_id, locale), self.model)
        self._writer = IntentWriter(self.model, self._line.sender.application_id)
        self._invoker = invoker(self.model.invocation, locale)

    @property
    def open(self) -> bool:
        """Whether the skill's session is open: the next sentence goes to it."""
        return self._line.session is not None

    @property
    def expected(self) -> Expected | None:
        """What the skill has asked for by a dialog directive; None where it listens for anything."""
        session = self._line.session
        return session.pending.expected if session and session.pending else None

    def say(self, text: str) -> Answer:
        """A sentence. It may invoke the skill; without a session, one that does not is asked at once."""
        invoked = self._invoker.find(text)
        if invoked is not None:
            if not invoked.asks:
                return self.launch()
            self._line.begin()
            text = invoked.asks
        elif self.open and self._invoker.leaves(text):
            return self.leave()
        return self._intent(self._nlu.understand(text, self.expected))

    def launch(self) -> Answer:
        """Opens the skill, afresh if it is open."""
        return self._turn(self._line.begin(), self._line.sender.request("LaunchRequest"))

    def send(self, intent: str, slots: Mapping[str, str | Heard | None] | None = None) -> Answer:
        """An intent with slots, past the understanding. A slot's words are resolved by the model's catalogue;
        `intent` may be given without Amazon's spelling ("Help"). None leaves a slot empty."""
        name = self.model.spelling(intent)
        heard = {
            slot: words if isinstance(words, Heard) else self.model.hear(name, slot, words)
            for slot, words in (slots or {}).items()
            if words is not None
        }
        return self._intent(Understood(name, 1.0, heard))

    def silence(self) -> Answer:
        """The person says nothing: the reprompt at first, and the end of the session after it."""
        session = self._line.session
        if session is None or session.reprompted or not session.reprompt:
            return self.leave("EXCEEDED_MAX_REPROMPTS")
        session.reprompted = True
        return Answer(session.reprompt, session.reprompt, open=True)

    def leave(self, reason: str = "USER_INITIATED") -> Answer:
        """Ends the session; the skill is told and may not speak. Without a session nothing happens."""
        if self._line.session is None:
            return Answer("")
        request = self._line.sender.request("SessionEndedRequest", reason=reason)
        return self._line.answer(self._line.send(self._line.session, request), speech="", is_open=False)

    def _intent(self, understood: Understood) -> Answer:
        session = self._line.session or self._line.begin()
        intent = dialog.follow(session.pending, understood, self._writer)
        goes_on = session.pending is not None and session.pending.intent["name"] == intent["name"]
        return self._turn(session, self._request(intent, goes_on))

    def _request(self, intent: Mapping[str, Any], goes_on: bool) -> Json:
        state = dialog.state(self.model, intent, goes_on)
        return self._line.sender.request(
            "IntentRequest", **({"dialogState": state} if state else {}), intent=dict(intent)
        )

    def _turn(self, session: Session, request: Json) -> Answer:
        """Sends a request and does what the response says, until it is the person's turn again."""
        for _ in range(_MAX_DELEGATIONS):
            read = self._line.send(session, request)
            if read.problems:
                return self._refused(session, read)
            session.pending = None
            if read.dialog is None:
                return self._line.answer(read, read.speech, is_open=not read.ends)
            if read.dialog["type"] != "Dialog.Delegate":
                session.pending = dialog.pending_of(read.dialog, request.get("intent", {}))
                return self._line.answer(read, read.speech, is_open=True)
            next_ = self._delegated(read.dialog, request.get("intent", {}))
            if isinstance(next_, Step):
                session.pending, session.reprompt, read.reprompt = next_.pending, next_.prompt, next_.prompt
                return self._line.answer(read, next_.prompt, is_open=True)
            request = next_
        read.problems.append("the skill delegates in circles")
        return self._refused(session, read)

    def _delegated(self, directive: Mapping[str, Any], asked: Mapping[str, Any]) -> Step | Json:
        """What Alexa does with a delegated dialog: asks its next question, or hands the intent back."""
        intent = dialog.restated(directive.get("updatedIntent") or asked, self._writer)
        if intent["name"] != asked.get("name"):  # another intent: the skill hears of it first
            return self._request(intent, goes_on=False)
        step = dialog.next_step(self.model.dialogs[intent["name"]], intent)
        return step or self._request(intent, goes_on=True)

    def _refused(self, session: Session, read: Response) -> Answer:
        """A response that Amazon would not pass on: the person hears of it, the skill gets the reason."""
        error = {"type": "INVALID_RESPONSE", "message": "; ".join(read.problems)}
        self._line.send(
            session, self._line.sender.request("SessionEndedRequest", reason="ERROR", error=error)
        )
        return self._line.answer(read, TROUBLE, is_open=False)
