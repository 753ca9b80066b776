"""Every patch of simulator/emulator/patches does what AWS does, and ministack alone still does not.

A check that no longer fails on ministack alone means that upstream has closed the gap: delete the patch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.contract.emulator import event_sources, functions, invocations, templates
from tests.support import emulators
from tests.support.emulators import Emulator

CHECKS = [*functions.CHECKS, *invocations.CHECKS, *event_sources.CHECKS, *templates.CHECKS]
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulators.mended(Path(tmp_path_factory.mktemp("emulator"))) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def stock() -> Iterator[Emulator]:
    with emulators.stock() as emulator:
        yield emulator


@each_check
def test_the_desk_s_emulator_does_as_aws_does(mended: Emulator, check: Callable[[Emulator], None]) -> None:
    check(mended)


@each_check
def test_ministack_alone_still_does_not(stock: Emulator, check: Callable[[Emulator], None]) -> None:
    with pytest.raises((AssertionError, ClientError, KeyError)):
        check(stock)
