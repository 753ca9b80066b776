"""The tracker's door: positions from the stream, or from whoever invokes it asynchronously."""

from frontdesk import app
from frontdesk.domains.trucks import events

with app.starting():
    handler = events.build(app.tools()).handle
