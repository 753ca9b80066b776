"""CloudFormation's door: brings the demo people and files with the stack, and takes them away with it."""

from typing import Any

from frontdesk import app
from frontdesk.aws import custom_resource
from frontdesk.demo import Demo
from frontdesk.domains import accounts

with app.starting():
    _tools = app.tools()


def handler(event: dict[str, Any], context: custom_resource.Remaining) -> None:
    """Create and Update bring everything, Delete takes it away; each is answered, failures too."""
    clients, settings = _tools.clients, _tools.settings
    demo = Demo(
        accounts.build(_tools),
        clients.s3,
        settings["SCHOOL_BUCKET"],
        clients.cognito_idp,
        settings["USER_POOL_ID"],
        made={name: settings[name] for name in ("PATIENT_MAYA", "PATIENT_OMAR")},
    )
    work = {"Create": demo.bring, "Update": demo.bring, "Delete": demo.take_away}
    custom_resource.handle(event, context, work)
