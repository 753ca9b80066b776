"""Which intent a sentence is nearest to, for wordings that are in no sample.

Multinomial logistic regression in numpy over words, what they mean (thesaurus), pairs of meanings and words'
beginnings, each weighed by its rarity. The background, what else people ask assistants, is one label more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.nlu.tagging import Tagged

type Floats = NDArray[np.float32]

_PREFIX = 4  # letters of a word that stand for all its forms …
_PREFIX_WEIGHT = 0.5  # … and count less than the word itself
# Training: examples a step, rounds over all of them, Adagrad's rate, how strongly weights are drawn to zero.
_BATCH, _ROUNDS, _RATE, _DECAY = 256, 4, 0.7, 1e-5


def features(sentence: Tagged) -> Collection[str]:
    """A sentence's features, each once. Tags are words like others, without beginnings."""
    around = ("^", *sentence.concepts, "$")
    return dict.fromkeys(
        [
            *[f"w {word}" for word in sentence.words],
            *[f"c {concept}" for concept in sentence.concepts],
            *[f"b {first} {second}" for first, second in pairwise(around)],
            *[f"p {word[:_PREFIX]}" for word in sentence.words if len(word) > _PREFIX and word[0] != "<"],
        ]
    )


def _size(feature: str) -> float:
    """How much a feature of its kind counts."""
    return _PREFIX_WEIGHT if feature[0] == "p" else 1.0


@dataclass(frozen=True)
class Weights:
    """What was learnt. rarity: how much each known feature counts; unseen: how much any other does."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Floats
    unseen: float
    matrix: Floats
    bias: Floats

    def probabilities(self, found: Collection[str]) -> dict[str, float]:
        """How likely each label is."""
        known = [self.rows[feature] for feature in found if feature in self.rows]
        values = self.rarity[known]
        others = sum(_size(feature) ** 2 for feature in found if feature not in self.rows) * self.unseen**2
        length = np.sqrt(values @ values + others) or 1.0
        scores = self.bias + (values / length) @ self.matrix[known]
        likely = np.exp(scores - scores.max())
        return dict(zip(self.labels, (likely / likely.sum()).tolist(), strict=True))


def train(examples: Sequence[tuple[Tagged, str]], weight: Mapping[str, float] | None = None) -> Weights:
    """Learn from sentences and their labels. Labels weigh the same in sum, whatever their number of examples,
    but where `weight` says otherwise. The same examples give the same weights."""
    labels = tuple(sorted({label for _, label in examples}))
    order = np.random.default_rng(0).permutation(len(examples)).tolist()
    found = [features(examples[at][0]) for at in order]
    target = np.array([labels.index(examples[at][1]) for at in order])
    frequency = Counter(chain.from_iterable(found))
    rows = {feature: row for row, feature in enumerate(frequency)}
    most = len(examples) + 1
    rarity = np.log(most / (np.fromiter(frequency.values(), np.float32) + 0.5))
    rarity *= np.fromiter(map(_size, frequency), np.float32)
    share = np.array([(weight or {}).get(label, 1.0) for label in labels]) / np.bincount(target)
    importance = (share[target] / share[target].mean()).astype(np.float32)[:, None]
    truth = np.eye(len(labels), dtype=np.float32)[target]
    batches = [
        _Batch(found[some], rows, rarity, truth[some], importance[some])
        for some in (slice(at, at + _BATCH) for at in range(0, len(found), _BATCH))
    ]
    matrix, bias = _descend(batches, len(rows), len(labels))
    return Weights(labels, rows, rarity, math.log(most / 0.5), matrix, bias)


class _Batch:
    """Some examples as one sparse matrix, with products both ways. `used`: the features that occur in it."""

    def __init__(
        self,
        found: Sequence[Collection[str]],
        rows: Mapping[str, int],
        rarity: Floats,
        truth: Floats,
        importance: Floats,
    ) -> None:
        lengths = np.array([len(each) for each in found])
        at = np.fromiter((rows[feature] for each in found for feature in each), np.int64, lengths.sum())
        self._starts = np.cumsum(lengths) - lengths
        examples = np.repeat(np.arange(len(found)), lengths)
        norms = np.sqrt(np.add.reduceat(rarity[at] ** 2, self._starts))
        self._values = (rarity[at] / norms[examples])[:, None]
        self.used, self._at = np.unique(at, return_inverse=True)
        order = np.argsort(self._at, kind="stable")
        self._by_feature, self._by_value = examples[order], self._values[order]
        self._features = np.searchsorted(self._at[order], np.arange(len(self.used)))
        self._truth = truth
        self._importance = importance / len(found)

    def errors(self, matrix: Floats, bias: Floats) -> Floats:
        """How far each example is from its label, an example a row. matrix: of the features in `used`."""
        scores = np.add.reduceat(matrix.take(self._at, axis=0) * self._values, self._starts, axis=0) + bias
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        return np.asarray((likely - self._truth) * self._importance)

    def gradient(self, errors: Floats) -> Floats:
        """What the errors ask of the features in `used`."""
        return np.asarray(
            np.add.reduceat(errors.take(self._by_feature, axis=0) * self._by_value, self._features, axis=0)
        )


def _descend(batches: Sequence[_Batch], features: int, labels: int) -> tuple[Floats, Floats]:
    """Adagrad from zero, touching only the rows that a batch uses: four rounds do what forty of a full-batch
    method do, in a tenth of the time."""
    matrix, bias = np.zeros((features, labels), np.float32), np.zeros(labels, np.float32)
    squares, bias_squares = np.full_like(matrix, 1e-8), np.full_like(bias, 1e-8)
    for _ in range(_ROUNDS):
        for batch in batches:
            now = matrix.take(batch.used, axis=0)
            errors = batch.errors(now, bias)
            gradient = batch.gradient(errors) + _DECAY * now
            grown = squares.take(batch.used, axis=0) + gradient**2
            squares[batch.used] = grown
            matrix[batch.used] = now - _RATE * gradient / np.sqrt(grown)
            bias_gradient = errors.sum(axis=0)
            bias_squares += bias_gradient**2
            bias -= _RATE * bias_gradient / np.sqrt(bias_squares)
    return matrix, bias
