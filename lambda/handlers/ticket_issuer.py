"""The Tickets table stream's door: what is paid gets its tickets."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.tickets.issuing import events
from frontdesk.settings import read

logs.set_up()
handler = events.build(read(), Clients(config=DILIGENCE)).handle
