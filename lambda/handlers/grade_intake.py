"""S3's door: a file of scores has come, and its chunks are planned."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.grades.events import intake
from frontdesk.settings import read

logs.set_up()
handler = intake.handler(read(), Clients(config=DILIGENCE))
