"""The schedule's door: bookings that nobody brought on."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.tickets import sweeper
from frontdesk.settings import read

logs.set_up()
handler = sweeper.handler(read(), Clients(config=DILIGENCE))
