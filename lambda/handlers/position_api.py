"""The HTTP door: positions from a device with its key, or from whoever has signed in."""

from frontdesk import app
from frontdesk.domains import accounts, trucks
from frontdesk.domains.trucks import door

with app.starting():
    _tools = app.tools()
    handler = door.build(_tools, trucks.build(_tools), accounts.build(_tools).find).handle
