"""What an utterance makes of a session: an answer to the bot's question, a change of subject, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from frontdesk.conversation.values import canonical
from simulator.functions import Json
from simulator.lex.bot import BotIntent, BotLocale, BotSlot
from simulator.lex.sessions import Session
from simulator.lex.states import whole
from simulator.nlu import Expected, Heard, Understood


def expected(session: Session) -> Expected | None:
    """What the bot has just asked for, in the words of the understanding."""
    kind = session.action["type"] if session.action else ""
    if session.intent is None or session.action is None or kind not in ("ElicitSlot", "ConfirmIntent"):
        return None
    return Expected(session.intent["name"], session.action.get("slotToElicit"), kind == "ConfirmIntent")


def listen(locale: BotLocale, session: Session, understood: Understood) -> Session:
    """The session with the intent that the person is now about, and its slots and confirmation."""
    asked = expected(session)
    intent, attempts = (_answer(locale, session, asked, understood) if asked else None) or (
        _fresh(locale, understood),
        0,
    )
    return replace(
        session,
        intent=intent,
        attempts=attempts,
        action=session.action if attempts else None,
        interpretations=_interpretations(locale, intent, understood.confidence),
        messages=(),
    )


def _answer(
    locale: BotLocale, session: Session, asked: Expected, understood: Understood
) -> tuple[Json, int] | None:
    """The asked intent with the answer in it, and how often it has not been one; None where the person has
    left the question, or has not answered it as often as it may be asked."""
    known, kept = locale.intents[asked.intent], whole(locale, session.intent or {})
    said = {"Yes": "Confirmed", "No": "Denied"}.get(canonical(understood.intent))
    if asked.confirm and said:
        return kept | {"confirmationState": said}, 0
    if understood.intent not in (asked.intent, locale.fallback):
        return None
    heard = understood.slots if understood.intent == asked.intent else {}
    filled = kept | {"slots": kept["slots"] | _slots(known, heard)}
    if asked.slot and asked.slot in heard and _resolves(known.slots[asked.slot], heard[asked.slot]):
        return filled, 0
    if asked.confirm and heard:  # the same intent said otherwise: it is to be confirmed anew
        return filled | {"confirmationState": "None"}, 0
    retries = known.slots[asked.slot].retries if asked.slot else known.retries
    return (filled, session.attempts + 1) if session.attempts < retries else _given_up(locale)


def _given_up(locale: BotLocale) -> tuple[Json, int]:
    return whole(locale, {"name": locale.fallback}), 0


def _fresh(locale: BotLocale, understood: Understood) -> Json:
    name = understood.intent if understood.intent in locale.intents else locale.fallback
    known = locale.intents[name]
    return whole(locale, {"name": name, "slots": _slots(known, understood.slots)})


def _slots(known: BotIntent, heard: Mapping[str, Heard]) -> Json:
    return {name: _slot(known.slots[name], words) for name, words in heard.items() if name in known.slots}


def _resolves(slot: BotSlot, heard: Heard) -> bool:
    return heard.value is not None or not slot.resolves


def _slot(slot: BotSlot, heard: Heard) -> Json:
    """A slot as the API shows it. Words that a resolving type does not know have no interpretedValue."""
    names = [match.name for match in heard.matches] or ([heard.value] if heard.value is not None else [])
    value: Json = {"originalValue": heard.text, "resolvedValues": names}
    if names:
        value["interpretedValue"] = names[0]
    elif not slot.resolves:
        value["interpretedValue"] = heard.text
    return {"shape": "Scalar", "value": value}


def _interpretations(locale: BotLocale, intent: Json, confidence: float) -> tuple[Json, ...]:
    fallback: Json = {"intent": whole(locale, {"name": locale.fallback}), "interpretationSource": "Lex"}
    if intent["name"] == locale.fallback:
        return (fallback,)
    score = {"score": round(confidence, 2)}
    return ({"intent": intent, "nluConfidence": score, "interpretationSource": "Lex"}, fallback)
