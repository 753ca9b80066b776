"""`make models` and its comparison, and the contract that they write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontdesk.conversation.contract import Intent
from tests.support.tongues import TWO_TONGUES, changed
from tools.models import contract
from tools.models.__main__ import main, outputs
from tools.models.source import load

SOURCE = load(TWO_TONGUES)


def generated() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(contract.module(SOURCE), names)  # noqa: S102
    return names


def test_it_says_who_answers_what_for_whom() -> None:
    intents = generated()["INTENTS"]
    assert intents["Help"] == Intent("desk", "anyone", {})
    assert intents["OrderLunch"].asks == "pin"
    assert intents["OrderLunch"].slots["turn"] == "AMAZON.Ordinal"


def test_it_knows_every_word_of_every_value() -> None:
    names = generated()
    assert names["VALUES"]["en-US"]["Dish"] == {
        "soup": ("soup", "pea_soup"),
        "broth": ("soup",),
        "pea soup": ("pea_soup",),
        "green soup": ("pea_soup",),
        "fish": ("fish",),
        "trout": ("fish",),
        "something warm": ("pea_soup", "fish"),
    }
    assert names["VALUES"]["de-DE"]["Dish"]["brühe"] == ("soup",)
    assert names["NAMES"]["de-DE"]["Dish"] == {
        "soup": "suppe",
        "pea_soup": "erbsensuppe",
        "fish": "fisch",
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    changed(tmp_path / "interactionModels", lambda files: None)
    assert main(tmp_path, compare=False) == 0
    return tmp_path


def test_what_was_just_generated_is_what_the_source_says(root: Path) -> None:
    assert main(root, compare=True) == 0
    assert {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()} >= {
        "stacks/lex.yaml",
        "lambda/frontdesk/conversation/intents.py",
        "skill-package/interactionModels/custom/de-DE.json",
        "skill-package/interactionModels/custom/en-US.json",
    }


@pytest.mark.parametrize(
    "path",
    [
        "stacks/lex.yaml",
        "lambda/frontdesk/conversation/intents.py",
        "skill-package/interactionModels/custom/de-DE.json",
    ],
)
@pytest.mark.parametrize("edited", [True, False])
def test_drift_is_named_with_its_remedy(
    root: Path, path: str, edited: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    if edited:
        (root / path).write_text((root / path).read_text("utf-8") + "\n", "utf-8")
    else:
        (root / path).unlink()
    assert main(root, compare=True) == 1
    said = capsys.readouterr().err
    assert path in said
    assert "run make models" in said


def test_a_locale_that_has_left_leaves_nothing_behind(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (root / "interactionModels/de-DE").iterdir():
        path.unlink()
    (root / "interactionModels/de-DE").rmdir()
    assert main(root, compare=True) == 1
    assert "de-DE.json" in capsys.readouterr().err
    assert main(root, compare=False) == 0
    assert not (root / "skill-package/interactionModels/custom/de-DE.json").exists()


def test_nothing_is_generated_from_a_source_that_is_wrong(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = outputs(load(root / "interactionModels"))
    changed(
        root / "interactionModels",
        lambda files: files["en-US/desk"]["locale"].update(invocation="ask me"),
    )
    assert main(root, compare=False) == 1
    assert "has the word 'ask'" in capsys.readouterr().err
    assert {path: (root / path).read_text("utf-8") for path in before} == before


def test_a_file_that_cannot_be_read_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "interactionModels/en-US/lunch.yaml").write_text("utterances: [")
    assert main(root, compare=True) == 1
    assert "en-US/lunch.yaml" in capsys.readouterr().err
