"""CloudFormation's door: brings the demo patients with the stack."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.patients.events import demo
from frontdesk.settings import read

logs.set_up()
handler = demo.build(read(), Clients(config=DILIGENCE)).handle
