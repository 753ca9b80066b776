"""Lex's door: the bot's code hook, for what a person types."""

from frontdesk import app
from frontdesk.channels import lex

with app.starting():
    _desk = app.desk(app.tools())
    handler = lex.handler(_desk)
    app.warm_up(_desk)
