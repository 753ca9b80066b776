"""Where a desk is, that it ends with its embedded AWS, and at once before it has begun."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from simulator import desk, holding, place, run


@pytest.mark.parametrize("port", ["", "abc", "-1", "0", "65536", "80.5"])
def test_what_is_no_port_is_said_so(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_PORT", port)
    with pytest.raises(SystemExit, match=f"FRONTDESK_PORT is a port, 1 to 65535: not '{port}'"):
        place.here()


def test_a_port_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_AWS_PORT", "4600")
    assert place.here().aws_url == "http://127.0.0.1:4600"


@pytest.mark.parametrize("closing", [False, True])
def test_the_desk_closes_where_its_embedded_aws_has_gone(
    closing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, what: ended.append((pid, what)))
    told = threading.Event()
    if closing:
        told.set()
    run._end_with(subprocess.Popen([sys.executable, "-c", ""]), told)
    assert ended == ([] if closing else [(os.getpid(), signal.SIGTERM)])


def test_ctrl_c_while_the_desk_is_still_imported_ends_it_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"}
    command = [sys.executable, "-m", "simulator", "down"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=place.ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_a_desk_that_was_killed_does_not_run_although_it_was_announced(tmp_path: Path) -> None:
    here = place.Place(8000, 4566, tmp_path)
    desk.announce(here, {})
    with pytest.raises(desk.NotRunning, match="no desk is running here"):
        desk.find(here)
    with holding.held(here):
        assert desk.find(here).url == here.url
