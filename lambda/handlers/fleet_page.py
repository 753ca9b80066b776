"""The fleet page: a shell that signs in, and the map for who has signed in."""

from frontdesk import app
from frontdesk.domains import accounts, trucks
from frontdesk.domains.trucks import fleet

with app.starting():
    _tools = app.tools()
    handler = fleet.build(_tools.settings, trucks.build(_tools), accounts.build(_tools).find).handle
