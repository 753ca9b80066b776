"""The HTTP door: positions from a device."""

from frontdesk.aws import logs
from frontdesk.aws.clients import Clients
from frontdesk.domains.trucks import door
from frontdesk.settings import read

logs.set_up()
handler = door.build(read(), Clients()).handle
