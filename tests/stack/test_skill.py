"""`make skill` against the deployed stack."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from simulator.desk import CREDENTIALS, REGION, Desk
from tools import skill


@pytest.fixture
def account(deployed: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The environment of somebody whose AWS account is the desk's."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", deployed.aws_url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name.upper(), value)
    return deployed


@pytest.fixture
def package(tmp_path: Path) -> Path:
    shutil.copytree("skill-package", tmp_path / "skill-package")
    return tmp_path


def test_the_package_becomes_the_deployed_desk_s(account: Desk, package: Path) -> None:
    before = Path("skill-package/skill.json").read_text().splitlines()
    assert skill.main(package) == 0
    after = (package / "skill-package" / "skill.json").read_text()
    assert (
        json.loads(after)["manifest"]["apis"]["custom"]["endpoint"]["uri"] == account.outputs["AlexaSkillArn"]
    )
    assert len([line for line in after.splitlines() if line not in before]) == 1  # nothing else has changed
    states = json.loads((package / ".ask" / "ask-states.json").read_text())
    assert states["profiles"]["default"]["skillId"] == "amzn1.ask.skill.front-desk"


def test_what_ask_cli_knows_besides_is_kept(account: Desk, package: Path) -> None:
    states = package / ".ask" / "ask-states.json"
    states.parent.mkdir()
    states.write_text('{"profiles": {"default": {"skillId": "old", "lastDeployHash": "x"}, "other": {}}}')
    assert skill.main(package) == 0
    profiles = json.loads(states.read_text())["profiles"]
    assert profiles == {
        "default": {"skillId": "amzn1.ask.skill.front-desk", "lastDeployHash": "x"},
        "other": {},
    }


def test_without_a_stack_it_says_what_to_do(
    account: Desk, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (package / "skill-package" / "skill.json").read_text()
    assert skill.main(package, stack="no-such-stack") == 1
    assert "`make deploy` makes it" in capsys.readouterr().err
    assert (package / "skill-package" / "skill.json").read_text() == before
