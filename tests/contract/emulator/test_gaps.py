"""Every patch of simulator/emulator/patches does what AWS does, and ministack alone still does not.

A check that no longer fails on ministack alone means that upstream has closed the gap: delete the patch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError

from tests.contract.emulator import (
    event_sources,
    functions,
    invocations,
    objects,
    templates,
    topics,
    transport,
)
from tests.support import emulators
from tests.support.emulators import Emulator

MODULES = (functions, invocations, event_sources, objects, templates, topics, transport)
CHECKS = [check for module in MODULES for check in module.CHECKS]
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulators.running(tmp_path_factory.mktemp("mended"), "simulator.emulator", 30) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """What this one does not do within two seconds, it does not do."""
    with emulators.running(tmp_path_factory.mktemp("stock"), "ministack", 2) as emulator:
        yield emulator


@each_check
def test_the_desk_s_emulator_does_as_aws_does(mended: Emulator, check: Callable[[Emulator], None]) -> None:
    check(mended)


@each_check
def test_ministack_alone_still_does_not(stock: Emulator, check: Callable[[Emulator], None]) -> None:
    with pytest.raises((AssertionError, ClientError, KeyError)):
        check(stock)
