"""How many, in words."""

from __future__ import annotations

import pytest

from simulator.counting import counted


@pytest.mark.parametrize(("count", "said"), [(0, "0 trucks"), (1, "1 truck"), (1_150, "1,150 trucks")])
def test_one_is_no_plural(count: int, said: str) -> None:
    assert counted(count, "truck") == said
