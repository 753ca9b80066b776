"""The HTTP door: events, bookings, tickets; whoever asks, waits."""

from frontdesk.aws import logs
from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.door import api
from frontdesk.settings import read

logs.set_up()
handler = api.handler(read(), Clients())
