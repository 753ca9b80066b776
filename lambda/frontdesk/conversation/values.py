"""From what a channel understood to a slot's value: Alexa gives ids, Lex gives names, the desk wants ids."""

from __future__ import annotations

from datetime import date

from frontdesk.conversation.intents import VALUES
from frontdesk.conversation.turn import Slot

# What Lex gives one day of, by language: the word for it, and the format in which Alexa writes all of it.
_PERIODS = {
    "en": {"weekend": "%G-W%V-WE", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
    | dict.fromkeys(["january", "february", "march", "april", "may", "june", "july"], "%Y-%m")
    | dict.fromkeys(["august", "september", "october", "november", "december"], "%Y-%m")
    | {"spring": "%Y-SP", "summer": "%Y-SU", "fall": "%Y-FA", "autumn": "%Y-FA", "winter": "%Y-WI"}
}
# What stands around such a word where no day of it is meant, as one is in "Monday next week".
_AROUND = {
    "en": frozenset({"the", "this", "next", "coming", "current", "last", "of", "after", "in", "on"})
    | {"all", "over", "during", "rest"}
}


def canonical(intent_name: str) -> str:
    """An intent's own name: "Help" for Alexa's "AMAZON.HelpIntent" and for the bot's "HelpIntent"."""
    return intent_name.removeprefix("AMAZON.").removesuffix("Intent")


def resolve(locale: str, slot_type: str, heard: str, understood: str | None) -> Slot:
    """The slot for words of which the channel gave no id.

    heard: the person's words. understood: what the channel made of them, None where it made nothing.
    Built-in types keep what was understood; catalogue types become ids, by value, synonym or id.
    """
    if slot_type == "AMAZON.DATE":
        return Slot(heard, _period(locale[:2], heard, understood))
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


def _period(language: str, heard: str, understood: str | None) -> str | None:
    """The AMAZON.DATE as Alexa gives it: all of what is a week, a weekend, a month or longer."""
    words, periods = heard.casefold().split(), _PERIODS.get(language, {})
    named = [word for word in words if word in periods]
    around = {word for word in words if word not in periods and not word.isdecimal()}
    if (
        not named
        or not around <= _AROUND[language]
        or any(len(word) < 4 for word in words if word.isdecimal())
    ):
        return understood
    try:
        return date.fromisoformat(understood or "").strftime(periods[named[0]])
    except ValueError:
        return understood
