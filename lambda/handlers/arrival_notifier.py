"""The notifier's door: what the Trucks table's stream says has come true."""

from frontdesk.aws import logs
from frontdesk.aws.clients import DILIGENCE, Clients
from frontdesk.domains.trucks import alerts
from frontdesk.settings import read

logs.set_up()
handler = alerts.build(read(), Clients(config=DILIGENCE)).handle
