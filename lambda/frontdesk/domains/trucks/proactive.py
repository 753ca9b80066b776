"""Alexa's Proactive Events API: a notification on somebody's device, without their asking.

Login with Amazon exchanges the skill's client id and secret for a token of an hour; the event then goes to
one user (developer.amazon.com, "Proactive Events API"). Its schema is AMAZON.MessageAlert.Activated, the one
for "somebody has news for you".
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from frontdesk.errors import Rejected, TryAgain

SCOPE = "alexa::proactive_events"
TIMEOUT = 5  # seconds a request
# A notification of an arrival is worth nothing after a day; Alexa takes 5 minutes to 24 hours.
EXPIRES = 86_400 - 60
# A token is renewed so long before its hour is over, in seconds.
EARLY = 60


@dataclass
class ProactiveEvents:
    """credentials: gives the client's id and secret. now: the time, in epoch seconds."""

    token_url: str
    events_url: str
    credentials: Callable[[], tuple[str, str]]
    now: Callable[[], int]
    _token: str = ""
    _until: int = field(default=0)

    def notify(self, user: str, reference: str, locale: str, creator: str) -> None:
        """Tell one user that `creator` has news.

        reference: the same for the same event: Alexa delivers it once. Raises TryAgain where Alexa does not
        answer or is busy; Rejected where it refuses (the user has not allowed notifications, say).
        """
        body = json.dumps(self._event(user, reference, locale, creator)).encode()
        for attempt in (1, 2):
            request = urllib.request.Request(
                self.events_url,
                body,
                {"Authorization": f"Bearer {self._bearer()}", "Content-Type": "application/json"},
            )
            try:
                self._send(request)
                return
            except _Refused as refused:
                if refused.status != 401 or attempt == 2:
                    raise Rejected(f"Alexa refused the event: {refused.status}") from None
                self._until = 0  # the token was taken back before its time

    def _event(self, user: str, reference: str, locale: str, creator: str) -> dict[str, Any]:
        now = self.now()
        return {
            "timestamp": _iso(now),
            "referenceId": reference,
            "expiryTime": _iso(now + EXPIRES),
            "event": {
                "name": "AMAZON.MessageAlert.Activated",
                "payload": {
                    "state": {"status": "UNREAD", "freshness": "NEW"},
                    "messageGroup": {"creator": {"name": creator}, "count": 1, "urgency": "URGENT"},
                },
            },
            "localizedAttributes": [{"locale": locale}],
            "relevantAudience": {"type": "Unicast", "payload": {"user": user}},
        }

    def _bearer(self) -> str:
        if self.now() >= self._until:
            client, secret = self.credentials()
            form = {
                "grant_type": "client_credentials",
                "client_id": client,
                "client_secret": secret,
                "scope": SCOPE,
            }
            try:
                answer = json.loads(
                    self._send(
                        urllib.request.Request(
                            self.token_url,
                            urllib.parse.urlencode(form).encode(),
                            {"Content-Type": "application/x-www-form-urlencoded"},
                        )
                    )
                )
            except _Refused as refused:
                raise Rejected(f"Login with Amazon refused the client: {refused.status}") from None
            self._token = answer["access_token"]
            self._until = self.now() + int(answer["expires_in"]) - EARLY
        return self._token

    @staticmethod
    def _send(request: urllib.request.Request) -> bytes:
        """The answer's body. Raises _Refused for a 4xx, TryAgain for what may pass."""
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # nosec B310
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 429 or error.code >= 500:
                raise TryAgain(f"Amazon answered {error.code}") from None
            raise _Refused(error.code) from None
        except (urllib.error.URLError, OSError) as error:
            raise TryAgain("Amazon did not answer") from error


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def credentials_in(secret: str) -> tuple[str, str]:
    """The id and the secret in the text {"client_id": …, "client_secret": …}. Raises Rejected."""
    try:
        parsed: Mapping[str, str] = json.loads(secret)
        return parsed["client_id"], parsed["client_secret"]
    except (ValueError, LookupError, TypeError):
        raise Rejected("the secret has no client_id and client_secret") from None
