"""What was learnt is kept under a digest of all it was learnt from, and is the same when it comes back."""

from pathlib import Path

import numpy as np
import pytest

from simulator.nlu.judge import Judge
from simulator.nlu.language import language
from simulator.nlu.learnt import Learnt, keep, learn, place, recall
from simulator.nlu.lessons import BACKGROUND
from simulator.nlu.tagging import Tagged


def sentence(text: str) -> Tagged:
    words = tuple(text.split())
    return Tagged(words, words, words)


EXAMPLES = [
    *((sentence(text), "Grade") for text in ("my grade", "grade please", "what grade", "my <Subject> grade")),
    *((sentence(text), "Truck") for text in ("my truck", "where truck", "truck position")),
    *((sentence(text), BACKGROUND) for text in ("weather today", "play music", "set alarm")),
]


@pytest.fixture(name="learnt", scope="module")
def _learnt() -> Learnt:
    return learn(EXAMPLES)


def test_the_nearest_intent_wins_and_the_background_holds_back(learnt: Learnt) -> None:
    judge = Judge(learnt, (), language("en-US"))
    assert judge.verdict(sentence("show grade")).intent == "Grade"
    assert judge.verdict(sentence("truck where now")).intent == "Truck"
    known, foreign = judge.verdict(sentence("what my grade")), judge.verdict(sentence("music alarm weather"))
    assert known.confidence > 0.6 > 0.4 > foreign.confidence
    assert foreign.foreign > 0.5 > known.foreign


def test_words_that_no_sample_has_hold_back(learnt: Learnt) -> None:
    judge = Judge(learnt, (), language("en-US"))
    sure = judge.verdict(sentence("grade please")).confidence
    assert judge.verdict(sentence("grade please for steel beams")).confidence < sure


def test_the_same_examples_give_the_same_weights(learnt: Learnt) -> None:
    again = learn(EXAMPLES)
    assert np.array_equal(learnt.weights.matrix, again.weights.matrix)
    assert learnt.weights.rows == again.weights.rows


def test_what_is_kept_comes_back_whole(learnt: Learnt, tmp_path: Path) -> None:
    path = tmp_path / "deep/er/kept.npz"
    assert recall(path) is None
    keep(path, learnt)
    back = recall(path)
    assert back is not None
    assert np.array_equal(back.weights.matrix, learnt.weights.matrix)
    assert (back.content, back.words) == (learnt.content, learnt.words)
    assert Judge(back, (), language("en-US")).verdict(sentence("my truck")).intent == "Truck"
    assert [each.name for each in path.parent.iterdir()] == ["kept.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"not a file of numpy's"])
def test_a_file_that_cannot_be_read_is_as_good_as_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    path.write_bytes(content)
    assert recall(path) is None


def test_a_folder_that_cannot_be_written_is_no_failure(learnt: Learnt, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keep(tmp_path / "file/kept.npz", learnt)
    assert recall(tmp_path / "file/kept.npz") is None


def test_the_place_goes_by_the_state_folder_and_by_every_digest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FRONTDESK_STATE", str(tmp_path))
    assert place("a", "b").parent == tmp_path / "nlu"
    assert len({place("a", "b"), place("a", "c"), place("b", "b"), place("a", "b")}) == 3
