"""The HTTP door: positions from a device."""

from frontdesk import app
from frontdesk.domains.trucks import door

with app.starting():
    handler = door.build(app.tools()).handle
