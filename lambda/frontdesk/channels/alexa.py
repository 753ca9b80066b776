"""Alexa, on the ASK SDK: a request becomes a turn, a reply becomes a response within Alexa's limits."""

from __future__ import annotations

import json
import logging
from html import escape
from typing import Any

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Intent, RequestEnvelope, Response
from ask_sdk_model import Slot as AlexaSlot
from ask_sdk_model.canfulfill import CanFulfillIntent, CanFulfillIntentValues
from ask_sdk_model.dialog import ConfirmIntentDirective, ElicitSlotDirective
from ask_sdk_model.intent_confirmation_status import IntentConfirmationStatus
from ask_sdk_model.ui import Image, LinkAccountCard, SimpleCard, StandardCard

from frontdesk.channels.alexa_envelope import Event, Handler, is_for, is_told, refusal, tolerable
from frontdesk.channels.text import fit, question_in, whole
from frontdesk.conversation.contract import SECRET_TYPES
from frontdesk.conversation.desk import Desk
from frontdesk.conversation.intents import INTENTS
from frontdesk.conversation.turn import Ask, Caller, Card, Confirm, Confirmation, End, Reply, Slot, Turn
from frontdesk.conversation.values import canonical, resolve

# Alexa's limits: speech 8,000 characters, a whole card as many, a response 24 KB (the older and safer rule).
# The parts are measured as JSON bytes, so that speech, reprompt, card, memory and directive fit together.
SPEECH, REPROMPT, CARD, CARD_TITLE = 7_900, 1_000, 7_900, 200

SPOKEN = ("LaunchRequest", "IntentRequest")

logger = logging.getLogger("frontdesk")


def handler(desk: Desk, skill_id: str) -> Handler:
    """The function's entry: an event in, a response envelope out, whatever the event is. It never raises."""
    skill_builder: Any = SkillBuilder()
    skill_builder.skill_id = skill_id
    skill_builder.add_request_handler(_Converse(desk))
    skill_builder.add_request_handler(_CanFulfill())
    skill = skill_builder.create()

    def handle(event: Event, context: object) -> dict[str, Any]:
        try:
            if not is_for(skill_id, event):
                return refusal(desk)
            if is_told(event):
                return {"version": "1.0", "response": {}}
            envelope = skill.serializer.deserialize(json.dumps(tolerable(event)), RequestEnvelope)
            answer: dict[str, Any] = skill.serializer.serialize(skill.invoke(envelope, context))
            return answer
        except Exception as error:  # noqa: BLE001  (the SDK raises what it likes on odd requests; a person waits)
            logger.error("request refused", exc_info=error)
            return refusal(desk)

    return handle


class _Converse(AbstractRequestHandler):
    """Everything that a person says."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def can_handle(self, handler_input: Any) -> bool:
        return _type(handler_input) in SPOKEN

    def handle(self, handler_input: Any) -> Response:
        envelope = handler_input.request_envelope
        turn = read(envelope)
        attributes = handler_input.attributes_manager
        reply, kept = self._desk.converse(turn, attributes.session_attributes, envelope.session.session_id)
        attributes.session_attributes = kept
        return write(reply, turn, self._desk, handler_input)


class _CanFulfill(AbstractRequestHandler):
    """Alexa asks whether this skill would answer somebody who has not named it."""

    def can_handle(self, handler_input: Any) -> bool:
        return _type(handler_input) == "CanFulfillIntentRequest"

    def handle(self, handler_input: Any) -> Response:
        ours = handler_input.request_envelope.request.intent.name in INTENTS
        verdict = CanFulfillIntentValues.YES if ours else CanFulfillIntentValues.NO
        return Response(can_fulfill_intent=CanFulfillIntent(can_fulfill=verdict))


def _type(handler_input: Any) -> str:
    return str(handler_input.request_envelope.request.object_type)


def read(envelope: Any) -> Turn:
    """The turn that a LaunchRequest or an IntentRequest brings. The caller is Amazon's word for the user."""
    request = envelope.request
    caller = Caller(f"alexa:{envelope.context.system.user.user_id}")
    locale = request.locale or ""
    if request.object_type == "LaunchRequest":
        return Turn(request.request_id, "alexa", locale, "Launch", caller=caller)
    intent = canonical(request.intent.name)
    types = INTENTS[intent].slots if intent in INTENTS else {}
    slots = {
        name: _slot(slot, locale, types[name])
        for name, slot in (request.intent.slots or {}).items()
        if name in types and slot is not None and slot.value not in (None, "", "?")
    }
    said = request.intent.confirmation_status
    confirmation = Confirmation[said.name] if said else Confirmation.NONE
    return Turn(request.request_id, "alexa", locale, intent, slots, confirmation, caller)


def _slot(slot: Any, locale: str, slot_type: str) -> Slot:
    heard = whole(slot.value)
    authorities = (slot.resolutions and slot.resolutions.resolutions_per_authority) or []
    ids = dict.fromkeys(
        each.value.id or each.value.name
        for authority in authorities
        for each in (authority.values or [])
        if authority.status.code.name == "ER_SUCCESS_MATCH"
    )
    if len(ids) == 1:
        return Slot(heard, next(iter(ids)))
    if ids:
        return Slot(heard, None, tuple(ids))
    return resolve(locale, slot_type, heard, heard)  # an id where the skill itself had filled it


def write(reply: Reply, turn: Turn, desk: Desk, handler_input: Any) -> Response:
    """The response for a reply: speech, reprompt, card and directive, each within its limit."""
    text = desk.say(turn.locale, reply)
    builder = handler_input.response_builder
    builder.speak(_ssml(text, SPEECH))
    if not isinstance(reply.then, End):
        builder.ask(_ssml(question_in(text), REPROMPT))
    if reply.card is not None:
        builder.set_card(_card(reply.card, turn.locale, desk))
    match reply.then:
        case Ask(slot=slot):
            builder.add_directive(ElicitSlotDirective(_intent(reply, turn, but=slot), slot))
        case Confirm():
            builder.add_directive(ConfirmIntentDirective(_intent(reply, turn)))
    builder.set_should_end_session(isinstance(reply.then, End))
    response: Response = builder.response
    return response


def _ssml(text: str, longest: int) -> str:
    """The text as inert SSML: no value can bring markup of its own."""
    spoken = "".join(each for each in text if each.isprintable() or each == "\n")
    fitting = fit(spoken, longest, lambda part: len(json.dumps(escape(part))))
    return escape(fitting)


def _intent(reply: Reply, turn: Turn, but: str = "") -> Intent:
    """The intent that the dialogue goes on with, and what is known of its slots; never a secret."""
    name = reply.intent or turn.intent
    known = turn.slots if reply.slots is None else reply.slots
    slots = {
        slot: AlexaSlot(name=slot, value=known[slot].heard if slot in known and slot != but else None)
        for slot, slot_type in INTENTS[name].slots.items()
        if slot_type not in SECRET_TYPES or slot == but
    }
    return Intent(name=name, slots=slots, confirmation_status=IntentConfirmationStatus.NONE)


def _card(card: Card, locale: str, desk: Desk) -> SimpleCard | StandardCard | LinkAccountCard:
    if card.links_account:
        return LinkAccountCard()
    title = fit(desk.phrases.say(locale, card.title, card.words), CARD_TITLE)
    room = CARD - len(title) - 2 * len(card.image)
    text = fit(desk.phrases.say(locale, card.text, card.words), room, lambda part: len(json.dumps(part)))
    if not card.image:
        return SimpleCard(title, text)
    return StandardCard(title, text, Image(small_image_url=card.image, large_image_url=card.image))
