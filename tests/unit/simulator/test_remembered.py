"""Which state a desk trusts when it opens."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from simulator import remembered
from simulator.emulator import process
from simulator.place import Place
from tests.support.running import free_port


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place whose last desk was closed in order."""
    place = Place(8000, 4566, tmp_path)
    for name in ("aws", "s3"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept.json").write_text("{}")
    (tmp_path / "deployed").write_text("fingerprint")
    remembered.seal(place)
    return place


def kept(place: Place) -> bool:
    """Whether the state and the deployment are still there; one without the other would not do."""
    there = {(place.state / name).exists() for name in ("aws", "s3", "deployed")}
    assert len(there) == 1
    return there.pop()


def test_a_state_that_was_saved_in_order_is_kept(place: Place) -> None:
    assert remembered.trusted(place)
    assert kept(place)


def test_one_that_was_left_before_its_embedded_aws_had_started_keeps_everything(place: Place) -> None:
    assert remembered.trusted(place)
    assert remembered.trusted(place)
    assert kept(place)


def test_a_desk_that_was_killed_leaves_no_seal(place: Place) -> None:
    remembered.unseal(place)  # it opened, and was never closed
    assert not remembered.trusted(place)
    assert not kept(place)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"more": 1}'])
def test_files_that_are_not_the_seal_s_are_dropped(place: Place, content: str) -> None:
    (place.state / "aws" / "kept.json").write_text(content)
    assert not remembered.trusted(place)
    assert not kept(place)


def test_a_file_too_many_or_too_few_is_noticed(place: Place) -> None:
    (place.state / "s3" / "kept.json").rename(place.state / "s3" / "other.json")
    assert not remembered.trusted(place)


@pytest.mark.parametrize("seal", ["", "not json", "{}"])
def test_a_seal_that_is_none_is_not_believed(place: Place, seal: str) -> None:
    (place.state / "seal").write_text(seal)
    assert not remembered.trusted(place)


def test_another_ministack_s_state_is_dropped(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "version", lambda name: "9.9.9")
    assert not remembered.trusted(place)


def test_where_there_is_nothing_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert remembered.trusted(Place(8000, 4566, tmp_path))


def test_an_embedded_aws_that_nobody_waits_for_any_more_is_killed_and_saves_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **named: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **named))
        return started[0]

    def interrupted(place: Place) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(process.subprocess, "Popen", start)
    monkeypatch.setattr(process, "healthy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        process.start(place)
    assert started[0].returncode == -signal.SIGKILL
    assert remembered.trusted(place)


@pytest.mark.parametrize("worked", [False, True])
def test_an_embedded_aws_whose_desk_was_killed_saves_only_what_was_worked_on(
    tmp_path: Path, worked: bool
) -> None:
    place = Place(8000, free_port(), tmp_path)
    assert process.stop(process.start(place))
    remembered.seal(place)
    emulator = process.start(place)
    if worked:
        remembered.unseal(place)
    assert emulator.stdin
    emulator.stdin.close()
    assert emulator.wait(process.STOP_SECONDS) == (0 if worked else -signal.SIGKILL)
    assert remembered.trusted(place) is not worked
