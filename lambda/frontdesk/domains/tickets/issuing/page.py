"""What its owner sees of a booking: a page to be opened, printed or shown at the door, and an e-mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path

from frontdesk.conversation.phrases import Money, Phrases, Word
from frontdesk.domains.tickets.holders import Ticket
from frontdesk.domains.tickets.issuing import codes
from frontdesk.domains.tickets.model import Booking, Event

# The subject and the text of each letter.
MAIL = ("tickets.mail_subject", "tickets.mail_body")
BILL = ("tickets.mail_pay_subject", "tickets.mail_pay_body")

_TEMPLATE = Path(__file__).with_name("page.html").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Issued:
    """A booking with what it is for. payloads: by the tickets, in their order."""

    booking: Booking
    event: Event
    tickets: Sequence[Ticket]
    payloads: Sequence[str]


@dataclass(frozen=True, slots=True)
class Writer:
    """locale: the one that the organisation's guests read."""

    phrases: Phrases
    locale: str

    def page(self, issued: Issued) -> str:
        """The page as HTML, complete in itself: no name and no price on it, since it is shown around."""
        count = len(issued.tickets)
        facts = {
            "tickets.page_when": self._say("tickets.page_starts", **_when(issued.event)),
            "tickets.page_where": self._say("tickets.page_at", **_where(issued.event)),
            "tickets.page_seller": issued.event.seller,
            "tickets.page_booking": issued.booking.id,
        }
        return _TEMPLATE.format(
            lang=escape(self.locale),
            title=escape(issued.event.name),
            what=self._html("tickets.page_admits", count=count),
            facts="".join(
                f"<dt>{self._html(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items()
            ),
            tickets="\n".join(map(self._ticket, issued.tickets, issued.payloads)),
            door=self._html("tickets.page_door"),
        )

    def mail(self, issued: Issued, link: str, sender: str, receiver: str) -> bytes:
        """The e-mail with tickets, their codes attached: MIME. link: the page's. Raises ValueError for an
        address that no header can hold."""
        letter = self._letter(issued.booking, issued.event, MAIL, link=link)
        letter["From"], letter["To"] = sender, receiver
        for ticket, payload in zip(issued.tickets, issued.payloads, strict=True):
            name = f"ticket-{ticket.number}-{ticket.serial}.png"
            letter.add_attachment(codes.png(payload), "image", "png", filename=name)
        return letter.as_bytes()

    def bill(self, booking: Booking, event: Event, sender: str, receiver: str) -> bytes:
        """The e-mail to whoever has no saved payment method: where to pay. As `mail` otherwise."""
        until = datetime.fromtimestamp(booking.expires_at, event.start.tzinfo)
        words: dict[str, Word] = {"link": booking.link, "total": Money(booking.total), "until": until}
        letter = self._letter(booking, event, BILL, **words)
        letter["From"], letter["To"] = sender, receiver
        return letter.as_bytes()

    def _letter(self, booking: Booking, event: Event, keys: tuple[str, str], **more: Word) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        words: dict[str, Word] = {"event": event.name, **_when(event), **_where(event), **more}
        letter["Subject"] = self._say(keys[0], **words)
        told: dict[str, Word] = {"count": booking.quantity, "booking": booking.id, "seller": event.seller}
        letter.set_content(self._say(keys[1], **told, **words))
        return letter

    def _ticket(self, ticket: Ticket, payload: str) -> str:
        number = self._html("tickets.page_ticket", number=ticket.number)
        serial = f"<p><code>{escape(ticket.serial)}</code></p>"
        return f"<section><h2>{number}</h2>{codes.svg(payload)}{serial}</section>"

    def _html(self, key: str, **words: Word) -> str:
        return escape(self._say(key, **words))

    def _say(self, key: str, **words: Word) -> str:
        return self.phrases.say(self.locale, key, words)


def _when(event: Event) -> Mapping[str, Word]:
    return {"day": event.day, "time": event.start}


def _where(event: Event) -> Mapping[str, Word]:
    return {"place": event.place, "city": event.city}
