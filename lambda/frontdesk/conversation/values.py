"""From what a channel understood to a slot's value: Alexa gives ids, Lex gives names, the desk wants ids."""

from __future__ import annotations

from frontdesk.conversation.intents import VALUES
from frontdesk.conversation.turn import Slot


def canonical(intent_name: str) -> str:
    """An intent's own name: "Help" for Alexa's "AMAZON.HelpIntent" and for the bot's "HelpIntent"."""
    return intent_name.removeprefix("AMAZON.").removesuffix("Intent")


def resolve(locale: str, slot_type: str, heard: str, understood: str | None) -> Slot:
    """The slot for words of which the channel gave no id.

    heard: the person's words. understood: what the channel made of them, None where it made nothing.
    Built-in types keep what was understood; catalogue types become ids, by value, synonym or id.
    """
    if slot_type.startswith("AMAZON."):
        return Slot(heard, understood)
    catalogue = VALUES.get(locale, {}).get(slot_type, {})
    for words in (heard, understood or ""):
        ids = catalogue.get(words.casefold().strip(), ())
        if len(ids) == 1:
            return Slot(heard, ids[0])
        if ids:
            return Slot(heard, None, tuple(ids))
    known = {each for ids in catalogue.values() for each in ids}
    return Slot(heard, understood if understood in known else None)
