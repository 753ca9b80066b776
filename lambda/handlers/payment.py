"""The payment queue's door: bookings are charged, refunded and released."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.tickets import paying
from frontdesk.settings import read

logs.set_up()
handler = paying.handler(read(), Clients(config=DILIGENCE))
