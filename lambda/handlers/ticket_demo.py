"""CloudFormation's door: brings the demo's programme with the stack, and takes it away with it."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.tickets.catalogue import demo
from frontdesk.settings import read

logs.set_up()
handler = demo.build(read(), Clients(config=DILIGENCE)).handle
