"""S3's door: discharges have come, and every record goes into the vault."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.patients.events import checkout
from frontdesk.settings import read

logs.set_up()
handler = checkout.handler(read(), Clients(config=DILIGENCE))
