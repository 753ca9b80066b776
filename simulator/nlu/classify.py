"""Which intent a sentence is nearest to, for wordings that are in no sample.

Multinomial logistic regression in numpy over words, what they mean (thesaurus), pairs of meanings and words'
beginnings, each weighed by its rarity. The background, what else people ask assistants, is one label more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.nlu.tagging import Tagged

type Floats = NDArray[np.float32]
type Rows = NDArray[np.int64]

_PREFIX = 4  # letters of a word that stand for all its forms …
_PREFIX_WEIGHT = 0.5  # … and count less than the word itself
# Training: examples a step, rounds over all of them, Adagrad's rate, how strongly weights are drawn to zero.
_BATCH, _ROUNDS, _RATE, _DECAY = 256, 8, 0.5, 1e-5


def features(sentence: Tagged) -> dict[str, float]:
    """A sentence's features and how much each kind counts. Tags are words like others, without beginnings."""
    around = ("^", *sentence.concepts, "$")
    found = {f"w {word}": 1.0 for word in sentence.words}
    found |= {f"c {concept}": 1.0 for concept in sentence.concepts}
    found |= {f"b {first} {second}": 1.0 for first, second in zip(around, around[1:], strict=False)}
    long = (word for word in sentence.words if len(word) > _PREFIX and word[0] != "<")
    return found | {f"p {word[:_PREFIX]}": _PREFIX_WEIGHT for word in long}


@dataclass(frozen=True)
class Weights:
    """What was learnt. rarity: how much each known feature counts; unseen: how much any other does."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Floats
    unseen: float
    matrix: Floats
    bias: Floats

    def probabilities(self, found: Mapping[str, float]) -> dict[str, float]:
        """How likely each label is."""
        known = [(self.rows[feature], size) for feature, size in found.items() if feature in self.rows]
        rows = [row for row, _ in known]
        values = np.array([size for _, size in known], dtype=np.float32) * self.rarity[rows]
        others = sum(size**2 for feature, size in found.items() if feature not in self.rows) * self.unseen**2
        length = np.sqrt(np.sum(values**2) + others) or 1.0
        scores = self.bias + (values / length) @ self.matrix[rows]
        likely = np.exp(scores - scores.max())
        return dict(zip(self.labels, (likely / likely.sum()).tolist(), strict=True))


def train(examples: Sequence[tuple[Tagged, str]], weight: Mapping[str, float] | None = None) -> Weights:
    """Learn from sentences and their labels. Labels weigh the same in sum, whatever their number of examples,
    but where `weight` says otherwise. The same examples give the same weights."""
    found = [features(sentence) for sentence, _ in examples]
    frequency = Counter(feature for each in found for feature in each)
    rows = {feature: row for row, feature in enumerate(frequency)}
    rarity = np.log((len(examples) + 1) / (np.fromiter(frequency.values(), np.float32) + 0.5))
    labels = tuple(sorted({label for _, label in examples}))
    target = np.array([labels.index(label) for _, label in examples])
    share = np.array([(weight or {}).get(label, 1.0) for label in labels]) / np.bincount(target)
    importance = share[target] / share[target].mean()
    vectors = [_vector(each, rows, rarity) for each in found]
    order = np.random.default_rng(0).permutation(len(examples))
    batches = [
        _Batch([vectors[at] for at in some], target[some], importance[some], len(labels))
        for some in np.array_split(order, math.ceil(len(order) / _BATCH))
    ]
    matrix, bias = _descend(batches, len(rows), len(labels))
    return Weights(labels, rows, rarity, math.log((len(examples) + 1) / 0.5), matrix, bias)


def _vector(found: Mapping[str, float], rows: Mapping[str, int], rarity: Floats) -> tuple[Rows, Floats]:
    """A sentence as the rows of its features and their values, of length 1."""
    at = np.array([rows[feature] for feature in found])
    values = np.array(list(found.values()), np.float32) * rarity[at]
    return at, values / np.sqrt(np.sum(values**2))


class _Batch:
    """Some examples as one sparse matrix, with products both ways. `used`: the features that occur in it."""

    def __init__(
        self, vectors: Sequence[tuple[Rows, Floats]], target: Rows, importance: Floats, labels: int
    ) -> None:
        lengths = [len(rows) for rows, _ in vectors]
        self._rows = np.concatenate([rows for rows, _ in vectors])
        self._values = np.concatenate([values for _, values in vectors])[:, None]
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        order = np.argsort(self._rows, kind="stable")
        self.used, self._used_starts = np.unique(self._rows[order], return_index=True)
        self._examples = np.repeat(np.arange(len(vectors)), lengths)[order]
        self._by_row = self._values[order]
        self._truth = np.eye(labels, dtype=np.float32)[target]
        self._importance = (importance / len(vectors)).astype(np.float32)[:, None]

    def errors(self, matrix: Floats, bias: Floats) -> Floats:
        """How far each example is from its label, an example a row."""
        scores = np.add.reduceat(matrix[self._rows] * self._values, self._starts, axis=0) + bias
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        return np.asarray((likely - self._truth) * self._importance)

    def gradient(self, errors: Floats) -> Floats:
        """What the errors ask of the features in `used`."""
        return np.asarray(np.add.reduceat(errors[self._examples] * self._by_row, self._used_starts, axis=0))


def _descend(batches: Sequence[_Batch], features: int, labels: int) -> tuple[Floats, Floats]:
    """Adagrad from zero, touching only the rows that a batch uses: eight rounds do what forty of a full-batch
    method do, in a fifth of the time."""
    matrix, bias = np.zeros((features, labels), np.float32), np.zeros(labels, np.float32)
    squares, bias_squares = np.full_like(matrix, 1e-8), np.full_like(bias, 1e-8)
    for _ in range(_ROUNDS):
        for batch in batches:
            errors, used = batch.errors(matrix, bias), batch.used
            gradient = batch.gradient(errors) + _DECAY * matrix[used]
            squares[used] += gradient**2
            matrix[used] -= _RATE * gradient / np.sqrt(squares[used])
            bias_gradient = errors.sum(axis=0)
            bias_squares += bias_gradient**2
            bias -= _RATE * bias_gradient / np.sqrt(bias_squares)
    return matrix, bias
