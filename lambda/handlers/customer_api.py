"""The HTTP door of customers and their points: domains/customers/api/openapi.json says what it answers."""

from frontdesk.aws import logs
from frontdesk.aws.clients import Clients
from frontdesk.domains.customers import api
from frontdesk.settings import read

logs.set_up()
handler = api.build(read(), Clients())
