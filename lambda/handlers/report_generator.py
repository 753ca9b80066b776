"""The door for news of complete files: a class is counted, and its report written."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.grades.events import publish
from frontdesk.settings import read

logs.set_up()
handler = publish.handler(read(), Clients(config=DILIGENCE))
