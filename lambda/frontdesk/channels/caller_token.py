"""A caller's name, vouched for: what the web gateway tells the Lex channel about somebody who has signed in.

Lex itself knows nothing about who is typing: session ids, session attributes and request attributes are all
the client's. So the gateway, which has checked the sign-in, signs the person's subject with a key that only
it and the bot's function can derive.
"""

from __future__ import annotations

import base64
import hmac
import json


def sign(key: bytes, subject: str, expires: int) -> str:
    """A token for a subject, good until `expires` (epoch seconds)."""
    claims = base64.urlsafe_b64encode(json.dumps([subject, expires]).encode()).decode()
    return f"{claims}.{_mac(key, claims)}"


def verify(key: bytes, token: object, now: int) -> str:
    """The subject of a token; "" for anything that this key did not sign or whose time is over."""
    if not isinstance(token, str) or len(token) > 1_024:
        return ""
    claims, _, mac = token.partition(".")
    if not hmac.compare_digest(_mac(key, claims).encode(), mac.encode("utf-8", "replace")):
        return ""
    subject, expires = json.loads(base64.urlsafe_b64decode(claims))
    return str(subject) if now < int(expires) else ""


def _mac(key: bytes, claims: str) -> str:
    return hmac.digest(key, claims.encode("utf-8", "replace"), "sha256").hex()
