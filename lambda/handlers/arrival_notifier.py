"""The notifier's door: what the Trucks table's stream says has come true."""

from frontdesk import app
from frontdesk.domains.trucks import alerts

with app.starting():
    handler = alerts.build(app.tools()).handle
