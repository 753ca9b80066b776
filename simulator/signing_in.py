"""`make token AS=maya`: the access token of somebody who signs in on the web; AS=system: another system's;
AS=door: that of what reads tickets at a hall's door.

A person signs in at the pool's own page, by the code flow with PKCE (RFC 7636); a system with its secret.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from simulator import desk
from simulator.place import ROOT

# Who has a secret of its own → the output with the client's id.
SYSTEM = "system"
SYSTEMS = {SYSTEM: "SystemClientId", "door": "DoorClientId"}
PEOPLE = ROOT / "lambda" / "demo" / "people.json"


class NotSignedIn(Exception):
    """The pool does not know the name with this password, or does not grant the scope."""


def password(name: str, people: Path = PEOPLE) -> str:
    """The password of one of the demo people. Raises NotSignedIn."""
    for person in json.loads(people.read_text()):
        if person["account"] == name:
            return str(person["password"])
    raise NotSignedIn(f"{name} is none of the demo people")


def token(here: desk.Desk, name: str, scope: str = "") -> str:
    """An access token of the desk's user pool. Raises NotSignedIn.

    name: one of the demo people, "system" or "door". scope: separated by spaces; "" for all that are granted.
    """
    return _of_system(here, name, scope) if name in SYSTEMS else of_person(here, name, password(name), scope)


def of_person(here: desk.Desk, name: str, password: str, scope: str = "") -> str:
    """The access token of whoever signs in with name and password. Raises NotSignedIn."""
    client = _client(here, "UserPoolClientId")
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": client["ClientId"],
        "redirect_uri": client["CallbackURLs"][0],
        "response_type": "code",
        "scope": scope or " ".join(client["AllowedOAuthScopes"]),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    _, headers, _ = _post(here, "/login", {**asked, "username": name, "password": password})
    code = parse_qs(urlsplit(headers.get("location", "")).query).get("code")
    if not code:
        raise NotSignedIn(f"{name} cannot sign in with this password")
    wanted = ("client_id", "redirect_uri")
    grant = {"grant_type": "authorization_code", "code": code[0], "code_verifier": verifier}
    return _granted(here, grant | {each: asked[each] for each in wanted}, {})


def _of_system(here: desk.Desk, name: str, scope: str) -> str:
    client = _client(here, SYSTEMS[name])
    basic = base64.b64encode(f"{client['ClientId']}:{client['ClientSecret']}".encode()).decode()
    grant = {"grant_type": "client_credentials", "scope": scope or " ".join(client["AllowedOAuthScopes"])}
    return _granted(here, grant, {"Authorization": f"Basic {basic}"})


def _client(here: desk.Desk, output: str) -> dict[str, Any]:
    pool, client = here.outputs["UserPoolId"], here.outputs[output]
    cognito = here.client("cognito-idp")
    described = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]
    found: dict[str, Any] = described
    return found


def _granted(here: desk.Desk, grant: Mapping[str, str], headers: Mapping[str, str]) -> str:
    status, _, body = _post(here, "/oauth2/token", grant, headers)
    if status != 200:
        raise NotSignedIn(body.decode())
    return str(json.loads(body)["access_token"])


def _post(
    here: desk.Desk, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """A form to the pool's pages: status, headers by lower-case name, body. A redirection is not followed."""
    connection = http.client.HTTPConnection(urlsplit(here.aws_url).netloc, timeout=30)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        connection.request("POST", path, urlencode(form), kind)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, named, answer.read()
    finally:
        connection.close()


def main() -> int:
    """Prints the token; the exit code."""
    try:
        print(token(desk.find(), os.environ.get("AS") or "maya", os.environ.get("SCOPE") or ""))
    except (desk.NotRunning, NotSignedIn) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
