"""What cannot be built is refused, and costs nobody what their desk remembers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import deployment, remembered, run
from simulator.place import Place


def test_a_phrase_file_that_is_no_json_is_refused_by_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrases = tmp_path / "lambda/frontdesk/domains/grades/phrases/en-US.json"
    phrases.parent.mkdir(parents=True)
    phrases.write_text('{\n  "mine": "You got {grade}."\n  "enough": "All right."\n}')
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(deployment, "build", lambda wanted: pytest.fail("it is built nevertheless"))
    with pytest.raises(run.Refused, match=r"grades/phrases/en-US\.json: Expecting ',' delimiter: line 3 "):
        run.build()


def test_a_build_that_fails_forgets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def nothing(place: Place) -> Iterator[None]:
        yield

    def fail(wanted: str) -> None:
        raise deployment.Failed("sam build failed")

    monkeypatch.setattr(deployment, "build", fail)
    monkeypatch.setattr(run, "embedded_aws", nothing)
    monkeypatch.setattr(remembered, "trusted", lambda place: True)
    monkeypatch.setattr(remembered, "forget", lambda place: pytest.fail("what it knew is gone"))
    (tmp_path / "deployed").touch()
    with contextlib.ExitStack() as stack, pytest.raises(run.Refused, match="sam build failed"):
        run.bring_up(Place(0, 0, tmp_path), stack)
