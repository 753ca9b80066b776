"""The Students table stream's door: whose grade was changed is told."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.grades.events import notify
from frontdesk.settings import read

logs.set_up()
handler = notify.handler(read(), Clients(config=DILIGENCE))
