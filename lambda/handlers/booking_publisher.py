"""The outbox's door: what the Tickets table's stream says must be told."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.tickets import publisher
from frontdesk.settings import read

logs.set_up()
handler = publisher.handler(read(), Clients(config=DILIGENCE))
