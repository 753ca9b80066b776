"""S3's door: a file of events has come, and what is in it can be booked."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.tickets.catalogue import intake
from frontdesk.settings import read

logs.set_up()
handler = intake.handler(read(), Clients(config=DILIGENCE))
