"""A desk beside the others, from its first opening to its last."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from simulator import desk
from simulator.holding import holder
from simulator.place import ROOT, Place
from simulator.run import undisturbed
from tests.support.running import free_port


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(free_port(), free_port(), tmp_path / "state")
    yield place
    command(place, "down")


def command(place: Place, name: str) -> tuple[int, str]:
    """Runs `make run`, `make up` or `make down` at a place: the exit code, and what it says."""
    done = start(place, name)
    said, _ = done.communicate()
    return done.returncode, said


def start(place: Place, name: str) -> subprocess.Popen[str]:
    """The same, while it runs."""
    environment = {
        **os.environ,
        "FRONTDESK_PORT": str(place.port),
        "FRONTDESK_AWS_PORT": str(place.aws_port),
        "FRONTDESK_STATE": str(place.state),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", name],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def opened(place: Place) -> str:
    code, said = command(place, "up")
    assert code == 0, said
    return said


def note(place: Place) -> None:
    """Leaves something in the desk's bucket and in its table."""
    running = desk.find(place)
    running.client("s3").put_object(Bucket=running.outputs["SchoolBucket"], Key="note", Body=b"here")
    item = {"pk": {"S": "note"}, "sk": {"S": "note"}}
    running.client("dynamodb").put_item(TableName=running.outputs["AccountsTable"], Item=item)


def noted(place: Place) -> tuple[bool, bool]:
    """Whether the note is in the bucket, and in the table."""
    running = desk.find(place)
    objects = running.client("s3").list_objects_v2(Bucket=running.outputs["SchoolBucket"], Prefix="note")
    key = {"pk": {"S": "note"}, "sk": {"S": "note"}}
    row = running.client("dynamodb").get_item(TableName=running.outputs["AccountsTable"], Key=key)
    return objects["KeyCount"] == 1, "Item" in row


def test_a_desk_remembers_what_was_there_when_it_was_closed(place: Place) -> None:
    with ThreadPoolExecutor() as both:  # the second waits for the first
        list(both.map(opened, [place, place]))
    note(place)
    code, said = command(replace(place, port=free_port()), "up")
    assert code == 1
    assert f"with other ports, at {place.url}" in said
    assert command(place, "down") == (0, "the desk is closed\n")
    assert command(place, "down") == (0, "no desk is running here\n")
    assert "afresh" not in opened(place)
    assert noted(place) == (True, True)
    again, said = command(place, "up")  # while it is open: brought up to date
    assert (again, place.url in said) == (0, True)


def test_who_leaves_while_a_desk_opens_in_the_background_leaves_none(place: Place) -> None:
    opening = start(place, "up")
    assert opening.stdout
    while "embedded AWS" not in opening.stdout.readline():
        pass
    opening.send_signal(signal.SIGINT)
    assert opening.wait() == 130
    assert holder(place) is None


def test_a_second_interrupt_does_not_disturb_a_desk_that_closes() -> None:
    with pytest.raises(KeyboardInterrupt), undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        raise KeyboardInterrupt


def test_a_desk_that_finds_its_port_taken_says_which_and_what_to_do(place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", place.aws_port))
        other.listen()
        code, said = command(place, "run")
    assert code == 1
    assert f"port {place.aws_port} is taken" in said
    assert "FRONTDESK_AWS_PORT=" in said
    assert "Traceback" not in said
