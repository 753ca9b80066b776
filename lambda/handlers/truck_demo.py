"""CloudFormation's door: brings the demo fleet with the stack, and takes it away with it."""

from frontdesk import app
from frontdesk.domains.trucks import demo

with app.starting():
    handler = demo.build(app.tools()).handle
