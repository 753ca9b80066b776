"""What is built again after a change: all by SAM, or the functions' code alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from simulator import deployment
from tools.templates import ROOT


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build folder as SAM leaves it, with code of yesterday."""
    folder = tmp_path / "build"
    monkeypatch.setattr(deployment, "BUILD", folder)
    for function in ("LexBot", "Grades/GradeIntake"):
        (folder / function / "handlers").mkdir(parents=True)
        (folder / function / "handlers" / "yesterday.py").touch()
    (folder / "Dependencies" / "python").mkdir(parents=True)
    (folder / "Dependencies" / "python" / "kept.pyc").touch()
    return folder


@pytest.fixture
def sam(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SAM commands that were run; none is."""
    run: list[str] = []
    monkeypatch.setattr(deployment, "_sam", lambda *arguments, **environment: run.append(arguments[0]))
    return run


def test_a_change_of_code_renews_the_functions_and_nothing_else(built: Path, sam: list[str]) -> None:
    built.with_suffix(".stamp").write_text("frame yesterday")
    assert deployment.build("frame today")
    assert sam == []
    for function in ("LexBot", "Grades/GradeIntake"):
        names = {path.name for path in (built / function / "handlers").iterdir()}
        assert {"lex_bot.py", "grade_intake.py"} <= names
        assert "yesterday.py" not in names
    assert (built / "Dependencies" / "python" / "kept.pyc").exists()
    assert not deployment.build("frame today")


@pytest.mark.parametrize("before", ["", "other today"])
def test_a_change_of_the_frame_is_sam_s(built: Path, sam: list[str], before: str) -> None:
    built.with_suffix(".stamp").write_text(before)
    assert deployment.build("frame today")
    assert sam == ["build"]


def test_a_build_that_failed_is_not_taken_for_one(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: str, **environment: str) -> None:
        raise deployment.Failed("no")

    built.with_suffix(".stamp").write_text("frame today")
    monkeypatch.setattr(deployment, "_sam", fail)
    with pytest.raises(deployment.Failed):
        deployment.build("other today")
    assert not built.with_suffix(".stamp").exists()


def test_everything_that_is_deployed_is_in_the_fingerprint() -> None:
    """Every file that git knows under lambda/ and stacks/ is code or frame."""
    listed = subprocess.run(
        ["git", "ls-files", "lambda", "stacks"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    watched = (*deployment.CODE, *deployment.FRAME)
    sources = [name for name in listed.stdout.split() if not name.endswith(".in")]
    assert [name for name in sources if not name.startswith(watched)] == []
