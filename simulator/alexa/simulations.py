"""Simulated utterances, as Amazon's Skill Management API takes them: a device for each person and locale."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.alexa.device import AlexaDevice
from simulator.alexa.line import Answer
from simulator.functions import Invoke, Json
from simulator.nlu import Nlu
from simulator.people import Person

KEPT = 100  # results that can still be asked for


@dataclass(slots=True)
class _Place:
    """A person's device in one locale, and who may speak to it now."""

    device: AlexaDevice
    lock: threading.Lock = field(default_factory=threading.Lock)


class Simulations:
    """invoke: calls the skill. nlu: makes what understands a locale ("en-US"), once, when first wanted."""

    def __init__(self, invoke: Invoke, nlu: Callable[[str], Nlu]) -> None:
        self._invoke, self._nlu = invoke, nlu
        self._places: dict[tuple[str, str], _Place] = {}
        self._nlus: dict[str, Nlu] = {}
        self._results: OrderedDict[str, Json] = OrderedDict()
        self._lock = threading.Lock()

    def simulate(self, person: Person, locale: str, text: str, new_session: bool) -> str:
        """Says a sentence to a person's device; returns the id by which the result can be asked for.

        new_session: whatever was open is over. Raises FileNotFoundError for a locale without a model.
        """
        place = self._place(person, locale)
        with place.lock:
            if new_session:
                place.device.leave()
            answer = place.device.say(text)
        simulation = str(uuid.uuid4())
        with self._lock:
            self._results[simulation] = _result(simulation, answer)
            while len(self._results) > KEPT:
                self._results.popitem(last=False)
        return simulation

    def result(self, simulation: str) -> Json | None:
        """What came of a simulation; None for one that is not known, or not any more."""
        with self._lock:
            return self._results.get(simulation)

    def _place(self, person: Person, locale: str) -> _Place:
        with self._lock:
            key = (person.name, locale)
            if key not in self._places:
                if locale not in self._nlus:
                    self._nlus[locale] = self._nlu(locale)
                device = AlexaDevice(self._invoke, self._nlus[locale], person.alexa_user, locale)
                self._places[key] = _Place(device)
            return self._places[key]


def _result(simulation: str, answer: Answer) -> Json:
    """A finished simulation as the API shows it."""
    invocations = [
        {
            "invocationRequest": {"endpoint": "simulated", "body": exchange.request},
            "invocationResponse": {"body": exchange.response},
        }
        for exchange in answer.exchanges
    ]
    captions = [{"type": "Speech", "content": {"caption": answer.speech}}] if answer.speech else []
    result: Json = {
        "alexaExecutionInfo": {"alexaResponses": captions},
        "skillExecutionInfo": {"invocations": invocations},
    }
    if answer.answered:
        return {"id": simulation, "status": "SUCCESSFUL", "result": result}
    result["error"] = {"message": "; ".join(answer.problems)}
    return {"id": simulation, "status": "FAILED", "result": result}
