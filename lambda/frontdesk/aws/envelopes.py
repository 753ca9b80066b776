"""Envelope encryption: a data key of KMS for each owner, AES-256-GCM with it here.

KMS binds a data key to its owner by the encryption context: for another it stays wrapped. What is sealed is
bound to a text beside it (its place), so that no sealed thing can stand for another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from frontdesk.aws.clients import AwsError, Clients
from frontdesk.errors import TryAgain

NONCE = 12  # bytes, as NIST SP 800-38D wants it; a data key seals two things at most


class Unopenable(Exception):
    """This is not what was sealed there, or not with that key."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """wrapped: what may be kept. plain: what may not."""

    wrapped: bytes
    plain: bytes = field(repr=False)

    def seal(self, text: bytes, place: str) -> bytes:
        """The text, sealed for one place."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.plain).encrypt(nonce, text, place.encode())

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """The text that was sealed for a place. Raises Unopenable."""
        try:
            return AESGCM(self.plain).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except InvalidTag:
            raise Unopenable from None


@dataclass(frozen=True, slots=True)
class Envelopes:
    """key_id: the KMS key that wraps. context: the name under which owners are in the encryption context."""

    clients: Clients
    key_id: str
    context: str

    def new(self, owner: str) -> DataKey:
        """A new data key of an owner's. Raises TryAgain."""
        try:
            made = self.clients.kms.generate_data_key(
                KeyId=self.key_id, KeySpec="AES_256", EncryptionContext={self.context: owner}
            )
        except AwsError as error:
            raise TryAgain from error
        return DataKey(made["CiphertextBlob"], made["Plaintext"])

    def open(self, owner: str, wrapped: bytes) -> DataKey:
        """An owner's data key. Raises TryAgain."""
        try:
            opened = self.clients.kms.decrypt(
                KeyId=self.key_id, CiphertextBlob=wrapped, EncryptionContext={self.context: owner}
            )
        except AwsError as error:
            raise TryAgain from error
        return DataKey(wrapped, opened["Plaintext"])
