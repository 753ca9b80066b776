"""What was learnt from a model, and where it is kept so that the next start need not learn it again.

The file's name is a digest of what it was learnt from: the model, the language's files, this package.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from simulator.nlu.classify import Weights, train
from simulator.nlu.lessons import BACKGROUND
from simulator.nlu.tagging import Tagged

_BACKGROUND_WEIGHT = 8.0  # the background's weight in training, beside 1 for an intent: by cross-validation
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Learnt:
    """weights: the classifier's. content: label → what its examples' words mean. words: all that occur."""

    weights: Weights
    content: Mapping[str, frozenset[str]]
    words: frozenset[str]


def learn(examples: Sequence[tuple[Tagged, str]]) -> Learnt:
    """Learn from sentences and their labels."""
    content: dict[str, set[str]] = {}
    for sentence, label in examples:
        content.setdefault(label, set()).update(sentence.content)
    words = frozenset(word for sentence, _ in examples for word in sentence.words)
    weights = train(examples, {BACKGROUND: _BACKGROUND_WEIGHT})
    return Learnt(weights, {label: frozenset(each) for label, each in content.items()}, words)


def place(*digests: str) -> Path:
    """The file for what is learnt from things with these digests, in the desk's state folder."""
    state = Path(os.environ.get("FRONTDESK_STATE", ".frontdesk/state"))
    code = b"".join(path.read_bytes() for path in sorted(_PACKAGE.glob("*.py")))
    digest = hashlib.sha256("".join(digests).encode() + code).hexdigest()
    return state / "nlu" / f"{digest[:32]}.npz"


def recall(path: Path) -> Learnt | None:
    """What was kept there; None where there is nothing, or nothing that can be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            plain = json.loads(str(kept["plain"]))
            weights = Weights(
                labels=tuple(plain["labels"]),
                rows={feature: row for row, feature in enumerate(plain["features"])},
                rarity=kept["rarity"],
                unseen=plain["unseen"],
                matrix=kept["matrix"],
                bias=kept["bias"],
            )
            content = {label: frozenset(words) for label, words in plain["content"].items()}
            return Learnt(weights, content, frozenset(plain["words"]))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error):
        return None


def keep(path: Path, learnt: Learnt) -> None:
    """Keep it for the next start, where the folder can be written to; half a file is never seen."""
    plain = {
        "labels": learnt.weights.labels,
        "features": list(learnt.weights.rows),
        "unseen": learnt.weights.unseen,
        "content": {label: sorted(words) for label, words in learnt.content.items()},
        "words": sorted(learnt.words),
    }
    arrays = {"rarity": learnt.weights.rarity, "matrix": learnt.weights.matrix, "bias": learnt.weights.bias}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            np.savez(file, allow_pickle=False, plain=np.array(json.dumps(plain)), **arrays)
        Path(file.name).replace(path)
    except OSError:
        return
