"""The envelopes that Amazon's cloud sends to a skill."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulator.alexa.model import SkillModel
from simulator.nlu import Heard, Value

SKILL_ID = "amzn1.ask.skill.front-desk"

# Built-in types whose words Alexa replaces by a value, or by "?" where it cannot read them.
_READ_AS_VALUES = frozenset(
    f"AMAZON.{kind}"
    for kind in ("NUMBER", "FOUR_DIGIT_NUMBER", "DATE", "TIME", "DURATION", "PhoneNumber", "Ordinal")
)


def _now() -> datetime:
    return datetime.now(UTC)


def _id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Sender:
    """One device of one person: what every envelope says about where it comes from.

    access_token: the account-linking token, "" where the person is not linked by sign-in.
    clock, new_id: replaced by tests that want the same envelope twice.
    """

    user_id: str
    locale: str
    application_id: str = SKILL_ID
    access_token: str = ""
    clock: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _id

    def session_id(self) -> str:
        """A new session's id."""
        return f"amzn1.echo-api.session.{self.new_id()}"

    def request(self, kind: str, **fields: object) -> dict[str, Any]:
        """A request of a type, with an id and the time (UTC, whole seconds) of its own."""
        return {
            "type": kind,
            "requestId": f"amzn1.echo-api.request.{self.new_id()}",
            "timestamp": self.clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "locale": self.locale,
            **fields,
        }

    def envelope(
        self, request: Mapping[str, Any], session_id: str, new: bool, attributes: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The whole body that reaches the skill."""
        application = {"applicationId": self.application_id}
        user = {"userId": self.user_id, **({"accessToken": self.access_token} if self.access_token else {})}
        return {
            "version": "1.0",
            "session": {
                "new": new,
                "sessionId": session_id,
                "application": application,
                "attributes": dict(attributes),
                "user": user,
            },
            "context": {
                "System": {
                    "application": application,
                    "user": user,
                    "device": {
                        "deviceId": f"amzn1.ask.device.{self.user_id.rpartition('.')[2]}",
                        "supportedInterfaces": {},
                    },
                    "apiEndpoint": "https://api.amazonalexa.com",
                    "apiAccessToken": "simulated",
                }
            },
            "request": dict(request),
        }


@dataclass(frozen=True, slots=True)
class IntentWriter:
    """Writes intents as they stand in requests."""

    model: SkillModel
    application_id: str = field(default=SKILL_ID)

    def intent(
        self, name: str, heard: Mapping[str, Heard], kept: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """An intent with all its slots: those heard now over those kept from the dialog, the rest empty."""
        intent: dict[str, Any] = {"name": name, "confirmationStatus": "NONE"}
        kept = kept or {}
        slots = {
            slot: self._slot(slot, kind, heard[slot]) if slot in heard else kept.get(slot) or _empty(slot)
            for slot, kind in self.model.intents.get(name, {}).items()
        }
        return intent | ({"slots": slots} if slots else {})

    def _slot(self, name: str, kind: str, heard: Heard) -> dict[str, Any]:
        value = heard.text
        if kind in _READ_AS_VALUES:
            value = heard.value or "?"
        slot: dict[str, Any] = {"name": name, "value": value}
        if not kind.startswith("AMAZON."):
            slot["resolutions"] = {"resolutionsPerAuthority": [self._resolution(kind, heard.matches)]}
        return slot | {"confirmationStatus": "NONE", "source": "USER"}

    def _resolution(self, kind: str, matches: tuple[Value, ...]) -> dict[str, Any]:
        authority = {"authority": f"amzn1.er-authority.echo-sdk.{self.application_id}.{kind}"}
        if not matches:
            return authority | {"status": {"code": "ER_SUCCESS_NO_MATCH"}}
        values = [{"value": {"name": match.name, "id": match.id}} for match in matches]
        return authority | {"status": {"code": "ER_SUCCESS_MATCH"}, "values": values}


def _empty(slot: str) -> dict[str, Any]:
    return {"name": slot, "confirmationStatus": "NONE"}
