"""How many sequences a test of replays tries: a few at every run, many with `make soak`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest


def sequences(usual: int) -> Callable[[Any], Any]:
    """Marks a Hypothesis test as one of those that `make soak` runs at length. usual: otherwise so many."""
    most = int(os.environ.get("SEQUENCES", "0")) or usual
    return lambda test: pytest.mark.soak(hypothesis.settings(max_examples=most)(test))
