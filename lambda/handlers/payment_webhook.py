"""The payment provider's door: what it tells of payments."""

from frontdesk.aws import logs
from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.door import webhook
from frontdesk.settings import read

logs.set_up()
handler = webhook.handler(read(), Clients())
