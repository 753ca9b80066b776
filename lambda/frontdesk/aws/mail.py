"""E-mail, by SES."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontdesk.aws.clients import AwsError, error_code
from frontdesk.errors import Rejected, TryAgain

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

# What SES will not send however often it is asked to.
_REFUSED = frozenset({"MessageRejected", "BadRequestException"})


@dataclass(frozen=True, slots=True)
class Mail:
    """SES in this region; the sender's address must be verified there."""

    ses: SESV2Client

    def send(self, letter: bytes, sender: str, receiver: str) -> None:
        """Send a letter (MIME). Raises TryAgain, or Rejected where SES refuses it."""
        try:
            self.ses.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [receiver]},
                Content={"Raw": {"Data": letter}},
            )
        except AwsError as error:
            if error_code(error) in _REFUSED:
                raise Rejected("mail_refused") from error
            raise TryAgain from error
