"""Speaking: a conversation through an Alexa device."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from simulator.alexa import AlexaDevice, Answer
from simulator.nlu import Expected, Nlu, Understood
from simulator.talk.heard import Heard, keeps_secret


class Soon:
    """An understanding that is made ready while somebody is still typing."""

    def __init__(self, make: Callable[[], Nlu]) -> None:
        worker = ThreadPoolExecutor(max_workers=1)
        self._made = worker.submit(make)
        worker.shutdown(wait=False)

    def understand(self, text: str, expected: Expected | None = None) -> Understood:
        """As soon as it is ready, what the text means."""
        return self._made.result().understand(text, expected)


class Voice:
    """The device understands a sentence, the desk's server takes the envelope."""

    def __init__(self, device: AlexaDevice) -> None:
        self._device = device

    def say(self, text: str) -> Heard:
        """One sentence, and what the device says."""
        asked = self._device.expected
        answer = self._device.say(text)
        requests = [exchange.request["request"] for exchange in answer.exchanges]
        meant = [request.get("intent", {}).get("name") for request in requests]
        left = [request["type"] for request in requests] == ["SessionEndedRequest"]
        silent = () if answer.speech or left else ("the skill said nothing",)
        return Heard(
            lines=(answer.speech,) if answer.speech else (),
            card=_card(answer),
            open=answer.open,
            problems=answer.problems or silent,
            secret=any(keeps_secret(intent) for intent in (asked.intent if asked else "", *meant)),
            envelopes=tuple((exchange.request, exchange.response) for exchange in answer.exchanges),
        )

    def leave(self) -> None:
        """Ends the session, if one is open; the skill is told."""
        self._device.leave()


def _card(answer: Answer) -> str:
    card = answer.card or {}
    if card.get("type") == "LinkAccount":
        return "(link your account)"
    parts = (card.get("title"), card.get("content") or card.get("text"))
    return " | ".join(str(part) for part in parts if part)
