"""Access tokens that no pool would give: expired, unsigned, somebody else's."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def read(token: str) -> dict[str, Any]:
    """A token's claims."""
    middle = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return claims


def unsigned(claims: Mapping[str, Any]) -> str:
    """A token of these claims, alg=none."""
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def signed(claims: Mapping[str, Any], key: rsa.RSAPrivateKey) -> str:
    """A token of these claims, under the name that Cognito would give the key."""
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    name = base64.b64encode(hashlib.sha256(public).digest()).decode()
    text = f"{_part({'alg': 'RS256', 'kid': name})}.{_part(claims)}"
    return f"{text}.{_encoded(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def of_pool(state: Path, pool: str) -> rsa.RSAPrivateKey:
    """The key with which the embedded AWS signs a pool's access tokens."""
    file = state / "aws" / "cognito-pool-keys" / f"{pool}-access.pem"
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def another() -> rsa.RSAPrivateKey:
    """A key that is nobody's."""
    return rsa.generate_private_key(65537, 2048)


def _part(value: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
