"""The demo people, as each channel knows them. Their accounts and PINs come with the demo data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to the desk on this machine. stranger: nobody has linked them."""

    name: str
    stranger: bool = False

    @property
    def alexa_user(self) -> str:
        """The user id that Amazon's cloud vouches for."""
        return f"amzn1.ask.account.DEMO-{self.name.upper()}"

    @property
    def lex_subject(self) -> str:
        """The subject of the token that the web gateway signs."""
        return f"demo-{self.name}"


_LINKED = (Person("maya"), Person("omar"), Person("dana"))
PEOPLE = {person.name: person for person in (*_LINKED, Person("guest", stranger=True))}
