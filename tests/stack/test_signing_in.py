"""Who signs in gets a token of the desk's pool, good for what was asked and granted, and for no more."""

from __future__ import annotations

import pytest

from simulator import signing_in
from simulator.desk import Desk
from tests.support import tokens


def test_a_person_gets_a_token_in_the_name_of_the_account(deployed: Desk) -> None:
    said = tokens.read(signing_in.token(deployed, "maya", "openid desk/customers.read"))
    assert said["username"] == "maya"
    assert said["token_use"] == "access"
    assert said["iss"] == deployed.outputs["UserPoolIssuer"]
    assert said["client_id"] == deployed.outputs["UserPoolClientId"]
    assert set(said["scope"].split()) == {"openid", "desk/customers.read"}


def test_nobody_signs_in_with_another_password(deployed: Desk) -> None:
    with pytest.raises(signing_in.NotSignedIn):
        signing_in.of_person(deployed, "maya", signing_in.password("omar"))


def test_a_person_is_not_granted_what_is_for_systems(deployed: Desk) -> None:
    said = tokens.read(signing_in.token(deployed, "maya", "openid desk/customers.admin"))
    assert set(said["scope"].split()) == {"openid"}


def test_another_system_speaks_in_its_own_name(deployed: Desk) -> None:
    said = tokens.read(signing_in.token(deployed, "system", "desk/customers.admin"))
    assert said["scope"] == "desk/customers.admin"
    assert "username" not in said
    assert said["client_id"] == deployed.outputs["SystemClientId"]
