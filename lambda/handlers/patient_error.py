"""The door of the checkout topic's dead letters: a checkout is delayed, and somebody is told."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.patients.events import undelivered
from frontdesk.settings import read

logs.set_up()
handler = undelivered.handler(read(), Clients(config=DILIGENCE))
