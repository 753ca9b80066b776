"""CloudFormation's door: brings the demo customers with the stack, and takes them away with it."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.customers import demo
from frontdesk.settings import read

logs.set_up()
handler = demo.build(read(), Clients(config=DILIGENCE)).handle
