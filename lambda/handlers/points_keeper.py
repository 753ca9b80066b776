"""The door for news of tickets: what they earn, what is given back, and points that are wanted for one."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.customers import events
from frontdesk.settings import read

logs.set_up()
handler = events.handler(read(), Clients(config=DILIGENCE))
