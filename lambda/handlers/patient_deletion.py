"""The privacy office's door: a patient is deleted on request, and the proof is given."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.patients.events import deletion
from frontdesk.settings import read

logs.set_up()
handler = deletion.handler(read(), Clients(config=DILIGENCE))
