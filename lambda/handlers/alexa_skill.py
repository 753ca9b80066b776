"""Alexa's door: what a person says to the skill."""

from frontdesk import app
from frontdesk.channels import alexa
from frontdesk.channels.alexa_envelope import sample

with app.starting():
    _tools = app.tools()
    _desk = app.desk(_tools)
    handler = alexa.handler(_desk, _tools.settings["SKILL_ID"])
    app.warm_up(_desk)
    handler(sample(_tools.settings["SKILL_ID"]), None)
