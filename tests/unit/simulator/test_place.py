"""Where a desk is, and that it ends with its embedded AWS."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from simulator import place, run


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
