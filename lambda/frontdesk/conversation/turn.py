"""What a person said, and what the desk answers: the only words that channels and domains share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from frontdesk.conversation.phrases import Word


class Confirmation(Enum):
    """What the person said to the last yes-or-no question about this intent; or, whatever was asked, that
    they want no more of it."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as the channel understood it.

    heard: the person's own words.
    value: the id of a catalogue value, or a built-in type's text ("2", "2026-12-04", "second");
        None where the words match nothing that the type knows, or several things.
    choices: the ids of all matches where there were several, best first; else empty.
    """

    heard: str
    value: str | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A person whom the organisation knows.

    links: for each domain, the ids of what is theirs there ({"grades": ("1042",)}).
    roles: what else they may do ("dispatcher").
    """

    id: str
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: tuple[str, ...] = ()

    def linked(self, domain: str) -> tuple[str, ...]:
        """The ids that this person may ask about in a domain; empty where there are none."""
        return self.links.get(domain, ())


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is speaking. `key` comes from what the channel vouches for, never from what a client may set;
    it is empty for a stranger. `account` is filled in by the gate."""

    key: str = ""
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody asked: enough to answer it again, with ids and plain values only.

    waits_for: what the desk is waiting for: a slot as "Intent.slot" (the intent may be another, as
        "VerifyPin.pin"), CONFIRMATION, RETRY (a yes asks it again), or "" where it was answered.
    """

    CONFIRMATION: ClassVar[str] = "?"
    RETRY: ClassVar[str] = "!"

    intent: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What one session remembers; small, sealed by the channel, and without a personal word.

    account, account_until: who was found at the first question, and the epoch second when to look again.
    pin_until: the epoch second until which the PIN need not be asked for again.
    pin_misses: wrong PINs in this session (the account has its own count).
    question: the last question, for Repeat, for Help in mid-dialogue and for after the PIN.
    about: by domain, the id of what was spoken of last: what "it" means.
    """

    account: Account | None = None
    account_until: int = 0
    pin_until: int = 0
    pin_misses: int = 0
    question: Question | None = None
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a person said, in the words of no channel.

    id: unique for the request, the same when the channel delivers it twice.
    channel: "alexa", "lex" or "core". locale: "en-US". intent: a name of `intents.INTENTS`, or "Launch".
    """

    id: str
    channel: str
    locale: str
    intent: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    confirmation: Confirmation = Confirmation.NONE
    caller: Caller = field(default_factory=Caller)
    memory: Memory = field(default_factory=Memory)

    def slot(self, name: str) -> Slot | None:
        """The slot if the person filled it."""
        return self.slots.get(name)

    def value(self, name: str) -> str | None:
        """The resolved value of a slot; None where it is empty or matched nothing."""
        slot = self.slots.get(name)
        return slot.value if slot else None

    @property
    def account(self) -> Account:
        """The caller's account, for intents that the gate guards.

        Raises LookupError when the intent's `asks` is `anyone` and nobody was looked up.
        """
        if self.caller.account is None:
            raise LookupError("this intent is open to strangers: there is no account")
        return self.caller.account


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for a slot. `choices` are phrases or values to offer as buttons where the channel has them."""

    slot: str
    choices: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirm:
    """Ask for yes or no; the same intent comes back with its confirmation set."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Keep listening, for anything."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with the question that was waiting for this; keep listening where there was none."""


@dataclass(frozen=True, slots=True)
class End:
    """The conversation is over."""


type Then = Ask | Confirm | Listen | Resume | End


@dataclass(frozen=True, slots=True)
class Card:
    """What a screen shows beside the speech: two phrase keys and their words."""

    title: str
    text: str
    words: Mapping[str, Word] = field(default_factory=dict)
    image: str = ""
    links_account: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk says and what it does next.

    intent and slots name another dialogue than the turn's own where the reply goes on with that one
    (the gate asks for a PIN; afterwards the question that was asked is answered).
    memory: what the session shall remember from here; None leaves it as it is.
    """

    phrase: str
    words: Mapping[str, Word] = field(default_factory=dict)
    then: Then = field(default_factory=End)
    card: Card | None = None
    intent: str | None = None
    slots: Mapping[str, Slot] | None = None
    memory: Memory | None = None
