"""The checkout queue's door: each visit gets its bill, once."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.patients.events import bill
from frontdesk.settings import read

logs.set_up()
handler = bill.handler(read(), Clients(config=DILIGENCE))
