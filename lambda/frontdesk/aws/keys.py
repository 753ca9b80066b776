"""Secrets that nobody keeps: each is the MAC of a fixed text under the desk's key, which never leaves KMS.

One KMS key (HMAC_256), one permission (kms:GenerateMac) and nothing to rotate by hand or to leak from an
environment. Another purpose is another text.
"""

from __future__ import annotations

from functools import cached_property

from frontdesk.aws.clients import AwsError, Clients
from frontdesk.errors import TryAgain


class Keys:
    """key_id: the KMS key's id or ARN. Everything raises TryAgain where KMS does not answer."""

    def __init__(self, clients: Clients, key_id: str) -> None:
        self._clients, self._key_id = clients, key_id

    @cached_property
    def session(self) -> bytes:
        """Seals session memory; 32 bytes, asked for once."""
        return self._mac(b"frontdesk/session/v1")

    @cached_property
    def caller(self) -> bytes:
        """Signs caller tokens, between the web gateway and the Lex channel; 32 bytes, asked for once."""
        return self._mac(b"frontdesk/caller/v1")

    @cached_property
    def device(self) -> bytes:
        """What the keys of trucks' devices come from; 32 bytes, asked for once."""
        return self._mac(b"frontdesk/device/v1")

    @cached_property
    def ticket(self) -> bytes:
        """Signs tickets and the links to them; 32 bytes, asked for once."""
        return self._mac(b"frontdesk/ticket/v1")

    def pepper(self, digest: bytes) -> bytes:
        """A PIN's slow hash under the key; a call to KMS each time, so that a guess always costs one."""
        return self._mac(b"frontdesk/pin/v1" + digest)

    def person(self, number: str) -> bytes:
        """What stands for a personal number; a call to KMS each time, as many as there are to be tried."""
        return self._mac(b"frontdesk/person/v1" + number.encode())

    def audit(self, digest: str) -> bytes:
        """What proves that an entry of an audit trail is the desk's, by its digest."""
        return self._mac(b"frontdesk/audit/v1" + digest.encode())

    def _mac(self, message: bytes) -> bytes:
        try:
            answer = self._clients.kms.generate_mac(
                KeyId=self._key_id, MacAlgorithm="HMAC_SHA_256", Message=message
            )
        except AwsError as error:
            raise TryAgain from error
        return answer["Mac"]
