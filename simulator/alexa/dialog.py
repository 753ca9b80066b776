"""A dialog about one intent, turn by turn: what the skill asked for, and the intent that the answer makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from frontdesk.conversation.values import canonical
from simulator.alexa.model import Dialog, DialogSlot, SkillModel
from simulator.alexa.requests import IntentWriter
from simulator.nlu import Expected, Heard, Understood

type Json = Mapping[str, Any]


class Asks(Enum):
    """What a device waits for, by the directive that asked for it."""

    SLOT = "Dialog.ElicitSlot"
    SLOT_CONFIRMATION = "Dialog.ConfirmSlot"
    CONFIRMATION = "Dialog.ConfirmIntent"


@dataclass(frozen=True, slots=True)
class Pending:
    """An unfinished dialog: what was asked, about which intent as it stood then.

    slot: "" where the question is about the whole intent.
    """

    asks: Asks
    intent: Json
    slot: str = ""

    @property
    def expected(self) -> Expected:
        """The same for the understanding."""
        return Expected(self.intent["name"], self.slot or None, self.asks is not Asks.SLOT)


@dataclass(frozen=True, slots=True)
class Step:
    """What Alexa does by itself when a skill delegates: the question that comes next, and its prompt."""

    pending: Pending
    prompt: str


def pending_of(directive: Json, asked: Json) -> Pending:
    """What a directive that asks something waits for; `asked` is the intent of the request it answers."""
    slot = directive.get("slotToElicit") or directive.get("slotToConfirm") or ""
    return Pending(Asks(directive["type"]), directive.get("updatedIntent") or asked, slot)


def follow(pending: Pending | None, understood: Understood, writer: IntentWriter) -> Json:
    """The intent of the next request: the dialog's with what was heard now, or a fresh one where the person
    has changed the subject."""
    if pending is None:
        return writer.intent(understood.intent, understood.slots)
    kept = restated(pending.intent, writer)
    answer = {"Yes": "CONFIRMED", "No": "DENIED"}.get(canonical(understood.intent))
    if answer and pending.asks is not Asks.SLOT:
        if pending.asks is Asks.CONFIRMATION:
            return {**kept, "confirmationStatus": answer}
        confirmed = {**kept["slots"][pending.slot], "confirmationStatus": answer}
        return {**kept, "slots": {**kept["slots"], pending.slot: confirmed}}
    if understood.intent == kept["name"]:
        return restated(kept, writer, understood.slots)
    return writer.intent(understood.intent, understood.slots)


def restated(kept: Json, writer: IntentWriter, heard: Mapping[str, Heard] = MappingProxyType({})) -> Json:
    """An intent that a skill sent back, as it stands in the next request: whole, with what was heard now."""
    intent = writer.intent(kept["name"], heard, kept.get("slots"))
    return {**intent, "confirmationStatus": kept.get("confirmationStatus") or "NONE"}


def state(model: SkillModel, intent: Json, goes_on: bool) -> str | None:
    """The request's dialogState; None for an intent that has no dialog. goes_on: it began before."""
    dialog = model.dialogs.get(intent["name"])
    if dialog is None:
        return None
    if not goes_on:
        return "STARTED"
    return "IN_PROGRESS" if next_step(dialog, intent) else "COMPLETED"


def next_step(dialog: Dialog, intent: Json) -> Step | None:
    """What the dialog still lacks first: a required slot, a slot's confirmation, the intent's own."""
    slots = intent.get("slots") or {}
    for name, rule in dialog.slots.items():
        step = _slot_step(rule, intent, name, slots.get(name) or {})
        if step:
            return step
    if dialog.confirms and (intent.get("confirmationStatus") or "NONE") == "NONE":
        return Step(Pending(Asks.CONFIRMATION, intent), _fill(dialog.confirmation, slots))
    return None


def _slot_step(rule: DialogSlot, intent: Json, name: str, slot: Json) -> Step | None:
    status = slot.get("confirmationStatus") or "NONE"
    if rule.required and (not slot.get("value") or status == "DENIED"):
        return Step(Pending(Asks.SLOT, intent, name), _fill(rule.prompt, intent.get("slots") or {}))
    if rule.confirms and slot.get("value") and status == "NONE":
        prompt = _fill(rule.confirmation, intent.get("slots") or {})
        return Step(Pending(Asks.SLOT_CONFIRMATION, intent, name), prompt)
    return None


def _fill(prompt: str, slots: Mapping[str, Json]) -> str:
    for name, slot in slots.items():
        prompt = prompt.replace(f"{{{name}}}", str(slot.get("value") or ""))
    return prompt
