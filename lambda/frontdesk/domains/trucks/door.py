"""The HTTP door for positions: POST /trucks/{id}/positions with one position or a list of up to 500.

Who may: the holder of the truck's device key, in the header X-Device-Key; and, at the API that checks tokens,
a person for trucks of theirs and another system of the organisation for any. What is well-formed goes onto
the stream, under the truck, and is answered with 202; what is not, with a problem (RFC 9457) that names each
mistake and takes nothing.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError
from frontdesk.aws.http_api import Answer, Event, Problem, Request, answer, answering
from frontdesk.conversation.turn import Account
from frontdesk.domains.trucks.model import read_fix
from frontdesk.domains.trucks.service import USER, Trucks
from frontdesk.errors import NotFound, Rejected, TryAgain

if TYPE_CHECKING:
    from types_boto3_kinesis import KinesisClient

    from frontdesk.app import Tools


# PutRecords takes 500 records; a position of every known field takes some 250 bytes.
MOST, LONGEST = 500, 500_000
FIELDS = frozenset(
    {"truckId", "latitude", "longitude", "recordedAt", "speed", "heading", "accuracy", "sequence"}
)
TRIES = 3
SHOWN = 20  # mistakes that an answer lists


def device_key(secret: bytes, truck: str) -> str:
    """The key of a truck's device: whoever holds it may say where this truck is, and no other."""
    mac = hmac.digest(secret, f"truck\n{truck}".encode(), "sha256")
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Door:
    """stream: its name. secret: gives what device keys come from. now: the time, in epoch seconds.
    owns: whether who has signed in by this name may speak for a truck."""

    kinesis: KinesisClient
    stream: str
    secret: Callable[[], bytes]
    now: Callable[[], int]
    owns: Callable[[str, str], bool]

    def handle(self, event: Event, context: object) -> Answer:
        """An HTTP API's event (payload 2.0) in, its answer out. It never raises."""
        return answering(self._take)(event, context)

    def _take(self, request: Request) -> Answer:
        truck = request.path("id")
        if request.claims:
            self._admit_signed_in(truck, request.claims)
        else:
            self._admit_device(truck, request.headers)
        positions = self._positions(truck, request.json(LONGEST))
        self._put(truck, positions)
        return answer(HTTPStatus.ACCEPTED, {"accepted": len(positions)})

    def _admit_signed_in(self, truck: str, claims: Mapping[str, str]) -> None:
        """The API has checked the token and its scope. A system has no user's name: its word is the
        organisation's. Of a person somebody else's truck and no truck are one answer."""
        user = claims.get("username", "")
        if user and not self.owns(user, truck):
            raise NotFound

    def _admit_device(self, truck: str, headers: Mapping[str, str]) -> None:
        """One answer for a wrong key and for an unknown truck: nobody can find out which trucks there are."""
        held = headers.get("x-device-key", "").encode()
        if not held or not hmac.compare_digest(held, device_key(self.secret(), truck).encode()):
            raise Problem(HTTPStatus.UNAUTHORIZED, "X-Device-Key must be this truck's device key.")

    def _positions(self, truck: str, body: Any) -> list[dict[str, Any]]:
        """The positions, each of this truck. Raises Problem with every mistake."""
        batch = body if isinstance(body, list) else [body]
        if not 0 < len(batch) <= MOST:
            raise Problem(HTTPStatus.BAD_REQUEST, f"Send one position, or a list of 1 to {MOST}.")
        mistakes = []
        for index, position in enumerate(batch):
            try:
                if not isinstance(position, dict):
                    raise Rejected("not an object")
                if not position.keys() <= FIELDS:
                    raise Rejected("has fields that a position has not")
                if str(position.setdefault("truckId", truck)) != truck:
                    raise Rejected("truckId is not the one of the path")
                read_fix(position, self.now())
            except Rejected as error:
                mistakes.append({"index": index, "reason": error.reason})
        if mistakes:
            detail = f"{len(mistakes)} of {len(batch)} positions are wrong; none was taken."
            raise Problem(HTTPStatus.BAD_REQUEST, detail, mistakes[:SHOWN])
        return batch

    def _put(self, truck: str, positions: Sequence[Mapping[str, Any]]) -> None:
        """Put positions onto the stream. Raises TryAgain where some could not be: all may be sent again."""
        left = [{"Data": json.dumps(each).encode(), "PartitionKey": truck} for each in positions]
        for _ in range(TRIES):
            try:
                taken = self.kinesis.put_records(StreamName=self.stream, Records=left)  # type: ignore[arg-type]
            except AwsError as error:
                raise TryAgain("the stream did not answer") from error
            failed = [bool(record.get("ErrorCode")) for record in taken["Records"]]
            left = [record for record, missing in zip(left, failed, strict=True) if missing]
            if not left:
                return
        raise TryAgain("the stream is busy")


def build(tools: Tools, trucks: Trucks, find: Callable[[str], Account | None]) -> Door:
    """The door. find: the account of a caller's key, None for a stranger."""

    def owns(user: str, truck: str) -> bool:
        account = find(USER + user)
        return account is not None and trucks.of_id(account, truck) is not None

    stream = tools.settings["POSITION_STREAM"]
    return Door(tools.clients.kinesis, stream, lambda: tools.keys.device, tools.now, owns)
