"""What is on in the tests' conversations: a programme of Springfield, and what two people have booked."""

from __future__ import annotations

from frontdesk.app import Tools
from frontdesk.aws.items import to_item
from frontdesk.domains import tickets
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking, Event, Shard
from frontdesk.domains.tickets.service import Tickets


def event(number: str, name: str, kind: str, place: str, starts: str, cents: int, seats: int = 100) -> Event:
    """An event in Springfield, sold by its house."""
    return Event(
        id=number,
        name=name,
        kind=kind,
        place=place,
        city="Springfield",
        starts=f"2027-{starts}-05:00",
        cents=cents,
        seller=place,
        capacity=seats,
        version="1",
    )


MACBETH = event("mac-fri", "Macbeth", "play", "the Old Playhouse", "01-15T19:30:00", 2500)
MACBETH_SATURDAY = event("mac-sat", "Macbeth", "play", "the Old Playhouse", "01-16T19:30:00", 2500)
BRUNCH = event("brunch", "Jazz Brunch", "concert", "the Blue Room", "01-17T11:00:00", 1800)
NUTCRACKER = event("nut-1", "The Nutcracker", "ballet", "the Opera House", "01-21T15:00:00", 3000, 0)
ROCK = event("rock", "Rock 'n' Roll & Friends", "concert", "City Arena", "01-22T20:00:00", 6000)
HAMLET = event("hamlet", "Hamlet", "play", "the Old Playhouse", "01-23T19:30:00", 2500)
NUTCRACKER_AGAIN = event("nut-2", "The Nutcracker", "ballet", "the Opera House", "01-24T15:00:00", 3000)
CARMEN = event("carmen", "Carmen", "opera", "the Opera House", "02-06T19:00:00", 4000, 3)
PROGRAMME = (MACBETH, MACBETH_SATURDAY, BRUNCH, NUTCRACKER, ROCK, HAMLET, NUTCRACKER_AGAIN, CARMEN)


def put(tools: Tools, event: Event) -> None:
    """Bring an event and its seats into the table."""
    for row in (rows.event_row(event), rows.shard_row(event.id, Shard("00", event.capacity))):
        tools.clients.dynamodb.put_item(TableName=tools.settings["TICKETS_TABLE"], Item=to_item(row))


def price(tools: Tools, event: Event) -> None:
    """Bring an event anew, as a file with another price does: its seats stay as they are."""
    row = to_item(rows.event_row(event))
    tools.clients.dynamodb.put_item(TableName=tools.settings["TICKETS_TABLE"], Item=row)


def booked(service: Tickets, account: str, event: Event, quantity: int, *states: State) -> Booking:
    """A booking that has come through these states."""
    booking = service.order(account, "", f"{account}-{event.id}", event, quantity)
    for state in states:
        booking = service.store.change(booking, state, service.now())
    return booking


def populate(tools: Tools) -> None:
    """The programme; dana has tickets for Hamlet and for the rock concert, omar is paying for Macbeth."""
    service = tickets.build(tools)
    for each in PROGRAMME:
        put(tools, each)
    paid = (State.CHARGING, State.PAID, State.CONFIRMED)
    booked(service, "dana", HAMLET, 2, *paid)
    booked(service, "dana", ROCK, 1, *paid)
    booked(service, "omar", MACBETH, 2, State.CHARGING)
