"""CloudFormation's door: brings the demo fleet with the stack, and takes it away with it."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.trucks import demo
from frontdesk.settings import read

logs.set_up()
handler = demo.build(read(), Clients(config=DILIGENCE)).handle
