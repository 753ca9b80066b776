"""Which intent a sentence is nearest to, for wordings that are in no sample.

Multinomial logistic regression over words, their meanings (thesaurus), pairs of meanings and parts of words,
learnt in numpy from the samples; the background, what people ask assistants otherwise, is one class more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_RATE = 0.2  # Adam's step

BACKGROUND = ""  # the class of what is not for the desk

type Floats = NDArray[np.float32]


def features(words: Sequence[str], concepts: Sequence[str]) -> set[str]:
    """A sentence's features. Tags of values ("<date>") are words like others, without parts."""
    found = {f"w {word}" for word in words}
    found.update(f"c {concept}" for concept in concepts)
    around = ["^", *concepts, "$"]
    found.update(f"b {first} {second}" for first, second in zip(around, around[1:], strict=False))
    for word in words:
        if word[0] != "<":
            padded = f" {word} "
            found.update(padded[at : at + size] for size in (3, 4) for at in range(len(padded) - size + 1))
    return found


@dataclass(frozen=True)
class Weights:
    """What was learnt: a row a feature, a column a label."""

    labels: tuple[str, ...]
    index: Mapping[str, int]
    matrix: Floats
    bias: Floats

    def probabilities(self, found: Iterable[str]) -> Floats:
        """How likely each label is, in the order of `labels`."""
        rows = [self.index[feature] for feature in found if feature in self.index]
        scale = 1 / np.sqrt(max(len(rows), 1))
        scores = self.bias + self.matrix[rows].sum(axis=0) * scale
        likely = np.exp(scores - scores.max())
        return np.asarray(likely / likely.sum(), dtype=np.float32)


def train(examples: Sequence[tuple[set[str], str]], rounds: int = 40, decay: float = 1e-4) -> Weights:
    """Learn from (features, label) pairs; labels weigh the same in sum, the background five times that."""
    labels = tuple(sorted({label for _, label in examples}))
    index = {feature: row for row, feature in enumerate(sorted({f for found, _ in examples for f in found}))}
    rows = [sorted(index[feature] for feature in found) for found, _ in examples]
    data = _Sparse(rows, len(index))
    target = np.array([labels.index(label) for _, label in examples])
    counts = np.bincount(target, minlength=len(labels)).astype(np.float32)
    share = np.where(np.array(labels) == BACKGROUND, 5.0, 1.0)
    importance = (share / counts)[target].astype(np.float32)
    importance /= importance.sum()
    matrix, bias = _descend(data, target, importance, len(labels), rounds, decay)
    return Weights(labels, index, matrix, bias)


class _Sparse:
    """Examples as rows of equal entries 1/sqrt(row length), with sums both ways by reduceat."""

    def __init__(self, rows: Sequence[Sequence[int]], width: int) -> None:
        lengths = np.array([len(row) for row in rows])
        self.columns = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.scale = (1 / np.sqrt(lengths)).astype(np.float32)
        example = np.repeat(np.arange(len(rows)), lengths)
        order = np.argsort(self.columns, kind="stable")
        self.by_column = example[order]
        self.column_starts = np.searchsorted(self.columns[order], np.arange(width))

    def times(self, matrix: Floats) -> Floats:
        return np.asarray(np.add.reduceat(matrix[self.columns], self.starts, axis=0) * self.scale[:, None])

    def transposed(self, errors: Floats) -> Floats:
        scaled = errors * self.scale[:, None]
        return np.asarray(np.add.reduceat(scaled[self.by_column], self.column_starts, axis=0))


def _descend(
    data: _Sparse, target: NDArray[Any], importance: Floats, labels: int, rounds: int, decay: float
) -> tuple[Floats, Floats]:
    """Full-batch Adam from zero: a few dozen rounds reach what matters, the same weights every time."""
    matrix = np.zeros((len(data.column_starts), labels), dtype=np.float32)
    bias = np.zeros(labels, dtype=np.float32)
    state = [
        (matrix, np.zeros_like(matrix), np.zeros_like(matrix)),
        (bias, np.zeros_like(bias), np.zeros_like(bias)),
    ]
    truth = np.zeros((len(target), labels), dtype=np.float32)
    truth[np.arange(len(target)), target] = 1
    for step in range(1, rounds + 1):
        scores = data.times(matrix) + bias
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        likely /= likely.sum(axis=1, keepdims=True)
        errors = (likely - truth) * importance[:, None]
        gradients = (data.transposed(errors) + decay * matrix, errors.sum(axis=0))
        for (weights, first, second), gradient in zip(state, gradients, strict=True):
            first += 0.1 * (gradient - first)
            second += 0.01 * (gradient * gradient - second)
            size = _RATE * np.sqrt(1 - 0.99**step) / (1 - 0.9**step)
            weights -= size * first / (np.sqrt(second) + 1e-9)
    return matrix, bias
