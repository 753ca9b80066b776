"""The chunk queue's door: rows are validated, graded and written."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.grades.events import calculate
from frontdesk.settings import read

logs.set_up()
handler = calculate.handler(read(), Clients(config=DILIGENCE))
