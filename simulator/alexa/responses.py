"""What a skill may answer: everything that Amazon refuses (problems) and what its reviewers do (warnings)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.alexa import ssml
from simulator.alexa.model import SkillModel

MAX_RESPONSE_BYTES = 24 * 1024  # Alexa Skills Kit, response format: "the total size of your response"
MAX_SPEECH = 8000  # characters, markup included; outputSpeech and reprompt each
MAX_CARD_TEXT = 8000
MAX_IMAGE_URL = 2000

_DIALOG_SLOT = {"Dialog.ElicitSlot": "slotToElicit", "Dialog.ConfirmSlot": "slotToConfirm"}
_DIALOG = (*_DIALOG_SLOT, "Dialog.ConfirmIntent", "Dialog.Delegate")
_CARDS = ("Simple", "Standard", "LinkAccount", "AskForPermissionsConsent")
_QUESTION_MARKS = "?？؟"


@dataclass(slots=True)
class Response:
    """A skill's answer, read.

    speech, reprompt: the words that are heard, without markup. dialog: its dialog directive, if any.
    ends: the session is over. problems: why Amazon would refuse it; warnings: what certification dislikes.
    """

    speech: str = ""
    reprompt: str = ""
    card: Mapping[str, Any] | None = None
    dialog: Mapping[str, Any] | None = None
    ends: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_response(body: Any, request: Mapping[str, Any], model: SkillModel) -> Response:
    """Reads whatever a skill returned to `request`. Never raises: what is wrong is in `problems`."""
    read = Response()
    inner = _object(read, body, "response") if isinstance(body, Mapping) else None
    if inner is None:
        read.problems.append("the skill returned no response object")
        return read
    if body.get("version") != "1.0":
        read.problems.append('the response has no version "1.0"')
    size = len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))
    if size > MAX_RESPONSE_BYTES:
        read.problems.append(f"the response has {size} bytes; {MAX_RESPONSE_BYTES} are allowed")
    read.attributes = _object(read, body, "sessionAttributes") or {}
    read.speech = _speech(read, inner, "outputSpeech")
    read.reprompt = _speech(read, _object(read, inner, "reprompt") or {}, "outputSpeech", "reprompt")
    read.card = _card(read, inner)
    read.dialog = _dialog(read, inner, request, model)
    read.ends = inner.get("shouldEndSession") is not False
    if request["type"] == "SessionEndedRequest":
        if any(inner.get(key) for key in ("outputSpeech", "reprompt", "card", "directives")):
            read.problems.append("a SessionEndedRequest cannot be answered with speech, card or directives")
    else:
        _session(read)
    return read


def _object(read: Response, holder: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    value = holder.get(key)
    if value is not None and not isinstance(value, Mapping):
        read.problems.append(f"{key} is not an object")
        return None
    return value


def _speech(read: Response, holder: Mapping[str, Any], key: str, name: str = "outputSpeech") -> str:
    speech = _object(read, holder, key)
    if speech is None:
        return ""
    field_name = {"PlainText": "text", "SSML": "ssml"}.get(str(speech.get("type")))
    text = speech.get(field_name) if field_name else None
    if not isinstance(text, str):
        read.problems.append(f"{name} is neither PlainText with text nor SSML with ssml")
        return ""
    if len(text) > MAX_SPEECH:
        read.problems.append(f"{name} has {len(text)} characters; {MAX_SPEECH} are allowed")
    if field_name == "text":
        return text
    try:
        return ssml.words(text)
    except ssml.BadSsml as error:
        read.problems.append(f"{name}: {error}")
        return ""


def _card(read: Response, inner: Mapping[str, Any]) -> Mapping[str, Any] | None:
    card = _object(read, inner, "card")
    if card is None:
        return None
    if card.get("type") not in _CARDS:
        read.problems.append(f"there is no card of type {card.get('type')}")
    if sum(len(str(card.get(key) or "")) for key in ("title", "content", "text")) > MAX_CARD_TEXT:
        read.problems.append(f"the card's text has more than {MAX_CARD_TEXT} characters")
    for url in (_object(read, card, "image") or {}).values():
        if len(str(url)) > MAX_IMAGE_URL or not str(url).startswith("https://"):
            read.problems.append(f"a card's image needs an https URL of at most {MAX_IMAGE_URL} characters")
    return card


def _dialog(
    read: Response, inner: Mapping[str, Any], request: Mapping[str, Any], model: SkillModel
) -> Mapping[str, Any] | None:
    directives = [] if inner.get("directives") is None else inner["directives"]
    if not isinstance(directives, list) or not all(isinstance(one, Mapping) for one in directives):
        read.problems.append("directives is not a list of objects")
        return None
    dialogs = [one for one in directives if one.get("type") in _DIALOG]
    if not dialogs:
        return None
    if len(dialogs) > 1:
        read.problems.append("a response can have one dialog directive only")
    directive: Mapping[str, Any] = dialogs[0]
    if inner.get("shouldEndSession") is not False:
        read.problems.append(f"{directive['type']} needs shouldEndSession false")
    if directive["type"] == "Dialog.Delegate" and inner.get("outputSpeech"):
        read.problems.append("Dialog.Delegate cannot come with outputSpeech: Alexa speaks the prompt")
    found = _dialog_problem(directive, request, model)
    if found:
        read.problems.append(found)
        return None
    return directive


def _dialog_problem(
    directive: Mapping[str, Any], request: Mapping[str, Any], model: SkillModel
) -> str | None:
    kind, intent = directive["type"], directive.get("updatedIntent") or request.get("intent")
    name = intent.get("name") if isinstance(intent, Mapping) else None
    if not isinstance(intent, Mapping) or not isinstance(name, str) or name not in model.intents:
        return f"{kind} names no intent of the interaction model"
    dialog = model.dialogs.get(name)
    if dialog is None:
        return f"{kind}: the interaction model has no dialog for {name}"
    slots = intent.get("slots") or {}
    if not isinstance(slots, Mapping) or not all(isinstance(slot, Mapping) for slot in slots.values()):
        return f"{kind}: the slots of {name} are not an object of slots"
    unknown = sorted(set(slots) - set(model.intents[name]))
    if unknown:
        return f"{kind}: {name} has no slot {', '.join(unknown)}"
    slot = directive.get(_DIALOG_SLOT[kind]) if kind in _DIALOG_SLOT else None
    if kind in _DIALOG_SLOT and slot not in tuple(dialog.slots):
        return f"{kind}: the dialog of {name} has no slot {slot}"
    if kind == "Dialog.ConfirmIntent" and not dialog.confirms:
        return f"{kind}: the dialog of {name} has no confirmation"
    return None


def _session(read: Response) -> None:
    """Certification's rules about open and closed sessions."""
    asks = any(mark in read.speech for mark in _QUESTION_MARKS)
    delegates = read.dialog is not None and read.dialog["type"] == "Dialog.Delegate"
    if delegates:
        return
    if not read.ends and not read.reprompt:
        read.warnings.append("the session stays open without a reprompt")
    if not read.ends and not asks:
        read.warnings.append("the session stays open and nothing is asked")
    if read.ends and asks:
        read.warnings.append("something is asked and the session is closed")
    if read.ends and not read.speech:
        read.warnings.append("nothing is said")
