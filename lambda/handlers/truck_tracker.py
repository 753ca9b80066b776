"""The tracker's door: positions from the stream, or from whoever invokes it asynchronously."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.trucks import events
from frontdesk.settings import read

logs.set_up()
handler = events.build(read(), Clients(config=DILIGENCE)).handle
