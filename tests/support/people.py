"""The demo people, as every conversation in the tests knows them."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.conversation.turn import Account


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to the desk. account: None for a stranger."""

    name: str
    account: Account | None = None
    pin: str = ""

    @property
    def alexa_user(self) -> str:
        return f"amzn1.ask.account.DEMO-{self.name.upper()}"

    @property
    def lex_subject(self) -> str:
        return f"demo-{self.name}"

    @property
    def callers(self) -> tuple[str, ...]:
        return (f"alexa:{self.alexa_user}", f"lex:{self.lex_subject}", f"core:{self.name}")


MAYA_IS = {"grades": ("1042",), "trucks": ("maya",), "customers": ("c-maya",), "patients": ("p-maya",)}
OMAR_IS = {"grades": ("1043",), "customers": ("c-omar",), "patients": ("p-omar",)}
MAYA = Person("maya", Account("maya", MAYA_IS), "2468")
OMAR = Person("omar", Account("omar", OMAR_IS), "1357")
DANA = Person("dana", Account("dana", roles=("dispatcher",)), "9753")
GUEST = Person("guest")
PEOPLE = {person.name: person for person in (MAYA, OMAR, DANA, GUEST)}
